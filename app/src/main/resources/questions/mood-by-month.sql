-- title:   Mood by month
-- answers: How did what I heard sound, month by month?
-- group:   mood
-- row:     one month with a measured track and one source, the earliest first
-- note:    Sources measure differently and are never mixed. Covered is the share of listens with a measured energy.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- column:  month month "Month"
-- column:  features_source text "Source"
-- column:  energy score "Energy"
-- column:  valence score "Brightness"
-- column:  danceability score "Danceability"
-- column:  tempo score "Beats a minute"
-- column:  listens count "Listens"
-- column:  covered ratio "Covered"
-- plan:    it sums the listens of the period, a year of them unless asked otherwise
-- chart:   line x=month y=energy,valence series=features_source
with heard as (
    select
        d.month as month,
        l.track_key,
        count(*) as listens
    from listens as l
    join days as d on d.local_date = l.local_date
    where l.played_at >= :from_at and l.played_at < :until_end
    group by
        d.month,
        l.track_key
),

whole as (
    select
        h.month,
        sum(h.listens) as listens
    from heard as h
    group by h.month
),

-- Summed in whole millionths, so that the order of rows changes no digit.
summed as (
    select
        h.month,
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
        h.month,
        f.features_source
)

select
    s.month,
    s.features_source,
    s.energy / s.listens / 1000000.0 as energy,
    s.valence / s.valence_listens / 1000000.0 as valence,
    s.danceability / s.danceability_listens / 1000000.0 as danceability,
    s.tempo / s.tempo_listens / 1000000.0 as tempo,
    s.listens,
    cast(s.listens as double precision) / w.listens as covered
from summed as s
join whole as w on w.month = s.month
order by
    s.month,
    s.features_source
