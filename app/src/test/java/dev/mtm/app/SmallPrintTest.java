package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What commands say at the edges: the last day of the calendar, rows of which none fits, values that cannot be meant.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class SmallPrintTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    SmallPrintTest(TestStores stores) {
        this.stores = stores;
    }

    private Desk desk() {
        return Desk.at(stores, folder);
    }

    private Desk deskWithPlays() {
        Desk desk = desk();
        assertThat(desk.run("import", desk.file("a.json", list(0, 5)).toString())
                        .status())
                .isZero();
        return desk;
    }

    @Test
    void aDayIsOneThatBothDatabasesCanWrite() {
        Desk desk = deskWithPlays();
        for (String day : List.of("1900-01-01", "9998-12-31")) {
            Outcome outcome = desk.run("ask", "totals", "--as-of", day, "--format", "csv");
            assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
            assertThat(outcome.out().lines().skip(1).findFirst().orElse(""))
                    .startsWith(day.startsWith("1") ? "0," : "5,");
        }
        for (String day :
                List.of("9999-01-01", "9999-12-31", "+12026-01-01", "1899-12-31", "0000-01-01", "-2024-01-01")) {
            for (String option : List.of("--as-of", "--from", "--until")) {
                Outcome outcome = desk.run("ask", "totals", option + "=" + day);
                assertThat(outcome.status()).as(option + " " + day).isEqualTo(2);
                assertThat(outcome.err())
                        .startsWith("mtm: " + (option.equals("--as-of") ? option : option.substring(2)) + ": `" + day
                                + "` does not fit.\n  Give a day")
                        .contains("from 1900 to 9998");
            }
        }
        assertThat(desk.run("ask", "totals", "--year", "9999").status()).isEqualTo(2);
        assertThat(desk.run("ask", "totals", "--as-of", "today - 2 days").status())
                .isZero();
    }

    @Test
    void theLastDayOfADemoIsReadLikeAnyOther() {
        Outcome outcome = desk().run("demo", "--until", "2020-13-31");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("""
                mtm: --until: `2020-13-31` does not fit.
                  Give a day from 1900 to 9998 such as 2024-03-05 or `today - 30 days`.
                """);
    }

    @Test
    void theHelpOfTheDemoNamesTheStoreOfTheDemo() {
        Desk desk = desk();
        assertThat(desk.run("demo", "--help").out().replaceAll("\\s+", " "))
                .contains("Default: demo.db in the data folder, whatever MTM_DB and the settings file say.")
                .doesNotContain("music.db");
        assertThat(desk.run("ask", "--help").out().replaceAll("\\s+", " "))
                .contains("Default: MTM_DB, the settings file, or music.db in the data folder.");
    }

    @Test
    void anImportOfWhichNoRowFitsIsNoSuccess() {
        Desk desk = desk();
        String broken = row(Map.of("ts", "\"soon\""));
        String file = desk.file("a.json", list(broken, broken)).toString();
        for (String again : List.of("", "again")) {
            Outcome none = desk.run("import", file);
            assertThat(none.status()).as(again).isEqualTo(3);
            assertThat(none.out())
                    .endsWith("\nNothing was taken: all 2 rows were rejected.\n")
                    .contains(" --rejected` shows what was read of each.\n");
        }
        Outcome some =
                desk.run("import", desk.file("b.json", list(broken, row(1))).toString());
        assertThat(some.status()).isZero();
        Outcome rest =
                desk.run("import", desk.file("c.json", list(broken, row(1))).toString());
        assertThat(rest.status()).isZero();
        assertThat(rest.out()).endsWith("\nNothing new: 1 row was here already, 1 row was rejected.\n");
        assertThat(desk.run("import", desk.file("d.json", list(row(1))).toString())
                        .out())
                .endsWith("\nNothing new: all of it was here already.\n");
    }

    @Test
    void whatChangesNothingMakesNoStore() throws IOException {
        Desk desk = desk();
        Path file = desk.file("in/a.json", list(0, 5));
        Desk other = Desk.without(TestStores.POSTGRESQL, folder);
        Path store = folder.resolve("none/music.db");
        desk.environment.put("MTM_DB", store.toString());
        for (List<String> command : List.of(
                List.of("zone"),
                List.of("migrate", "status"),
                List.of("migrate", "history"),
                List.of("migrate", "down"))) {
            Outcome outcome = desk.run(command.toArray(String[]::new));
            assertThat(outcome.status()).as("%s", command).isEqualTo(4);
            assertThat(outcome.err()).contains("there is no store yet");
            assertThat(store.getParent()).doesNotExist();
        }
        assertThat(desk.run("import", folder.resolve("nope").toString()).status())
                .isEqualTo(3);
        Outcome dry = desk.run("import", "--dry-run", file.toString());
        assertThat(dry.status()).isZero();
        assertThat(dry.out()).contains("   5    5      0 ", "A dry run: nothing was kept.");
        assertThat(desk.run("adopt", Desk.text(other.store)).err()).contains("there is no column id in a table tracks");
        assertThat(store.getParent()).doesNotExist();
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("mtm-dry-run")))
                    .isEmpty();
        }
        assertThat(desk.run("migrate", "up").status()).isZero();
        assertThat(desk.run("import", "--dry-run", file.toString()).status()).isZero();
        assertThat(desk.run("zone", "Asia/Kolkata").status()).isZero();
        assertThat(desk.run("zone").out()).isEqualTo("Asia/Kolkata\n");
    }

    @Test
    void aWaitBelowZeroIsRefused() {
        Desk desk = desk();
        for (String wait : List.of("-4", "3601", "soon")) {
            desk.environment.put("MTM_BUSY_WAIT", wait);
            Outcome outcome = desk.run("imports");
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).isEqualTo("""
                    mtm: busy-wait: not a number of seconds from 0 to 3600: %s.
                      Give a number, such as 30.
                    """.formatted(wait));
        }
        desk.environment.put("MTM_BUSY_WAIT", "0");
        assertThat(desk.run("imports").status()).isZero();
    }
}
