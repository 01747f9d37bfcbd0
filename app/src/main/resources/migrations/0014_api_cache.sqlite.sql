-- note: Answers of other services, kept with the time until which they hold

-- up
create table api_cache (
    service text not null,
    request text not null, -- the request in one spelling
    response text not null,
    source text not null default 'api' check (source in ('api', 'cache')), -- cache: another cache had kept it before
    recorded_at text not null default (datetime('now')) check (recorded_at is datetime(recorded_at)),
    valid_seconds integer check (valid_seconds > 0), -- null: it holds for ever
    primary key (service, request)
) strict, without rowid;

-- down
drop table api_cache;
