-- note: When each job of the server is due, and how its last runs went

-- up
create table scheduled_tasks ( -- columns as the library db-scheduler names them
    task_name text collate "C" not null,
    task_instance text collate "C" not null, -- the same for every job
    task_data text collate "C", -- null: a job has none
    execution_time timestamp(0) not null, -- when it is due
    picked boolean not null, -- true: a server runs it
    picked_by text collate "C",
    last_success timestamp(0),
    last_failure timestamp(0),
    consecutive_failures integer,
    last_heartbeat timestamp(0), -- of the server that runs it
    version bigint not null, -- two servers that change a row at once: one finds another version
    primary key (task_name, task_instance)
);

create table job_run (
    run_id bigint primary key,
    job text collate "C" not null,
    started_at timestamp(0) not null,
    ended_at timestamp(0), -- null: it runs, or its server died
    outcome text collate "C" check (outcome in ('done', 'failed', 'resting', 'cut')), -- null as before
    message text collate "C", -- for the listener, without secrets; null as before
    check ((ended_at is null) = (outcome is null) and (outcome is null) = (message is null))
);

-- down
drop table job_run;
drop table scheduled_tasks;
