-- title:   Diversity by month
-- answers: How many different tracks and artists were in my top lists each month?
-- group:   time machine
-- row:     one month and origin, the earliest first
-- note:    Snapshots by Spotify and computed ones are counted apart, each in a row of its own: their lists are made by
--          different rules, and a month with both would look richer than it was.
-- needs:   ranks
-- param:   from month = none "first month"
-- param:   until month = none "last month"
-- param:   time_range choice(short_term|medium_term|long_term) = short_term "which of Spotify's lists"
-- param:   origin choice(any|spotify|computed) = any "whose snapshots"
-- column:  month month "Month"
-- column:  tracks count "Tracks"
-- column:  unique_artists count "Artists"
-- column:  origin text "Origin"
-- chart:   line x=month y=unique_artists series=origin
select
    r.month,
    count(distinct r.track_id) as tracks,
    count(distinct t.artist_name) as unique_artists,
    r.origin
from ranks as r
join tracks as t on t.track_id = r.track_id
where r.snapshot_date >= :from_first
    and r.snapshot_date <= :until_last
    and r.time_range = :time_range
    and (:origin = 'any' or r.origin = :origin)
group by
    r.month,
    r.origin
order by
    r.month,
    r.origin
