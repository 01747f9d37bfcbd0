-- title:   On this day
-- answers: What did I listen to on this day of the year in earlier years?
-- group:   time machine
-- row:     one track in one year, the latest year first, in it the most listened first
-- playlist: "On this day"
-- param:   day date = today "the day to look back from"
-- param:   per_year count = 5 "how many tracks of each year"
-- column:  year year "Year"
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   list
with anniversaries as (
    select
        d.year,
        d.starts_at,
        d.ends_at
    from days as d
    where d.month_day = :day_month_day and d.local_date < :day
),

heard as (
    select
        a.year,
        l.track_key,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from anniversaries as a
    cross join listens as l
    where l.played_at >= a.starts_at and l.played_at < a.ends_at
    group by
        a.year,
        l.track_key
),

placed as (
    select
        h.year,
        t.track_id,
        h.listens,
        h.heard_ms,
        row_number() over (partition by h.year order by h.listens desc, t.track_id) as place
    from heard as h
    join tracks as t on t.track_key = h.track_key
)

select
    p.year,
    p.track_id,
    p.listens,
    p.heard_ms
from placed as p
where p.place <= :per_year
order by
    p.year desc,
    p.listens desc,
    p.track_id
