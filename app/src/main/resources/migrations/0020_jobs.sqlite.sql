-- note: When each job of the server is due, and how its last runs went

-- up
create table scheduled_tasks ( -- columns as the library db-scheduler names them
    task_name text not null,
    task_instance text not null, -- the same for every job
    task_data text, -- null: a job has none
    execution_time text not null check (execution_time is datetime(execution_time)), -- when it is due
    picked integer not null check (picked in (0, 1)), -- 1: a server runs it
    picked_by text,
    last_success text check (last_success is datetime(last_success)),
    last_failure text check (last_failure is datetime(last_failure)),
    consecutive_failures integer,
    last_heartbeat text check (last_heartbeat is datetime(last_heartbeat)), -- of the server that runs it
    version integer not null, -- two servers that change a row at once: one finds another version
    primary key (task_name, task_instance)
) strict, without rowid;

create table job_run (
    run_id integer primary key,
    job text not null,
    started_at text not null check (started_at is datetime(started_at)),
    ended_at text check (ended_at is datetime(ended_at)), -- null: it runs, or its server died
    outcome text check (outcome in ('done', 'failed', 'resting', 'cut')), -- null as before
    message text, -- for the listener, without secrets; null as before
    check ((ended_at is null) = (outcome is null) and (outcome is null) = (message is null))
) strict;

-- down
drop table job_run;
drop table scheduled_tasks;
