-- title:   Listens by decade of release
-- answers: From which decades is the music that I hear?
-- group:   totals and tops
-- row:     one decade of release with listens, the earliest first; tracks of which no source told it come last
-- note:    The release is that of the album as the source has it: a reissue counts as new.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  decade text "Decade"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  tracks count "Tracks"
-- chart:   bars x=decade y=listens
with dated as (
    select
        h.track_key,
        h.listens,
        h.heard_ms,
        coalesce(
            (select p.release_date from payloads as p where p.track_key = h.track_key),
            (select t.release_date from tracks as t where t.track_key = h.track_key)
        ) as release_date
    from heard_tracks(:from_at, :until_end) as h
),

placed as (
    -- Some sources write the year 0000 for unknown.
    select
        d.listens,
        d.heard_ms,
        case when substr(d.release_date, 1, 1) in ('1', '2') then substr(d.release_date, 1, 3) || '0s' end as decade
    from dated as d
)

select
    p.decade,
    sum(p.listens) as listens,
    sum(p.heard_ms) as heard_ms,
    count(*) as tracks
from placed as p
group by p.decade
order by p.decade nulls last
