package dev.mtm.enrich;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.quoted;
import static dev.mtm.imports.ExportFiles.row;

import dev.mtm.account.Place;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enrichments.Limit;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.fakes.lyrics.FakeGenius;
import dev.mtm.fakes.lyrics.FakeLrclib;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.tags.FakeLastFm;
import dev.mtm.fakes.tags.FakeListenBrainz;
import dev.mtm.fakes.tags.FakeMusicBrainz;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import dev.mtm.genres.GenreEnricher;
import dev.mtm.genres.LastFm;
import dev.mtm.genres.ListenBrainz;
import dev.mtm.genres.MusicBrainz;
import dev.mtm.imports.Desk;
import dev.mtm.lyrics.SongEnricher;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.weather.HomeWeather;
import dev.mtm.weather.WeatherEnricher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store with four songs and a home, and every service that is asked about them, played on loopback.
///
/// Ada's Alpha was heard most, then Björk's Jóga, then Cid's Delta with Eve as a guest, then Nobody's Nothing, of which
/// no service knows anything.
public final class Shelf implements AutoCloseable {
    static final Instant NOW = Instant.parse("2024-03-10T12:00:00Z");
    static final String ALPHA = "aaaaaaaaaaaaaaaaaaaaaa";
    static final String JOGA = "bbbbbbbbbbbbbbbbbbbbbb";
    static final String DELTA = "cccccccccccccccccccccc";
    static final String NOTHING = "dddddddddddddddddddddd";
    static final String ADA = "AdaAdaAdaAdaAdaAdaAda0";

    /// What is asked for, and where.
    enum Service {
        LRCLIB,
        GENIUS,
        MUSICBRAINZ,
        LISTENBRAINZ,
        LASTFM,
        OPEN_METEO
    }

    public final FakeClock clock = FakeClock.standingAt(NOW);
    public final Desk desk;
    final FakeLrclib lrclib = new FakeLrclib();
    final FakeGenius genius = new FakeGenius();
    final FakeMusicBrainz musicBrainz = new FakeMusicBrainz();
    final FakeListenBrainz listenBrainz = new FakeListenBrainz();
    final FakeLastFm lastFm = new FakeLastFm();
    final Map<Service, FakeServer> servers = new EnumMap<>(Service.class);
    private final List<Duration> rests = new ArrayList<>();
    /// How long an answer may take.
    Duration patience = PoliteHttp.CALL;
    /// Who is asked for genres before whoever is asked next.
    List<String> before = List.of();

    /// @param folder for files
    public Shelf(TestStores stores, Path folder) {
        desk = new Desk(stores, ZoneId.of("Asia/Kolkata"));
        desk.take(file(
                folder,
                heard("2023-12-31T20:00:00Z", "Ada", "Alpha", ALPHA),
                heard("2024-01-05T20:00:00Z", "Ada", "Alpha", ALPHA),
                heard("2024-01-05T21:00:00Z", "Ada", "Alpha", ALPHA),
                heard("2024-01-05T22:00:00Z", "Ada", "Alpha", ALPHA),
                heard("2024-01-06T20:00:00Z", "Björk", "Jóga", JOGA),
                heard("2024-01-06T21:00:00Z", "Björk", "Jóga", JOGA),
                heard("2024-01-06T22:00:00Z", "Björk", "Jóga", JOGA),
                heard("2024-03-09T10:00:00Z", "Cid", "Delta - Remastered 2011", DELTA),
                heard("2024-03-09T11:00:00Z", "Cid", "Delta - Remastered 2011", DELTA),
                heard("2024-03-09T18:20:00Z", "Nobody", "Nothing", NOTHING)));
        desk.change(session -> {
            session.update("update tracks set duration_ms = 200400 where track_id = ?", ALPHA);
            session.update("update artists set artist_id = ? where name = 'Ada'", ADA);
            session.update("insert into artists (artist_key, artist_id, name) values (900, 'name:eve', 'Eve')");
            session.update(
                    "insert into track_artists (track_key, position, artist_key)"
                            + " select track_key, 2, 900 from tracks where track_id = ?",
                    DELTA);
        });
        new HomeWeather(desk.database()).move(Place.of("52.5200", "13.4050"));
        serve(Service.LRCLIB, lrclib);
        serve(Service.GENIUS, genius);
        serve(Service.MUSICBRAINZ, musicBrainz);
        serve(Service.LISTENBRAINZ, listenBrainz);
        serve(Service.LASTFM, lastFm);
        serve(Service.OPEN_METEO, new FakeOpenMeteo(clock));
        lrclib.know(new FakeLrclib.Known(
                "Ada",
                "Alpha",
                "Album",
                202,
                false,
                "First line\nSecond line",
                "[00:12.50] First line\n[00:17.00] Second line"));
        genius.know("Somebody Else", "Alpha", "https://genius.com/Somebody-else-alpha-lyrics")
                .know("Ada", "Alpha", "https://genius.com/Ada-alpha-lyrics");
        musicBrainz.know(
                "Ada", "https://open.spotify.com/artist/" + ADA, Map.of("dream pop", 3, "shoegaze", 7, "Noise", 0));
        listenBrainz.know(
                "Ada",
                "Alpha",
                List.of("db92a151-1ac2-438b-bc43-b82e149ddd50"),
                List.of(
                        new FakeListenBrainz.Tag("shoegaze", 5, true),
                        new FakeListenBrainz.Tag("my favourites", 9, false),
                        new FakeListenBrainz.Tag("dream pop", 2, true)));
        lastFm.know(
                "Ada",
                new FakeLastFm.Tag("seen live", 100),
                new FakeLastFm.Tag("Shoegaze", 90),
                new FakeLastFm.Tag("dream pop", 40),
                new FakeLastFm.Tag("typo", 3));
    }

    private static String heard(String at, String artist, String title, String id) {
        return row(Map.of(
                "ts", quoted(at),
                "master_metadata_track_name", quoted(title),
                "master_metadata_album_artist_name", quoted(artist),
                "spotify_track_uri", quoted("spotify:track:" + id)));
    }

    private static Path file(Path folder, String... rows) {
        try {
            return Files.writeString(folder.resolve("Streaming_History_Audio_2024.json"), list(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Service service, FakeServer.Service played) {
        try {
            servers.put(service, FakeServer.start(clock, 0, base -> played));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeServer server(Service service) {
        return java.util.Objects.requireNonNull(servers.get(service));
    }

    /// How many calls a service got.
    int calls(Service service) {
        return server(service).log().entries().size();
    }

    Enricher enricher(Service service) {
        return switch (service) {
            case LRCLIB -> SongEnricher.lyrics(desk.database(), ask(service, Map.of()), Optional.empty(), clock);
            case GENIUS ->
                SongEnricher.links(
                        desk.database(),
                        ask(service, Map.of("Authorization", "Bearer " + FakeGenius.TOKEN)),
                        Optional.empty());
            case MUSICBRAINZ -> genres(new MusicBrainz(ask(service, Map.of("User-Agent", "mtm/1 ( me@example.org )"))));
            case LISTENBRAINZ ->
                genres(new ListenBrainz(ask(service, Map.of("Authorization", "Token " + FakeListenBrainz.TOKEN))));
            case LASTFM -> genres(new LastFm(ask(service, Map.of()), FakeLastFm.KEY));
            case OPEN_METEO -> new WeatherEnricher(desk.database(), ask(service, Map.of()), Optional.empty(), clock);
        };
    }

    private Enricher genres(dev.mtm.genres.GenreSource source) {
        return new GenreEnricher(desk.database(), source, before, Optional.empty());
    }

    JsonSource ask(Service service, Map<String, String> headers) {
        URI address = server(service).address();
        return new JsonSource(
                address,
                new PoliteHttp(
                        new CallBudget(desk.database(), service.name(), 10_000, clock), clock, rests::add, patience),
                headers);
    }

    /// Runs one enricher as far as it goes.
    Ran run(Service service) {
        Enricher enricher = enricher(service);
        return new Enrichments(desk.database(), List.of(enricher), clock)
                .run(List.of(enricher.what()), Limit.NONE, (title, done, total) -> {})
                .getFirst();
    }

    @Override
    public void close() {
        servers.values().forEach(FakeServer::close);
        desk.close();
    }
}
