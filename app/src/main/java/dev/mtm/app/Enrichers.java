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
import dev.mtm.genres.GenreEnricher;
import dev.mtm.genres.GenreSource;
import dev.mtm.genres.LastFm;
import dev.mtm.genres.ListenBrainz;
import dev.mtm.genres.MusicBrainz;
import dev.mtm.history.Derivation;
import dev.mtm.lyrics.SongEnricher;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.weather.WeatherEnricher;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everybody who brings facts from elsewhere, put together from the settings.
final class Enrichers {
    /// ReccoBeats publishes no limit; others ask it two to four times a second.
    private static final Duration RECCOBEATS_PACE = Duration.ofMillis(500);

    /// As slow as none of the others objects to.
    private static final Duration USUAL_PACE = Duration.ofMillis(500);

    /// MusicBrainz refuses more than one call a second.
    private static final Duration MUSICBRAINZ_PACE = Duration.ofMillis(1_100);

    private static final String WHO = "MusicTimeMachine/" + Version.ofProgram().replaceAll("[^0-9A-Za-z.-]", "");

    private final Settings settings;
    private final Database database;
    private final Clock clock;
    private final PoliteHttp.Rest rest;

    /// @param rest lets the time between two calls pass
    Enrichers(Settings settings, Database database, Clock clock, PoliteHttp.Rest rest) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.rest = rest;
    }

    /// All of them; of those that bring the same, the one that is asked first comes first.
    List<Enricher> all(DetailSource spotify, Derivation derivation) {
        Optional<String> spotifyOff = settings.switchedOff(Settings.ENRICH_SPOTIFY);
        List<Enricher> all = new ArrayList<>(List.of(
                new TrackDetails(spotify, spotifyOff, derivation, clock),
                new ArtistFacts(spotify, spotifyOff),
                new AudioFeatures(
                        new ReccoBeats(service(ReccoBeats.SOURCE, Settings.RECCOBEATS_URL, RECCOBEATS_PACE, Map.of())),
                        settings.switchedOff(Settings.ENRICH_RECCOBEATS),
                        clock),
                SongEnricher.lyrics(
                        database,
                        service("lrclib", Settings.LRCLIB_URL, USUAL_PACE, Map.of()),
                        settings.switchedOff(Settings.ENRICH_LRCLIB),
                        clock),
                SongEnricher.links(
                        database,
                        service(
                                "genius",
                                Settings.GENIUS_URL,
                                USUAL_PACE,
                                authorization("Bearer ", Settings.GENIUS_TOKEN)),
                        unset(Settings.GENIUS_TOKEN))));
        all.addAll(genres());
        all.add(new WeatherEnricher(
                database,
                service("open-meteo", Settings.OPEN_METEO_URL, USUAL_PACE, Map.of()),
                settings.switchedOff(Settings.ENRICH_OPEN_METEO),
                clock));
        return List.copyOf(all);
    }

    /// Whoever is switched on is asked about an artist before the next one is.
    private List<Enricher> genres() {
        Optional<String> contact = settings.sent(Settings.CONTACT);
        List<Enricher> genres = new ArrayList<>();
        add(
                genres,
                new MusicBrainz(service(
                        "musicbrainz",
                        Settings.MUSICBRAINZ_URL,
                        MUSICBRAINZ_PACE,
                        contact.map(to -> Map.of("User-Agent", WHO + " ( " + to + " )"))
                                .orElse(Map.of()))),
                settings.switchedOff(Settings.ENRICH_MUSICBRAINZ).or(() -> unset(Settings.CONTACT)));
        add(
                genres,
                new ListenBrainz(service(
                        "listenbrainz",
                        Settings.LISTENBRAINZ_URL,
                        USUAL_PACE,
                        authorization("Token ", Settings.LISTENBRAINZ_TOKEN))),
                unset(Settings.LISTENBRAINZ_TOKEN));
        add(
                genres,
                new LastFm(
                        service("lastfm", Settings.LASTFM_URL, USUAL_PACE, Map.of()),
                        settings.sent(Settings.LASTFM_KEY).orElse("")),
                unset(Settings.LASTFM_KEY));
        return genres;
    }

    private void add(List<Enricher> genres, GenreSource source, Optional<String> obstacle) {
        List<String> before = genres.stream()
                .filter(enricher -> enricher.obstacle().isEmpty())
                .map(Enricher::source)
                .toList();
        genres.add(new GenreEnricher(database, source, before, obstacle));
    }

    private Map<String, String> authorization(String scheme, Settings.Setting secret) {
        return settings.sent(secret)
                .map(value -> Map.of("Authorization", scheme + value))
                .orElse(Map.of());
    }

    private Optional<String> unset(Settings.Setting setting) {
        return settings.sent(setting).isPresent()
                ? Optional.empty()
                : Optional.of("it needs " + setting.form() + ": set " + setting.name());
    }

    /// A service that answers in JSON, with a budget of its own.
    private JsonSource service(String name, Settings.Setting address, Duration pace, Map<String, String> headers) {
        Map<String, String> sent = new HashMap<>(headers);
        sent.putIfAbsent("User-Agent", WHO);
        return new JsonSource(
                settings.address(address),
                new PoliteHttp(
                        new CallBudget(database, name, settings.budget(Settings.ENRICH_BUDGET), clock),
                        clock,
                        rest,
                        PoliteHttp.CALL,
                        pace),
                sent);
    }
}
