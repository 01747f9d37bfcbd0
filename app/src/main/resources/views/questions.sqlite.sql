-- What questions may read on SQLite. Each `-- view:` heads one select; `:account` is the listener's account.

-- view: plays
-- Every play as it was told, whether or not it counts. counts: 1 when it appears in listens. ordinal tells rows apart
-- that are equal in all else.
select
    h.play_id,
    h.track_key,
    t.kind,
    s.source,
    h.played_at,
    h.listened_ms,
    h.skipped,
    h.ordinal,
    c.time_basis,
    c.platform,
    c.country,
    c.context_uri,
    c.reason_start,
    c.reason_end,
    c.shuffle,
    c.offline,
    c.incognito,
    exists (
        select 1
        from main.listens as l
        where l.account_id = h.account_id and l.played_at = h.played_at and l.play_id = h.play_id
    ) as counts,
    d.same_as as duplicate_of
from main.play_history as h
left join main.tracks as t on t.track_key = h.track_key
left join main.play_source as s on s.source_key = h.source_key
left join main.play_context as c on c.context_key = h.context_key
left join main.same_play as d on d.play_id = h.play_id
where h.account_id = :account

-- view: listens
-- The plays that count, one for each playback. heard_ms: listened_ms, else the track's length (estimated = 1).
select
    play_id,
    track_key,
    artist_key,
    played_at,
    listened_ms,
    heard_ms,
    estimated,
    skipped,
    local_date
from main.listens
where account_id = :account

-- view: hours
-- Listens by day and hour of the listener's clock.
select
    local_date,
    local_hour,
    listens,
    heard_ms,
    skips
from main.listening_hours
where account_id = :account

-- view: ranks
-- Top tracks by day. origin: spotify, or computed from plays.
select
    snapshot_date,
    substr(snapshot_date, 1, 7) as month,
    time_range,
    rank,
    track_id,
    origin
from main.snapshots
where account_id = :account

-- view: tracks
-- What a track is. counts_as: the track_key under which its listens count, null for its own.
select
    track_key,
    track_id,
    kind,
    name,
    artist_name,
    album_name,
    duration_ms,
    album_image_url,
    spotify_url,
    primary_genre,
    counts_as,
    added_at
from main.tracks

-- view: artists
-- Who an artist is.
select
    artist_key,
    artist_id,
    name,
    genres,
    image_url
from main.artists

-- view: track_artists
-- Who is credited on a track; position 1 is the main artist.
select
    track_key,
    position,
    artist_key
from main.track_artists

-- view: payloads
-- What Spotify's interface told of a track, as JSON.
select
    track_key,
    raw_json
from main.track_payload

-- view: days
-- The listener's calendar. day_number counts from 1970-01-01; weekday 1 is Monday.
select
    local_date,
    cast(julianday(local_date) - 2440587.5 as integer) as day_number,
    starts_at,
    ends_at,
    month,
    substr(local_date, 6) as month_day,
    year,
    iso_week,
    weekday
from main.days
where account_id = :account
