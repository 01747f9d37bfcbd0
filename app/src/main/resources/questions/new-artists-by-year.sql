-- title:   New artists by year
-- answers: How many artists and tracks did I hear for the first time each year?
-- group:   habits
-- row:     one year with something new, the earliest first
-- note:    A listen is one of the track's main artist. First means first of all, not first in the range asked for.
-- param:   from year = none "first year"
-- param:   until year = none "last year"
-- column:  year year "Year"
-- column:  new_artists count "New artists"
-- column:  new_tracks count "New tracks"
-- chart:   bars x=year y=new_artists,new_tracks
with artist_firsts as (
    select
        h.artist_key,
        min(h.first_day) as first_day
    from ever_heard as h
    where h.artist_key is not null
    group by h.artist_key
),

firsts as (
    select
        h.first_day,
        0 as artists,
        1 as tracks
    from ever_heard as h
    union all
    select
        f.first_day,
        1 as artists,
        0 as tracks
    from artist_firsts as f
),

by_day as (
    select
        f.first_day,
        sum(f.artists) as artists,
        sum(f.tracks) as tracks
    from firsts as f
    where f.first_day >= :from_first and f.first_day <= :until_last
    group by f.first_day
)

select
    d.year,
    sum(b.artists) as new_artists,
    sum(b.tracks) as new_tracks
from by_day as b
join days as d on d.local_date = b.first_day
group by d.year
order by d.year
