package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.FakeClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// All that the service knows and how it is set up. Whoever reads or changes it holds its lock.
final class World {
    final FakeClock clock;
    final Catalogue catalogue;
    final SequencedMap<String, User> users = new LinkedHashMap<>();
    final Map<String, DeveloperApp> apps = new HashMap<>();
    final Map<String, Map<LocalDate, Integer>> callsByDeveloper = new HashMap<>();

    FieldShape shape = FieldShape.NEW;
    Consent consent = Consent.GRANT;
    boolean rotates = true;
    boolean premium = true;
    Duration refreshGrace = Duration.ZERO;
    /// Calls a day; null for any number.
    @Nullable
    Integer quota;

    World(FakeClock clock, Catalogue catalogue) {
        this.clock = clock;
        this.catalogue = catalogue;
    }

    /// Takes one call from today's quota of the developer account, which begins anew at midnight UTC (the hour of the
    /// real one is not known).
    ///
    /// @return null, or how long the quota is used up
    @Nullable
    Duration spend(DeveloperApp app) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<LocalDate, Integer> calls = callsByDeveloper.computeIfAbsent(app.developer(), developer -> new HashMap<>());
        if (quota != null && calls.getOrDefault(today, 0) >= quota) {
            return Duration.between(
                    clock.instant(), today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        calls.merge(today, 1, Integer::sum);
        return null;
    }
}
