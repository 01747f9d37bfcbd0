-- title:   Sessions
-- answers: When did I listen longest without a pause?
-- group:   habits
-- row:     one session, the longest first
-- note:    A session ends where nothing starts for a while after a listen was over. It belongs to the period with those
--          of its listens that do.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   track track = none "only sessions with this track"
-- param:   artist artist = none "only sessions with this artist"
-- param:   album text = none "only sessions with an album of exactly this name, and of the artist where one is given"
-- param:   pause count = 30 "minutes of silence that end a session"
-- param:   limit count = 10
-- column:  started_at instant "Started"
-- column:  heard_ms milliseconds "Time"
-- column:  listens count "Listens"
-- column:  tracks count "Tracks"
-- plan:    it sorts the listens of the period, a year of them unless asked otherwise
-- chart:   list
with followed as (
    select
        l.played_at,
        l.played_second,
        l.track_key,
        l.heard_ms,
        max(l.played_second + coalesce(l.heard_ms, 0) / 1000) over (
            order by l.played_second
            rows between unbounded preceding and 1 preceding
        ) as over_at
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end
),

numbered as (
    select
        f.played_at,
        f.track_key,
        f.heard_ms,
        sum(case when f.over_at is null or f.played_second - f.over_at > :pause * 60 then 1 else 0 end) over (
            order by f.played_second
        ) as session
    from followed as f
)

select
    min(n.played_at) as started_at,
    sum(n.heard_ms) as heard_ms,
    count(*) as listens,
    count(distinct n.track_key) as tracks
from numbered as n
group by n.session
having coalesce(:track, '') = '' and coalesce(:artist, '') = '' and coalesce(:album, '') = ''
    or sum(
        case when n.track_key in (select c.track_key from chosen_tracks(:track, :artist, :album) as c) then 1 else 0 end
    ) > 0
order by
    heard_ms desc nulls last,
    started_at
limit :limit
