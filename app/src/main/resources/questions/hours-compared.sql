-- title:   Hours of two periods
-- answers: At which hours did I listen in one period, and in another?
-- group:   habits
-- row:     one hour of the day with listens in one of them, the earliest first
-- param:   from date = today - 1 years "first day of the one"
-- param:   until date = today "last day of the one"
-- param:   other_from date = none "first day of the other"
-- param:   other_until date = today - 1 years "last day of the other"
-- column:  local_hour hour "Hour"
-- column:  listens count "Listens"
-- column:  other_listens count "Listens in the other"
-- chart:   bars x=local_hour y=listens,other_listens
select
    h.local_hour,
    sum(case when h.local_date >= :from_first and h.local_date <= :until_last then h.listens else 0 end) as listens,
    sum(case when h.local_date >= :other_from_first and h.local_date <= :other_until_last then h.listens else 0 end)
        as other_listens
from hours as h
where h.listens > 0
    and (
        (h.local_date >= :from_first and h.local_date <= :until_last)
        or (h.local_date >= :other_from_first and h.local_date <= :other_until_last)
    )
group by h.local_hour
order by h.local_hour
