-- title:   Eras
-- answers: Whose music ruled which months of my life?
-- group:   time machine
-- row:     one run of months led by one artist, the latest first
-- note:    An artist leads a month with the most points in its last top list: 50 for a first place, 49 for a second,
--          and so on. Months without a list do not end a run.
-- needs:   ranks
-- param:   time_range choice(short_term|medium_term|long_term) = short_term "which of Spotify's lists"
-- param:   origin choice(computed|spotify) = computed "whose snapshots"
-- param:   least count = 1 "how many months make an era"
-- param:   limit count = 50
-- column:  first_month month "From"
-- column:  last_month month "Until"
-- column:  artist artist "Artist"
-- column:  months count "Months"
-- chart:   list
with lists as (
    select
        r.month,
        max(r.snapshot_date) as snapshot_date
    from ranks as r
    where r.snapshot_date <= :today and r.time_range = :time_range and r.origin = :origin
    group by r.month
),

points as (
    select
        l.month,
        c.artist_key,
        sum(51 - r.rank) as points
    from lists as l
    cross join ranks as r
    join tracks as t on t.track_id = r.track_id
    join track_artists as c on c.track_key = t.track_key
    where r.snapshot_date = l.snapshot_date and r.time_range = :time_range and r.origin = :origin and c.position = 1
    group by
        l.month,
        c.artist_key
),

ordered as (
    select
        p.month,
        a.name as artist,
        a.artist_id,
        row_number() over (partition by p.month order by p.points desc, a.name, a.artist_id) as place
    from points as p
    join artists as a on a.artist_key = p.artist_key
),

-- In a run the month's number and the number of months led grow alike, so their difference stays.
led as (
    select
        o.month,
        o.artist,
        o.artist_id,
        row_number() over (order by o.month) - row_number() over (partition by o.artist_id order by o.month) as run
    from ordered as o
    where o.place = 1
)

select
    min(l.month) as first_month,
    max(l.month) as last_month,
    l.artist,
    count(*) as months
from led as l
group by
    l.artist,
    l.artist_id,
    l.run
having count(*) >= :least
order by first_month desc
limit :limit
