-- note: What counts, derived from the log: listens, hours and the listener's calendar

-- up
create table listens (
    account_id integer not null,
    played_at timestamp(0) not null,
    track_key integer not null,
    play_id integer not null,
    artist_key integer, -- the main artist; null: no source told
    listened_ms bigint, -- null: no witness told
    heard_ms bigint, -- listened_ms, else the track's length; null when that is unknown too
    estimated boolean not null, -- true: heard_ms is the track's length
    skipped boolean, -- null: no witness told
    local_date date not null,
    primary key (account_id, played_at, track_key, play_id)
);

create index listens_by_track on listens (account_id, track_key, played_at, heard_ms);

create table listening_hours (
    account_id integer not null,
    local_date date not null,
    local_hour integer not null,
    listens bigint not null,
    heard_ms bigint not null,
    estimated_ms bigint not null, -- the part of heard_ms that is estimated
    skips bigint not null,
    primary key (account_id, local_date, local_hour)
);

create table days (
    account_id integer not null,
    local_date date not null,
    starts_at timestamp(0) not null, -- UTC, inclusive
    ends_at timestamp(0) not null, -- UTC, exclusive
    month text collate "C" not null, -- YYYY-MM
    year integer not null,
    iso_week text collate "C" not null, -- YYYY-Www
    weekday integer not null, -- 1 is Monday
    primary key (account_id, local_date)
);

-- down
drop table days;
drop table listening_hours;
drop table listens;
