-- note: What else is told of a track: release, ids, popularity, audio features, lyrics

-- up
alter table tracks add column release_date text; -- YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source is
alter table tracks add column isrc text;
alter table tracks add column popularity integer check (popularity between 0 and 100);
alter table tracks add column genre_tags text; -- tags that a model gave, as it wrote them
alter table tracks add column genres text check (genres is null or json_valid(genres)); -- a list of text, where genres were told of a track
alter table tracks add column updated_at text check (updated_at is datetime(updated_at)); -- null: never since it was added

create table track_features (
    track_key integer primary key references tracks (track_key) on delete cascade,
    features_source text not null, -- who measured
    features_at text check (features_at is datetime(features_at)), -- null: not told
    reccobeats_id text,
    danceability real check (danceability between 0 and 1),
    energy real check (energy between 0 and 1),
    speechiness real check (speechiness between 0 and 1),
    acousticness real check (acousticness between 0 and 1),
    instrumentalness real check (instrumentalness between 0 and 1),
    liveness real check (liveness between 0 and 1),
    valence real check (valence between 0 and 1),
    key integer check (key between 0 and 11), -- pitch class; null: none was found
    mode integer check (mode in (0, 1)), -- 1 major, 0 minor
    loudness real, -- dB
    tempo real check (tempo >= 0), -- beats per minute
    time_signature integer check (time_signature >= 0) -- beats in a bar
) strict;

create table track_lyrics (
    track_key integer primary key references tracks (track_key) on delete cascade,
    lyrics text,
    lyrics_summary text
) strict;

-- down
-- loses: what was told of tracks: select count(*) from tracks where release_date is not null or isrc is not null or popularity is not null or genre_tags is not null or genres is not null
-- loses: audio features: select count(*) from track_features
-- loses: lyrics: select count(*) from track_lyrics
drop table track_lyrics;
drop table track_features;
alter table tracks drop column updated_at;
alter table tracks drop column genres;
alter table tracks drop column genre_tags;
alter table tracks drop column popularity;
alter table tracks drop column isrc;
alter table tracks drop column release_date;
