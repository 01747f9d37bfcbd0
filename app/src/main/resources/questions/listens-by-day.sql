-- title:   Listens by day
-- answers: How much did I listen each day?
-- group:   totals and tops
-- row:     one day with listens, the earliest first
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- column:  local_date date "Day"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   heat-calendar x=local_date y=listens
select
    h.local_date,
    sum(h.listens) as listens,
    sum(h.heard_ms) as heard_ms
from hours as h
where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
group by h.local_date
order by h.local_date
