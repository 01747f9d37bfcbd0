-- title:   Listening by weather
-- answers: In what weather do I listen most?
-- group:   habits
-- row:     one kind of weather, the clearest or the coldest first
-- plan:    it sums the listens of the period, a year of them unless asked otherwise
-- note:    The weather is that of home in the hour in which a listen began. It is known where it was fetched.
-- param:   from date = today - 1 years "first day"
-- param:   until date = today "last day"
-- param:   by choice(sky|temperature) = sky "what tells kinds apart"
-- column:  weather text "Weather"
-- column:  listens count "Listens"
-- column:  heard_ms milliseconds "Time"
-- column:  hours count "Hours of such weather"
-- column:  listens_a_day score "Listens in 24 such hours"
-- column:  coverage ratio "Listens of which the weather is known"
-- chart:   bars x=weather y=listens_a_day
with heard as (
    select
        l.played_second / 3600 as hour_number,
        count(*) as listens,
        sum(l.heard_ms) as heard_ms
    from listens as l
    where l.played_at >= :from_at and l.played_at < :until_end
    group by l.played_second / 3600
),

known as (
    select
        w.hour_number,
        case
            when :by = 'sky' then
                case
                    when w.weather_code <= 1 then 1
                    when w.weather_code <= 3 then 2
                    when w.weather_code <= 49 then 3
                    when w.weather_code >= 95 then 6
                    when w.weather_code between 70 and 79 or w.weather_code in (85, 86) then 5
                    when w.weather_code >= 50 then 4
                end
            when w.temperature < 0 then 7
            when w.temperature < 10 then 8
            when w.temperature < 20 then 9
            when w.temperature < 30 then 10
            when w.temperature >= 30 then 11
        end as kind
    from weather as w
    where w.starts_at < :until_end and w.ends_at > :from_at
),

met as (
    select
        k.kind,
        sum(coalesce(h.listens, 0)) as listens,
        sum(h.heard_ms) as heard_ms,
        count(*) as hours
    from known as k
    left join heard as h on h.hour_number = k.hour_number
    where k.kind is not null
    group by k.kind
)

select
    case m.kind
        when 1 then 'clear'
        when 2 then 'cloudy'
        when 3 then 'fog'
        when 4 then 'rain'
        when 5 then 'snow'
        when 6 then 'thunderstorm'
        when 7 then 'below 0 °C'
        when 8 then '0 to 10 °C'
        when 9 then '10 to 20 °C'
        when 10 then '20 to 30 °C'
        else '30 °C and more'
    end as weather,
    m.listens,
    m.heard_ms,
    m.hours,
    24 * cast(m.listens as double precision) / m.hours as listens_a_day,
    cast(sum(m.listens) over () as double precision) / (select sum(h.listens) from heard as h) as coverage
from met as m
where exists (select 1 from met as o where o.listens > 0)
order by m.kind
