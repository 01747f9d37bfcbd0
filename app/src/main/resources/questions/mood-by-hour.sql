-- title:   Mood by hour
-- answers: How does what I hear sound at which hour of the day?
-- group:   mood
-- row:     one hour of the day with a measured track and one source, the earliest first
-- note:    Sources measure differently and are never mixed. Covered is the share of listens with a measured energy.
-- note:    The two days of a year on which the clock changes are left out.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- column:  local_hour hour "Hour"
-- column:  features_source text "Source"
-- column:  energy score "Energy"
-- column:  valence score "Brightness"
-- column:  danceability score "Danceability"
-- column:  tempo score "Beats a minute"
-- column:  listens count "Listens"
-- column:  covered ratio "Covered"
-- plan:    it sums the listens of the period, a year of them unless asked otherwise
-- chart:   line x=local_hour y=energy,valence series=features_source
with heard as (
    select
        (l.played_second - d.starts_second) / 3600 as local_hour,
        l.track_key,
        count(*) as listens
    from listens as l
    join days as d on d.local_date = l.local_date
    where l.played_at >= :from_at and l.played_at < :until_end
        and d.ends_second - d.starts_second = 86400
    group by
        (l.played_second - d.starts_second) / 3600,
        l.track_key
),

whole as (
    select
        h.local_hour,
        sum(h.listens) as listens
    from heard as h
    group by h.local_hour
),

-- Summed in whole millionths, so that the order of rows changes no digit.
summed as (
    select
        h.local_hour,
        f.features_source,
        sum(h.listens) as listens,
        sum(floor(f.energy * 1000000.0 + 0.5) * h.listens) as energy,
        sum(floor(f.valence * 1000000.0 + 0.5) * h.listens) as valence,
        sum(case when f.valence is not null then h.listens end) as valence_listens,
        sum(floor(f.danceability * 1000000.0 + 0.5) * h.listens) as danceability,
        sum(case when f.danceability is not null then h.listens end) as danceability_listens,
        sum(floor(f.tempo * 1000000.0 + 0.5) * h.listens) as tempo,
        sum(case when f.tempo is not null then h.listens end) as tempo_listens
    from heard as h
    join features as f on f.track_key = h.track_key
    where f.energy is not null
    group by
        h.local_hour,
        f.features_source
)

select
    s.local_hour,
    s.features_source,
    s.energy / s.listens / 1000000.0 as energy,
    s.valence / s.valence_listens / 1000000.0 as valence,
    s.danceability / s.danceability_listens / 1000000.0 as danceability,
    s.tempo / s.tempo_listens / 1000000.0 as tempo,
    s.listens,
    cast(s.listens as double precision) / w.listens as covered
from summed as s
join whole as w on w.local_hour = s.local_hour
order by
    s.local_hour,
    s.features_source
