package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Stores that are not as they should be, whichever database holds them.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class StoreTroubleTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    StoreTroubleTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void anotherWriterIsWaitedForAndThenNamed() {
        Desk desk = Desk.at(stores, folder);
        Path file = desk.file("a.json", list(0, 10));
        try (Database other = desk.open()) {
            other.write(session -> {
                long start = System.nanoTime();
                Outcome outcome = desk.run("import", file.toString());
                assertThat(outcome.status()).isEqualTo(6);
                assertThat(outcome.err()).isEqualTo("""
                        mtm: %s: another process is writing to the store and did not finish in 1 s.
                          Wait for it, then run the same command again; nothing was changed.
                        """.formatted(desk.store.shown()));
                assertThat(System.nanoTime() - start).isBetween(900_000_000L, 20_000_000_000L);
                desk.environment.put("MTM_BUSY_WAIT", "0");
                assertThat(desk.run("import", file.toString()).status()).isEqualTo(6);
                assertThat(desk.run("ask", "totals").status())
                        .as("readers go on")
                        .isZero();
                return 0;
            });
        }
        assertThat(desk.plays()).isZero();
        assertThat(desk.run("import", file.toString()).status()).isZero();
        assertThat(desk.plays()).isEqualTo(10);
    }

    @Test
    void aClockThatStepsBackHarmsNothing() {
        Desk desk = Desk.at(stores, folder);
        assertThat(desk.run("import", desk.file("a.json", list(0, 10)).toString())
                        .status())
                .isZero();
        desk.now = Desk.NOW.minus(Duration.ofHours(30));
        assertThat(desk.run("import", desk.file("b.json", list(5, 20)).toString())
                        .out())
                .contains("15   10      5");
        assertThat(desk.plays()).isEqualTo(20);
        assertThat(desk.run("imports").out().lines().map(line -> line.strip().split(" ")[0]))
                .as("the order of imports is that of their numbers")
                .containsExactly("import", "2", "1");
        assertThat(desk.run("imports", "undo", "1").err()).contains("Undo 2 first");
        assertThat(desk.run("imports", "undo", "2").status()).isZero();
        assertThat(desk.run("imports", "undo", "1").status()).isZero();
        assertThat(desk.run("doctor").out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                .isEmpty();
    }

    @Test
    void aStoreNewerThanTheProgramIsLeftAlone() {
        Desk desk = Desk.at(stores, folder);
        Path file = desk.file("a.json", list(0, 10));
        int newest = Desk.newestVersion(stores);
        try (Database database = desk.open()) {
            database.write(session -> session.update(
                    "insert into schema_migrations (version, applied_at, note, checksum)"
                            + " values (?, ?, 'from the future', 'x')",
                    newest + 1,
                    Desk.NOW));
        }
        for (String[] command : new String[][] {
            {"import", file.toString()}, {"ask", "totals"}, {"migrate", "status"}, {"migrate", "up"}, {"zone"}
        }) {
            Outcome outcome = desk.run(command);
            assertThat(outcome.status()).isEqualTo(7);
            assertThat(outcome.err()).isEqualTo("""
                    mtm: %s: the store is at schema version %d, this program knows %d.
                      Use the newer version of the program that made it; nothing was changed.
                    """.formatted(desk.store.shown(), newest + 1, newest));
        }
        assertThat(desk.run("doctor").out()).contains("OFF", "the store is at schema version " + (newest + 1));
        assertThat(desk.plays()).isZero();
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() {
        for (String table : new String[] {"books", "tracks", "schema_version"}) {
            Desk desk = Desk.without(stores, folder);
            Path file = desk.file("a.json", list(0, 10));
            try (Database database = desk.open()) {
                database.write(session -> {
                    session.execute("create table " + table + " (version integer)");
                    session.execute("insert into " + table + " values (41)");
                    return 0;
                });
            }
            for (String[] command : new String[][] {
                {"import", file.toString()}, {"ask", "totals"}, {"migrate", "status"}, {"migrate", "up"}, {"imports"}
            }) {
                Outcome outcome = desk.run(command);
                assertThat(outcome.status()).isEqualTo(2);
                assertThat(outcome.err()).isEqualTo("""
                        mtm: %s: this database holds other tables and is no Music Time Machine store.
                          Name another file or database with --db; this one was not changed.
                        """.formatted(desk.store.shown()));
            }
            assertThat(desk.run("doctor").status()).isEqualTo(1);
            assertThat(desk.rows("select version from " + table)).containsExactly("41");
            assertThat(desk.rows(
                            switch (stores) {
                                case SQLITE -> "select name from sqlite_master order by name";
                                case POSTGRESQL ->
                                    "select relname from pg_class where relnamespace = 'public'::regnamespace";
                            }))
                    .containsExactly(table);
        }
    }

    @Test
    void aMigrationThatWasChangedSinceIsTold() {
        Desk desk = Desk.at(stores, folder);
        try (Database database = desk.open()) {
            database.write(
                    session -> session.update("update schema_migrations set checksum = 'other' where version = 5"));
        }
        Outcome outcome = desk.run("migrate", "status");
        assertThat(outcome.status()).isEqualTo(7);
        assertThat(desk.run("doctor").status()).isEqualTo(1);
        assertThat(outcome.err()).contains("migration 5 is missing or not the one that this program has");
    }
}
