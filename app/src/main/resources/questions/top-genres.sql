-- title:   Top genres
-- answers: Which genres did I listen to most?
-- group:   totals and tops
-- row:     one genre, the most listened first; equal ones share a place
-- note:    A track without a genre of its own has the first of its main artist. Exports by Spotify tell none.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  genre text "Genre"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   list
with by_genre as (
    select
        t.primary_genre as genre,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms,
        count(*) as tracks
    from heard_tracks(:from_at, :until_end) as h
    join tracks as t on t.track_key = h.track_key
    where t.primary_genre is not null
    group by t.primary_genre
),

measured as (
    select
        b.genre,
        b.listens,
        b.heard_ms,
        b.tracks,
        case when :by = 'time' then coalesce(b.heard_ms, 0) else b.listens end as amount
    from by_genre as b
)

select
    rank() over (order by m.amount desc) as place,
    m.genre,
    m.listens,
    m.heard_ms,
    m.tracks
from measured as m
order by
    m.amount desc,
    m.genre
limit :limit
