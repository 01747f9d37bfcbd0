-- title:   Top tracks
-- answers: Which tracks did I listen to most?
-- group:   totals and tops
-- row:     one track, the most listened first; equal ones share a place
-- playlist: "My top tracks of {year}" year = today
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- param:   artist artist = none "only what this artist is credited with"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  last_heard instant "Last heard"
-- chart:   list
with heard as (
    -- Where an artist is asked for, only what credits them is looked at.
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.last_at
    from heard_tracks(:from_at, :until_end) as h
    where coalesce(:artist, '') = ''
    union all
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.last_at
    from chosen_tracks(none, :artist, none) as c
    cross join heard_tracks(:from_at, :until_end) as h
    where h.track_key = c.track_key
),

measured as (
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.last_at,
        case when :by = 'time' then coalesce(h.heard_ms, 0) else h.listens end as amount
    from heard as h
),

most as (
    select
        t.track_id,
        m.listens,
        m.heard_ms,
        m.last_at,
        m.amount
    from measured as m
    join tracks as t on t.track_key = m.track_key
    order by
        m.amount desc,
        t.track_id
    limit :limit
)

select
    rank() over (order by m.amount desc) as place,
    m.track_id,
    m.listens,
    m.heard_ms,
    m.last_at as last_heard
from most as m
order by
    m.amount desc,
    m.track_id
