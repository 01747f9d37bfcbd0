-- title:   Ranks by month
-- answers: How did the tracks that mattered most rise and fall in my top lists?
-- group:   time machine
-- row:     one track in the last top list of one month, the earliest month first, in it the best placed
-- note:    The tracks with the most points: 50 for a first place, 49 for a second, and so on.
-- needs:   ranks
-- param:   from month = today - 12 months "first month"
-- param:   until month = today "last month"
-- param:   time_range choice(short_term|medium_term|long_term) = short_term "which of Spotify's lists"
-- param:   origin choice(computed|spotify) = computed "whose snapshots"
-- param:   tracks count = 8 "of how many tracks"
-- column:  month month "Month"
-- column:  place rank "Place"
-- column:  track_id track "Track"
-- chart:   bump x=month y=place series=track_id
with lists as (
    select
        r.month,
        max(r.snapshot_date) as snapshot_date
    from ranks as r
    where r.snapshot_date >= :from_first
        and r.snapshot_date <= :until_last
        and r.time_range = :time_range
        and r.origin = :origin
    group by r.month
),

placed as (
    select
        l.month,
        r.rank,
        r.track_id
    from lists as l
    cross join ranks as r
    where r.snapshot_date = l.snapshot_date and r.time_range = :time_range and r.origin = :origin
),

best as (
    select
        p.track_id,
        sum(51 - p.rank) as points
    from placed as p
    group by p.track_id
    order by
        points desc,
        p.track_id
    limit :tracks
)

select
    p.month,
    p.rank as place,
    p.track_id
from best as b
join placed as p on p.track_id = b.track_id
order by
    p.month,
    p.rank,
    p.track_id
