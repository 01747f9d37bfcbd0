-- note: Playlists made of answers, and every state of them that was published

-- up
create table playlists (
    account_id integer not null references account (account_id) on delete cascade,
    playlist text collate "C" not null, -- the question, and what tells its playlists apart, such as top-tracks 2024
    title text collate "C" not null,
    marker text collate "C" not null, -- stands in the description, so that the playlist is found where its id was not learnt
    spotify_id text collate "C", -- null: it is not made yet, or that was not learnt
    publishing_until timestamp(0), -- null: no process is at it
    primary key (account_id, playlist)
);

create table playlist_history (
    account_id integer not null,
    playlist text collate "C" not null,
    publication integer not null check (publication >= 1), -- counts up
    published_at timestamp(0) not null,
    as_of date not null, -- the day of the question
    spotify_id text collate "C" not null,
    added integer not null check (added >= 0), -- tracks that the publication before did not have
    removed integer not null check (removed >= 0), -- tracks that only the publication before had
    primary key (account_id, playlist, publication),
    foreign key (account_id, playlist) references playlists (account_id, playlist) on delete cascade
);

create table playlist_tracks (
    account_id integer not null,
    playlist text collate "C" not null,
    publication integer not null,
    position integer not null check (position >= 1),
    track_id text collate "C" not null, -- what Spotify was told, whatever becomes of the track here
    primary key (account_id, playlist, publication, position),
    foreign key (account_id, playlist, publication)
        references playlist_history (account_id, playlist, publication) on delete cascade
);

-- down
-- loses: playlists: select count(*) from playlists
drop table playlist_tracks;
drop table playlist_history;
drop table playlists;
