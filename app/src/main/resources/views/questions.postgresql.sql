-- What questions may read on PostgreSQL. Each `-- view:` heads one select; `:account` is the listener's account.
-- A name in a view means the table until the view of that name has come: `plays` stands first.

-- view: plays
-- Every play as it was told, whether or not it counts. counts: true when it appears in listens. ordinal tells rows apart
-- that are equal in all else. verdict: listen, same-play, hidden, not-music or too-short.
select
    h.play_id,
    h.track_key,
    t.kind,
    s.source,
    h.played_at,
    h.listened_ms,
    h.skipped,
    h.ordinal,
    h.context_key,
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
        from listens as l
        where l.account_id = h.account_id and l.played_at = h.played_at and l.play_id = h.play_id
    ) as counts,
    d.same_as as duplicate_of,
    case
        when
            exists (
                select 1
                from listens as l
                where l.account_id = h.account_id and l.played_at = h.played_at and l.play_id = h.play_id
            )
            then 'listen'
        when d.same_as is not null then 'same-play'
        when
            exists (
                select 1
                from play_decision as e
                left join same_play as m on m.play_id = e.play_id
                where e.hidden_at is not null and coalesce(m.same_as, e.play_id) = h.play_id
            )
            then 'hidden'
        when t.kind <> 'music' then 'not-music'
        else 'too-short'
    end as verdict
from play_history as h
left join tracks as t on t.track_key = h.track_key
left join play_source as s on s.source_key = h.source_key
left join play_context as c on c.context_key = h.context_key
left join same_play as d on d.play_id = h.play_id
where h.account_id = :account

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
from play_context

-- view: chosen_tracks(:track, :artist, :album)
-- The tracks that a question is about: one track; else all that credit an artist, also as a guest; of an album, known by
-- its exact name, those that are mainly the artist's. Each with the versions that count as it. Nothing chosen: none.
with chosen as (
    select tracks.track_key
    from tracks as tracks
    where tracks.track_id = :track
    union all
    select credits.track_key
    from artists as artists
    join track_artists as credits on credits.artist_key = artists.artist_key
    where coalesce(:track, '') = ''
        and artists.name = :artist
        and (
            coalesce(:album, '') = ''
            or credits.position = 1
            and (select tracks.album_name from tracks as tracks where tracks.track_key = credits.track_key) = :album
        )
    union all
    select tracks.track_key
    from tracks as tracks
    where coalesce(:track, '') = '' and coalesce(:artist, '') = '' and tracks.album_name = :album
)

select distinct every.track_key
from (
    select chosen.track_key
    from chosen
    union all
    select versions.track_key
    from chosen
    join tracks as versions on versions.counts_as = chosen.track_key
) as every

-- view: found_tracks(:found)
-- The tracks that words found, which were looked for beside the database: it would fold letters in its own way.
select cast(found.value as bigint) as track_key
from json_array_elements_text(cast(:found as json)) as found (value)

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
from heard_tracks
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
from heard_tracks
where account_id = :account and first_at >= :starts_at and last_at < :ends_at
union all
select
    h.track_key,
    h.artist_key,
    s.listens,
    s.heard_ms,
    s.first_at,
    s.last_at
from heard_tracks as h
cross join lateral (
    select
        count(*) as listens,
        cast(sum(l.heard_ms) as bigint) as heard_ms,
        min(l.played_at) as first_at,
        max(l.played_at) as last_at
    from listens as l
    where l.account_id = :account
        and l.track_key = h.track_key
        and l.played_at >= :starts_at
        and l.played_at < :ends_at
) as s
where h.account_id = :account
    and h.first_at < :ends_at
    and h.last_at >= :starts_at
    and (h.first_at < :starts_at or h.last_at >= :ends_at)
    and s.listens > 0

-- view: listens
-- The plays that count, one for each playback. heard_ms: listened_ms, else the track's length (estimated).
-- played_second: played_at in seconds since 1970.
select
    play_id,
    track_key,
    artist_key,
    played_at,
    cast(extract(epoch from played_at) as bigint) as played_second,
    listened_ms,
    heard_ms,
    estimated,
    skipped,
    local_date
from listens
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
from listening_hours
where account_id = :account

-- view: ranks
-- Top tracks by day. origin: spotify, or computed from plays.
select
    snapshot_date,
    to_char(snapshot_date, 'YYYY-MM') collate "C" as month,
    time_range,
    rank,
    track_id,
    origin
from snapshots
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
            select artists.genres ->> 0
            from track_artists as c
            join artists as artists on artists.artist_key = c.artist_key
            where c.track_key = tracks.track_key and c.position = 1
        )
    ) as primary_genre,
    counts_as,
    release_date,
    added_at
from tracks

-- view: artists
-- Who an artist is.
select
    artist_key,
    artist_id,
    name,
    genres,
    image_url
from artists

-- view: track_artists
-- Who is credited on a track; position 1 is the main artist.
select
    track_key,
    position,
    artist_key
from track_artists

-- view: payloads
-- What Spotify's interface told of a track, as JSON, and some of it taken out. release_date: YYYY, YYYY-MM or a day.
select
    track_key,
    raw_json,
    case
        when jsonb_typeof(raw_json -> 'disc_number') = 'number' then
            cast(trunc(cast(raw_json ->> 'disc_number' as numeric)) as bigint)
    end as disc_number,
    case
        when jsonb_typeof(raw_json -> 'album' -> 'release_date') = 'string' then raw_json -> 'album' ->> 'release_date'
    end collate "C" as release_date,
    case
        when jsonb_typeof(raw_json -> 'external_ids' -> 'isrc') = 'string' then raw_json -> 'external_ids' ->> 'isrc'
    end collate "C" as isrc
from track_payload

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
from track_features

-- view: calendar_months
-- The months of the listener's calendar. starts_at of the first and ends_at of the last may be within them.
select
    month,
    min(starts_at) as starts_at,
    max(ends_at) as ends_at
from days
where account_id = :account
group by month

-- view: days
-- The listener's calendar. day_number counts from 1970-01-01; weekday 1 is Monday; plays: that started on the day.
select
    local_date,
    local_date - date '1970-01-01' as day_number,
    starts_at,
    ends_at,
    cast(extract(epoch from starts_at) as bigint) as starts_second,
    cast(extract(epoch from ends_at) as bigint) as ends_second,
    month,
    to_char(local_date, 'MM-DD') collate "C" as month_day,
    year,
    iso_week,
    weekday,
    plays
from days
where account_id = :account

-- view: weather
-- What the weather was where the listener lives, by the hour (UTC). hour_number: hours since 1970; temperature in °C,
-- precipitation in mm, cloud_cover in percent, weather_code of WMO 4677. is_forecast: 1 while it may be told otherwise.
select
    cast(extract(epoch from weather_readings.hour) as bigint) / 3600 as hour_number,
    weather_readings.hour as starts_at,
    weather_readings.hour + interval '1 hour' as ends_at,
    weather_readings.temperature,
    weather_readings.precipitation,
    weather_readings.cloud_cover,
    weather_readings.weather_code,
    weather_readings.is_forecast
from account
join weather_readings
    on weather_readings.location
        = round(cast(account.home_latitude as numeric), 1) || ',' || round(cast(account.home_longitude as numeric), 1)
where account.account_id = :account
