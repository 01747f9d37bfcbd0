-- note: Views with the columns of the two designs that this schema grew from, so that their queries still run

-- up
create view seed_tracks as
select
    t.track_id as id,
    f.reccobeats_id,
    t.name,
    t.artist_name as artist,
    t.album_name as album,
    t.album_image_url as image_url,
    t.duration_ms,
    t.popularity,
    p.raw_json as raw_data,
    f.danceability,
    f.energy,
    f.key,
    f.loudness,
    f.mode,
    f.speechiness,
    f.acousticness,
    f.instrumentalness,
    f.liveness,
    f.valence,
    f.tempo,
    f.time_signature,
    t.genres,
    l.lyrics,
    l.lyrics_summary,
    t.genre_tags,
    t.added_at as created_at,
    t.updated_at,
    t.track_id,
    t.artist_name,
    t.album_name,
    t.album_image_url,
    t.spotify_url,
    t.primary_genre,
    p.raw_json,
    t.added_at
from tracks as t
left join track_features as f on f.track_key = t.track_key
left join track_lyrics as l on l.track_key = t.track_key
left join track_payload as p on p.track_key = t.track_key;

create view seed_artists as
select
    artist_id as id,
    name,
    genres,
    image_url
from artists;

create view seed_track_artists as
select
    t.track_id,
    a.artist_id
from track_artists as c
join tracks as t on t.track_key = c.track_key
join artists as a on a.artist_key = c.artist_key;

create view seed_play_history as
select
    p.play_id as id,
    t.track_id,
    case when s.source = 'music-db' -- as that database told it: the end
        then datetime(p.played_at, '+' || ((coalesce(
            case c.time_basis when 'end-minus-listened' then p.listened_ms when 'end-minus-duration' then t.duration_ms end, 0
        ) + 999) / 1000) || ' seconds')
        else p.played_at
    end as played_at,
    c.context_uri,
    p.listened_ms,
    p.skipped,
    s.source
from play_history as p
join tracks as t on t.track_key = p.track_key
join play_context as c on c.context_key = p.context_key
join play_source as s on s.source_key = p.source_key
where p.account_id = 1;

create view seed_analysis_snapshots as
select
    analysis_id as id,
    analysed_at as date,
    period_start,
    period_end,
    period_label,
    metrics_payload,
    narrative_report,
    model_used,
    playlist_theme,
    playlist_theme_reasoning,
    six_hour_playlist_id,
    daily_playlist_id,
    playlist_composition
from analysis_snapshots
where account_id = 1;

create view seed_playlist_config as
select
    key,
    spotify_id,
    last_updated,
    current_theme,
    description,
    composition
from playlist_config
where account_id = 1;

create view seed_snapshots as
select
    track_id,
    snapshot_date,
    time_range,
    rank
from snapshots
where account_id = 1 and origin = 'spotify';

-- down
drop view seed_snapshots;
drop view seed_playlist_config;
drop view seed_analysis_snapshots;
drop view seed_play_history;
drop view seed_track_artists;
drop view seed_artists;
drop view seed_tracks;
