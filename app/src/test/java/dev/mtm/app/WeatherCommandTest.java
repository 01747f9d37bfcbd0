package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.lyrics.FakeLrclib;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.tags.FakeLastFm;
import dev.mtm.fakes.tags.FakeMusicBrainz;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Where the listener lives, as it is told, stored and forgotten.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class WeatherCommandTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    WeatherCommandTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void homeIsRoundedBeforeItIsStoredAndCanBeForgotten() {
        Desk desk = Desk.at(stores, folder);
        assertThat(desk.run("weather").out())
                .isEqualTo("It is not known where you live: `mtm weather place LATITUDE LONGITUDE`.\n");
        assertThat(desk.run("weather", "place", "-33.86785", "-70.04999").out()).startsWith("Home is at -33.9,-70.0. ");
        assertThat(desk.rows("select cast(10 * home_latitude as integer), cast(10 * home_longitude as integer)"
                        + " from account"))
                .containsExactly("-339 | -700");
        assertThat(desk.run("weather").out())
                .isEqualTo("Home: -33.9,-70.0\nNo weather is known yet: `mtm enrich weather` fetches it.\n");
        try (Database database = desk.open()) {
            database.write(session -> session.update(
                    "insert into weather_readings (location, hour, temperature, is_forecast)"
                            + " values ('-33.9,-70.0', '2026-03-01 10:00:00', 20, ?), ('-33.9,-70.0', '2026-03-05 10:00:00', 20, ?),"
                            + " ('1.0,1.0', '2026-03-05 10:00:00', 20, ?)",
                    false,
                    true,
                    false));
        }
        assertThat(desk.run("weather").out()).isEqualTo("""
                Home: -33.9,-70.0
                The weather of 2 hours is known, from 2026-03-01 11:00 to 2026-03-05 11:00.
                1 of them may be told otherwise later: the archive needs five days.
                """);
        assertThat(desk.run("weather", "forget").out())
                .startsWith("Your home is forgotten, and the weather of 3 hours.");
        assertThat(desk.rows("select count(*) from weather_readings")).containsExactly("0");
        assertThat(desk.rows("select count(*) from account where home_latitude is null and home_longitude is null"))
                .containsExactly("1");
    }

    @Test
    void whatIsNoPlaceIsRefused() {
        Desk desk = Desk.at(stores, folder);
        for (String[] wrong : new String[][] {
            {"90.01", "0"}, {"0", "-180.5"}, {"52,5", "13"}, {"1e400000000", "0"}, {"", "0"}, {"NaN", "0"}
        }) {
            Outcome outcome = desk.run("weather", "place", wrong[0], wrong[1]);
            assertThat(outcome.status()).as(outcome.out()).isEqualTo(2);
            assertThat(outcome.err()).contains("not a l", "such as 52.5 for the latitude");
        }
        assertThat(desk.rows("select count(*) from account where home_latitude is not null"))
                .containsExactly("0");
        assertThat(desk.run("weather", "place", "52.5").status()).isEqualTo(2);
        assertThat(desk.run("weather", "place", "52.5", "13.4", "--quick").status())
                .isEqualTo(2);
    }

    @Test
    void listeningIsAskedByTheWeatherAtHome() {
        Desk desk = Desk.at(stores, folder);
        desk.run(
                "import",
                desk.file("a.json", list(row("2026-03-01T10:20:00Z", "Ada", "Alpha", 200_000)))
                        .toString());
        desk.run("weather", "place", "0", "-0.04");
        try (Database database = desk.open()) {
            database.write(
                    session -> session.update(
                            "insert into weather_readings (location, hour, weather_code) values ('0.0,0.0', '2026-03-01 10:00:00', 61)"));
        }
        assertThat(desk.run("ask", "listening-by-weather", "--format", "csv").out())
                .isEqualTo("""
                weather,listens,heard_ms,hours,listens_a_day,coverage
                rain,1,200000,1,24.0,1.0
                """);
    }

    @Test
    void whatIsSwitchedOnIsAskedAndNothingElse() throws IOException {
        Desk desk = Desk.at(stores, folder);
        desk.run(
                "import",
                desk.file("a.json", list(row("2026-02-03T10:20:00Z", "Ada", "Alpha", 200_000)))
                        .toString());
        desk.run("weather", "place", "52.5", "13.4");
        assertThat(lines(desk.run("enrich")))
                .contains(
                        "lyrics | lrclib | 1 | 1 | 1 | it is switched off: set enrich-lrclib = on",
                        "links | genius | 1 | 1 | 1 | it needs a client access token: set genius-token",
                        "genres | musicbrainz | 1 | 1 | 1 | it is switched off: set enrich-musicbrainz = on",
                        "genres | listenbrainz | 1 | 1 | 1 | it needs a user token: set listenbrainz-token",
                        "genres | lastfm | 1 | 1 | 1 | it needs an API key: set lastfm-key",
                        "weather | open-meteo | 1 | 1 | 1 | it is switched off: set enrich-open-meteo = on");
        FakeClock clock = FakeClock.standingAt(desk.now);
        FakeLrclib words =
                new FakeLrclib().know(new FakeLrclib.Known("Ada", "Alpha", "Album", 200, false, "Some words", null));
        try (FakeServer lrclib = FakeServer.start(clock, 0, base -> words);
                FakeServer lastFm = FakeServer.start(
                        clock, 0, base -> new FakeLastFm().know("Ada", new FakeLastFm.Tag("pop", 100)));
                FakeServer musicBrainz = FakeServer.start(clock, 0, base -> new FakeMusicBrainz());
                FakeServer openMeteo = FakeServer.start(clock, 0, base -> new FakeOpenMeteo(clock))) {
            desk.environment.put("MTM_LRCLIB_URL", lrclib.address().toString());
            desk.environment.put("MTM_LASTFM_URL", lastFm.address() + "/2.0");
            desk.environment.put("MTM_MUSICBRAINZ_URL", musicBrainz.address().toString());
            desk.environment.put("MTM_OPEN_METEO_URL", openMeteo.address().toString());
            assertThat(desk.run("enrich", "all").status()).isZero();
            assertThat(lrclib.log().entries()).isEmpty();
            assertThat(openMeteo.log().entries()).isEmpty();
            desk.environment.put("MTM_ENRICH_LRCLIB", "on");
            desk.environment.put("MTM_ENRICH_OPEN_METEO", "on");
            desk.environment.put("MTM_ENRICH_MUSICBRAINZ", "on");
            assertThat(lines(desk.run("enrich")))
                    .contains(
                            "genres | musicbrainz | 1 | 1 | 1 | it needs an e-mail address or a page of yours: set contact");
            desk.environment.put("MTM_CONTACT", "me@example.org");
            desk.environment.put("MTM_LASTFM_KEY", FakeLastFm.KEY);
            Outcome ran = desk.run("enrich", "lyrics", "genres", "weather");
            assertThat(ran.out() + ran.err()).doesNotContain("Some words", FakeLastFm.KEY);
            assertThat(desk.rows("select lyrics from track_lyrics")).containsExactly("Some words");
            assertThat(desk.rows("select genres_source from artists")).containsExactly("lastfm");
            assertThat(musicBrainz.log().entries())
                    .allSatisfy(entry -> assertThat(entry.status()).isLessThan(403));
            assertThat(desk.run("weather").out())
                    .contains("The weather of 672 hours is known, from 2026-02-01 01:00 to 2026-03-01 00:00.");
            assertThat(desk.run("ask", "top-genres", "--format", "csv").out()).contains("pop,1,200000,1");
            assertThat(desk.run("ask", "listening-by-weather", "--format", "csv")
                            .out())
                    .as("the clearest day of ten")
                    .containsPattern("(?m),1,200000,\\d+,[0-9.]+,1\\.0$");
        }
        desk.environment.put("MTM_CONTACT", "me\nX-Evil: 1");
        assertThat(desk.run("enrich").err()).contains("contact: not an e-mail address or a page of yours");
    }

    private static List<String> lines(Outcome outcome) {
        return outcome.out()
                .lines()
                .map(line -> line.replaceAll(" {2,}", " | "))
                .toList();
    }
}
