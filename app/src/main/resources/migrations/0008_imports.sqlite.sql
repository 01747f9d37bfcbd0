-- note: Import runs, their files, and a verdict for every row

-- up
create table import_run (
    import_id integer primary key,
    account_id integer not null references account (account_id) on delete cascade,
    started_at text not null check (started_at is datetime(started_at)),
    finished_at text not null check (finished_at is datetime(finished_at)),
    undone_at text check (undone_at is datetime(undone_at)) -- null: it stands
) strict;

create index import_run_by_account on import_run (account_id);

create table import_file (
    file_id integer primary key,
    import_id integer not null references import_run (import_id) on delete cascade,
    path text not null, -- as given; a member of an archive follows it after a slash
    format text not null,
    rows_read integer not null check (rows_read >= 0),
    new_plays integer not null check (new_plays >= 0),
    known integer not null check (known >= 0),
    same_play integer not null check (same_play >= 0),
    not_music integer not null check (not_music >= 0),
    rejected integer not null check (rejected >= 0),
    read_to_end integer not null check (read_to_end in (0, 1)),
    first_play_id integer not null, -- the plays that came with this file are first_play_id <= play_id < end_play_id
    end_play_id integer not null check (end_play_id >= first_play_id),
    check (rows_read = new_plays + known + same_play + not_music + rejected)
) strict;

create index import_file_by_run on import_file (import_id);
create index import_file_by_play on import_file (first_play_id);

create table import_rejection (
    file_id integer not null references import_file (file_id) on delete cascade,
    row_number integer not null check (row_number >= 1), -- counted from 1 in its file
    reason text not null,
    row_text text, -- what was read of it, without addresses and names of users; null: nothing
    primary key (file_id, row_number)
) strict, without rowid;

create table import_basis (
    import_id integer not null references import_run (import_id) on delete cascade,
    based_on integer not null references import_run (import_id) on delete cascade, -- it knew rows that this run had brought
    primary key (import_id, based_on)
) strict, without rowid;

create index import_basis_by_based_on on import_basis (based_on);

create table track_description (
    track_key integer not null references tracks (track_key) on delete cascade,
    import_id integer not null references import_run (import_id) on delete cascade,
    described_at text not null check (described_at is datetime(described_at)), -- the latest play that named it so
    name text,
    artist_name text,
    album_name text,
    primary key (track_key, import_id)
) strict, without rowid;

create index track_description_by_run on track_description (import_id);

-- down
-- loses: import runs: select count(*) from import_run
drop table track_description;
drop table import_basis;
drop table import_rejection;
drop table import_file;
drop table import_run;
