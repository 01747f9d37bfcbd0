-- title:   Top albums
-- answers: Which albums did I listen to most?
-- group:   totals and tops
-- row:     one album of one main artist, the most listened first; equal ones share a place
-- note:    Tracks of which no source told the album are left out.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- param:   artist artist = none "only what this artist is credited with"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  album album "Album"
-- column:  artist artist "Artist"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   list
with heard as (
    -- Where an artist is asked for, only what credits them is looked at.
    select
        h.track_key,
        h.artist_key,
        h.listens,
        h.heard_ms
    from heard_tracks(:from_at, :until_end) as h
    where coalesce(:artist, '') = ''
    union all
    select
        h.track_key,
        h.artist_key,
        h.listens,
        h.heard_ms
    from chosen_tracks(none, :artist, none) as c
    cross join heard_tracks(:from_at, :until_end) as h
    where h.track_key = c.track_key
),

by_album as (
    select
        t.album_name as album,
        h.artist_key,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms,
        count(*) as tracks
    from heard as h
    join tracks as t on t.track_key = h.track_key
    where t.album_name is not null
    group by
        h.artist_key,
        t.album_name
),

most as (
    select
        b.album,
        a.name as artist,
        a.artist_id,
        b.listens,
        b.heard_ms,
        b.tracks,
        case when :by = 'time' then coalesce(b.heard_ms, 0) else b.listens end as amount
    from by_album as b
    left join artists as a on a.artist_key = b.artist_key
    order by
        amount desc,
        b.album,
        a.name nulls last,
        a.artist_id
    limit :limit
)

select
    rank() over (order by m.amount desc) as place,
    m.album,
    m.artist,
    m.listens,
    m.heard_ms,
    m.tracks
from most as m
order by
    m.amount desc,
    m.album,
    m.artist nulls last,
    m.artist_id
