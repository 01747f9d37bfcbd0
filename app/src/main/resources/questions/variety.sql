-- title:   Variety and novelty
-- answers: How varied was what I heard, and how much of it was new to me?
-- group:   habits
-- row:     the one row of the period
-- note:    New is what was heard for the first time of all in the period.
-- note:    As if of equal weight: how many tracks, each heard equally often, would be as varied. It is the exponential of
--          Shannon's entropy, Hill's number of order 1 (M. O. Hill, Diversity and Evenness, Ecology 54, 1973).
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  listens count "Listens"
-- column:  tracks count "Tracks"
-- column:  new_tracks count "New tracks"
-- column:  artists count "Artists"
-- column:  new_artists count "New artists"
-- column:  repeated_share ratio "Listens that repeat a track of the period"
-- column:  new_share ratio "Listens of new tracks"
-- column:  effective_tracks score "Tracks as if of equal weight"
-- column:  effective_artists score "Artists as if of equal weight"
-- chart:   none
with heard as (
    select
        h.track_key,
        h.artist_key,
        h.listens,
        case when e.first_day >= :from_first then 1 else 0 end as is_new
    from heard_tracks(:from_at, :until_end) as h
    join ever_heard as e on e.track_key = h.track_key
),

known as (
    select distinct e.artist_key
    from ever_heard as e
    where e.first_day < :from_first and e.artist_key is not null
),

by_artist as (
    select
        h.artist_key,
        sum(h.listens) as listens
    from heard as h
    where h.artist_key is not null
    group by h.artist_key
),

of_tracks as (
    select
        coalesce(sum(h.listens), 0) as listens,
        count(*) as tracks,
        coalesce(sum(h.is_new), 0) as new_tracks,
        coalesce(sum(h.is_new * h.listens), 0) as new_listens,
        sum(h.listens * ln(cast(h.listens as double precision))) as weighed
    from heard as h
),

of_artists as (
    select
        sum(a.listens) as listens,
        count(*) as artists,
        coalesce(sum(case when a.artist_key in (select k.artist_key from known as k) then 0 else 1 end), 0) as new_artists,
        sum(a.listens * ln(cast(a.listens as double precision))) as weighed
    from by_artist as a
)

select
    t.listens,
    t.tracks,
    t.new_tracks,
    a.artists,
    a.new_artists,
    cast(t.listens - t.tracks as double precision) / nullif(t.listens, 0) as repeated_share,
    cast(t.new_listens as double precision) / nullif(t.listens, 0) as new_share,
    exp(ln(cast(nullif(t.listens, 0) as double precision)) - t.weighed / nullif(t.listens, 0)) as effective_tracks,
    exp(ln(cast(a.listens as double precision)) - a.weighed / a.listens) as effective_artists
from of_tracks as t
cross join of_artists as a
