-- title:   Listens by month
-- answers: How much did I listen each month?
-- group:   totals and tops
-- row:     one month from the first to the last with listens, those without any included, the earliest first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  month month "Month"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  days count "Days with listens"
-- chart:   bars x=month y=listens,heard_ms
with by_day as (
    select
        h.local_date,
        sum(h.listens) as listens,
        sum(h.heard_ms) as heard_ms
    from hours as h
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
    group by h.local_date
),

heard as (
    select
        d.month,
        sum(b.listens) as listens,
        sum(b.heard_ms) as heard_ms,
        count(*) as days
    from by_day as b
    join days as d on d.local_date = b.local_date
    group by d.month
)

select
    p.month,
    coalesce(h.listens, 0) as listens,
    coalesce(h.heard_ms, 0) as heard_ms,
    coalesce(h.days, 0) as days
from calendar_months as p
left join heard as h on h.month = p.month
where p.month >= (select min(f.month) from heard as f) and p.month <= (select max(f.month) from heard as f)
order by p.month
