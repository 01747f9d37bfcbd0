-- note: Sums for questions about a whole life: the listens of each track, the plays of each day

-- up
create table heard_tracks (
    account_id integer not null,
    track_key integer not null,
    artist_key integer, -- the main artist; null: no source told
    first_day text not null, -- the local day of the first of its listens
    listens integer not null,
    heard_ms integer, -- null: unknown for all of them
    first_at text not null, -- when the first of its listens started, UTC
    last_at text not null, -- when the last did, UTC
    primary key (account_id, track_key)
) strict, without rowid;

alter table days add column plays integer not null default 0; -- that started on it, counting or not

-- down
alter table days drop column plays;
drop table heard_tracks;
