package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How a person takes a store with plays from version to version.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class UpgradeCommandTest {
    private static final int PLAYS = 200;

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    UpgradeCommandTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void goingDownAndUpAgainDerivesWhatCountsAnew() {
        Desk desk = withPlays();
        List<String> listens = listens(desk);
        assertThat(listens).isNotEmpty();
        assertThat(desk.run("migrate", "down", "--to", "9").status()).isZero();
        assertThat(desk.run("migrate", "up", "--to", "11").status()).isZero();
        assertThat(listens(desk)).as("this version is not the newest").isEmpty();
        assertThat(desk.run("migrate", "up").status()).isZero();
        assertThat(listens(desk)).isEqualTo(listens);
        assertFine(desk);
        assertThat(desk.run("migrate", "down", "--to", "9").status()).isZero();
        assertThat(desk.run("ask", "totals").err()).contains("The store was brought from schema version 9 to");
        assertThat(listens(desk)).isEqualTo(listens);
        assertFine(desk);
    }

    @Test
    void theTrialIsToldAndTheBackupIsTheStoreAsItWas() throws IOException {
        Desk desk = withPlays();
        int newest = Desk.newestVersion(stores);
        List<String> listens = listens(desk);
        Outcome down = desk.run("migrate", "down");
        assertThat(down.status()).isZero();
        switch (desk.store) {
            case DatabaseAddress.File file -> {
                Path backup = Path.of(file.path() + ".at-%04d".formatted(newest));
                assertThat(down.out()).isEqualTo("""
                        It was tried on a copy first; a copy of the store as it was is in %s.
                        Took back %04d.
                        """.formatted(backup, newest));
                assertThat(beside(file.path())).containsExactly(file.path(), backup);
                desk.environment.put("MTM_DB", backup.toString());
                assertThat(desk.run("migrate", "status").out()).doesNotContain("pending");
                assertThat(desk.run("ask", "totals").out()).contains(String.valueOf(PLAYS));
                assertFine(desk);
            }
            case DatabaseAddress.Server server -> {
                Path backup = before(desk).getFirst();
                assertThat(down.out()).isEqualTo("""
                        It was tried first in the scratch database mtm_trial_of_%s, which is gone again;\
                         a backup of the store as it was is in %s.
                        Took back %04d.
                        """.formatted(server.database(), backup, newest));
                assertThat(trials(desk)).isEmpty();
                Desk other = Desk.without(stores, folder);
                assertThat(other.run("restore", backup.toString()).out()).contains(PLAYS + " plays");
                assertThat(listens(other)).isEqualTo(listens);
                assertThat(desk.run("ask", "totals").err())
                        .contains("The store was brought from", "a backup of the store as it was is in");
                assertThat(before(desk)).hasSize(2);
            }
        }
    }

    @Test
    void whereNoBackupCanBeMadeAServerIsNotUpgraded() {
        Desk desk = withPlays();
        assumeTrue(desk.store instanceof DatabaseAddress.Server, "SQLite copies its file");
        assertThat(desk.run("migrate", "down", "--to", "9").status()).isZero();
        String folderOfNobody = desk.file("a-file", "").resolve("backups").toString();
        desk.environment.put("MTM_BACKUP_FOLDER", folderOfNobody);
        for (Outcome refused : List.of(
                desk.run("migrate", "up"),
                desk.run("ask", "totals"),
                desk.run("migrate", "down", "--to", "3", "--discard"))) {
            assertThat(refused.status()).isEqualTo(9);
            assertThat(refused.err())
                    .startsWith("mtm: " + folderOfNobody + "/before-upgrades: the backup before a change of the schema"
                            + " cannot be made: the folder may not be written")
                    .endsWith("the store was not changed.\n");
        }
        assertThat(desk.rows("select max(version) from schema_migrations")).containsExactly("9");
        assertThat(desk.plays()).isEqualTo(PLAYS);
        assertThat(trials(desk)).isEmpty();
    }

    @Test
    void aStepThatIsRefusedInTheTrialLeavesTheStoreAtItsVersion() throws IOException {
        Desk desk = withPlays();
        List<String> listens = listens(desk);
        Outcome refused = desk.run("migrate", "to", "3");
        assertThat(refused.status()).isEqualTo(11);
        assertThat(refused.err())
                .isEqualTo("mtm: " + desk.store.shown() + ": going below version 9 would lose plays (200 rows).\n"
                        + "  Add --discard to go down all the same; a backup is made first."
                        + " This was a trial; the store itself was not changed.\n");
        assertThat(desk.run("migrate", "status").out()).doesNotContain("pending");
        assertThat(listens(desk)).isEqualTo(listens);
        if (desk.store instanceof DatabaseAddress.File file) {
            assertThat(beside(file.path())).containsExactly(file.path());
        } else {
            assertThat(trials(desk)).isEmpty();
        }
    }

    @Test
    void aStoreOfTheFirstDesignIsSaidToComeFromItsVersion() throws IOException {
        Desk desk = Desk.without(TestStores.SQLITE, folder);
        try (Database database = desk.open()) {
            database.write(session -> {
                for (String sql : List.of(
                        "create table tracks (track_id text primary key, name text not null, artist_name text not null,"
                                + " album_name text not null, duration_ms integer not null, album_image_url text,"
                                + " spotify_url text, raw_json text, added_at timestamp default current_timestamp)",
                        "create table snapshots (track_id text not null references tracks (track_id) on delete cascade,"
                                + " snapshot_date date not null, time_range text not null, rank integer not null,"
                                + " primary key (track_id, snapshot_date, time_range))",
                        "create index idx_snapshots_date on snapshots (snapshot_date)",
                        "create index idx_snapshots_track_date on snapshots (track_id, snapshot_date)",
                        "create index idx_tracks_artist on tracks (artist_name)",
                        "create table schema_version (version integer primary key, applied_at timestamp)",
                        "insert into schema_version (version) values (1)")) {
                    session.execute(sql);
                }
                return 0;
            });
        }
        assertThat(desk.run("doctor").out()).contains("1 of " + Desk.newestVersion(TestStores.SQLITE));
        assertThat(desk.run("ask", "totals").err())
                .startsWith("The store was brought from schema version 1 to ")
                .contains(desk.store.shown() + ".at-0001.");
    }

    @Test
    void upAndDownGoTheirWayOnly() {
        Desk desk = Desk.at(stores, folder);
        int newest = Desk.newestVersion(stores);
        assertThat(desk.run("migrate", "up", "--to", "3")).isEqualTo(new Outcome(2, "", """
                mtm: --to: the store is at version %d; version 3 lies the other way.
                  Run `mtm migrate down --to 3`.
                """.formatted(newest)));
        assertThat(desk.run("migrate", "down", "--to", "3").status()).isZero();
        assertThat(desk.run("migrate", "down", "--to", "7").err()).contains("Run `mtm migrate up --to 7`.");
        assertThat(desk.run("migrate", "up", "--to", "7").out()).endsWith("Applied 0004, 0005, 0006, 0007.\n");
        assertThat(desk.run("migrate", "up", "--to", "7").out()).isEqualTo("The store is at version 7 already.\n");
        assertThat(desk.run("migrate", "up", "--to", "700").err()).contains("there is no version 700");
        assertThat(desk.run("migrate", "down", "--to", "-1").err()).contains("there is no version -1");
    }

    @Test
    void theHistoryIsALogOfWhatWasApplied() {
        Desk desk = Desk.without(stores, folder);
        Outcome none = desk.run("migrate", "history");
        assertThat(none.out() + none.err())
                .contains(stores == TestStores.SQLITE ? "there is no store yet" : "Nothing was applied yet.");
        assertThat(desk.run("migrate", "up", "--to", "2").out()).isEqualTo("Applied 0001, 0002.\n");
        assertThat(desk.run("migrate", "history").out()).isEqualTo("""
                0002  2026-03-06 11:00:00  A track's main genre
                0001  2026-03-06 11:00:00  Tracks and snapshots: what a thing is, and when it was ranked
                """);
    }

    @Test
    void aPairOfFilesIsWrittenWhereTheSourcesAre() throws IOException {
        Desk desk = Desk.at(stores, folder);
        Outcome nowhere = desk.run("migrate", "new", "play_counts", "--source", folder.toString());
        assertThat(nowhere.status()).isEqualTo(4);
        assertThat(nowhere.err())
                .contains("there is no source tree of this program here")
                .contains("Run it in a clone of the project, or name the clone with --source.");
        Path migrations = Files.createDirectories(folder.resolve("app/src/main/resources/migrations"));
        assertThat(desk.run("migrate", "new", "Play counts", "--source", folder.toString())
                        .err())
                .contains("a migration is not called like this", "such as play_counts");
        Files.writeString(migrations.resolve("0041_before.sqlite.sql"), "-- note: Before\n\n-- up\n\n-- down\n");
        assertThat(desk.run("migrate", "new", "play_counts", "--source", folder.toString()))
                .isEqualTo(new Outcome(0, """
                        Wrote %1$s/0042_play_counts.sqlite.sql
                        Wrote %1$s/0042_play_counts.postgresql.sql
                        """.formatted(migrations), ""));
        assertThat(migrations.resolve("0042_play_counts.postgresql.sql"))
                .hasContent("-- note: Play counts\n\n-- up\n\n-- down\n");
    }

    @Test
    void aDraftTellsWhatItFoundAndWhatItCannotSee() throws IOException {
        Desk desk = Desk.at(stores, folder);
        Path migrations = Files.createDirectories(folder.resolve("app/src/main/resources/migrations"));
        assertThat(desk.run("migrate", "draft", "moods", "--source", folder.toString())
                        .out())
                .isEqualTo("The store is as the migrations make it; nothing was written.\n");
        assertThat(beside(migrations)).containsExactly(migrations);
        try (Database database = desk.open()) {
            database.write(session -> {
                session.execute("alter table tracks add column mood text");
                return 0;
            });
        }
        Outcome drafted = desk.run("migrate", "draft", "moods", "--source", folder.toString());
        assertThat(drafted.status()).isZero();
        assertThat(drafted.out())
                .startsWith("column tracks.mood is only in the store\nWrote " + migrations)
                .contains("Read it before you use it. A draft does not see views, triggers");
        String dialect = stores == TestStores.SQLITE ? "sqlite" : "postgresql";
        String other = stores == TestStores.SQLITE ? "postgresql" : "sqlite";
        assertThat(migrations.resolve("0001_moods." + dialect + ".sql")).hasContent("""
                -- note: Moods

                -- up
                alter table tracks add column mood text;

                -- down
                -- loses: tracks.mood: select count(*) from tracks where mood is not null
                alter table tracks drop column mood;
                """);
        assertThat(migrations.resolve("0001_moods." + other + ".sql"))
                .content()
                .contains("-- The file for " + dialect + " was drafted from a store; say the same here.");
    }

    /// Real processes, so that what keeps them apart is the database and nothing in this one.
    @Test
    void twoProcessesAtOnceGiveOneUpgrade() throws Exception {
        Desk desk = withPlays();
        desk.environment.put("MTM_BUSY_WAIT", "60");
        List<String> listens = listens(desk);
        assertThat(desk.run("migrate", "down", "--to", "9").status()).isZero();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(Child.start(desk.environment, folder.resolve("log" + i), "migrate", "up"));
        }
        for (int i = 0; i < 2; i++) {
            assertThat(Child.end(processes.get(i)))
                    .as(Files.readString(folder.resolve("log" + i)))
                    .isZero();
        }
        assertThat(desk.rows("select version from schema_migrations order by version"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, Desk.newestVersion(stores))
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(listens(desk)).isEqualTo(listens);
        assertFine(desk);
        if (desk.store instanceof DatabaseAddress.File file) {
            assertThat(beside(file.path())).noneMatch(path -> path.toString().contains(".trial"));
        } else {
            assertThat(trials(desk)).isEmpty();
        }
    }

    private Desk withPlays() {
        Desk desk = Desk.at(stores, folder);
        assertThat(desk.run("import", desk.file("a.json", list(0, PLAYS)).toString())
                        .status())
                .isZero();
        return desk;
    }

    private static List<String> listens(Desk desk) {
        return desk.rows("select * from listens order by account_id, played_at, track_key, play_id");
    }

    /// Nothing is off but the clock of the server, which is not that of the desk.
    private static void assertFine(Desk desk) {
        assertThat(desk.run("doctor")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("OFF") && !line.contains("its clock shows")))
                .isEmpty();
    }

    /// The backups that were made before steps, the oldest first.
    private static List<Path> before(Desk desk) throws IOException {
        try (Stream<Path> files = Files.list(desk.folder.resolve("data/mtm/backups/before-upgrades"))) {
            return files.sorted().toList();
        }
    }

    /// The store's file and those whose names start like it.
    private static List<Path> beside(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolveSibling("."))) {
            return files.map(Path::normalize)
                    .filter(file -> file.toString().startsWith(store.toString()))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> trials(Desk desk) {
        try (Database database = desk.open()) {
            return database.read(session -> session.list(
                    "select datname from pg_database where datname = 'mtm_trial_of_' || current_database()",
                    row -> row.text(1)));
        }
    }
}
