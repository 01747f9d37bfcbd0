-- title:   An artist in numbers
-- answers: How much did I hear of this artist, and since when?
-- group:   an artist
-- row:     the one row of this artist
-- note:    Every track that credits the artist belongs to it, also as a guest.
-- param:   artist artist
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
    count(*) as listens,
    sum(l.heard_ms) as heard_ms,
    count(distinct l.track_key) as tracks,
    min(l.played_at) as first_listen,
    max(l.played_at) as last_listen
from credited as c
cross join listens as l
where l.track_key = c.track_key and l.played_at < :today_end
