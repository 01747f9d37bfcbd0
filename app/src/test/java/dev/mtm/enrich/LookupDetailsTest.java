package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.Place;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.enrich.Enrichments.Stop;
import dev.mtm.enrich.Shelf.Service;
import dev.mtm.fakes.lyrics.FakeLrclib;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.tags.FakeLastFm;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import dev.mtm.lyrics.LyricsStore;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.Questions;
import dev.mtm.render.CsvAnswer;
import dev.mtm.weather.HomeWeather;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;

/// What is taken of what services tell, and what is not.
@ParameterizedClass
@EnumSource(TestStores.class)
final class LookupDetailsTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Shelf shelf;

    LookupDetailsTest(TestStores stores) {
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

    private List<Map<String, String>> asked(Service service) {
        return shelf.server(service).log().entries().stream()
                .map(RequestLog.Entry::query)
                .toList();
    }

    @Test
    void lyricsAreThoseOfTheRecordingOfTheAlbumOrElseOfAnyAlbum() {
        shelf.lrclib
                .know(song("Björk", "Jóga", "Another album", 999, "Other words"))
                .know(new FakeLrclib.Known("Cid", "Delta - Remastered 2011", "Album", 10, true, null, null));
        shelf.run(Service.LRCLIB);
        assertThat(asked(Service.LRCLIB).getFirst())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("artist_name", "Ada", "track_name", "Alpha", "album_name", "Album", "duration", "200"));
        LyricsStore store = new LyricsStore(shelf.desk.database());
        assertThat(store.of(Shelf.ALPHA)).hasValueSatisfying(kept -> {
            assertThat(kept.text()).isEqualTo("First line\nSecond line");
            assertThat(kept.source()).isEqualTo("lrclib");
            assertThat(kept.toString()).doesNotContain("line");
        });
        assertThat(store.of(Shelf.JOGA))
                .as("its length is not known, so its names must do")
                .hasValueSatisfying(kept -> assertThat(kept.text()).isEqualTo("Other words"));
        assertThat(store.of(Shelf.DELTA)).hasValueSatisfying(kept -> {
            assertThat(kept.text()).isNull();
            assertThat(kept.instrumental()).isTrue();
        });
        assertThat(store.of(Shelf.NOTHING)).isEmpty();
        int calls = shelf.calls(Service.LRCLIB);
        shelf.clock.advance(Duration.ofDays(40));
        shelf.run(Service.LRCLIB);
        assertThat(shelf.calls(Service.LRCLIB))
                .as("only Nothing, with and without its album")
                .isEqualTo(calls + 2);
    }

    private static FakeLrclib.Known song(String artist, String title, String album, double seconds, String words) {
        return new FakeLrclib.Known(artist, title, album, seconds, false, words, null);
    }

    @Test
    void anotherRecordingIsNotTakenWhateverTheServiceThinks() {
        shelf.server(Service.LRCLIB).faults().next("/", 2, new Fault.Changed(body -> body.put("duration", 203.5)));
        Ran ran = shelf.run(Service.LRCLIB);
        assertThat(ran.found()).isZero();
        assertThat(shelf.desk.count("select count(*) from track_lyrics")).isZero();
    }

    @Test
    void wordsWithTimesAreWordsToo() {
        shelf.lrclib.know(new FakeLrclib.Known(
                "Björk",
                "Jóga",
                "Album",
                300,
                false,
                null,
                "[ar:Björk]\n[00:12.00] One [live]\n[00:13.00][01:10.00]  two\n[00:20.00]"));
        shelf.run(Service.LRCLIB);
        assertThat(new LyricsStore(shelf.desk.database()).of(Shelf.JOGA))
                .hasValueSatisfying(kept -> assertThat(kept.text()).isEqualTo("One [live]\ntwo"));
    }

    @Test
    void aPageIsOfTheSongOrNotTaken() {
        shelf.genius
                .know("Björk", "Joga's Dream", "https://genius.com/wrong")
                .know("Björk", "Jóga", "javascript:alert(1)")
                .know("Cid", "Delta", "https://genius.com/Cid-delta-lyrics");
        shelf.run(Service.GENIUS);
        assertThat(shelf.desk.lines("select t.track_id, l.lyrics_url from track_lyrics as l"
                        + " join tracks as t on t.track_key = l.track_key order by t.track_id"))
                .containsExactly(
                        Shelf.ALPHA + " | https://genius.com/Ada-alpha-lyrics",
                        Shelf.DELTA + " | https://genius.com/Cid-delta-lyrics");
        shelf.run(Service.LRCLIB);
        assertThat(new LyricsStore(shelf.desk.database()).of(Shelf.ALPHA)).hasValueSatisfying(kept -> {
            assertThat(kept.link()).isEqualTo("https://genius.com/Ada-alpha-lyrics");
            assertThat(kept.text()).isNotNull();
        });
    }

    @Test
    void anArtistHasTheGenresOfOneSourceAndANameOfTwoIsNobodys() {
        shelf.musicBrainz
                .know("Björk", null, Map.of("art pop", 12, "electronic", 12))
                .know("Cid", null, Map.of("rock", 2))
                .know("Cid", null, Map.of("polka", 2))
                .know("Nobody Knows", null, Map.of("polka", 1));
        shelf.lastFm.know("Cid", new FakeLastFm.Tag("German", 100), new FakeLastFm.Tag("Beat Music", 80));
        shelf.lastFm.know("Björk", new FakeLastFm.Tag("icelandic", 100));
        shelf.before = List.of("musicbrainz");
        assertThat(shelf.run(Service.LASTFM))
                .as("MusicBrainz was not asked yet")
                .satisfies(ran -> {
                    assertThat(ran.missing()).isZero();
                    assertThat(ran.left()).isZero();
                });
        shelf.before = List.of();
        assertThat(shelf.run(Service.MUSICBRAINZ).found()).isEqualTo(2);
        shelf.before = List.of("musicbrainz");
        assertThat(shelf.run(Service.LASTFM).found()).isEqualTo(1);
        String blank = stores == TestStores.SQLITE ? "" : " ";
        assertThat(shelf.desk.lines(
                        "select name, genres, genres_source from artists where genres is not null order by name"))
                .containsExactly(
                        "Ada | [\"shoegaze\"," + blank + "\"dream pop\"] | musicbrainz",
                        "Björk | [\"art pop\"," + blank + "\"electronic\"] | musicbrainz",
                        "Cid | [\"beat music\"] | lastfm");
        assertThat(asked(Service.LASTFM))
                .extracting(query -> query.get("artist"))
                .doesNotContain("Ada", "Björk");
        assertThat(asked(Service.MUSICBRAINZ))
                .extracting(query -> query.get("query"))
                .contains("artist:\"Björk\"");
    }

    @Test
    void tracksWithoutAGenreHaveTheFirstOfTheirArtistAndPagesNoticeAtOnce() {
        Directory directory = new Directory(shelf.desk.database(), 1);
        LocalDate today = LocalDate.of(2024, 3, 10);
        String stamp = directory.stamp(today);
        shelf.desk.change(
                session -> session.update("update tracks set primary_genre = 'pop' where track_id = ?", Shelf.JOGA));
        shelf.musicBrainz.know("Björk", null, Map.of("art pop", 12));
        shelf.run(Service.MUSICBRAINZ);
        assertThat(directory.stamp(today)).isNotEqualTo(stamp);
        assertThat(CsvAnswer.text(new Asker(shelf.desk.database(), 1, ZoneId.of("Asia/Kolkata"))
                        .ask(Questions.builtIn().named("top-genres"), Map.of(), today)))
                .isEqualTo("""
                place,genre,listens,heard_ms,tracks
                1,shoegaze,4,720000,1
                2,pop,3,540000,1
                """);
        stamp = directory.stamp(today);
        new HomeWeather(shelf.desk.database()).move(Place.of("-0.1", "0"));
        assertThat(directory.stamp(today)).isNotEqualTo(stamp);
    }

    @Test
    void whatSpotifyToldMeanwhileStays() {
        Enricher enricher = shelf.enricher(Service.MUSICBRAINZ);
        Enricher.Brought brought = enricher.ask(List.of(Shelf.ADA));
        shelf.desk.change(session -> {
            session.update(
                    "update artists set genres = " + (stores == TestStores.SQLITE ? "?" : "cast(? as jsonb)")
                            + ", genres_source = 'spotify' where name = 'Ada'",
                    "[\"pop\"]");
            brought.keep().in(session);
        });
        assertThat(shelf.desk.lines("select genres, genres_source from artists where name = 'Ada'"))
                .containsExactly("[\"pop\"] | spotify");
    }

    @Test
    void lastFmTellsOfTroubleInsideAnAnswer() {
        for (int code : List.of(8, 11, 16, 29)) {
            shelf.server(Service.LASTFM).faults().next(lastFm(code));
            Stop stop = Objects.requireNonNull(shelf.run(Service.LASTFM).stop());
            assertThat(stop.until())
                    .as("error " + code)
                    .isEqualTo(shelf.clock.instant().plus(Duration.ofMinutes(5)));
            int calls = shelf.calls(Service.LASTFM);
            assertThat(shelf.run(Service.LASTFM).stop()).as("it is kept to").isNotNull();
            assertThat(shelf.calls(Service.LASTFM)).isEqualTo(calls);
            shelf.clock.advance(Duration.ofMinutes(6));
        }
        for (int code : List.of(4, 9, 10, 26)) {
            shelf.server(Service.LASTFM).faults().next(lastFm(code));
            Stop stop = Objects.requireNonNull(shelf.run(Service.LASTFM).stop());
            assertThat(stop.until()).isNull();
            assertThat(stop.why()).startsWith("it does not take the key").doesNotContain(FakeLastFm.KEY);
        }
        assertThat(shelf.desk.count("select count(*) from enrichment_attempt")).isZero();
    }

    private static Fault lastFm(int code) {
        return new Fault.Instead(200, Json.object().put("error", code).put("message", "as documented"));
    }

    @Test
    void theWeatherIsThatOfHomeAndOfThePlaceAsItIsRounded() {
        shelf.run(Service.OPEN_METEO);
        assertThat(asked(Service.OPEN_METEO))
                .allSatisfy(query ->
                        assertThat(query).containsEntry("latitude", "52.5").containsEntry("longitude", "13.4"));
        assertThat(asked(Service.OPEN_METEO))
                .extracting(query -> query.get("start_date") + " to " + query.get("end_date"))
                .as("most listens first")
                .containsExactly("2024-01-01 to 2024-01-31", "2024-03-01 to 2024-03-08", "2023-12-01 to 2023-12-31");
        FakeOpenMeteo.Weather weather = FakeOpenMeteo.weather(52.5, Instant.parse("2024-01-05T20:00:00Z"));
        assertThat(shelf.desk.lines("select location, temperature, weather_code, source from weather_readings"
                        + " where hour = '2024-01-05 20:00:00'"))
                .containsExactly("52.5,13.4 | " + weather.temperature() + " | " + weather.code() + " | api");
        HomeWeather.Known known = new HomeWeather(shelf.desk.database()).known().orElseThrow();
        assertThat(known.last()).isEqualTo(Instant.parse("2024-03-08T12:00:00Z"));
        assertThat(known.unsettled()).as("the last three days").isEqualTo(72);
    }

    @Test
    void whatMayChangeIsAskedForAgainAndWhatIsSettledNever() {
        shelf.run(Service.OPEN_METEO);
        shelf.clock.advance(Duration.ofHours(20));
        assertThat(shelf.run(Service.OPEN_METEO).found()).as("not twice a day").isZero();
        List<String> asked = new ArrayList<>();
        for (int day = 0; day < 40; day++) {
            shelf.clock.advance(Duration.ofDays(1).plusSeconds(1));
            shelf.server(Service.OPEN_METEO).log().clear();
            shelf.run(Service.OPEN_METEO);
            asked(Service.OPEN_METEO).forEach(query -> asked.add(query.get("start_date")));
        }
        assertThat(asked)
                .as("March alone, until five days after it")
                .containsOnly("2024-03-01")
                .hasSizeBetween(25, 27);
        assertThat(shelf.desk.count("select count(*) from weather_readings where is_forecast = "
                        + (stores == TestStores.SQLITE ? "1" : "true")))
                .isZero();
        assertThat(shelf.desk.count("select count(*) from weather_readings")).isEqualTo(24 * (31 + 31 + 31));
    }

    @Test
    void aSpentQuotaAndStrangeValuesAreTakenAsTheyAre() {
        shelf.server(Service.OPEN_METEO)
                .faults()
                .next(new Fault.Instead(
                        429,
                        Json.object()
                                .put("error", true)
                                .put("reason", "Daily API request limit exceeded. Please try again tomorrow.")));
        Stop stop = Objects.requireNonNull(shelf.run(Service.OPEN_METEO).stop());
        assertThat(stop.why()).isEqualTo("its calls of this hour or day are used up");
        assertThat(stop.until()).isEqualTo(shelf.clock.instant().plus(Duration.ofHours(1)));
        shelf.clock.advance(Duration.ofHours(2));
        shelf.server(Service.OPEN_METEO).faults().next("/", 100, new Fault.Changed(body -> {
            ((ArrayNode) body.path("hourly").path("temperature_2m")).set(0, 500);
            ((ArrayNode) body.path("hourly").path("precipitation")).set(1, "wet");
            ((ArrayNode) body.path("hourly").path("cloud_cover")).removeAll();
        }));
        assertThat(shelf.run(Service.OPEN_METEO).found()).isEqualTo(3);
        assertThat(shelf.desk.count("select count(*) from weather_readings where temperature is null"))
                .isEqualTo(3);
        assertThat(shelf.desk.count("select count(*) from weather_readings where precipitation is null"))
                .isEqualTo(3);
        assertThat(shelf.desk.count("select count(*) from weather_readings where cloud_cover is not null"))
                .isZero();
        shelf.desk.change(session -> session.update("update account set home_latitude = null, home_longitude = null"));
        assertThat(Objects.requireNonNull(shelf.run(Service.OPEN_METEO).stop()).why())
                .contains("mtm weather place LATITUDE LONGITUDE");
    }
}
