-- title:   An artist by month
-- answers: When was this artist part of my life, and with how many tracks?
-- group:   an artist
-- row:     one month from the first to the last with listens, those without any included, the earliest first
-- note:    Every track that credits the artist belongs to it, also as a guest.
-- param:   artist artist
-- column:  month month "Month"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   line x=month y=listens
with credited as (
    select distinct c.track_key
    from artists as a
    join track_artists as c on c.artist_key = a.artist_key
    where a.name = :artist
),

heard as (
    select
        d.month,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        count(distinct l.track_key) as tracks
    from credited as c
    cross join listens as l
    join days as d on d.local_date = l.local_date
    where l.track_key = c.track_key and l.played_at < :today_end
    group by d.month
)

select
    p.month,
    coalesce(h.listens, 0) as listens,
    case when h.month is null then 0 else h.heard_ms end as heard_ms,
    coalesce(h.tracks, 0) as tracks
from calendar_months as p
left join heard as h on h.month = p.month
where p.month >= (select min(f.month) from heard as f) and p.month <= (select max(f.month) from heard as f)
order by p.month
