-- title:   Hardly heard
-- answers: Which tracks by artists whom I listen to much have I hardly heard?
-- group:   time machine
-- row:     one track, those of the most listened artist first
-- note:    A track is one of its main artist. One that was begun and never heard long enough to count is there too, with 0.
-- playlist: "Hardly heard" limit = 40
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- param:   least count = 20 "how many listens make an artist one of these"
-- param:   most count = 2 "how many listens a track has at most"
-- param:   per_artist count = 3 "how many tracks of one artist"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  artist artist "Artist"
-- column:  artist_listens count "Listens to the artist"
-- plan:    it sums the listens of all tracks once
-- chart:   list
with heard as (
    select
        h.track_key,
        h.artist_key,
        h.listens
    from heard_tracks(:from_at, :until_end) as h
),

liked as (
    select
        h.artist_key,
        sum(h.listens) as listens
    from heard as h
    where h.artist_key is not null
    group by h.artist_key
    having sum(h.listens) >= :least
),

begun as (
    select
        c.track_key,
        c.artist_key,
        l.listens as artist_listens,
        h.listens
    from liked as l
    join track_artists as c on c.artist_key = l.artist_key and c.position = 1
    left join heard as h on h.track_key = c.track_key
    where h.track_key is null or h.listens <= :most
),

placed as (
    select
        t.track_id,
        coalesce(b.listens, 0) as listens,
        b.artist_key,
        b.artist_listens,
        row_number() over (partition by b.artist_key order by coalesce(b.listens, 0) desc, t.track_id) as place
    from begun as b
    join tracks as t on t.track_key = b.track_key
    where t.kind = 'music'
        and t.counts_as is null
        and (
            b.listens is not null
            or exists (
                select 1
                from plays as p
                -- By track: between two times, an index by time would be gone through for each track.
                where p.track_key = b.track_key
                    and p.played_at < :until_end
                    and case when p.played_at >= :from_at then p.verdict end = 'too-short'
            )
        )
)

select
    p.track_id,
    p.listens,
    a.name as artist,
    p.artist_listens
from placed as p
join artists as a on a.artist_key = p.artist_key
where p.place <= :per_artist
order by
    p.artist_listens desc,
    a.artist_id,
    p.place
limit :limit
