-- title:   Devices
-- answers: On which devices did I play, for how long, and how often did I skip or hear to the end there?
-- group:   attention
-- row:     one device as its source names it, the most played first
-- note:    Music only, whether it counts or not. Plays of which nobody told how they ended are left out of the shares.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   limit count = 20
-- column:  platform text "Device"
-- column:  plays count "Plays"
-- column:  listened_ms milliseconds "Time"
-- column:  skipped_share ratio "Skipped"
-- column:  finished_share ratio "Played to the end"
-- plan:    it sums the plays of the period, a year of them unless asked otherwise
-- chart:   list
with by_context as (
    select
        p.context_key,
        count(*) as plays,
        sum(p.listened_ms) as listened_ms,
        count(p.skipped) as told,
        sum(case when p.skipped then 1 else 0 end) as skips
    from plays as p
    where p.played_at >= :from_at and p.played_at < :until_end and p.kind = 'music' and p.duplicate_of is null
    group by p.context_key
)

select
    c.platform,
    sum(b.plays) as plays,
    sum(b.listened_ms) as listened_ms,
    cast(sum(b.skips) as double precision) / nullif(sum(b.told), 0) as skipped_share,
    cast(sum(case when c.reason_end = 'trackdone' then b.plays else 0 end) as double precision)
    / nullif(sum(case when c.reason_end is null then 0 else b.plays end), 0) as finished_share
from by_context as b
join contexts as c on c.context_key = b.context_key
group by c.platform
order by
    plays desc,
    c.platform nulls last
limit :limit
