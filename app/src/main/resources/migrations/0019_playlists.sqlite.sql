-- note: Playlists made of answers, and every state of them that was published

-- up
create table playlists (
    account_id integer not null references account (account_id) on delete cascade,
    playlist text not null, -- the question, and what tells its playlists apart, such as top-tracks 2024
    title text not null,
    marker text not null, -- stands in the description, so that the playlist is found where its id was not learnt
    spotify_id text, -- null: it is not made yet, or that was not learnt
    publishing_until text check (publishing_until is datetime(publishing_until)), -- null: no process is at it
    primary key (account_id, playlist)
) strict, without rowid;

create table playlist_history (
    account_id integer not null,
    playlist text not null,
    publication integer not null check (publication >= 1), -- counts up
    published_at text not null check (published_at is datetime(published_at)),
    as_of text not null check (as_of is date(as_of)), -- the day of the question
    spotify_id text not null,
    added integer not null check (added >= 0), -- tracks that the publication before did not have
    removed integer not null check (removed >= 0), -- tracks that only the publication before had
    primary key (account_id, playlist, publication),
    foreign key (account_id, playlist) references playlists (account_id, playlist) on delete cascade
) strict, without rowid;

create table playlist_tracks (
    account_id integer not null,
    playlist text not null,
    publication integer not null,
    position integer not null check (position >= 1),
    track_id text not null, -- what Spotify was told, whatever becomes of the track here
    primary key (account_id, playlist, publication, position),
    foreign key (account_id, playlist, publication)
        references playlist_history (account_id, playlist, publication) on delete cascade
) strict, without rowid;

-- down
-- loses: playlists: select count(*) from playlists
drop table playlist_tracks;
drop table playlist_history;
drop table playlists;
