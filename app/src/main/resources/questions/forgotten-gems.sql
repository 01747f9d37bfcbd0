-- title:   Forgotten gems
-- answers: Which tracks were ranked high for me 3 to 12 months ago and have not been ranked for a month?
-- group:   time machine
-- row:     one track, the most recently ranked first
-- note:    Both ends of the window belong to it.
-- note:    With origin any, a track counts as forgotten only when neither Spotify's snapshots nor the computed ones
--          hold it since; the column origin says which of them held it in the window.
-- needs:   ranks, else gems-by-plays
-- playlist: "Forgotten gems"
-- param:   loved_from date = today - 365 days "first day of the window in which it was ranked"
-- param:   loved_until date = today - 90 days "last day of that window"
-- param:   quiet_since date = today - 30 days "not ranked on this day or later"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  last_ranked date "Last ranked"
-- column:  best_rank rank "Best rank"
-- column:  times_ranked count "Times ranked"
-- column:  origin text "Origin"
-- chart:   list
with seen as (
    select
        r.track_id,
        r.snapshot_date,
        r.rank,
        r.origin
    from ranks as r
    where r.snapshot_date <= :today and (:origin = 'any' or r.origin = :origin)
),

loved as (
    select
        s.track_id,
        max(s.snapshot_date) as last_ranked,
        min(s.rank) as best_rank,
        count(*) as times_ranked,
        case when min(s.origin) = max(s.origin) then min(s.origin) else 'both' end as origin
    from seen as s
    where s.snapshot_date >= :loved_from_first and s.snapshot_date <= :loved_until_last
    group by s.track_id
)

select
    l.track_id,
    l.last_ranked,
    l.best_rank,
    l.times_ranked,
    l.origin
from loved as l
where not exists (
    select 1
    from seen as s
    where s.track_id = l.track_id and s.snapshot_date >= :quiet_since_first
)
order by
    l.last_ranked desc,
    l.track_id
limit :limit
