-- title:   Rank history
-- answers: Which place did this track take in my top lists, and when?
-- group:   a track
-- row:     one place in one snapshot, the earliest first
-- note:    Versions that count as this track belong to it; of two in one snapshot the better place is shown.
-- needs:   ranks, else first-heard
-- param:   track track
-- param:   time_range choice(any|short_term|medium_term|long_term) = any "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- column:  snapshot_date date "Day"
-- column:  time_range text "List"
-- column:  origin text "Origin"
-- column:  place rank "Place"
-- chart:   bump x=snapshot_date y=place series=time_range
with versions as (
    select t.track_id
    from tracks as t
    where t.track_id = :track
    union
    select v.track_id
    from tracks as t
    join tracks as v on v.counts_as = t.track_key
    where t.track_id = :track
)

select
    r.snapshot_date,
    r.time_range,
    r.origin,
    min(r.rank) as place
from versions as v
cross join ranks as r
where r.track_id = v.track_id
    and r.snapshot_date <= :today
    and (:time_range = 'any' or r.time_range = :time_range)
    and (:origin = 'any' or r.origin = :origin)
group by
    r.snapshot_date,
    r.time_range,
    r.origin
order by
    r.snapshot_date,
    r.time_range,
    r.origin
