-- title:   Top tracks
-- answers: Which tracks did I listen to most?
-- group:   totals and tops
-- row:     one track, the most listened first
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  last_heard instant "Last heard"
-- chart:   list
with heard as (
    select
        l.track_key,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        max(l.played_at) as last_heard
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end
    group by l.track_key
),

placed as (
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        h.last_heard,
        rank() over (
            order by case when :by = 'time' then coalesce(h.heard_ms, 0) else h.listens end desc
        ) as place
    from heard as h
)

select
    p.place,
    t.track_id,
    p.listens,
    p.heard_ms,
    p.last_heard
from placed as p
join tracks as t on t.track_key = p.track_key
where p.place <= :limit
order by
    p.place,
    t.track_id
limit :limit
