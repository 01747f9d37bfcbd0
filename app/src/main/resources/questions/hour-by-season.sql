-- title:   Hour by season
-- answers: Do I listen at other hours in summer than in winter?
-- group:   habits
-- row:     one hour of the day in one quarter of the year with listens, December's first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  season text "Season"
-- column:  local_hour hour "Hour"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   line x=local_hour y=listens series=season
with by_season as (
    select
        case
            when substr(d.month, 6) in ('12', '01', '02') then 1
            when substr(d.month, 6) in ('03', '04', '05') then 2
            when substr(d.month, 6) in ('06', '07', '08') then 3
            else 4
        end as season,
        h.local_hour,
        h.listens,
        h.heard_ms
    from hours as h
    join days as d on d.local_date = h.local_date
    where h.listens > 0 and h.local_date >= :from_first and h.local_date <= :until_last
)

select
    case
        when s.season = 1 then 'December to February'
        when s.season = 2 then 'March to May'
        when s.season = 3 then 'June to August'
        else 'September to November'
    end as season,
    s.local_hour,
    sum(s.listens) as listens,
    sum(s.heard_ms) as heard_ms
from by_season as s
group by
    s.season,
    s.local_hour
order by
    s.season,
    s.local_hour
