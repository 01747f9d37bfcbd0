-- title:   Turnover by month
-- answers: How much of my top lists was new each month, and how much had stayed?
-- group:   time machine
-- row:     one month and origin, the earliest first
-- note:    Stayed is what was in a top list of the month before that has one. A first month is all new.
-- needs:   ranks
-- param:   from month = none "first month"
-- param:   until month = none "last month"
-- param:   time_range choice(short_term|medium_term|long_term) = short_term "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- column:  month month "Month"
-- column:  new_share ratio "New"
-- column:  tracks count "Tracks"
-- column:  stayed count "Stayed"
-- column:  origin text "Origin"
-- chart:   line x=month y=new_share series=origin
with listed as (
    select distinct
        r.month,
        r.origin,
        r.track_id
    from ranks as r
    where r.snapshot_date >= :from_first
        and r.snapshot_date <= :until_last
        and r.time_range = :time_range
        and (:origin = 'any' or r.origin = :origin)
),

months as (
    select
        l.month,
        l.origin,
        lag(l.month) over (partition by l.origin order by l.month) as month_before
    from listed as l
    group by
        l.month,
        l.origin
),

followed as (
    select
        l.month,
        l.origin,
        lag(l.month) over (partition by l.origin, l.track_id order by l.month) as listed_before
    from listed as l
),

counted as (
    select
        m.month,
        m.origin,
        count(*) as tracks,
        sum(case when f.listed_before = m.month_before then 1 else 0 end) as stayed
    from months as m
    join followed as f on f.month = m.month and f.origin = m.origin
    group by
        m.month,
        m.origin
)

select
    c.month,
    cast(c.tracks - c.stayed as double precision) / c.tracks as new_share,
    c.tracks,
    c.stayed,
    c.origin
from counted as c
order by
    c.month,
    c.origin
