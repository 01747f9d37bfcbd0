-- note: Tracks and snapshots: what a thing is, and when it was ranked

-- up
create table tracks (
    track_id text collate "C" primary key,
    name text collate "C" not null,
    artist_name text collate "C" not null,
    album_name text collate "C" not null,
    duration_ms integer not null,
    album_image_url text,
    spotify_url text,
    raw_json text,
    added_at timestamp(0) default (now() at time zone 'utc')
);

create table snapshots (
    track_id text collate "C" not null,
    snapshot_date date not null,
    time_range text collate "C" not null check (time_range in ('short_term', 'medium_term', 'long_term')),
    rank integer not null check (rank >= 1 and rank <= 50),
    primary key (track_id, snapshot_date, time_range),
    foreign key (track_id) references tracks (track_id) on delete cascade
);

create index idx_snapshots_date on snapshots (snapshot_date);
create index idx_snapshots_track_date on snapshots (track_id, snapshot_date);
create index idx_tracks_artist on tracks (artist_name);

create table schema_version (
    version integer primary key,
    applied_at timestamp(0) default (now() at time zone 'utc')
);

insert into schema_version (version) values (1);

-- down
-- loses: tracks: select count(*) from tracks
-- loses: snapshots: select count(*) from snapshots
drop table schema_version;
drop table snapshots;
drop table tracks;
