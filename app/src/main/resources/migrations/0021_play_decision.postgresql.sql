-- note: What the listener decided of a play: that it is hidden, or a playback of its own

-- up
create table play_decision (
    play_id integer primary key references play_history (play_id) on delete cascade,
    hidden_at timestamp(0), -- null: it is not hidden
    apart_at timestamp(0), -- null: it may be a witness of another play
    check (hidden_at is not null or apart_at is not null)
);

-- down
-- loses: decisions: select count(*) from play_decision
drop table play_decision;
