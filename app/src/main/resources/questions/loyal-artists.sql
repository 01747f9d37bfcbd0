-- title:   Loyal artists
-- answers: To whom did I come back on the most days?
-- group:   habits
-- row:     one artist, those heard on the most days first
-- note:    A listen counts for the track's main artist.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   limit count = 25
-- column:  artist artist "Artist"
-- column:  days count "Days"
-- column:  months count "Months"
-- column:  listens count "Listens"
-- plan:    it sorts the listens of the period, a year of them unless asked otherwise
-- chart:   list
with by_day as (
    select
        l.artist_key,
        l.local_date,
        count(*) as listens
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end and l.artist_key is not null
    group by
        l.artist_key,
        l.local_date
),

by_artist as (
    select
        b.artist_key,
        count(*) as days,
        count(distinct d.month) as months,
        sum(b.listens) as listens
    from by_day as b
    join days as d on d.local_date = b.local_date
    group by b.artist_key
)

select
    a.name as artist,
    b.days,
    b.months,
    b.listens
from by_artist as b
join artists as a on a.artist_key = b.artist_key
order by
    b.days desc,
    b.listens desc,
    a.name,
    a.artist_id
limit :limit
