package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.enrich.Enrichments.Stop;
import dev.mtm.enrich.Shelf.Service;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.Json;
import dev.mtm.net.PoliteHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What every service that is asked for lyrics, genres and weather brings, and what becomes of it when it misbehaves.
@ParameterizedClass
@EnumSource(TestStores.class)
final class LookupsTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Shelf shelf;

    LookupsTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        shelf = new Shelf(stores, folder);
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    /// What is kept of the subject that a service knows; empty before it is asked.
    private List<String> kept(Service service) {
        return shelf.desk.lines(
                switch (service) {
                    case LRCLIB -> "select lyrics, synced_lyrics, lyrics_source, lyrics_at from track_lyrics";
                    case GENIUS -> "select lyrics_url from track_lyrics";
                    case MUSICBRAINZ, LISTENBRAINZ, LASTFM ->
                        "select name, genres, genres_source from artists where genres is not null";
                    case OPEN_METEO -> "select count(*) from weather_readings having count(*) > 0";
                });
    }

    private List<String> expected(Service service) {
        return switch (service) {
            case LRCLIB ->
                List.of("First line\nSecond line | [00:12.50] First line\n[00:17.00] Second line | lrclib"
                        + " | 2024-03-10 12:00:00");
            case GENIUS -> List.of("https://genius.com/Ada-alpha-lyrics");
            case MUSICBRAINZ, LISTENBRAINZ, LASTFM ->
                List.of("Ada | "
                        + (stores == TestStores.SQLITE
                                ? "[\"shoegaze\",\"dream pop\"]"
                                : "[\"shoegaze\", \"dream pop\"]")
                        + " | " + shelf.enricher(service).source());
            // December and January whole, March to two days before now.
            case OPEN_METEO -> List.of(String.valueOf(24 * (31 + 31 + 7) + 13));
        };
    }

    /// How many subjects there are, and how many of them a service knows.
    private static int subjects(Service service) {
        return switch (service) {
            case LRCLIB, GENIUS -> 4;
            case MUSICBRAINZ, LISTENBRAINZ, LASTFM -> 5;
            case OPEN_METEO -> 3;
        };
    }

    private static int known(Service service) {
        return service == Service.OPEN_METEO ? 3 : 1;
    }

    @Test
    void whatIsKnownIsKeptAndWhatIsNotIsAskedForAgainInAMonth() {
        for (Service service : Service.values()) {
            Ran ran = shelf.run(service);
            assertThat(List.of(ran.found(), ran.missing(), ran.failed(), ran.left()))
                    .as("%s: %s", service, ran)
                    .containsExactly(known(service), subjects(service) - known(service), 0, 0);
            assertThat(ran.stop()).isNull();
            assertThat(kept(service)).as(service.name()).isEqualTo(expected(service));
            int calls = shelf.calls(service);
            assertThat(shelf.run(service).missing()).isZero();
            assertThat(shelf.calls(service))
                    .as("%s is not asked twice", service)
                    .isEqualTo(calls);
            forgetGenres();
        }
        shelf.clock.advance(Duration.ofDays(31));
        Ran again = shelf.run(Service.LRCLIB);
        assertThat(again.found() + again.missing()).isEqualTo(3);
    }

    /// So that the next service is asked about the same artists.
    private void forgetGenres() {
        shelf.desk.change(session -> session.update("update artists set genres = null, genres_source = null"));
    }

    @Test
    void aWishToWaitIsObeyedAndNothingIsLost() {
        for (Service service : Service.values()) {
            shelf.server(service).faults().next(Fault.rateLimited(Duration.ofMinutes(20)));
            Stop stop = Objects.requireNonNull(shelf.run(service).stop());
            assertThat(stop.why()).isEqualTo("it asked to slow down");
            assertThat(stop.until())
                    .isBetween(
                            shelf.clock.instant().plusSeconds(1200),
                            shelf.clock.instant().plusSeconds(1202));
            int calls = shelf.calls(service);
            assertThat(calls).isEqualTo(1);
            shelf.clock.advance(Duration.ofMinutes(19));
            assertThat(shelf.run(service).stop()).isNotNull();
            assertThat(shelf.calls(service))
                    .as("nobody asked %s meanwhile", service)
                    .isEqualTo(calls);
            shelf.clock.advance(Duration.ofMinutes(2));
            assertThat(shelf.run(service).found()).isEqualTo(known(service));
            forgetGenres();
        }
    }

    @Test
    void troubleIsTriedOnceMoreAndThenLater() {
        for (Service service : Service.values()) {
            for (Fault fault : List.of(
                    Fault.serverError(503),
                    new Fault.BadGateway(),
                    new Fault.Reset(),
                    new Fault.Cut(),
                    new Fault.Slow(Duration.ofMillis(900)))) {
                shelf.server(service).faults().next("/", 2, fault);
                shelf.patience = fault instanceof Fault.Slow ? Duration.ofMillis(300) : PoliteHttp.CALL;
                Ran ran = shelf.run(service);
                shelf.patience = PoliteHttp.CALL;
                assertThat(ran.stop()).as("%s under %s", service, fault).isNotNull();
                assertThat(Objects.requireNonNull(ran.stop()).until()).isAfter(shelf.clock.instant());
                assertThat(kept(service)).isEmpty();
                shelf.clock.advance(Duration.ofMinutes(2));
            }
            shelf.server(service).faults().clear();
            shelf.server(service).faults().next("/", 1, Fault.serverError(500));
            assertThat(shelf.run(service).found())
                    .as("%s after trouble", service)
                    .isEqualTo(known(service));
            forget();
        }
        assertThat(shelf.desk.lines("select count(*) from enrichment_attempt where outcome = 'failed'"))
                .containsExactly("0");
    }

    private void forget() {
        forgetGenres();
        shelf.desk.change(session -> session.update("delete from track_lyrics"));
    }

    @Test
    void whatMakesNoSenseIsNeverKeptAndAskedForAgainTomorrow() {
        for (Service service : Service.values()) {
            for (Fault fault : List.of(
                    new Fault.Page(),
                    new Fault.Instead(200, Json.object().put("error", true).put("message", "no such luck")),
                    new Fault.Instead(200, Json.array().add("words")),
                    new Fault.Instead(400, Json.object().put("error", true).put("reason", "out of range")))) {
                shelf.server(service).faults().next("/", 100, fault);
                Ran ran = shelf.run(service);
                assertThat(ran.found()).as("%s under %s", service, fault).isZero();
                assertThat(ran.failed())
                        .as("%s under %s: %s", service, fault, ran)
                        .isEqualTo(3);
                assertThat(kept(service)).isEmpty();
                shelf.server(service).faults().clear();
                shelf.clock.advance(Duration.ofHours(25));
            }
            shelf.server(service).faults().next("/", 100, new Fault.HalfBody());
            assertThat(shelf.run(service).failed())
                    .as("%s, half of it", service)
                    .isPositive();
            assertThat(kept(service)).isEmpty();
            shelf.server(service).faults().clear();
            shelf.clock.advance(Duration.ofHours(25));
            Ran ran = shelf.run(service);
            assertThat(ran.found()).as("%s the day after: %s", service, ran).isGreaterThanOrEqualTo(known(service));
            forget();
        }
    }

    @Test
    void aListOfOneMayBeAnObject() {
        assertThat(run(
                        Service.GENIUS,
                        body -> ((ObjectNode) body.path("response"))
                                .set("hits", body.path("response").path("hits").path(0))))
                .isEqualTo(1);
        assertThat(run(Service.MUSICBRAINZ, body -> unlist(body, "relations", "genres")))
                .isEqualTo(1);
        assertThat(shelf.desk.lines("select genres from artists where genres is not null"))
                .singleElement()
                .asString()
                .contains("shoegaze");
        forget();
        assertThat(run(Service.LISTENBRAINZ, body -> {
                    if (body.path("metadata").path("tag") instanceof ObjectNode tag) {
                        unlist(tag, "artist");
                    }
                }))
                .isEqualTo(1);
        forget();
        shelf.lastFm.know("Björk", new dev.mtm.fakes.tags.FakeLastFm.Tag("art pop", 100));
        assertThat(shelf.run(Service.LASTFM).found()).isEqualTo(2);
        assertThat(shelf.desk.lines("select genres from artists where name = 'Björk'"))
                .containsExactly("[\"art pop\"]");
        // Without hours there is no weather, and lyrics come as no list.
        assertThat(run(Service.OPEN_METEO, body -> ((ObjectNode) body.path("hourly")).putObject("time")))
                .isZero();
    }

    private int run(Service service, java.util.function.Consumer<ObjectNode> change) {
        shelf.server(service).faults().next("/", 100, new Fault.Changed(change));
        int found = shelf.run(service).found();
        shelf.server(service).faults().clear();
        return found;
    }

    private static void unlist(ObjectNode body, String... fields) {
        for (String field : fields) {
            if (body.path(field) instanceof ArrayNode list && !list.isEmpty()) {
                body.set(field, list.get(list.size() - 1));
            }
        }
    }

    @Test
    void whoAsksIsTold() {
        shelf.run(Service.MUSICBRAINZ);
        assertThat(shelf.server(Service.MUSICBRAINZ).log().entries())
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(entry.headers().get("user-agent")).isEqualTo("mtm/1 ( me@example.org )"));
        Instant now = shelf.clock.instant();
        assertThat(now).isEqualTo(Shelf.NOW);
    }
}
