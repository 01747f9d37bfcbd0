-- note: What counts, derived from the log: listens, hours and the listener's calendar

-- up
create table listens (
    account_id integer not null,
    played_at text not null,
    track_key integer not null,
    play_id integer not null,
    artist_key integer, -- the main artist; null: no source told
    listened_ms integer, -- null: no witness told
    heard_ms integer, -- listened_ms, else the track's length; null when that is unknown too
    estimated integer not null, -- 1: heard_ms is the track's length
    skipped integer, -- null: no witness told
    local_date text not null,
    primary key (account_id, played_at, track_key, play_id)
) strict, without rowid;

create index listens_by_track on listens (account_id, track_key, played_at, heard_ms);

create table listening_hours (
    account_id integer not null,
    local_date text not null,
    local_hour integer not null,
    listens integer not null,
    heard_ms integer not null,
    estimated_ms integer not null, -- the part of heard_ms that is estimated
    skips integer not null,
    primary key (account_id, local_date, local_hour)
) strict, without rowid;

create table days (
    account_id integer not null,
    local_date text not null,
    starts_at text not null, -- UTC, inclusive
    ends_at text not null, -- UTC, exclusive
    month text not null, -- YYYY-MM
    year integer not null,
    iso_week text not null, -- YYYY-Www
    weekday integer not null, -- 1 is Monday
    primary key (account_id, local_date)
) strict, without rowid;

-- down
drop table days;
drop table listening_hours;
drop table listens;
