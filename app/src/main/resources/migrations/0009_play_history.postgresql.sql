-- note: The log of plays: written once, never changed

-- up
create table play_source (
    source_key integer primary key,
    source text collate "C" not null unique,
    richness integer not null -- of several witnesses of one playback the richer wins
);

insert into play_source (source_key, source, richness) values
    (1, 'spotify-extended', 40),
    (2, 'spotify-account', 30),
    (3, 'spotify-recent', 20),
    (4, 'listenbrainz', 10),
    (5, 'lastfm', 10),
    (6, 'maloja', 10),
    (7, 'koito', 10),
    (8, 'your-spotify', 10),
    (9, 'csv', 5),
    (10, 'music-db', 15);

create table play_context (
    context_key integer primary key,
    time_basis text collate "C" not null check (
        time_basis in ('start-given', 'end-minus-listened', 'end-minus-duration', 'minute-precision')
    ),
    platform text collate "C",
    country text collate "C",
    context_uri text collate "C",
    reason_start text collate "C",
    reason_end text collate "C",
    shuffle boolean,
    offline boolean,
    incognito boolean
);

create table play_history (
    play_id integer primary key,
    account_id integer not null references account (account_id) on delete restrict,
    track_key integer not null references tracks (track_key) on delete restrict,
    source_key integer not null references play_source (source_key) on delete restrict,
    context_key integer not null references play_context (context_key) on delete restrict,
    played_at timestamp(0) not null, -- when it started, UTC
    listened_ms bigint check (listened_ms >= 0), -- null: the source does not tell
    skipped boolean, -- null: the source does not tell
    ordinal integer not null check (ordinal >= 0) -- the how-manieth such row of its file, from 0
);

create unique index play_history_natural_key on play_history (
    account_id, played_at, track_key, source_key, coalesce(listened_ms, -1), ordinal, context_key,
    coalesce(cast(skipped as integer), -1)
);
create index play_history_by_track on play_history (track_key);

create function play_history_is_never_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and exists (
        select 1
        from import_run as r
        where r.undone_at is not null
            and r.import_id = (
                select f.import_id
                from import_file as f
                where f.first_play_id <= old.play_id and f.end_play_id > old.play_id
                order by f.first_play_id desc
                limit 1
            )
    ) then
        return old;
    end if;
    raise exception 'play_history is append-only: a play goes only when its import is undone';
end
$$;

create trigger play_history_is_never_changed
before update or delete on play_history
for each row execute function play_history_is_never_changed();

-- down
-- loses: plays: select count(*) from play_history
drop table play_history;
drop function play_history_is_never_changed();
drop table play_context;
drop table play_source;
