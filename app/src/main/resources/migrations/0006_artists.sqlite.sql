-- note: Artists, and who is credited on a track

-- up
create table artists (
    artist_key integer primary key,
    artist_id text not null unique, -- Spotify's id, or `name:…` where no source gave one
    name text not null,
    genres text check (genres is null or json_valid(genres)), -- a list of text; null: not asked for yet
    image_url text
) strict;

create table track_artists (
    track_key integer not null references tracks (track_key) on delete cascade,
    position integer not null check (position >= 1), -- 1 is the main artist
    artist_key integer not null references artists (artist_key) on delete cascade,
    primary key (track_key, position)
) strict, without rowid;

create index track_artists_by_artist on track_artists (artist_key, track_key);

-- down
-- loses: what was told of artists: select count(*) from artists where genres is not null or image_url is not null or artist_id not like 'name:%'
-- loses: credits of further artists: select count(*) from track_artists where position > 1
drop table track_artists;
drop table artists;
update tracks set name_key = null;
