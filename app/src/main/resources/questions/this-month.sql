-- title:   This month
-- answers: How does this month compare with the one before, and with the same month of the year before?
-- group:   totals and tops
-- row:     one of these months with listens, the latest first
-- note:    Each is counted up to the day of the month on which the first one ends, so that equal stretches are compared.
-- param:   month month = today
-- column:  month month "Month"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- column:  artists count "Artists"
-- column:  days count "Days with listens"
-- chart:   none
with compared as (
    select
        d.month,
        min(d.starts_at) as starts_at,
        max(d.ends_at) as ends_at
    from days as d
    where cast(substr(:month, 1, 4) as integer) * 12 + cast(substr(:month, 6, 2) as integer)
        - d.year * 12 - cast(substr(d.month, 6, 2) as integer) in (0, 1, 12)
        and substr(d.month_day, 4) <= substr(:month_month_day, 4)
    group by d.month
)

select
    c.month,
    count(*) as listens,
    sum(l.heard_ms) as heard_ms,
    count(distinct l.track_key) as tracks,
    count(distinct l.artist_key) as artists,
    count(distinct l.local_date) as days
from compared as c
cross join listens as l
where l.played_at >= c.starts_at and l.played_at < c.ends_at
group by c.month
order by c.month desc
