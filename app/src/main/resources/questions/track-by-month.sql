-- title:   A track by month
-- answers: When was this track part of my life?
-- group:   a track
-- row:     one month from the first to the last with listens, those without any included, the earliest first
-- note:    Versions that count as this track belong to it.
-- param:   track track
-- column:  month month "Month"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   line x=month y=listens
with versions as (
    select t.track_key
    from tracks as t
    where t.track_id = :track
    union
    select v.track_key
    from tracks as t
    join tracks as v on v.counts_as = t.track_key
    where t.track_id = :track
),

by_day as (
    select
        l.local_date,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from versions as v
    cross join listens as l
    where l.track_key = v.track_key and l.played_at < :today_end
    group by l.local_date
),

heard as (
    select
        d.month,
        sum(b.listens) as listens,
        sum(b.heard_ms) as heard_ms
    from by_day as b
    join days as d on d.local_date = b.local_date
    group by d.month
)

select
    p.month,
    coalesce(h.listens, 0) as listens,
    case when h.month is null then 0 else h.heard_ms end as heard_ms
from calendar_months as p
left join heard as h on h.month = p.month
where p.month >= (select min(f.month) from heard as f) and p.month <= (select max(f.month) from heard as f)
order by p.month
