-- title:   How a track sounds
-- answers: What was measured of how this track sounds, and by whom?
-- group:   a track
-- row:     one feature, by name
-- note:    0 to 1, but for tempo in beats per minute and loudness in decibels. What was not measured is left out.
-- param:   track track
-- column:  feature text "Feature"
-- column:  measure score "Measure"
-- column:  features_source text "Source"
-- chart:   none
with names as (
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
        end as measure,
        f.features_source
    from tracks as t
    join features as f on f.track_key = t.track_key
    cross join names as n
    where t.track_id = :track
)

select
    told.feature,
    told.measure,
    told.features_source
from told
where told.measure is not null
order by told.feature
