-- title:   Attention by month
-- answers: How much of what I started did I listen to, and how often did I skip what I had listened to?
-- group:   attention
-- row:     one month with plays, the earliest first
-- note:    A listen that was skipped was heard long enough to count, and not to its end. A listen of which nobody told
--          whether it was skipped is taken as one that was not.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  month month "Month"
-- column:  plays count "Plays, counting or not"
-- column:  listens count "Listens"
-- column:  listened_share ratio "Plays that became listens"
-- column:  skipped_share ratio "Listens skipped"
-- chart:   line x=month y=listened_share,skipped_share
with by_day as (
    select
        h.local_date,
        sum(h.listens) as listens,
        sum(h.skips) as skips
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
    group by h.local_date
)

select
    d.month,
    sum(d.plays) as plays,
    sum(coalesce(b.listens, 0)) as listens,
    cast(sum(coalesce(b.listens, 0)) as double precision) / sum(d.plays) as listened_share,
    cast(sum(coalesce(b.skips, 0)) as double precision) / nullif(sum(coalesce(b.listens, 0)), 0) as skipped_share
from days as d
left join by_day as b on b.local_date = d.local_date
where d.local_date >= :from_first and d.local_date <= :until_last and d.plays > 0
group by d.month
order by d.month
