-- note: The log of plays: written once, never changed

-- up
create table play_source (
    source_key integer primary key,
    source text not null unique,
    richness integer not null -- of several witnesses of one playback the richer wins
) strict;

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
    time_basis text not null check (
        time_basis in ('start-given', 'end-minus-listened', 'end-minus-duration', 'minute-precision')
    ),
    platform text,
    country text,
    context_uri text,
    reason_start text,
    reason_end text,
    shuffle integer check (shuffle in (0, 1)),
    offline integer check (offline in (0, 1)),
    incognito integer check (incognito in (0, 1))
) strict;

create table play_history (
    play_id integer primary key,
    account_id integer not null references account (account_id) on delete restrict,
    track_key integer not null references tracks (track_key) on delete restrict,
    source_key integer not null references play_source (source_key) on delete restrict,
    context_key integer not null references play_context (context_key) on delete restrict,
    played_at text not null check (played_at is datetime(played_at)), -- when it started, UTC
    listened_ms integer check (listened_ms >= 0), -- null: the source does not tell
    skipped integer check (skipped in (0, 1)), -- null: the source does not tell
    ordinal integer not null check (ordinal >= 0) -- the how-manieth such row of its file, from 0
) strict;

create unique index play_history_natural_key on play_history (
    account_id, played_at, track_key, source_key, coalesce(listened_ms, -1), ordinal, context_key,
    coalesce(cast(skipped as integer), -1)
);
create index play_history_by_track on play_history (track_key);

create trigger play_history_is_never_changed
before update on play_history
begin
    select raise(abort, 'play_history is append-only');
end;

create trigger play_history_goes_with_its_import_only
before delete on play_history
when not exists (
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
)
begin
    select raise(abort, 'play_history is append-only: a play goes only when its import is undone');
end;

-- down
-- loses: plays: select count(*) from play_history
drop table play_history;
drop table play_context;
drop table play_source;
