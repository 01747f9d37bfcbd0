-- note: Analyses of a period, and the playlists that are kept up

-- up
create table analysis_snapshots (
    analysis_id integer primary key,
    account_id integer not null references account (account_id) on delete cascade,
    analysed_at timestamp(0) not null,
    period_start timestamp(0),
    period_end timestamp(0),
    period_label text collate "C", -- such as last_30_days
    metrics_payload jsonb,
    narrative_report jsonb,
    model_used text collate "C",
    playlist_theme text collate "C",
    playlist_theme_reasoning text collate "C",
    six_hour_playlist_id text collate "C",
    daily_playlist_id text collate "C",
    playlist_composition jsonb
);

create index analysis_snapshots_by_account on analysis_snapshots (account_id, analysed_at);

create table playlist_config (
    account_id integer not null references account (account_id) on delete cascade,
    key text collate "C" not null, -- such as six_hour
    spotify_id text collate "C",
    last_updated timestamp(0), -- null: never
    current_theme text collate "C",
    description text collate "C",
    composition jsonb,
    primary key (account_id, key)
);

-- down
-- loses: analyses: select count(*) from analysis_snapshots
-- loses: playlists: select count(*) from playlist_config
drop table playlist_config;
drop table analysis_snapshots;
