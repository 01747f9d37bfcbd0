-- note: A track's main genre

-- up
alter table tracks add column primary_genre text;
insert into schema_version (version) values (2);

-- down
-- loses: genres: select count(*) from tracks where primary_genre is not null
delete from schema_version where version = 2;
alter table tracks drop column primary_genre;
