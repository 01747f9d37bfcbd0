package dev.mtm.weather;

import dev.mtm.account.AccountStore;
import dev.mtm.account.Place;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The weather as it is kept: by place and hour, UTC.
final class WeatherStore {
    /// So long after an hour, its weather is worked out for good; before, it may be told otherwise later.
    static final Duration SETTLES = Duration.ofDays(5);

    /// So far the archive is behind at least.
    static final Duration BEHIND = Duration.ofDays(2);

    private WeatherStore() {}

    /// The months with listens whose weather is not known, or not for good; the one with most listens first.
    static List<YearMonth> lacking(Session session, Place place, Instant now) throws SQLException {
        Map<YearMonth, Long> listens = new HashMap<>();
        session.each(
                """
                select
                    d.starts_at,
                    d.ends_at,
                    sum(h.listens) as listens
                from listening_hours as h
                join days as d on d.account_id = h.account_id and d.local_date = h.local_date
                where h.account_id = ? and h.listens > 0
                group by
                    d.starts_at,
                    d.ends_at
                """,
                row -> {
                    // A day of the listener may lie in two months of UTC.
                    listens.merge(month(row.instant(1)), row.number(3), Long::sum);
                    listens.merge(month(row.instant(2).minusSeconds(1)), 0L, Long::sum);
                },
                AccountStore.FIRST);
        YearMonth last = month(now.minus(BEHIND));
        listens.keySet().removeIf(month -> month.isAfter(last));
        for (YearMonth month : List.copyOf(listens.keySet())) {
            if (isSettled(session, place, month)) {
                listens.remove(month);
            }
        }
        return listens.entrySet().stream()
                .sorted(Map.Entry.<YearMonth, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Whether a month was told after all of it was worked out.
    private static boolean isSettled(Session session, Place place, YearMonth month) throws SQLException {
        Instant end = start(month.plusMonths(1));
        return session.first(
                        "select 1 from weather_readings"
                                + " where location = ? and hour >= ? and hour < ? and recorded_at >= ? limit 1",
                        row -> true,
                        place.toString(),
                        start(month),
                        end,
                        end.plus(SETTLES))
                .isPresent();
    }

    /// Puts readings in the place of those that were told before.
    static void keep(Session session, Place place, List<Reading> readings, Instant now) throws SQLException {
        for (Reading reading : readings) {
            session.update(
                    """
                    insert into weather_readings (
                        location, hour, temperature, precipitation, cloud_cover, weather_code, is_forecast, source,
                        recorded_at
                    )
                    values (?, ?, ?, ?, ?, ?, ?, 'api', ?)
                    on conflict (location, hour) do update
                    set
                        temperature = excluded.temperature,
                        precipitation = excluded.precipitation,
                        cloud_cover = excluded.cloud_cover,
                        weather_code = excluded.weather_code,
                        is_forecast = excluded.is_forecast,
                        source = excluded.source,
                        recorded_at = excluded.recorded_at
                    """,
                    place.toString(),
                    reading.hour(),
                    reading.temperature(),
                    reading.precipitation(),
                    reading.cloudCover(),
                    reading.code(),
                    reading.hour().plus(SETTLES).isAfter(now),
                    now);
        }
    }

    /// The days of a month that can be asked about.
    static LocalDate last(YearMonth month, Instant now) {
        LocalDate known = LocalDate.ofInstant(now.minus(BEHIND), ZoneOffset.UTC);
        return month.atEndOfMonth().isAfter(known) ? known : month.atEndOfMonth();
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }
}
