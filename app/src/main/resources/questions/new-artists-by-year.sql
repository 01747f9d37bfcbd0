-- title:   New artists by year
-- answers: How many artists and tracks did I hear for the first time each year?
-- group:   from the seeds
-- row:     one year with something new, the earliest first
-- note:    A listen is one of the track's main artist. First means first of all, not first in the range asked for.
-- param:   from year = none "first year"
-- param:   until year = none "last year"
-- column:  year year "Year"
-- column:  new_artists count "New artists"
-- column:  new_tracks count "New tracks"
-- chart:   bars x=year y=new_artists,new_tracks
with track_firsts as (
    -- The group keeps the look-up apart, so that each track is looked up once.
    select
        t.track_key,
        (
            select min(l.played_at)
            from listens as l
            where l.track_key = t.track_key and l.played_at < :today_end
        ) as first_at
    from tracks as t
    group by t.track_key
),

firsts as (
    select
        f.first_at,
        c.artist_key,
        row_number() over (partition by c.artist_key order by f.first_at nulls last, f.track_key) as place
    from track_firsts as f
    left join track_artists as c on c.track_key = f.track_key and c.position = 1
),

years as (
    select
        d.year,
        min(d.starts_at) as starts_at,
        max(d.ends_at) as ends_at
    from days as d
    where d.local_date >= :from_first and d.local_date <= :until_last
    group by d.year
)

select
    y.year,
    sum(case when f.place = 1 and f.artist_key is not null then 1 else 0 end) as new_artists,
    count(*) as new_tracks
from firsts as f
join years as y on f.first_at >= y.starts_at and f.first_at < y.ends_at
group by y.year
order by y.year
