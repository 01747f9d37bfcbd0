package dev.mtm.app;

import dev.mtm.cli.Version;
import dev.mtm.db.Database;
import dev.mtm.enrich.ArtistFacts;
import dev.mtm.enrich.AudioFeatures;
import dev.mtm.enrich.DetailSource;
import dev.mtm.enrich.Enricher;
import dev.mtm.enrich.JsonSource;
import dev.mtm.enrich.ReccoBeats;
import dev.mtm.enrich.TrackDetails;
import dev.mtm.history.Derivation;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everybody who brings facts from elsewhere, put together from the settings.
final class Enrichers {
    /// ReccoBeats publishes no limit; others ask it two to four times a second.
    private static final Duration RECCOBEATS_PACE = Duration.ofMillis(500);

    private final Settings settings;
    private final Database database;
    private final Clock clock;

    Enrichers(Settings settings, Database database, Clock clock) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
    }

    /// All of them; of those that bring the same, the one that is asked first comes first.
    List<Enricher> all(DetailSource spotify, Derivation derivation) {
        Optional<String> spotifyOff = settings.switchedOff(Settings.ENRICH_SPOTIFY);
        return List.of(
                new TrackDetails(spotify, spotifyOff, derivation, clock),
                new ArtistFacts(spotify, spotifyOff),
                new AudioFeatures(
                        new ReccoBeats(service(ReccoBeats.SOURCE, Settings.RECCOBEATS_URL, RECCOBEATS_PACE, Map.of())),
                        settings.switchedOff(Settings.ENRICH_RECCOBEATS),
                        clock));
    }

    /// A service that answers in JSON, with a budget of its own.
    private JsonSource service(String name, Settings.Setting address, Duration pace, Map<String, String> headers) {
        Map<String, String> sent = new HashMap<>(headers);
        sent.put("User-Agent", "MusicTimeMachine/" + Version.ofProgram().replaceAll("[^0-9A-Za-z.-]", ""));
        return new JsonSource(
                settings.address(address),
                new PoliteHttp(
                        new CallBudget(database, name, settings.budget(Settings.ENRICH_BUDGET), clock),
                        clock,
                        Thread::sleep,
                        PoliteHttp.CALL,
                        pace),
                sent);
    }
}
