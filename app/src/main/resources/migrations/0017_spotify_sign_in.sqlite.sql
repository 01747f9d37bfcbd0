-- note: Who is signed in at Spotify, and how many calls were made

-- up
create table spotify_sign_in (
    account_id integer primary key references account (account_id) on delete cascade,
    client_id text not null, -- of the listener's own developer app
    user_id text not null,
    display_name text, -- null: Spotify does not tell
    scopes text not null, -- as granted, separated by spaces
    sealed_access text not null, -- encrypted, as is the next: the key lies beside the settings
    sealed_refresh text not null,
    access_until text not null check (access_until is datetime(access_until)),
    consented_at text not null check (consented_at is datetime(consented_at)), -- a refresh token ends six months later
    refreshing_until text check (refreshing_until is datetime(refreshing_until)), -- null: no process is fetching a new token
    ended_at text check (ended_at is datetime(ended_at)) -- null: it holds; else when Spotify refused it
) strict;

create table call_budget (
    service text not null,
    day text not null check (day is date(day)), -- UTC
    calls integer not null check (calls >= 0),
    primary key (service, day)
) strict, without rowid;

create table call_pause (
    service text primary key,
    paused_until text not null check (paused_until is datetime(paused_until)), -- no call before that
    reason text not null
) strict, without rowid;

-- down
-- loses: sign-ins: select count(*) from spotify_sign_in
drop table call_pause;
drop table call_budget;
drop table spotify_sign_in;
