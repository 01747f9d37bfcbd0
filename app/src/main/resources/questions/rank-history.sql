-- title:   Rank history
-- answers: Which places did this track, artist or album take in my top lists, and when?
-- group:   one track, artist or album
-- row:     one snapshot, the earliest first, with the best place in it
-- wants:   track, artist, album
-- needs:   ranks, else first-heard
-- param:   track track = none "a track, with the versions that count as it"
-- param:   artist artist = none "all that credits this artist, also as a guest"
-- param:   album text = none "an album by its exact name; with artist, what of it is mainly theirs"
-- param:   time_range choice(any|short_term|medium_term|long_term) = any "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- column:  snapshot_date date "Day"
-- column:  time_range text "List"
-- column:  origin text "Origin"
-- column:  place rank "Best place"
-- column:  tracks count "Tracks in it"
-- chart:   bump x=snapshot_date y=place series=time_range
select
    r.snapshot_date,
    r.time_range,
    r.origin,
    min(r.rank) as place,
    count(*) as tracks
from chosen_tracks(:track, :artist, :album) as c
join tracks as t on t.track_key = c.track_key
cross join ranks as r
where r.track_id = t.track_id
    and r.snapshot_date <= :today
    and (:time_range = 'any' or r.time_range = :time_range)
    and (:origin = 'any' or r.origin = :origin)
group by
    r.snapshot_date,
    r.time_range,
    r.origin
order by
    r.snapshot_date,
    r.time_range,
    r.origin
