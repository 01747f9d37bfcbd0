-- title:   Most skipped
-- answers: Which tracks did I skip most?
-- group:   attention
-- row:     one track that was skipped, the most often skipped first
-- note:    All its plays are looked at, whether they count or not. The share leaves out those of which nobody told.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   least count = 5 "how many plays it must have"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  skips count "Skipped"
-- column:  plays count "Plays"
-- column:  skipped_share ratio "Share"
-- plan:    it sums the plays of the period, a year of them unless asked otherwise
-- chart:   list
with played as (
    select
        p.track_key,
        count(*) as plays,
        count(p.skipped) as told,
        sum(case when p.skipped then 1 else 0 end) as skips
    from plays as p
    where p.played_at >= :from_at and p.played_at < :until_end and p.kind = 'music' and p.duplicate_of is null
    group by p.track_key
),

counted as (
    select
        coalesce(t.counts_as, t.track_key) as track_key,
        sum(p.plays) as plays,
        sum(p.told) as told,
        sum(p.skips) as skips
    from played as p
    join tracks as t on t.track_key = p.track_key
    group by coalesce(t.counts_as, t.track_key)
)

select
    t.track_id,
    c.skips,
    c.plays,
    cast(c.skips as double precision) / c.told as skipped_share
from counted as c
join tracks as t on t.track_key = c.track_key
where c.skips > 0 and c.plays >= :least
order by
    c.skips desc,
    c.plays,
    t.track_id
limit :limit
