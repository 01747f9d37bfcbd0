-- note: Analyses of a period, and the playlists that are kept up

-- up
create table analysis_snapshots (
    analysis_id integer primary key,
    account_id integer not null references account (account_id) on delete cascade,
    analysed_at text not null check (analysed_at is datetime(analysed_at)),
    period_start text check (period_start is datetime(period_start)),
    period_end text check (period_end is datetime(period_end)),
    period_label text, -- such as last_30_days
    metrics_payload text check (metrics_payload is null or json_valid(metrics_payload)),
    narrative_report text check (narrative_report is null or json_valid(narrative_report)),
    model_used text,
    playlist_theme text,
    playlist_theme_reasoning text,
    six_hour_playlist_id text,
    daily_playlist_id text,
    playlist_composition text check (playlist_composition is null or json_valid(playlist_composition))
) strict;

create index analysis_snapshots_by_account on analysis_snapshots (account_id, analysed_at);

create table playlist_config (
    account_id integer not null references account (account_id) on delete cascade,
    key text not null, -- such as six_hour
    spotify_id text,
    last_updated text check (last_updated is datetime(last_updated)), -- null: never
    current_theme text,
    description text,
    composition text check (composition is null or json_valid(composition)),
    primary key (account_id, key)
) strict, without rowid;

-- down
-- loses: analyses: select count(*) from analysis_snapshots
-- loses: playlists: select count(*) from playlist_config
drop table playlist_config;
drop table analysis_snapshots;
