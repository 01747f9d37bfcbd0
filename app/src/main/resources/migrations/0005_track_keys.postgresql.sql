-- note: Integer keys for tracks; unknown names and lengths are null; raw payloads move out of the way of scans

-- up
create table tracks_rebuilt (
    track_key integer primary key,
    track_id text collate "C" not null constraint tracks_track_id_key unique, -- Spotify's id; `episode:…`, `chapter:…`; `name:…` where a source has no id
    kind text collate "C" not null default 'music' check (kind in ('music', 'podcast', 'audiobook', 'video')),
    name text collate "C", -- null: no source told
    artist_name text collate "C", -- the credit as printed; null: no source told
    album_name text collate "C",
    duration_ms integer check (duration_ms >= 0),
    album_image_url text,
    spotify_url text,
    primary_genre text collate "C",
    name_key text collate "C", -- what equal names fold to; null until the catalogue has computed it
    counts_as integer references tracks_rebuilt (track_key) on delete set null, -- null: as itself
    added_at timestamp(0) not null default (now() at time zone 'utc')
);

insert into tracks_rebuilt (
    track_key, track_id, name, artist_name, album_name, duration_ms, album_image_url, spotify_url, primary_genre, added_at
)
select
    row_number() over (order by track_id),
    track_id,
    name,
    artist_name,
    album_name,
    duration_ms,
    album_image_url,
    spotify_url,
    primary_genre,
    coalesce(added_at, now() at time zone 'utc')
from tracks
order by track_id;

create table track_payload (
    track_key integer primary key references tracks_rebuilt (track_key) on delete cascade,
    raw_json jsonb not null
);

-- Text that is no JSON is kept as a JSON text. (`is json` is not known to PostgreSQL 15.)
create function pg_temp.as_json(payload text) returns jsonb language plpgsql as $$
begin
    return payload::jsonb;
exception when others then
    return to_jsonb(payload);
end
$$;

insert into track_payload (track_key, raw_json)
select
    n.track_key,
    pg_temp.as_json(o.raw_json)
from tracks as o
join tracks_rebuilt as n on n.track_id = o.track_id
where o.raw_json is not null;

alter table snapshots drop constraint snapshots_track_id_fkey;
drop table tracks;
alter table tracks_rebuilt rename to tracks;
alter table snapshots add constraint snapshots_track_id_fkey
    foreign key (track_id) references tracks (track_id) on delete cascade;

create index idx_tracks_artist on tracks (artist_name);
create index tracks_by_name_key on tracks (name_key);
create index tracks_by_counts_as on tracks (counts_as) where counts_as is not null;

-- down
-- loses: tracks without a name, artist, album or length: select count(*) from tracks where name is null or artist_name is null or album_name is null or duration_ms is null
create table tracks_rebuilt (
    track_id text collate "C" primary key,
    name text collate "C" not null,
    artist_name text collate "C" not null,
    album_name text collate "C" not null,
    duration_ms integer not null,
    album_image_url text,
    spotify_url text,
    raw_json text,
    added_at timestamp(0) default (now() at time zone 'utc'),
    primary_genre text
);

insert into tracks_rebuilt
select
    t.track_id,
    t.name,
    t.artist_name,
    t.album_name,
    t.duration_ms,
    t.album_image_url,
    t.spotify_url,
    p.raw_json::text,
    t.added_at,
    t.primary_genre
from tracks as t
left join track_payload as p on p.track_key = t.track_key
where t.name is not null and t.artist_name is not null and t.album_name is not null and t.duration_ms is not null;

delete from snapshots where track_id not in (select track_id from tracks_rebuilt);
alter table snapshots drop constraint snapshots_track_id_fkey;
drop table track_payload;
drop table tracks;
alter table tracks_rebuilt rename to tracks;
alter table snapshots add constraint snapshots_track_id_fkey
    foreign key (track_id) references tracks (track_id) on delete cascade;
create index idx_tracks_artist on tracks (artist_name);
