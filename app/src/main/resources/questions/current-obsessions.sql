-- title:   Current obsessions
-- answers: Which tracks are my top tracks at the moment, by the latest snapshot?
-- group:   time machine
-- row:     one track of that snapshot, the best placed first
-- note:    Of two snapshots of the latest day, Spotify's own is taken, not the computed one.
-- needs:   ranks, else top-tracks
-- playlist: "Current obsessions"
-- param:   time_range choice(short_term|medium_term|long_term) = short_term "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- param:   limit count = 50
-- column:  place rank "Place"
-- column:  track_id track "Track"
-- column:  snapshot_date date "Snapshot of"
-- column:  origin text "Origin"
-- chart:   list
with latest as (
    select max(r.snapshot_date) as snapshot_date
    from ranks as r
    where r.snapshot_date <= :today
        and r.time_range = :time_range
        and (:origin = 'any' or r.origin = :origin)
),

ranked as (
    select
        r.rank,
        r.track_id,
        r.snapshot_date,
        r.origin,
        -- spotify sorts after computed
        max(r.origin) over () as best_origin
    from latest as l
    join ranks as r on r.snapshot_date = l.snapshot_date
    where r.time_range = :time_range and (:origin = 'any' or r.origin = :origin)
)

select
    r.rank as place,
    r.track_id,
    r.snapshot_date,
    r.origin
from ranked as r
where r.origin = r.best_origin
order by
    r.rank,
    r.track_id
limit :limit
