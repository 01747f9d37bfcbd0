package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.nio.file.Path;
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
        assertThat(desk.rows("select home_latitude, home_longitude from account"))
                .containsExactly("-33.9 | -70.0");
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
}
