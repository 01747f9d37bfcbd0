-- note: Plays as they happen: when was asked, what was told, and what the service forgot before it was asked

-- up
create table play_sync (
    account_id integer primary key references account (account_id) on delete cascade,
    synced_at timestamp(0) not null -- the last time that the service told
);

create table recent_play (
    account_id integer not null references account (account_id) on delete cascade,
    ended_at timestamp(0) not null, -- as the service tells it
    track_key integer not null references tracks (track_key) on delete cascade,
    play_id integer not null references play_history (play_id) on delete cascade,
    primary key (account_id, ended_at, track_key)
);

create index recent_play_by_track on recent_play (track_key);
create index recent_play_by_play on recent_play (play_id);

create table play_gap (
    account_id integer not null references account (account_id) on delete cascade,
    from_at timestamp(0) not null, -- the end of the last play that is known before it
    until_at timestamp(0) not null, -- the end of the first one after it
    found_at timestamp(0) not null,
    primary key (account_id, from_at),
    check (from_at <= until_at)
);

-- down
-- loses: gaps: select count(*) from play_gap
drop table play_gap;
drop table recent_play;
drop table play_sync;
