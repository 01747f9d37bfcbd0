-- title:   Recent plays
-- answers: What was played last, and does it count?
-- group:   plays
-- row:     one play, the latest first
-- note:    A same play is told by a better witness as well, and counts as that one tells it.
-- param:   words words = none "each in title, artist or album"
-- param:   artist artist = none "only what this artist is credited with"
-- param:   album text = none "only an album of exactly this name"
-- param:   track track = none "only this track, with the versions that count as it"
-- param:   from date = none "first day"
-- param:   until date = today "last day"
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
-- plan:    it sorts the plays of a few tracks, or goes back in time until enough are found
-- chart:   list
with named as (
    select c.track_key
    from chosen_tracks(:track, :artist, :album) as c
    where coalesce(:words, '') = '' or c.track_key in (select f.track_key from found_tracks(:words_found) as f)
    union all
    select f.track_key
    from found_tracks(:words_found) as f
    where coalesce(:track, '') = '' and coalesce(:artist, '') = '' and coalesce(:album, '') = ''
),

narrowing as (
    select
        case
            when coalesce(:words, '') = ''
                and coalesce(:track, '') = ''
                and coalesce(:artist, '') = ''
                and coalesce(:album, '') = ''
                then 'to nothing'
            when (select count(*) from named as n) > 1000 then 'to many tracks'
            else 'to few tracks'
        end as narrowed
),

-- Of few tracks all plays are looked at; else the latest ones, until enough are found.
latest as (
    select few.played_at
    from (
        select p.played_at
        from named as n
        cross join plays as p
        where p.track_key = n.track_key
            and p.played_at < :until_end
            and (:verdict = 'any' or p.verdict = :verdict)
        order by p.played_at desc
        limit case when (select o.narrowed from narrowing as o) = 'to few tracks' then :limit else 0 end
    ) as few
    where few.played_at >= :from_at
    union all
    select others.played_at
    from (
        select p.played_at
        from plays as p
        where p.played_at >= :from_at
            and p.played_at < :until_end
            and (
                (select o.narrowed from narrowing as o) = 'to nothing'
                or p.track_key in (select n.track_key from named as n)
            )
            and (:verdict = 'any' or p.verdict = :verdict)
        order by p.played_at desc
        limit case when (select o.narrowed from narrowing as o) = 'to few tracks' then 0 else :limit end
    ) as others
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
from (select distinct l.played_at from latest as l) as f
cross join plays as p
left join tracks as t on t.track_key = p.track_key
where p.played_at = f.played_at
    and (
        (select o.narrowed from narrowing as o) = 'to nothing'
        or p.track_key in (select n.track_key from named as n)
    )
    and (:verdict = 'any' or p.verdict = :verdict)
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
