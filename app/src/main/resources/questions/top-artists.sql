-- title:   Top artists
-- answers: Which artists did I listen to most?
-- group:   totals and tops
-- row:     one artist, the most listened first; equal ones share a place
-- note:    A listen counts for the track's main artist.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  artist artist "Artist"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   list
with by_artist as (
    select
        h.artist_key,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms,
        count(*) as tracks
    from heard_tracks(:from_at, :until_end) as h
    where h.artist_key is not null
    group by h.artist_key
),

most as (
    select
        a.name as artist,
        a.artist_id,
        b.listens,
        b.heard_ms,
        b.tracks,
        case when :by = 'time' then coalesce(b.heard_ms, 0) else b.listens end as amount
    from by_artist as b
    join artists as a on a.artist_key = b.artist_key
    order by
        amount desc,
        a.name,
        a.artist_id
    limit :limit
)

select
    rank() over (order by m.amount desc) as place,
    m.artist,
    m.listens,
    m.heard_ms,
    m.tracks
from most as m
order by
    m.amount desc,
    m.artist,
    m.artist_id
