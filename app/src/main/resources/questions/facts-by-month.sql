-- title:   Month by month
-- answers: When was this track, artist or album part of my life?
-- group:   one track, artist or album
-- row:     one month from the first to the last with listens, those without any included, the earliest first
-- wants:   track, artist, album
-- param:   track track = none "a track, with the versions that count as it"
-- param:   artist artist = none "all that credits this artist, also as a guest"
-- param:   album text = none "an album by its exact name; with artist, what of it is mainly theirs"
-- column:  month month "Month"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   line x=month y=listens
with by_day as (
    select
        l.local_date,
        l.track_key,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from chosen_tracks(:track, :artist, :album) as c
    cross join listens as l
    where l.track_key = c.track_key and l.played_at < :today_end
    group by
        l.track_key,
        l.local_date
),

heard as (
    select
        d.month,
        sum(b.listens) as listens,
        sum(b.heard_ms) as heard_ms,
        count(distinct b.track_key) as tracks
    from by_day as b
    join days as d on d.local_date = b.local_date
    group by d.month
)

select
    p.month,
    coalesce(h.listens, 0) as listens,
    case when h.month is null then 0 else h.heard_ms end as heard_ms,
    coalesce(h.tracks, 0) as tracks
from calendar_months as p
left join heard as h on h.month = p.month
where p.month >= (select min(f.month) from heard as f) and p.month <= (select max(f.month) from heard as f)
order by p.month
