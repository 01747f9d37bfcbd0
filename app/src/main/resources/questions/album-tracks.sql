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
select
    t.track_id,
    count(*) as listens,
    sum(l.heard_ms) as heard_ms,
    min(l.played_at) as first_listen,
    max(l.played_at) as last_listen
from chosen_tracks(none, :artist, :album) as c
join tracks as t on t.track_key = c.track_key
cross join listens as l
where l.track_key = c.track_key and l.played_at < :today_end
group by t.track_id
order by
    listens desc,
    t.track_id
