-- title:   Neighbours
-- answers: What do I listen to right before this track, artist or album, and right after it?
-- group:   one track, artist or album
-- row:     one neighbour on one side, those before it first, on each side the most frequent first
-- note:    A neighbour started at most half an hour apart, and is no part of what was chosen.
-- wants:   track, artist, album
-- param:   track track = none "a track, with the versions that count as it"
-- param:   artist artist = none "all that credits this artist, also as a guest"
-- param:   album text = none "an album by its exact name; with artist, what of it is mainly theirs"
-- param:   per_side count = 8 "how many on each side"
-- column:  side text "Heard"
-- column:  track_id track "Track"
-- column:  times count "Times"
-- plan:    it sorts the neighbours of what was chosen only
-- chart:   list
with heard as (
    select
        l.played_at,
        l.played_second
    from chosen_tracks(:track, :artist, :album) as c
    cross join listens as l
    where l.track_key = c.track_key and l.played_at < :today_end
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
    where n.track_key not in (select c.track_key from chosen_tracks(:track, :artist, :album) as c)
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
