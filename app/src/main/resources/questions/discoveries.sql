-- title:   Discoveries
-- answers: Which artists did I hear for the first time, and then most?
-- group:   habits
-- row:     one artist first heard in the period, the most listened in it first
-- note:    A listen is one of the track's main artist. First means first of all, not first in the period.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   limit count = 25
-- column:  artist artist "Artist"
-- column:  first_day date "First heard"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- plan:    it sorts the listens of the period, a year of them unless asked otherwise
-- chart:   list
with heard as (
    select
        l.artist_key,
        min(l.local_date) as first_day,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        count(distinct l.track_key) as tracks
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end and l.artist_key is not null
    group by l.artist_key
),

known as (
    select distinct e.artist_key
    from ever_heard as e
    where e.first_day < :from_first and e.artist_key is not null
)

select
    a.name as artist,
    h.first_day,
    h.listens,
    h.heard_ms,
    h.tracks
from heard as h
join artists as a on a.artist_key = h.artist_key
where h.artist_key not in (select k.artist_key from known as k)
order by
    h.listens desc,
    a.name,
    a.artist_id
limit :limit
