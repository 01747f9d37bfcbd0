-- title:   First heard
-- answers: When did this track enter my life, and how much of it was there?
-- group:   a track
-- row:     the one row of this track
-- note:    Versions that count as this track belong to it.
-- param:   track track
-- column:  track_id track "Track"
-- column:  first_played instant "First played"
-- column:  first_listen instant "First listen"
-- column:  first_ranked date "First ranked by Spotify"
-- column:  first_computed date "First in a computed snapshot"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  last_listen instant "Last listen"
-- chart:   none
with played as (
    select min(p.played_at) as first_played
    from chosen_tracks(:track, none, none) as c
    cross join plays as p
    where p.track_key = c.track_key and p.played_at < :today_end
),

heard as (
    select
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        min(l.played_at) as first_listen,
        max(l.played_at) as last_listen
    from chosen_tracks(:track, none, none) as c
    cross join listens as l
    where l.track_key = c.track_key and l.played_at < :today_end
),

ranked as (
    select
        min(case when r.origin = 'spotify' then r.snapshot_date end) as first_ranked,
        min(case when r.origin = 'computed' then r.snapshot_date end) as first_computed
    from chosen_tracks(:track, none, none) as c
    join tracks as t on t.track_key = c.track_key
    cross join ranks as r
    where r.track_id = t.track_id and r.snapshot_date <= :today
)

select
    t.track_id,
    p.first_played,
    h.first_listen,
    r.first_ranked,
    r.first_computed,
    h.listens,
    h.heard_ms,
    h.last_listen
from tracks as t
cross join played as p
cross join heard as h
cross join ranked as r
where t.track_id = :track
order by t.track_id
