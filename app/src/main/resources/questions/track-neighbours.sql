-- title:   Neighbours of a track
-- answers: What do I listen to right before this track, and right after it?
-- group:   a track
-- row:     one neighbour on one side, those before it first, on each side the most frequent first
-- note:    A neighbour started at most half an hour apart. Versions that count as this track belong to it.
-- param:   track track
-- param:   per_side count = 8 "how many on each side"
-- column:  side text "Heard"
-- column:  track_id track "Track"
-- column:  times count "Times"
-- plan:    it sorts the neighbours of one track only
-- chart:   list
with versions as (
    select t.track_key
    from tracks as t
    where t.track_id = :track
    union
    select v.track_key
    from tracks as t
    join tracks as v on v.counts_as = t.track_key
    where t.track_id = :track
),

heard as (
    select
        l.played_at,
        l.played_second
    from versions as v
    cross join listens as l
    where l.track_key = v.track_key and l.played_at < :today_end
),

beside as (
    select
        1 as side,
        h.played_second,
        (select max(p.played_at) from listens as p where p.played_at < h.played_at) as played_at
    from heard as h
    union all
    select
        2 as side,
        h.played_second,
        (select min(n.played_at) from listens as n where n.played_at > h.played_at and n.played_at < :today_end) as played_at
    from heard as h
),

neighbours as (
    select
        b.side,
        l.track_key,
        count(*) as times
    from beside as b
    cross join listens as l
    where l.played_at = b.played_at and abs(l.played_second - b.played_second) <= 1800
    group by
        b.side,
        l.track_key
),

placed as (
    select
        n.side,
        t.track_id,
        n.times,
        row_number() over (partition by n.side order by n.times desc, t.track_id) as place
    from neighbours as n
    join tracks as t on t.track_key = n.track_key
    where n.track_key not in (select v.track_key from versions as v)
)

select
    case when p.side = 1 then 'before' else 'after' end as side,
    p.track_id,
    p.times
from placed as p
where p.place <= :per_side
order by
    p.side,
    p.times desc,
    p.track_id
