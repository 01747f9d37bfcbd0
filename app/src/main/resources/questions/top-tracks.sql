-- title:   Top tracks
-- answers: Which tracks did I listen to most?
-- group:   totals and tops
-- row:     one track, the most listened first; equal ones share a place
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   year year = none "only this year"
-- param:   artist artist = none "only what this artist is credited with"
-- param:   by choice(listens|time) = listens "what most means"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  last_heard instant "Last heard"
-- chart:   list
with heard as (
    -- Track by track, so that the index by track gives the groups without a sort, however long the range.
    select
        t.track_key,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from tracks as t
    cross join listens as l
    where l.track_key = t.track_key
        and l.played_at >= :from_at and l.played_at < :until_end
        and (
            coalesce(:artist, '') = ''
            or exists (
                select 1
                from track_artists as c
                join artists as a on a.artist_key = c.artist_key
                where c.track_key = t.track_key and a.name = :artist
            )
        )
    group by t.track_key
),

measured as (
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        case when :by = 'time' then coalesce(h.heard_ms, 0) else h.listens end as amount
    from heard as h
),

most as (
    select
        m.track_key,
        t.track_id,
        m.listens,
        m.heard_ms,
        m.amount
    from measured as m
    join tracks as t on t.track_key = m.track_key
    order by
        m.amount desc,
        t.track_id
    limit :limit
)

select
    rank() over (order by m.amount desc) as place,
    m.track_id,
    m.listens,
    m.heard_ms,
    (
        select max(l.played_at)
        from listens as l
        where l.track_key = m.track_key
            and l.played_at >= :from_at and l.played_at < :until_end
    ) as last_heard
from most as m
order by
    m.amount desc,
    m.track_id
