-- title:   Plays of a track
-- answers: When did I play this track, and does each play count?
-- group:   a track
-- row:     one play, the latest first
-- note:    Versions that count as this track belong to it.
-- param:   track track
-- param:   from date = none "first day"
-- param:   until date = today "last day"
-- param:   limit count = 50
-- column:  played_at instant "Played"
-- column:  listened_ms milliseconds "Listened"
-- column:  verdict text "Verdict"
-- column:  skipped truth "Skipped"
-- column:  source text "Source"
-- column:  better_source text "Better witness"
-- column:  platform text "Device"
-- plan:    it sorts the plays of one track only
-- chart:   list
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
    p.played_at,
    p.listened_ms,
    p.verdict,
    p.skipped,
    p.source,
    (select b.source from plays as b where b.play_id = p.duplicate_of) as better_source,
    p.platform
from versions as v
cross join plays as p
join tracks as t on t.track_key = v.track_key
where p.track_key = v.track_key and p.played_at >= :from_at and p.played_at < :until_end
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
