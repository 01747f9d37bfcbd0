-- title:   Tracks of an album
-- answers: Which tracks of this album did I listen to most?
-- group:   an album
-- row:     one track of the album with listens, the most listened first
-- note:    An album is known by its exact name and its main artist.
-- param:   artist artist
-- param:   album text
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  first_listen instant "First listen"
-- column:  last_listen instant "Last listen"
-- chart:   list
with on_album as (
    select
        t.track_key,
        t.track_id
    from artists as a
    join track_artists as c on c.artist_key = a.artist_key
    join tracks as t on t.track_key = c.track_key
    where a.name = :artist and c.position = 1 and t.album_name = :album
)

select
    o.track_id,
    count(*) as listens,
    sum(l.heard_ms) as heard_ms,
    min(l.played_at) as first_listen,
    max(l.played_at) as last_listen
from on_album as o
cross join listens as l
where l.track_key = o.track_key and l.played_at < :today_end
group by o.track_id
order by
    listens desc,
    o.track_id
