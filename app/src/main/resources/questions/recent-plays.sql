-- title:   Recent plays
-- answers: What was played last, and does it count?
-- group:   plays
-- row:     one play, the latest first
-- note:    A same play is told by a better witness as well, and counts as that one tells it.
-- param:   from date = none "first day"
-- param:   until date = today "last day"
-- param:   artist artist = none "only what this artist is credited with"
-- param:   verdict choice(any|listen|same-play|hidden|too-short|not-music) = any "only what was judged so"
-- param:   limit count = 50
-- column:  played_at instant "Played"
-- column:  track_id track "Track"
-- column:  listened_ms milliseconds "Listened"
-- column:  verdict text "Verdict"
-- column:  skipped truth "Skipped"
-- column:  kind text "Kind"
-- column:  source text "Source"
-- column:  better_source text "Better witness"
-- column:  platform text "Device"
-- chart:   list
with latest as (
    -- The index alone gives the latest times; only plays since the earliest of them are looked at.
    select p.played_at
    from plays as p
    where p.played_at >= :from_at
        and p.played_at < :until_end
        and (:verdict = 'any' or p.verdict = :verdict)
        and (
            coalesce(:artist, '') = ''
            or exists (
                select 1
                from track_artists as c
                join artists as a on a.artist_key = c.artist_key
                where c.track_key = p.track_key and a.name = :artist
            )
        )
    order by p.played_at desc
    limit :limit
)

select
    p.played_at,
    t.track_id,
    p.listened_ms,
    p.verdict,
    p.skipped,
    p.kind,
    p.source,
    (select b.source from plays as b where b.play_id = p.duplicate_of) as better_source,
    p.platform
from plays as p
left join tracks as t on t.track_key = p.track_key
where p.played_at >= (select min(f.played_at) from latest as f)
    and p.played_at < :until_end
    and (:verdict = 'any' or p.verdict = :verdict)
    and (
        coalesce(:artist, '') = ''
        or exists (
            select 1
            from track_artists as c
            join artists as a on a.artist_key = c.artist_key
            where c.track_key = p.track_key and a.name = :artist
        )
    )
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
