-- note: Snapshots belong to an account and say whether Spotify ranked them or we computed them

-- up
create table snapshots_rebuilt (
    account_id integer not null references account (account_id) on delete cascade,
    track_id text collate "C" not null constraint snapshots_track_fkey references tracks (track_id) on delete cascade,
    snapshot_date date not null,
    time_range text collate "C" not null check (time_range in ('short_term', 'medium_term', 'long_term')),
    rank integer not null check (rank between 1 and 50),
    origin text collate "C" not null check (origin in ('spotify', 'computed')),
    primary key (account_id, track_id, snapshot_date, time_range, origin)
);

insert into snapshots_rebuilt (account_id, track_id, snapshot_date, time_range, rank, origin)
select
    1,
    track_id,
    snapshot_date,
    time_range,
    rank,
    'spotify'
from snapshots;

drop table snapshots;
alter table snapshots_rebuilt rename to snapshots;
create index idx_snapshots_date on snapshots (snapshot_date);
create index idx_snapshots_track_date on snapshots (track_id, snapshot_date);
-- Snapshots taken twice on one day by older programs may hold a rank twice, so only what is computed here is held to it.
create unique index snapshots_computed_rank on snapshots (account_id, snapshot_date, time_range, rank)
where origin = 'computed';

-- down
-- loses: snapshots of other accounts: select count(*) from snapshots where account_id <> 1
create table snapshots_rebuilt (
    track_id text collate "C" not null,
    snapshot_date date not null,
    time_range text collate "C" not null check (time_range in ('short_term', 'medium_term', 'long_term')),
    rank integer not null check (rank >= 1 and rank <= 50),
    primary key (track_id, snapshot_date, time_range),
    constraint snapshots_track_id_fkey foreign key (track_id) references tracks (track_id) on delete cascade
);

insert into snapshots_rebuilt (track_id, snapshot_date, time_range, rank)
select
    track_id,
    snapshot_date,
    time_range,
    rank
from snapshots
where account_id = 1 and origin = 'spotify';

drop table snapshots;
alter table snapshots_rebuilt rename to snapshots;
create index idx_snapshots_date on snapshots (snapshot_date);
create index idx_snapshots_track_date on snapshots (track_id, snapshot_date);
