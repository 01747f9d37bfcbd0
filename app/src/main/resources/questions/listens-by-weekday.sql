-- title:   Listens by weekday
-- answers: On which weekdays do I listen?
-- group:   totals and tops
-- row:     one weekday with listens, Monday first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  weekday weekday "Weekday"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  days count "Days with listens"
-- chart:   bars x=weekday y=listens
select
    d.weekday,
    sum(h.listens) as listens,
    sum(h.heard_ms) as heard_ms,
    count(distinct h.local_date) as days
from hours as h
join days as d on d.local_date = h.local_date
where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
group by d.weekday
order by d.weekday
