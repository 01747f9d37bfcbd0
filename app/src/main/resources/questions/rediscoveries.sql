-- title:   Rediscoveries
-- answers: What did I come back to after a long silence?
-- group:   time machine
-- row:     one track heard again in the period, the most listened in it first
-- note:    The silence is from the last listen before the period to the first one in it, both days of it apart.
-- playlist: "Rediscoveries"
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   quiet count = 180 "how many days of silence at least"
-- param:   least count = 2 "how many listens since the return"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  last_before date "Last heard before"
-- column:  back_on date "Back on"
-- column:  silent_days count "Days of silence"
-- column:  listens count "Listens since"
-- column:  heard_ms milliseconds "Time"
-- chart:   list
with known as (
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.first_at,
        (
            select max(l.played_at)
            from listens as l
            where l.track_key = h.track_key and l.played_at < :from_at
        ) as last_at
    from heard_tracks(:from_at, :until_end) as h
    join ever_heard as e on e.track_key = h.track_key
    where h.listens >= :least and e.first_day < :from_first
),

dated as (
    select
        k.track_key,
        k.listens,
        k.heard_ms,
        (
            select max(l.local_date)
            from listens as l
            where l.track_key = k.track_key and l.played_at = k.last_at
        ) as last_before,
        (
            select min(l.local_date)
            from listens as l
            where l.track_key = k.track_key and l.played_at = k.first_at
        ) as back_on
    from known as k
)

select
    t.track_id,
    d.last_before,
    d.back_on,
    b.day_number - a.day_number as silent_days,
    d.listens,
    d.heard_ms
from dated as d
join days as a on a.local_date = d.last_before
join days as b on b.local_date = d.back_on
join tracks as t on t.track_key = d.track_key
where b.day_number - a.day_number >= :quiet
order by
    d.listens desc,
    silent_days desc,
    t.track_id
limit :limit
