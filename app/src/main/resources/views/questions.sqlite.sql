-- What questions may read on SQLite. Each `-- view:` heads one select; `:account` is the listener's account.

-- view: plays
-- Every play as it was told, whether or not it counts. counts: 1 when it appears in listens. ordinal tells rows apart
-- that are equal in all else. Each look-up stands by itself, so that a query pays for the columns it names only. verdict:
-- listen, same-play, hidden, not-music or too-short.
select
    play_history.play_id,
    play_history.track_key,
    (select t.kind from main.tracks as t where t.track_key = play_history.track_key) as kind,
    (select s.source from main.play_source as s where s.source_key = play_history.source_key) as source,
    play_history.played_at,
    play_history.listened_ms,
    play_history.skipped,
    play_history.ordinal,
    play_history.context_key,
    (select c.time_basis from main.play_context as c where c.context_key = play_history.context_key) as time_basis,
    (select c.platform from main.play_context as c where c.context_key = play_history.context_key) as platform,
    (select c.country from main.play_context as c where c.context_key = play_history.context_key) as country,
    (select c.context_uri from main.play_context as c where c.context_key = play_history.context_key) as context_uri,
    (select c.reason_start from main.play_context as c where c.context_key = play_history.context_key) as reason_start,
    (select c.reason_end from main.play_context as c where c.context_key = play_history.context_key) as reason_end,
    (select c.shuffle from main.play_context as c where c.context_key = play_history.context_key) as shuffle,
    (select c.offline from main.play_context as c where c.context_key = play_history.context_key) as offline,
    (select c.incognito from main.play_context as c where c.context_key = play_history.context_key) as incognito,
    exists (
        select 1
        from main.listens as l
        where l.account_id = play_history.account_id and l.played_at = play_history.played_at and l.play_id = play_history.play_id
    ) as counts,
    (select d.same_as from main.same_play as d where d.play_id = play_history.play_id) as duplicate_of,
    case
        when
            exists (
                select 1
                from main.listens as l
                where l.account_id = play_history.account_id
                    and l.played_at = play_history.played_at
                    and l.play_id = play_history.play_id
            )
            then 'listen'
        when exists (select 1 from main.same_play as d where d.play_id = play_history.play_id) then 'same-play'
        when
            exists (
                select 1
                from main.play_decision as d
                left join main.same_play as m on m.play_id = d.play_id
                where d.hidden_at is not null and coalesce(m.same_as, d.play_id) = play_history.play_id
            )
            then 'hidden'
        when exists (select 1 from main.tracks as t where t.track_key = play_history.track_key and t.kind <> 'music') then 'not-music'
        else 'too-short'
    end as verdict
from main.play_history as play_history
where play_history.account_id = :account

-- view: contexts
-- The circumstances that plays share: a handful for a million of them, so sum up by context_key first.
select
    context_key,
    platform,
    country,
    reason_start,
    reason_end,
    shuffle,
    offline,
    incognito
from main.play_context

-- view: chosen_tracks(:track, :artist, :album)
-- The tracks that a question is about: one track; else all that credit an artist, also as a guest; of an album, known by
-- its exact name, those that are mainly the artist's. Each with the versions that count as it. Nothing chosen: none.
with chosen as (
    select tracks.track_key
    from main.tracks as tracks
    where tracks.track_id = :track
    union all
    select credits.track_key
    from main.artists as artists
    cross join main.track_artists as credits
    where coalesce(:track, '') = ''
        and artists.name = :artist
        and credits.artist_key = artists.artist_key
        and (
            coalesce(:album, '') = ''
            or credits.position = 1
            and (select tracks.album_name from main.tracks as tracks where tracks.track_key = credits.track_key) = :album
        )
    union all
    select tracks.track_key
    from main.tracks as tracks
    where coalesce(:track, '') = '' and coalesce(:artist, '') = '' and tracks.album_name = :album
)

select distinct every.track_key
from (
    select chosen.track_key
    from chosen
    union all
    select versions.track_key
    from chosen
    cross join main.tracks as versions
    where versions.counts_as = chosen.track_key
) as every

-- view: found_tracks(:found)
-- The tracks that words found, which were looked for beside the database: it would fold letters in its own way.
select json_each.value as track_key
from json_each(:found)

-- view: ever_heard
-- Each track ever heard, with its listens of all times, also those after the day of the question: for looking ahead which
-- tracks can matter at all. first_day and first_at are right as of any day from then on, all else from the day of last_at.
select
    track_key,
    artist_key,
    first_day,
    listens,
    heard_ms,
    first_at,
    last_at
from main.heard_tracks
where account_id = :account

-- view: heard_tracks(:starts_at, :ends_at)
-- Each track heard in a stretch of time, with its listens there. heard_ms null: unknown for all of them. What the stretch
-- holds whole is summed already; of the other tracks that it touches, the listens are summed here.
select
    track_key,
    artist_key,
    listens,
    heard_ms,
    first_at,
    last_at
from main.heard_tracks
where account_id = :account and first_at >= :starts_at and last_at < :ends_at
union all
select
    heard_tracks.track_key,
    heard_tracks.artist_key,
    count(*) as listens,
    sum(listens.heard_ms) as heard_ms,
    min(listens.played_at) as first_at,
    max(listens.played_at) as last_at
from main.heard_tracks
cross join main.listens
where heard_tracks.account_id = :account
    and heard_tracks.first_at < :ends_at
    and heard_tracks.last_at >= :starts_at
    and (heard_tracks.first_at < :starts_at or heard_tracks.last_at >= :ends_at)
    and listens.account_id = :account
    and listens.track_key = heard_tracks.track_key
    and listens.played_at >= :starts_at
    and listens.played_at < :ends_at
group by
    heard_tracks.track_key,
    heard_tracks.artist_key

-- view: listens
-- The plays that count, one for each playback. heard_ms: listened_ms, else the track's length (estimated = 1).
-- played_second: played_at in seconds since 1970.
select
    play_id,
    track_key,
    artist_key,
    played_at,
    unixepoch(played_at) as played_second,
    listened_ms,
    heard_ms,
    estimated,
    skipped,
    local_date
from main.listens
where account_id = :account

-- view: hours
-- Listens by day and hour of the listener's clock. estimated_ms: the part of heard_ms that is estimated.
select
    local_date,
    local_hour,
    listens,
    heard_ms,
    estimated_ms,
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
-- primary_genre: its own, else the first of its main artist's.
-- release_date: as an enrichment told it, YYYY, YYYY-MM or a day; what came with the payload is in payloads.
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
    coalesce(
        tracks.primary_genre,
        (
            select json_extract(artists.genres, '$[0]')
            from main.track_artists as c
            join main.artists as artists on artists.artist_key = c.artist_key
            where c.track_key = tracks.track_key and c.position = 1
        )
    ) as primary_genre,
    counts_as,
    release_date,
    added_at
from main.tracks as tracks

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
-- What Spotify's interface told of a track, as JSON, and some of it taken out. release_date: YYYY, YYYY-MM or a day.
select
    track_key,
    raw_json,
    case
        when json_type(raw_json, '$.disc_number') in ('integer', 'real') then
            cast(json_extract(raw_json, '$.disc_number') as integer)
    end as disc_number,
    case
        when json_type(raw_json, '$.album.release_date') = 'text' then json_extract(raw_json, '$.album.release_date')
    end as release_date,
    case
        when json_type(raw_json, '$.external_ids.isrc') = 'text' then json_extract(raw_json, '$.external_ids.isrc')
    end as isrc
from main.track_payload

-- view: features
-- How a track sounds, as a source measured it: 0 to 1, tempo in beats per minute, loudness in dB. Never mix sources.
select
    track_key,
    features_source,
    danceability,
    energy,
    speechiness,
    acousticness,
    instrumentalness,
    liveness,
    valence,
    key,
    mode,
    loudness,
    tempo,
    time_signature
from main.track_features

-- view: calendar_months
-- The months of the listener's calendar. starts_at of the first and ends_at of the last may be within them.
select
    month,
    min(starts_at) as starts_at,
    max(ends_at) as ends_at
from main.days
where account_id = :account
group by month

-- view: days
-- The listener's calendar. day_number counts from 1970-01-01; weekday 1 is Monday; plays: that started on the day.
-- starts_second and ends_second: starts_at and ends_at in seconds since 1970.
select
    local_date,
    cast(julianday(local_date) - 2440587.5 as integer) as day_number,
    starts_at,
    ends_at,
    unixepoch(starts_at) as starts_second,
    unixepoch(ends_at) as ends_second,
    month,
    substr(local_date, 6) as month_day,
    year,
    iso_week,
    weekday,
    plays
from main.days
where account_id = :account

-- view: weather
-- What the weather was where the listener lives, by the hour (UTC). hour_number: hours since 1970; temperature in °C,
-- precipitation in mm, cloud_cover in percent, weather_code of WMO 4677. is_forecast: 1 while it may be told otherwise.
select
    unixepoch(weather_readings.hour) / 3600 as hour_number,
    weather_readings.hour as starts_at,
    datetime(weather_readings.hour, '+1 hour') as ends_at,
    weather_readings.temperature,
    weather_readings.precipitation,
    weather_readings.cloud_cover,
    weather_readings.weather_code,
    weather_readings.is_forecast
from main.account
join main.weather_readings
    on weather_readings.location = printf('%.1f,%.1f', account.home_latitude, account.home_longitude)
where account.account_id = :account
