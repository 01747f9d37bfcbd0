-- title:   Hour by hour
-- answers: At which hours do I listen to this track, artist or album?
-- group:   one track, artist or album
-- row:     one hour of the day with listens of it, the earliest first
-- note:    The two days of a year on which the clock changes are left out.
-- wants:   track, artist, album
-- param:   track track = none "a track, with the versions that count as it"
-- param:   artist artist = none "all that credits this artist, also as a guest"
-- param:   album text = none "an album by its exact name; with artist, what of it is mainly theirs"
-- column:  local_hour hour "Hour"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   bars x=local_hour y=listens
select
    (l.played_second - d.starts_second) / 3600 as local_hour,
    count(*) as listens,
    sum(l.heard_ms) as heard_ms
from chosen_tracks(:track, :artist, :album) as c
cross join listens as l
join days as d on d.local_date = l.local_date
where l.track_key = c.track_key and l.played_at < :today_end and d.ends_second - d.starts_second = 86400
group by (l.played_second - d.starts_second) / 3600
order by local_hour
