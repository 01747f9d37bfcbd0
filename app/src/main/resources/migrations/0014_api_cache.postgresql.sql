-- note: Answers of other services, kept with the time until which they hold

-- up
create table api_cache (
    service text collate "C" not null,
    request text collate "C" not null, -- the request in one spelling
    response text collate "C" not null,
    source text collate "C" not null default 'api' check (source in ('api', 'cache')), -- cache: another cache had kept it before
    recorded_at timestamp(0) not null default (now() at time zone 'utc'),
    valid_seconds integer check (valid_seconds > 0), -- null: it holds for ever
    primary key (service, request)
);

-- down
drop table api_cache;
