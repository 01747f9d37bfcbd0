-- title:   A track by hour
-- answers: At which hours do I listen to this track?
-- group:   a track
-- row:     one hour of the day with listens of it, the earliest first
-- note:    Versions that count as this track belong to it. The two days of a year on which the clock changes are left out.
-- param:   track track
-- column:  local_hour hour "Hour"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- chart:   bars x=local_hour y=listens
with versions as (
    select t.track_key
    from tracks as t
    where t.track_id = :track
    union
    select v.track_key
    from tracks as t
    join tracks as v on v.counts_as = t.track_key
    where t.track_id = :track
)

select
    (l.played_second - d.starts_second) / 3600 as local_hour,
    count(*) as listens,
    sum(l.heard_ms) as heard_ms
from versions as v
cross join listens as l
join days as d on d.local_date = l.local_date
where l.track_key = v.track_key and l.played_at < :today_end and d.ends_second - d.starts_second = 86400
group by (l.played_second - d.starts_second) / 3600
order by local_hour
