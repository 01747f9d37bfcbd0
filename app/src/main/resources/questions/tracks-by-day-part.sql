-- title:   Tracks of a part of the day
-- answers: What do I listen to at these hours?
-- group:   habits
-- row:     one track, the most listened at these hours first
-- note:    Night is until 6 o'clock, morning until 12, afternoon until 18, evening until 24, on the listener's clock.
-- note:    The two days of a year on which the clock changes are left out.
-- param:   part choice(night|morning|afternoon|evening) = evening "which hours"
-- param:   from date = today - 90 days "first day"
-- param:   until date = today "last day"
-- param:   limit count = 50
-- column:  track_id track "Track"
-- column:  listens count "Listens then"
-- column:  all_listens count "At all hours"
-- column:  last_heard instant "Last heard then"
-- plan:    it sums the listens of the period, three months of them unless asked otherwise
-- chart:   list
with placed as (
    select
        l.track_key,
        l.played_at,
        case (l.played_second - d.starts_second) / 21600
            when 0 then 'night'
            when 1 then 'morning'
            when 2 then 'afternoon'
            else 'evening'
        end as part
    from listens as l
    join days as d on d.local_date = l.local_date
    where l.played_at >= :from_at and l.played_at < :until_end and d.ends_second - d.starts_second = 86400
),

summed as (
    select
        p.track_key,
        sum(case when p.part = :part then 1 else 0 end) as listens,
        count(*) as all_listens,
        max(case when p.part = :part then p.played_at end) as last_heard
    from placed as p
    group by p.track_key
)

select
    t.track_id,
    s.listens,
    s.all_listens,
    s.last_heard
from summed as s
join tracks as t on t.track_key = s.track_key
where s.listens > 0
order by
    s.listens desc,
    s.all_listens,
    t.track_id
limit :limit
