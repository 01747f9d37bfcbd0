-- title:   Reasons
-- answers: Why did plays start, or end?
-- group:   attention
-- row:     one reason in Spotify's words, the most frequent first
-- note:    Music only, whether it counts or not. trackdone: it was over; fwdbtn: the next one was wanted; clickrow: it was chosen.
-- param:   side choice(end|start) = end "of which side"
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- column:  reason text "Reason"
-- column:  plays count "Plays"
-- column:  share ratio "Share of plays"
-- column:  listened_ms milliseconds "Time"
-- plan:    it sums the plays of the period, a year of them unless asked otherwise
-- chart:   bars x=reason y=plays
with by_context as (
    select
        p.context_key,
        count(*) as plays,
        sum(p.listened_ms) as listened_ms
    from plays as p
    where p.played_at >= :from_at and p.played_at < :until_end and p.kind = 'music' and p.duplicate_of is null
    group by p.context_key
),

told as (
    select
        case when :side = 'start' then c.reason_start else c.reason_end end as reason,
        b.plays,
        b.listened_ms
    from by_context as b
    join contexts as c on c.context_key = b.context_key
),

by_reason as (
    select
        t.reason,
        sum(t.plays) as plays,
        sum(t.listened_ms) as listened_ms
    from told as t
    group by t.reason
)

select
    r.reason,
    r.plays,
    cast(r.plays as double precision) / sum(r.plays) over () as share,
    r.listened_ms
from by_reason as r
order by
    r.plays desc,
    r.reason nulls last
