-- note: Which rows of the log are witnesses of one playback

-- up
create table same_play (
    play_id integer primary key references play_history (play_id) on delete cascade, -- the witness that gives way
    same_as integer not null references play_history (play_id) on delete cascade, -- the richer one, itself in no such row
    score integer not null check (score between 0 and 100), -- 100: time and length agree exactly
    reason text not null,
    decided_by text not null check (decided_by in ('rule', 'hand')),
    check (play_id <> same_as)
) strict;

create index same_play_by_same_as on same_play (same_as);

-- down
-- loses: decisions by hand: select count(*) from same_play where decided_by = 'hand'
drop table same_play;
