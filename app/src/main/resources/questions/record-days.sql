-- title:   Record days
-- answers: On which days did I listen most?
-- group:   habits
-- row:     one day with listens, the most first; of equal ones the earliest
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   limit count = 10
-- column:  local_date date "Day"
-- column:  weekday weekday "Weekday"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   list
with by_day as (
    select
        h.local_date,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
    group by h.local_date
)

select
    b.local_date,
    d.weekday,
    b.listens,
    b.heard_ms
from by_day as b
join days as d on d.local_date = b.local_date
order by
    b.listens desc,
    b.local_date
limit :limit
