-- title:   Snapshots kept
-- answers: Of which days are my top lists kept, and where are they from?
-- group:   time machine
-- row:     one top list of one day, the latest first
-- param:   time_range choice(any|short_term|medium_term|long_term) = any "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- param:   limit count = 100
-- column:  snapshot_date date "Day"
-- column:  time_range text "List"
-- column:  origin text "Origin"
-- column:  tracks count "Tracks"
-- column:  first_track track "First"
-- chart:   list
with lists as (
    select
        r.snapshot_date,
        r.time_range,
        r.origin,
        count(*) as tracks,
        min(r.rank) as best
    from ranks as r
    where r.snapshot_date <= :today
        and (:time_range = 'any' or r.time_range = :time_range)
        and (:origin = 'any' or r.origin = :origin)
    group by
        r.snapshot_date,
        r.time_range,
        r.origin
    order by
        r.snapshot_date desc,
        r.time_range desc,
        r.origin desc
    limit :limit
)

select
    l.snapshot_date,
    l.time_range,
    l.origin,
    l.tracks,
    min(r.track_id) as first_track
from lists as l
join ranks as r
    on r.snapshot_date = l.snapshot_date
    and r.time_range = l.time_range
    and r.origin = l.origin
    and r.rank = l.best
group by
    l.snapshot_date,
    l.time_range,
    l.origin,
    l.tracks
order by
    l.snapshot_date desc,
    l.time_range desc,
    l.origin desc
