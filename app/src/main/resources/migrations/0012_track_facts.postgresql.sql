-- note: What else is told of a track: release, ids, popularity, audio features, lyrics

-- up
alter table tracks add column release_date text collate "C"; -- YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source is
alter table tracks add column isrc text collate "C";
alter table tracks add column popularity integer check (popularity between 0 and 100);
alter table tracks add column genre_tags text collate "C"; -- tags that a model gave, as it wrote them
alter table tracks add column genres jsonb; -- a list of text, where genres were told of a track
alter table tracks add column updated_at timestamp(0); -- null: never since it was added

create table track_features (
    track_key integer primary key references tracks (track_key) on delete cascade,
    features_source text collate "C" not null, -- who measured
    features_at timestamp(0), -- null: not told
    reccobeats_id text collate "C",
    danceability double precision check (danceability between 0 and 1),
    energy double precision check (energy between 0 and 1),
    speechiness double precision check (speechiness between 0 and 1),
    acousticness double precision check (acousticness between 0 and 1),
    instrumentalness double precision check (instrumentalness between 0 and 1),
    liveness double precision check (liveness between 0 and 1),
    valence double precision check (valence between 0 and 1),
    key integer check (key between 0 and 11), -- pitch class; null: none was found
    mode integer check (mode in (0, 1)), -- 1 major, 0 minor
    loudness double precision, -- dB
    tempo double precision check (tempo >= 0), -- beats per minute
    time_signature integer check (time_signature >= 0) -- beats in a bar
);

create table track_lyrics (
    track_key integer primary key references tracks (track_key) on delete cascade,
    lyrics text collate "C",
    lyrics_summary text collate "C"
);

-- What Spotify's interface told can be searched without reading all of it.
create index track_payload_raw_json on track_payload using gin (raw_json jsonb_path_ops);

-- down
-- loses: what was told of tracks: select count(*) from tracks where release_date is not null or isrc is not null or popularity is not null or genre_tags is not null or genres is not null
-- loses: audio features: select count(*) from track_features
-- loses: lyrics: select count(*) from track_lyrics
drop index track_payload_raw_json;
drop table track_lyrics;
drop table track_features;
alter table tracks drop column updated_at;
alter table tracks drop column genres;
alter table tracks drop column genre_tags;
alter table tracks drop column popularity;
alter table tracks drop column isrc;
alter table tracks drop column release_date;
