-- title:   Mood candidates
-- answers: Which tracks that I know fit a mood, by how they sound?
-- group:   mood
-- row:     one track that fits, the most listened first
-- note:    A profile sets bounds, each of which can be set otherwise, in hundredths or beats a minute: workout, focus,
--          chill, party and melancholic as published with the project's first design.
-- note:    A track of which the source measured nothing that a bound asks for does not fit. Covered is the share of all
--          tracks heard by that day of which there are features.
-- playlist: "Mood: {profile}" limit = 50
-- param:   profile choice(workout|focus|chill|party|melancholic) = chill "which bounds hold"
-- param:   least_energy count = none "energy, in hundredths"
-- param:   most_energy count = none "energy, in hundredths"
-- param:   least_valence count = none "brightness, in hundredths"
-- param:   most_valence count = none "brightness, in hundredths"
-- param:   least_dance count = none "danceability, in hundredths"
-- param:   least_acoustic count = none "acousticness, in hundredths"
-- param:   least_wordless count = none "instrumentalness, in hundredths"
-- param:   most_speech count = none "speechiness, in hundredths"
-- param:   least_tempo count = none "beats a minute"
-- param:   most_tempo count = none "beats a minute"
-- param:   limit count = 25
-- column:  track_id track "Track"
-- column:  listens count "Listens"
-- column:  energy score "Energy"
-- column:  valence score "Brightness"
-- column:  danceability score "Danceability"
-- column:  tempo score "Beats a minute"
-- column:  features_source text "Source"
-- column:  covered ratio "Covered"
-- plan:    it looks at every track ever heard once
-- chart:   list
with profiles as (
    select
        'workout' as profile,
        75 as least_energy,
        cast(null as integer) as most_energy,
        50 as least_valence,
        cast(null as integer) as most_valence,
        60 as least_dance,
        cast(null as integer) as least_acoustic,
        cast(null as integer) as least_wordless,
        cast(null as integer) as most_speech,
        140 as least_tempo,
        cast(null as integer) as most_tempo
    union all
    select 'focus', null, 40, null, null, null, null, 50, 10, 90, 110
    union all
    select 'chill', null, 50, 40, 70, null, 30, null, null, 80, 110
    union all
    select 'party', 70, null, 70, null, 70, null, null, null, 118, 135
    union all
    select 'melancholic', null, 50, null, 30, null, 40, null, null, null, null
),

bounds as (
    select
        cast(coalesce(:least_energy, p.least_energy) as double precision) / 100 as least_energy,
        cast(coalesce(:most_energy, p.most_energy) as double precision) / 100 as most_energy,
        cast(coalesce(:least_valence, p.least_valence) as double precision) / 100 as least_valence,
        cast(coalesce(:most_valence, p.most_valence) as double precision) / 100 as most_valence,
        cast(coalesce(:least_dance, p.least_dance) as double precision) / 100 as least_dance,
        cast(coalesce(:least_acoustic, p.least_acoustic) as double precision) / 100 as least_acoustic,
        cast(coalesce(:least_wordless, p.least_wordless) as double precision) / 100 as least_wordless,
        cast(coalesce(:most_speech, p.most_speech) as double precision) / 100 as most_speech,
        cast(coalesce(:least_tempo, p.least_tempo) as double precision) as least_tempo,
        cast(coalesce(:most_tempo, p.most_tempo) as double precision) as most_tempo
    from profiles as p
    where p.profile = :profile
),

-- Every listen up to the day of the question.
heard as (
    select
        e.track_key,
        case
            when e.last_at < :today_end then e.listens
            else (select count(*) from listens as l where l.track_key = e.track_key and l.played_at < :today_end)
        end as listens
    from ever_heard as e
    where e.first_at < :today_end
),

whole as (
    select
        count(*) as tracks,
        count(f.track_key) as measured
    from heard as h
    left join features as f on f.track_key = h.track_key
)

select
    t.track_id,
    h.listens,
    f.energy,
    f.valence,
    f.danceability,
    f.tempo,
    f.features_source,
    cast(w.measured as double precision) / w.tracks as covered
from bounds as b
cross join whole as w
cross join heard as h
join features as f on f.track_key = h.track_key
join tracks as t on t.track_key = h.track_key
where (b.least_energy is null or f.energy >= b.least_energy)
    and (b.most_energy is null or f.energy <= b.most_energy)
    and (b.least_valence is null or f.valence >= b.least_valence)
    and (b.most_valence is null or f.valence <= b.most_valence)
    and (b.least_dance is null or f.danceability >= b.least_dance)
    and (b.least_acoustic is null or f.acousticness >= b.least_acoustic)
    and (b.least_wordless is null or f.instrumentalness >= b.least_wordless)
    and (b.most_speech is null or f.speechiness <= b.most_speech)
    and (b.least_tempo is null or f.tempo >= b.least_tempo)
    and (b.most_tempo is null or f.tempo <= b.most_tempo)
order by
    h.listens desc,
    t.track_id
limit :limit
