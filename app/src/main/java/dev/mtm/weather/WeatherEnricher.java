package dev.mtm.weather;

import dev.mtm.account.AccountStore;
import dev.mtm.account.Place;
import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.enrich.Enricher;
import dev.mtm.enrich.JsonSource;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings the weather at home, month by month, from Open-Meteo. A subject is a place and a month.
public final class WeatherEnricher implements Enricher {
    private final Database database;
    private final JsonSource service;
    private final OpenMeteo archive;
    private final Optional<String> obstacle;
    private final Clock clock;

    /// @param obstacle why it cannot run, besides that no home is known; empty when it can
    public WeatherEnricher(Database database, JsonSource service, Optional<String> obstacle, Clock clock) {
        this.database = database;
        this.service = service;
        this.archive = new OpenMeteo(service);
        this.obstacle = obstacle;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "weather";
    }

    @Override
    public String source() {
        return "open-meteo";
    }

    @Override
    public String title() {
        return "weather at home, by month";
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle.or(() -> home().isPresent()
                ? Optional.empty()
                : Optional.of("it is not known where you are at home: `mtm weather place LATITUDE LONGITUDE`"));
    }

    /// A month that is not over changes every day.
    @Override
    public Duration again() {
        return Duration.ofDays(1);
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        Optional<Place> home = AccountStore.home(session, AccountStore.FIRST);
        return home.isEmpty()
                ? List.of()
                : WeatherStore.lacking(session, home.get(), clock.instant()).stream()
                        .map(month -> home.get() + " " + month)
                        .toList();
    }

    @Override
    public Brought ask(List<String> subjects) {
        String subject = subjects.getFirst();
        Place place = home().orElseThrow();
        YearMonth month = YearMonth.parse(subject.substring(subject.indexOf(' ') + 1));
        Instant now = clock.instant();
        List<Reading> readings = archive.hours(place, month.atDay(1), WeatherStore.last(month, now));
        return readings.isEmpty()
                ? Brought.NOTHING
                : new Brought(Set.of(subject), session -> WeatherStore.keep(session, place, readings, now));
    }

    private Optional<Place> home() {
        return database.read(session -> AccountStore.home(session, AccountStore.FIRST));
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }
}
