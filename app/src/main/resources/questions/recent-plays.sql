-- title:   Recent plays
-- answers: What was played last, and does it count?
-- group:   plays
-- row:     one play, the latest first
-- param:   until date = today "last day"
-- param:   limit count = 50
-- column:  played_at instant "Played"
-- column:  track_id track "Track"
-- column:  listened_ms milliseconds "Listened"
-- column:  counts truth "Counts"
-- column:  skipped truth "Skipped"
-- column:  kind text "Kind"
-- column:  source text "Source"
-- column:  platform text "Device"
-- chart:   list
with latest as (
    -- The index alone gives the latest times; only plays since the earliest of them are looked at.
    select p.played_at
    from plays as p
    where p.played_at < :until_end
    order by p.played_at desc
    limit :limit
)

select
    p.played_at,
    t.track_id,
    p.listened_ms,
    p.counts,
    p.skipped,
    p.kind,
    p.source,
    p.platform
from plays as p
left join tracks as t on t.track_key = p.track_key
where p.played_at >= (select min(f.played_at) from latest as f) and p.played_at < :until_end
order by
    p.played_at desc,
    t.track_id,
    p.source,
    p.listened_ms desc nulls last,
    p.ordinal,
    p.counts desc,
    p.platform nulls last,
    p.skipped nulls last
limit :limit
