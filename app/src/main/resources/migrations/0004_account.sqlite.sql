-- note: Whose history it is: the listener, their zone, what counts for them

-- up
create table account (
    account_id integer primary key,
    name text not null unique,
    zone text, -- IANA name; null until the first import or `mtm zone` settles it
    counting_rule text not null default 'thirty-seconds',
    created_at text not null default (datetime('now')) check (created_at is datetime(created_at))
) strict;

insert into account (account_id, name) values (1, 'me');

-- down
-- loses: other accounts: select count(*) from account where account_id <> 1
-- loses: the zone or the counting rule: select count(*) from account where account_id = 1 and (zone is not null or counting_rule <> 'thirty-seconds')
drop table account;
