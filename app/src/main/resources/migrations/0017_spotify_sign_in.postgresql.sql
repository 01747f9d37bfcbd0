-- note: Who is signed in at Spotify, and how many calls were made

-- up
create table spotify_sign_in (
    account_id integer primary key references account (account_id) on delete cascade,
    client_id text collate "C" not null, -- of the listener's own developer app
    user_id text collate "C" not null,
    display_name text collate "C", -- null: Spotify does not tell
    scopes text collate "C" not null, -- as granted, separated by spaces
    sealed_access text collate "C" not null, -- encrypted, as is the next: the key lies beside the settings
    sealed_refresh text collate "C" not null,
    access_until timestamp(0) not null,
    consented_at timestamp(0) not null, -- a refresh token ends six months later
    refreshing_until timestamp(0), -- null: no process is fetching a new token
    ended_at timestamp(0) -- null: it holds; else when Spotify refused it
);

create table call_budget (
    service text collate "C" not null,
    day date not null, -- UTC
    calls integer not null check (calls >= 0),
    primary key (service, day)
);

create table call_pause (
    service text collate "C" primary key,
    paused_until timestamp(0) not null, -- no call before that
    reason text collate "C" not null
);

-- down
-- loses: sign-ins: select count(*) from spotify_sign_in
drop table call_pause;
drop table call_budget;
drop table spotify_sign_in;
