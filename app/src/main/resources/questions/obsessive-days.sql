-- title:   Obsessive days
-- answers: Which track did I listen to most often on one single day?
-- group:   habits
-- row:     one track on one day, the most listens first
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   limit count = 10
-- column:  track_id track "Track"
-- column:  local_date date "Day"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- plan:    it sorts the listens of the period, a year of them unless asked otherwise
-- chart:   list
with by_day as (
    select
        l.track_key,
        l.local_date,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end
    group by
        l.track_key,
        l.local_date
)

select
    t.track_id,
    b.local_date,
    b.listens,
    b.heard_ms
from by_day as b
join tracks as t on t.track_key = b.track_key
order by
    b.listens desc,
    b.local_date,
    t.track_id
limit :limit
