-- title:   An artist in numbers
-- answers: How much did I hear of this artist, and since when?
-- group:   an artist
-- row:     the one row of this artist
-- note:    Every track that credits the artist belongs to it, also as a guest.
-- param:   artist artist
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- column:  first_listen instant "First listen"
-- column:  last_listen instant "Last listen"
-- chart:   none
with credited as (
    select distinct c.track_key
    from artists as a
    join track_artists as c on c.artist_key = a.artist_key
    where a.name = :artist
)

select
    coalesce(sum(h.listens), 0) as listens,
    sum(h.heard_ms) as heard_ms,
    count(*) as tracks,
    min(h.first_at) as first_listen,
    max(h.last_at) as last_listen
from credited as c
cross join heard_tracks(:from_at, :until_end) as h
where h.track_key = c.track_key
