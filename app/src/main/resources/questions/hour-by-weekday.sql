-- title:   Hour by weekday
-- answers: At which hours of which weekdays do I listen?
-- group:   totals and tops
-- row:     one hour of one weekday with listens, Monday's first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  weekday weekday "Weekday"
-- column:  local_hour hour "Hour"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   heat-week x=local_hour y=listens series=weekday
select
    d.weekday,
    h.local_hour,
    sum(h.listens) as listens,
    sum(h.heard_ms) as heard_ms
from hours as h
join days as d on d.local_date = h.local_date
where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
group by
    d.weekday,
    h.local_hour
order by
    d.weekday,
    h.local_hour
