-- title:   Attention
-- answers: How much of what I started did I listen to, and how often did I skip what I had listened to?
-- group:   attention
-- row:     the one row of sums
-- note:    A listen that was skipped was heard long enough to count, and not to its end. A listen of which nobody told
--          whether it was skipped is taken as one that was not.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  plays count "Plays, counting or not"
-- column:  listens count "Listens"
-- column:  skips count "Listens skipped"
-- column:  listened_share ratio "Plays that became listens"
-- column:  skipped_share ratio "Listens skipped, of all"
-- chart:   none
with heard as (
    select
        coalesce(sum(h.listens), 0) as listens,
        coalesce(sum(h.skips), 0) as skips
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
),

told as (
    select coalesce(sum(d.plays), 0) as plays
    from days as d
    where d.local_date >= :from_first and d.local_date <= :until_last
)

select
    t.plays,
    h.listens,
    h.skips,
    cast(h.listens as double precision) / nullif(t.plays, 0) as listened_share,
    cast(h.skips as double precision) / nullif(h.listens, 0) as skipped_share
from heard as h
cross join told as t
