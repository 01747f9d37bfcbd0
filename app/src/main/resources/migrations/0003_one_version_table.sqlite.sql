-- note: Versions are kept in schema_migrations; schema_version becomes a view of it

-- up
drop table schema_version;

create view schema_version as
select
    version,
    applied_at
from schema_migrations;

-- down
drop view schema_version;

create table schema_version (
    version integer primary key,
    applied_at timestamp default current_timestamp
);

insert into schema_version (version, applied_at)
select
    version,
    applied_at
from schema_migrations
where version < 3;
