-- title:   A track in numbers
-- answers: How much did I hear of this track, how often did I skip it, and since when?
-- group:   a track
-- row:     the one row of this track
-- note:    Versions that count as this track belong to it. Plays of which nobody told whether they were skipped are left out of the share.
-- param:   track track
-- column:  listens count "Listens"
-- column:  plays count "Plays, counting or not"
-- column:  heard_ms milliseconds "Time"
-- column:  skipped_share ratio "Share of plays skipped"
-- column:  days count "Days with listens"
-- column:  first_listen instant "First listen"
-- column:  last_listen instant "Last listen"
-- chart:   none
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

played as (
    select
        count(*) as plays,
        count(p.skipped) as told,
        sum(case when p.skipped then 1 else 0 end) as skips
    from versions as v
    cross join plays as p
    where p.track_key = v.track_key and p.played_at < :today_end
),

heard as (
    select
        count(*) as listens,
        sum(l.heard_ms) as heard_ms,
        count(distinct l.local_date) as days,
        min(l.played_at) as first_listen,
        max(l.played_at) as last_listen
    from versions as v
    cross join listens as l
    where l.track_key = v.track_key and l.played_at < :today_end
)

select
    h.listens,
    p.plays,
    h.heard_ms,
    cast(p.skips as double precision) / nullif(p.told, 0) as skipped_share,
    h.days,
    h.first_listen,
    h.last_listen
from heard as h
cross join played as p
