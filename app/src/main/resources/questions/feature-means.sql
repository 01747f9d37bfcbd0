-- title:   Audio features
-- answers: How did what I heard sound, and of how much of it is that known?
-- group:   mood
-- row:     one feature as one source measured it, by name; each listen weighs the same
-- note:    Sources measure differently and are never mixed. Covered is the share of all listens that the mean rests on.
-- param:   from date = none "first day"
-- param:   until date = none "last day"
-- column:  feature text "Feature"
-- column:  features_source text "Source"
-- column:  mean score "Mean"
-- column:  listens count "Listens"
-- column:  tracks count "Tracks"
-- column:  covered ratio "Covered"
-- chart:   none
with heard as (
    select
        h.track_key,
        h.listens
    from heard_tracks(:from_at, :until_end) as h
),

whole as (
    select sum(h.listens) as listens
    from heard as h
),

names as (
    select 'acousticness' as feature
    union all
    select 'danceability' as feature
    union all
    select 'energy' as feature
    union all
    select 'instrumentalness' as feature
    union all
    select 'liveness' as feature
    union all
    select 'loudness' as feature
    union all
    select 'speechiness' as feature
    union all
    select 'tempo' as feature
    union all
    select 'valence' as feature
),

told as (
    select
        n.feature,
        f.features_source,
        h.listens,
        case n.feature
            when 'acousticness' then f.acousticness
            when 'danceability' then f.danceability
            when 'energy' then f.energy
            when 'instrumentalness' then f.instrumentalness
            when 'liveness' then f.liveness
            when 'loudness' then f.loudness
            when 'speechiness' then f.speechiness
            when 'tempo' then f.tempo
            when 'valence' then f.valence
        end as measure
    from heard as h
    join features as f on f.track_key = h.track_key
    cross join names as n
),

-- Summed in whole millionths, so that the order of rows changes no digit.
summed as (
    select
        t.feature,
        t.features_source,
        sum(floor(t.measure * 1000000.0 + 0.5) * t.listens) as millionths,
        sum(t.listens) as listens,
        count(*) as tracks
    from told as t
    where t.measure is not null
    group by
        t.feature,
        t.features_source
)

select
    s.feature,
    s.features_source,
    s.millionths / s.listens / 1000000.0 as mean,
    s.listens,
    s.tracks,
    cast(s.listens as double precision) / w.listens as covered
from summed as s
cross join whole as w
order by
    s.feature,
    s.features_source
