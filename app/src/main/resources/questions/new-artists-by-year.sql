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
        c.artist_key,
        min(f.first_at) as first_at
    from first_listens as f
    join track_artists as c on c.track_key = f.track_key and c.position = 1
    group by c.artist_key
),

years as (
    select
        d.year,
        min(d.starts_at) as starts_at,
        max(d.ends_at) as ends_at
    from days as d
    where d.local_date >= :from_first and d.local_date <= :until_last
    group by d.year
),

new_tracks as (
    select
        y.year,
        count(*) as tracks
    from first_listens as f
    cross join years as y
    where f.first_at >= y.starts_at and f.first_at < y.ends_at
    group by y.year
),

new_artists as (
    select
        y.year,
        count(*) as artists
    from artist_firsts as f
    cross join years as y
    where f.first_at >= y.starts_at and f.first_at < y.ends_at
    group by y.year
)

select
    t.year,
    coalesce(a.artists, 0) as new_artists,
    t.tracks as new_tracks
from new_tracks as t
left join new_artists as a on a.year = t.year
order by t.year
