-- title:   Gems by plays
-- answers: Which tracks did I love once and have not heard for half a year, and how do I know?
-- group:   time machine
-- row:     one track, the most listened in the window first
-- note:    Needs plays only: no snapshot by Spotify, no network. Both ends of the window belong to it.
-- note:    The peak is the month with the most listens of all, the earliest of equal ones.
-- playlist: "Gems by plays"
-- param:   loved_from date = none "first day of the window in which it was heard much"
-- param:   loved_until date = today - 365 days "last day of that window"
-- param:   quiet_since date = today - 180 days "not heard on this day or later"
-- param:   least count = 10 "how many listens in the window make a gem"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  listens count "Listens in the window"
-- column:  heard_ms milliseconds "Time"
-- column:  peak_month month "Peak month"
-- column:  peak_listens count "Listens in it"
-- column:  last_heard date "Last heard"
-- column:  silent_days count "Days of silence"
-- chart:   list
with quiet as (
    -- What was never heard so often, or is known to have been heard since, need not be counted.
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.first_at,
        h.last_at
    from ever_heard as h
    where h.listens >= :least
        and h.first_at < :loved_until_end
        and (
            h.last_at < :quiet_since_at
            or (
                h.last_at >= :today_end
                and (
                    select max(l.played_at)
                    from listens as l
                    where l.track_key = h.track_key and l.played_at < :today_end
                ) < :quiet_since_at
            )
        )
),

loved as (
    -- Where the window holds all of a track, its sums are there already.
    select
        q.track_key,
        q.listens,
        q.heard_ms
    from quiet as q
    where q.first_at >= :loved_from_at and q.last_at < :loved_until_end
    union all
    select
        q.track_key,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from quiet as q
    cross join listens as l
    where (q.first_at < :loved_from_at or q.last_at >= :loved_until_end)
        and l.track_key = q.track_key
        and l.played_at >= :loved_from_at
        and l.played_at < :loved_until_end
    group by q.track_key
    having count(*) >= :least
),

gems as (
    select
        g.track_key,
        t.track_id,
        g.listens,
        g.heard_ms
    from loved as g
    join tracks as t on t.track_key = g.track_key
    order by
        g.listens desc,
        t.track_id
    limit :limit
),

months as (
    select
        g.track_key,
        d.month,
        count(*) as listens,
        max(d.local_date) as last_heard,
        max(d.day_number) as last_number
    from gems as g
    cross join listens as l
    join days as d on d.local_date = l.local_date
    where l.track_key = g.track_key and l.played_at < :today_end
    group by
        g.track_key,
        d.month
),

evidence as (
    select
        m.track_key,
        m.month,
        m.listens,
        max(m.last_heard) over (partition by m.track_key) as last_heard,
        max(m.last_number) over (partition by m.track_key) as last_number,
        row_number() over (partition by m.track_key order by m.listens desc, m.month) as place
    from months as m
)

select
    g.track_id,
    g.listens,
    g.heard_ms,
    e.month as peak_month,
    e.listens as peak_listens,
    e.last_heard,
    :today_number - e.last_number as silent_days
from gems as g
join evidence as e on e.track_key = g.track_key and e.place = 1
order by
    g.listens desc,
    g.track_id
