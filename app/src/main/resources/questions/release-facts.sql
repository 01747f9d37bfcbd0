-- title:   Release facts
-- answers: What did Spotify tell of the releases that I heard or that were ranked: disc, day, and the recording's code?
-- group:   keeping
-- row:     one track that I heard or that was ranked, and of which Spotify's description is kept, the latest release first
-- note:    From the description as it was received. A release day may be a year or a month only.
-- param:   isrc text = none "only the recordings with this code"
-- param:   limit count = 50
-- column:  track_id track "Track"
-- column:  release_date text "Released"
-- column:  disc_number count "Disc"
-- column:  isrc text "ISRC"
-- chart:   list
select
    t.track_id,
    p.release_date,
    p.disc_number,
    p.isrc
from payloads as p
join tracks as t on t.track_key = p.track_key
where (coalesce(:isrc, '') = '' or p.isrc = :isrc)
    and (
        exists (select 1 from listens as l where l.track_key = p.track_key and l.played_at < :today_end)
        or exists (select 1 from ranks as r where r.track_id = t.track_id and r.snapshot_date <= :today)
    )
order by
    p.release_date desc nulls last,
    t.track_id
limit :limit
