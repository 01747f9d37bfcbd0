-- note: Artists are found by their name without reading all of them

-- up
create index artists_by_name on artists (name);

-- down
drop index artists_by_name;
