-- title:   Streaks
-- answers: What were my longest runs of days with a listen on each?
-- group:   habits
-- row:     one run of days, the longest first
-- note:    A run is current when it reaches today or yesterday: today is not over yet.
-- note:    Of a period, only its days are counted: a run may have begun before it or go on after.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   limit count = 10
-- column:  first_day date "First day"
-- column:  last_day date "Last day"
-- column:  days count "Days"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  current truth "Current"
-- chart:   list
with by_day as (
    select
        h.local_date,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
    group by h.local_date
),

-- In a run the day's number and the count of days with listens grow alike, so their difference stays.
numbered as (
    select
        b.local_date,
        b.listens,
        b.heard_ms,
        d.day_number,
        d.day_number - row_number() over (order by b.local_date) as run
    from by_day as b
    join days as d on d.local_date = b.local_date
)

select
    min(n.local_date) as first_day,
    max(n.local_date) as last_day,
    count(*) as days,
    sum(n.listens) as listens,
    sum(n.heard_ms) as heard_ms,
    case when max(n.day_number) >= :today_number - 1 then 1 else 0 end as current
from numbered as n
group by n.run
order by
    days desc,
    first_day
limit :limit
