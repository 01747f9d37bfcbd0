-- title:   In numbers
-- answers: How much did I hear of this track, artist or album, how often did I skip it, and since when?
-- group:   one track, artist or album
-- row:     the one row of what was chosen
-- note:    Plays of which nobody told whether they were skipped are left out of the share.
-- wants:   track, artist, album
-- param:   track track = none "a track, with the versions that count as it"
-- param:   artist artist = none "all that credits this artist, also as a guest"
-- param:   album text = none "an album by its exact name; with artist, what of it is mainly theirs"
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  listens count "Listens"
-- column:  plays count "Plays, counting or not"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- column:  skipped_share ratio "Share of plays skipped"
-- column:  days count "Days with listens"
-- column:  first_listen instant "First listen"
-- column:  last_listen instant "Last listen"
-- chart:   none
with played as (
    -- By track, whatever the time: an index by time would be gone through for each track.
    select
        sum(case when p.played_at >= :from_at then 1 else 0 end) as plays,
        sum(case when p.played_at >= :from_at and p.skipped is not null then 1 else 0 end) as told,
        sum(case when p.played_at >= :from_at and p.skipped then 1 else 0 end) as skips
    from chosen_tracks(:track, :artist, :album) as c
    cross join plays as p
    where p.track_key = c.track_key and p.played_at < :until_end
),

heard as (
    select
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        count(distinct l.track_key) as tracks,
        count(distinct l.local_date) as days,
        min(l.played_at) as first_listen,
        max(l.played_at) as last_listen
    from chosen_tracks(:track, :artist, :album) as c
    cross join listens as l
    where l.track_key = c.track_key and l.played_at >= :from_at and l.played_at < :until_end
)

select
    h.listens,
    coalesce(p.plays, 0) as plays,
    h.heard_ms,
    h.tracks,
    cast(p.skips as double precision) / nullif(p.told, 0) as skipped_share,
    h.days,
    h.first_listen,
    h.last_listen
from heard as h
cross join played as p
