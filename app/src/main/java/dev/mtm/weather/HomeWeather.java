package dev.mtm.weather;

import dev.mtm.account.AccountStore;
import dev.mtm.account.Place;
import dev.mtm.db.Database;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the listener is at home, and how much of the weather there is known.
public final class HomeWeather {
    private final Database database;

    public HomeWeather(Database database) {
        this.database = database;
    }

    /// What is known of the weather at a place.
    ///
    /// @param hours     that are known
    /// @param unsettled those of them that may be told otherwise later
    /// @param first     the earliest hour; null where there is none
    /// @param last      the latest hour; null where there is none
    public record Known(
            Place place,
            long hours,
            long unsettled,
            @Nullable Instant first,
            @Nullable Instant last) {}

    /// Empty until the listener says where they are at home.
    public Optional<Known> known() {
        return database.read(session -> {
            Optional<Place> home = AccountStore.home(session, AccountStore.FIRST);
            return home.isEmpty()
                    ? Optional.empty()
                    : session.first(
                            "select count(*), count(case when is_forecast then 1 end), min(hour), max(hour)"
                                    + " from weather_readings where location = ?",
                            row -> new Known(
                                    home.get(),
                                    row.number(1),
                                    row.number(2),
                                    row.instantOrNull(3),
                                    row.instantOrNull(4)),
                            home.get().toString());
        });
    }

    /// Sets where the listener is at home. What is known of the weather elsewhere stays, for a way back.
    public void move(Place home) {
        database.write(session -> {
            AccountStore.settle(session, AccountStore.FIRST, home);
            return home;
        });
    }

    /// Forgets the home and all weather, which would tell where it is.
    ///
    /// @return how many hours were forgotten
    public long forget() {
        return database.write(session -> {
            AccountStore.settle(session, AccountStore.FIRST, null);
            session.update("delete from enrichment_attempt where what = 'weather'");
            return (long) session.update("delete from weather_readings");
        });
    }
}
