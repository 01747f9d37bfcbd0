-- title:   Listens by year
-- answers: How much did I listen each year?
-- group:   totals and tops
-- row:     one year from the first to the last with listens, those without any included, the earliest first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  year year "Year"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  days count "Days with listens"
-- chart:   bars x=year y=listens,heard_ms
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
        d.year,
        sum(b.listens) as listens,
        sum(b.heard_ms) as heard_ms,
        count(*) as days
    from by_day as b
    join days as d on d.local_date = b.local_date
    group by d.year
),

ends as (
    select
        min(h.year) as first_year,
        max(h.year) as last_year
    from heard as h
),

years as (
    select distinct d.year
    from days as d
    cross join ends as e
    where d.year >= e.first_year and d.year <= e.last_year
)

select
    p.year,
    coalesce(h.listens, 0) as listens,
    coalesce(h.heard_ms, 0) as heard_ms,
    coalesce(h.days, 0) as days
from years as p
left join heard as h on h.year = p.year
order by p.year
