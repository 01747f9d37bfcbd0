-- title:   Totals
-- answers: How much did I listen, to how much, and since when?
-- group:   totals and tops
-- row:     the one row of sums
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- column:  listens count "Listens"
-- column:  plays count "Plays, counting or not"
-- column:  heard_ms milliseconds "Time"
-- column:  estimated_share ratio "Share of time estimated"
-- column:  tracks count "Tracks"
-- column:  artists count "Artists"
-- column:  days count "Days with listens"
-- column:  first_day date "First day"
-- column:  last_day date "Last day"
-- chart:   none
with heard as (
    select
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms,
        sum(h.estimated_ms) as estimated_ms,
        count(distinct h.local_date) as days,
        min(h.local_date) as first_day,
        max(h.local_date) as last_day
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
),

told as (
    select sum(d.plays) as plays
    from days as d
    where d.local_date >= :from_first and d.local_date <= :until_last
),

variety as (
    select
        count(*) as tracks,
        count(distinct t.artist_key) as artists
    from heard_tracks(:from_at, :until_end) as t
)

select
    coalesce(h.listens, 0) as listens,
    coalesce(p.plays, 0) as plays,
    h.heard_ms,
    cast(h.estimated_ms as double precision) / nullif(h.heard_ms, 0) as estimated_share,
    v.tracks,
    v.artists,
    h.days,
    h.first_day,
    h.last_day
from heard as h
cross join told as p
cross join variety as v
