-- note: What other services were asked, lyrics line by line, whose genres they are, the weather at home

-- up
create table enrichment_attempt (
    what text not null, -- what was asked for, such as features
    source text not null, -- who was asked
    subject text not null, -- about what: a track_id, an artist_id, or a place and a month
    attempted_at text not null check (attempted_at is datetime(attempted_at)),
    outcome text not null check (outcome in ('found', 'missing', 'failed')), -- failed: the answer made no sense
    primary key (what, source, subject)
) strict, without rowid;

alter table track_lyrics add column synced_lyrics text; -- the same line by line, each with its time, as in an LRC file
alter table track_lyrics add column instrumental integer check (instrumental in (0, 1)); -- 1: nothing is sung; null: not told
alter table track_lyrics add column lyrics_source text; -- who told; null: unknown
alter table track_lyrics add column lyrics_at text check (lyrics_at is datetime(lyrics_at)); -- when they were told; null: unknown
alter table track_lyrics add column lyrics_url text; -- where they can be read

alter table artists add column genres_source text; -- who told the genres; null: unknown

create table weather_readings (
    location text not null, -- latitude and longitude, each rounded to a tenth of a degree, such as 52.5,13.4
    hour text not null check (hour is datetime(hour)), -- its start, UTC
    temperature real check (temperature between -100 and 100), -- °C, two metres above the ground
    precipitation real check (precipitation >= 0), -- mm in that hour
    cloud_cover integer check (cloud_cover between 0 and 100), -- percent of the sky
    weather_code integer check (weather_code between 0 and 99), -- WMO 4677
    is_forecast integer not null default 0 check (is_forecast in (0, 1)), -- 1: foreseen, not measured yet
    source text not null default 'api' check (source in ('api', 'cache')), -- cache: another cache had kept it before
    recorded_at text not null default (datetime('now')) check (recorded_at is datetime(recorded_at)),
    primary key (location, hour)
) strict, without rowid;

alter table account add column home_latitude real check (home_latitude between -90 and 90); -- rounded to a tenth of a degree; null: not told
alter table account add column home_longitude real check (home_longitude between -180 and 180); -- as above

-- down
-- loses: what was told of lyrics: select count(*) from track_lyrics where synced_lyrics is not null or instrumental is not null or lyrics_source is not null or lyrics_url is not null
-- loses: whose genres they are: select count(*) from artists where genres_source is not null
-- loses: hours of weather: select count(*) from weather_readings
-- loses: homes: select count(*) from account where home_latitude is not null or home_longitude is not null
alter table account drop column home_longitude;
alter table account drop column home_latitude;
drop table weather_readings;
alter table artists drop column genres_source;
alter table track_lyrics drop column lyrics_url;
alter table track_lyrics drop column lyrics_at;
alter table track_lyrics drop column lyrics_source;
alter table track_lyrics drop column instrumental;
alter table track_lyrics drop column synced_lyrics;
drop table enrichment_attempt;
