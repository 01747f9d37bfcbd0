package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Backups, what becomes of them, and the way back from each.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class BackupTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    private Path backups = Path.of("");

    BackupTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void importPlays() {
        desk = Desk.with("400 plays and something in every table", stores, folder, first -> {
            fine(first, "import", first.file("a.json", list(0, 400)).toString());
            Stores.fill(first);
        });
        backups = folder.resolve("backups");
        desk.environment.put("MTM_BACKUP_FOLDER", backups.toString());
    }

    private String fine(String... arguments) {
        return fine(desk, arguments);
    }

    private static String fine(Desk desk, String... arguments) {
        Outcome outcome = desk.run(arguments);
        assertThat(outcome.err()).as(String.join(" ", arguments)).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.out();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(backups)) {
            return List.of();
        }
        try (var files = Files.list(backups)) {
            return files.filter(file -> file.toString().endsWith(".gz"))
                    .sorted()
                    .toList();
        }
    }

    private Path backup() throws IOException {
        fine("backup");
        return files().getLast();
    }

    @Test
    void whatWasBackedUpComesBackRowForRowAndWhatWasThereIsKept() throws IOException {
        TreeSet<String> before = Stores.content(desk);
        Path backup = backup();
        assertThat(backup.getFileName().toString()).matches(".+-[0-9a-f]{8}-20260306T110000Z-v00\\d\\d\\.db\\.gz");
        fine("import", desk.file("b.json", list(400, 500)).toString());
        TreeSet<String> later = Stores.content(desk);
        Outcome asked = desk.run("restore", backup.toString());
        assertThat(asked.status()).isEqualTo(11);
        assertThat(asked.err()).contains("there is a store already").contains("--yes");
        assertThat(Stores.differences(later, Stores.content(desk))).isEmpty();

        String told = fine("restore", "--yes", backup.toString());
        assertThat(told).contains("400 plays.");
        assertThat(Stores.differences(before, Stores.content(desk))).isEmpty();
        assertThat(desk.run("doctor").out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                .isEmpty();
        String kept = told.substring(told.indexOf("kept in ") + 8, told.lastIndexOf('.'));
        switch (desk.store) {
            case DatabaseAddress.File file -> {
                Desk old = Desk.at(stores, folder);
                old.environment.put("MTM_DB", kept);
                assertThat(fine(old, "ask", "totals", "--format", "csv")).contains("500");
            }
            case DatabaseAddress.Server server ->
                assertThat(desk.rows("select count(*) from " + kept.replace("schema ", "") + ".play_history"))
                        .containsExactly("500");
        }
        assertThat(fine("import", desk.file("b.json", list(400, 500)).toString()))
                .contains("100");
        assertThat(desk.plays()).isEqualTo(500);
    }

    @Test
    void aBackupOfOneDatabaseIsRestoredIntoTheOther() throws IOException {
        Path backup = backup();
        for (TestStores target : TestStores.values()) {
            for (Desk other : List.of(Desk.without(target, folder), Desk.at(target, folder))) {
                fine(other, "restore", "--yes", backup.toString());
                assertThat(Stores.differences(Stores.content(desk), Stores.content(other)))
                        .isEmpty();
                assertThat(Stores.answers(other)).isEqualTo(Stores.answers(desk));
            }
        }
    }

    @Test
    void aBackupOfAnOlderVersionIsBroughtUpToDateAndOneOfANewerIsRefused() throws IOException {
        fine("migrate", "to", "11", "--discard");
        Path old = backup();
        assertThat(old.toString()).endsWith("-v0011.db.gz");
        Desk other = Desk.without(stores, folder);
        fine(other, "restore", old.toString());
        assertThat(other.plays()).isEqualTo(400);
        assertThat(other.rows("select count(*) from schema_migrations"))
                .containsExactly(String.valueOf(Desk.newestVersion(stores)));

        fine("migrate", "up");
        try (Database database = desk.open()) {
            database.write(session -> session.update(
                    "insert into schema_migrations (version, applied_at, note, checksum) values (9999, ?, 'x', 'x')",
                    Desk.NOW));
        }
        assertThat(desk.run("backup").status()).isEqualTo(7);
    }

    @Test
    void doctorListsTheCopiesThatWereKept() throws IOException {
        assertThat(desk.run("doctor").out()).doesNotContain("kept copies");
        String told = fine("restore", "--yes", backup().toString());
        String replaced = told.substring(told.indexOf("kept in ") + 8, told.lastIndexOf('.'));
        fine("migrate", "down", "--discard");
        String line = desk.run("doctor")
                .out()
                .lines()
                .filter(text -> text.startsWith("ok   kept copies"))
                .findFirst()
                .orElseThrow();
        assertThat(line).contains(" MiB, of before upgrades and restores: ", replaced, "; delete those");
        switch (desk.store) {
            case DatabaseAddress.File file -> assertThat(line).contains("  2, ", file.path() + ".at-");
            case DatabaseAddress.Server server ->
                assertThat(line).contains("  3, ", "_music_db, ", "/" + server.database(), "drop schema NAME cascade");
        }
    }

    @Test
    void damagedBackupsAreRefusedAndNothingIsChanged() throws IOException {
        TreeSet<String> before = Stores.content(desk);
        byte[] whole = Files.readAllBytes(backup());
        byte[] flipped = whole.clone();
        for (int i = whole.length / 2; i < whole.length / 2 + 64; i++) {
            flipped[i] ^= 0x55;
        }
        Map<String, byte[]> damaged = Map.of(
                "cut.db.gz", Arrays.copyOf(whole, whole.length * 2 / 3),
                "flipped.db.gz", flipped,
                "empty.db.gz", new byte[0],
                "diary.txt", "Dear diary".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "cut.db", cutStore(whole));
        damaged.forEach((name, bytes) -> {
            Path file = desk.file(name, bytes);
            Outcome outcome = desk.run("restore", "--yes", file.toString());
            assertThat(outcome.status()).as(name).isEqualTo(3);
            assertThat(outcome.err()).as(name).startsWith("mtm: " + file + ": ").containsAnyOf("damaged", "no backup");
        });
        Outcome missing = desk.run("restore", "--yes", folder.resolve("none.gz").toString());
        assertThat(missing.status()).isEqualTo(4);
        assertThat(Stores.differences(before, Stores.content(desk))).isEmpty();
        assertThat(leftOvers()).isEmpty();
    }

    private byte[] cutStore(byte[] packed) throws IOException {
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            byte[] store = in.readAllBytes();
            return Arrays.copyOf(store, store.length / 2 / 4096 * 4096);
        }
    }

    private List<Path> leftOvers() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().contains(".part")).toList();
        }
    }

    @Test
    void aDrillAsksEveryQuestionAndDoctorShowsHowItWent() throws IOException {
        assertThat(desk.run("backup", "drill").status()).isEqualTo(4);
        Path backup = backup();
        assertThat(fine("backup", "drill")).contains("The drill passed").contains("as the store does");
        assertThat(desk.run("doctor").out())
                .contains("ok   backup drill")
                .contains(backup.getFileName().toString());

        fine("import", desk.file("b.json", list(400, 500)).toString());
        assertThat(desk.run("backup", "drill").status()).isZero();

        byte[] whole = Files.readAllBytes(backup);
        Files.write(backup, Arrays.copyOf(whole, whole.length / 2));
        assertThat(desk.run("backup", "drill").status()).isEqualTo(3);
        assertThat(desk.run("doctor").out()).contains("OFF  backup drill").contains("it failed");
    }

    @Test
    void aDrillAsksOfATrackThatTheBackupKnows() throws IOException {
        Desk fresh = Desk.at(stores, folder);
        fresh.environment.put("MTM_BACKUP_FOLDER", backups.toString());
        String later = row(Map.of("spotify_track_uri", "\"spotify:track:zzzzzzzzzzzzzzzzzzzzzz\""));
        String earlier = row(Map.of(
                "ts", "\"2024-01-01T13:00:00Z\"",
                "master_metadata_track_name", "\"Other\"",
                "spotify_track_uri", "\"spotify:track:0000000000000000000000\""));
        fine(fresh, "import", desk.file("z.json", list(later)).toString());
        fine(fresh, "backup");
        fine(fresh, "import", desk.file("0.json", list(earlier)).toString());
        assertThat(fine(fresh, "backup", "drill")).contains("The drill passed");
        fine(fresh, "imports", "undo", "2");
        fine(fresh, "imports", "undo", "1");
        assertThat(fine(fresh, "backup", "drill")).contains("The drill passed").contains("has changed since");
    }

    @Test
    void aDrillFailsWhereTheStoreAnswersOtherwiseThoughNothingCameIn() throws IOException {
        backup();
        try (Database database = desk.open()) {
            database.write(session -> session.update("update heard_tracks set listens = listens + 1"));
        }
        Outcome outcome = desk.run("backup", "drill");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("FAILED").contains("top-artists");
    }

    @Test
    void theScheduleMakesABackupBeforeAChangeAndDoctorMissesOneThatIsLate() throws IOException {
        desk.environment.put("MTM_BACKUP_SCHEDULE", "weekly");
        assertThat(desk.run("doctor").out()).contains("OFF  backups").contains("none in");
        Path more = desk.file("b.json", list(400, 450));
        assertThat(desk.run("import", "--dry-run", more.toString()).err()).isEmpty();
        assertThat(files()).isEmpty();
        Outcome first = desk.run("import", more.toString());
        assertThat(first.err()).startsWith("Backup made first, as it was due: " + backups);
        assertThat(files()).hasSize(1);
        desk.now = Desk.NOW.plus(Duration.ofDays(6));
        assertThat(desk.run("zone", "Asia/Tokyo").err()).isEmpty();
        assertThat(desk.run("doctor").out()).contains("ok   backups");
        desk.now = Desk.NOW.plus(Duration.ofDays(8));
        assertThat(desk.run("doctor").out()).contains("OFF  backups").contains("one is due weekly");
        assertThat(desk.run("rebuild").err()).startsWith("Backup made first");
        assertThat(files()).hasSize(2);
        Desk fresh = Desk.without(stores, folder);
        fresh.environment.put("MTM_BACKUP_SCHEDULE", "daily");
        fine(fresh, "import", more.toString());
        desk.environment.put("MTM_BACKUP_SCHEDULE", "hourly");
        assertThat(desk.run("rebuild").status()).isEqualTo(2);
    }

    @Test
    void everyCommandThatChangesTheStoreMakesTheBackupThatIsDue() throws IOException {
        desk.environment.put("MTM_BACKUP_SCHEDULE", "daily");
        desk.environment.put("MTM_BACKUP_KEEP", "99/99/99");
        String more = desk.file("b.json", list(400, 410)).toString();
        int newest = Desk.newestVersion(stores);
        List<List<String>> changing = List.of(
                List.of("import", more),
                List.of("imports", "undo", "2"),
                List.of("rebuild"),
                List.of("zone", "Asia/Tokyo"),
                List.of("snapshot", "rebuild"),
                List.of("adopt", Desk.text(AdoptTest.musicDb(folder).store)),
                List.of("migrate", "down", "--discard"),
                List.of("migrate", "up"),
                List.of("migrate", "to", String.valueOf(newest - 1), "--discard"));
        for (List<String> command : changing) {
            desk.now = desk.now.plus(Duration.ofDays(1));
            int before = files().size();
            Outcome outcome = desk.run(command.toArray(String[]::new));
            assertThat(outcome.err()).as(command + "").startsWith("Backup made first, as it was due: " + backups);
            assertThat(outcome.status()).as(command + outcome.err()).isZero();
            assertThat(files()).as(command + "").hasSize(before + 1);
        }
    }

    @Test
    void theRotationKeepsTheNewestOfEachDayWeekAndMonth() throws IOException {
        desk.environment.put("MTM_BACKUP_KEEP", "2/2/2");
        for (String day : List.of("2026-01-05", "2026-01-31", "2026-02-10", "2026-02-27", "2026-03-05", "2026-03-06")) {
            desk.now = java.time.Instant.parse(day + "T11:00:00Z");
            fine("backup");
        }
        // two days: 6 and 5 March; two weeks: that of 2 March and that of 23 February; two months: March and February
        assertThat(files().stream()
                        .map(file -> file.getFileName().toString().replaceFirst(".*-(\\d{8})T.*", "$1"))
                        .collect(Collectors.toList()))
                .containsExactly("20260227", "20260305", "20260306");
        assertThat(fine("backup", "list").lines()).hasSize(4);
        Path elsewhere = folder.resolve("else/where");
        fine("backup", "--to", elsewhere.toString());
        assertThat(elsewhere).isNotEmptyDirectory();
        assertThat(files()).hasSize(3);
    }

    /// Files of one name in two folders, as after a move; on a server, a database of the name that a file has.
    @Test
    void storesOfOneNameThatShareAFolderHaveEachTheirOwnBackups() throws IOException {
        String name = switch (desk.store) {
            case DatabaseAddress.File file -> file.path().getFileName().toString();
            case DatabaseAddress.Server server -> server.database() + ".db";
        };
        Desk other = Desk.without(TestStores.SQLITE, folder);
        other.environment.put(
                "MTM_DB", folder.resolve("elsewhere").resolve(name).toString());
        other.environment.put("MTM_BACKUP_FOLDER", backups.toString());
        other.environment.put("MTM_BACKUP_KEEP", "1/0/0");
        desk.environment.put("MTM_BACKUP_KEEP", "1/0/0");
        fine(other, "import", other.file("c.json", list(500, 510)).toString());
        String backup = backup().getFileName().toString();
        fine("backup", "drill");
        assertThat(fine(other, "backup", "list")).startsWith("No backups");
        assertThat(other.run("backup", "drill").status()).isEqualTo(4);
        assertThat(other.run("doctor").out()).doesNotContain("backup drill");

        other.now = Desk.NOW.plus(Duration.ofDays(40));
        assertThat(fine(other, "backup")).contains("10 plays").doesNotContain("No longer kept");
        assertThat(files()).hasSize(2);
        assertThat(fine("backup", "list").lines()).hasSize(2).last().asString().endsWith(backup);
        assertThat(fine(other, "backup", "list").lines()).hasSize(2);
        fine("backup", "drill");
    }

    @Test
    void aBackupIsOfOneMomentWhileOthersWrite() throws Exception {
        Process writer = Child.start(
                desk.environment,
                folder.resolve("log"),
                "import",
                desk.file("many.json", list(400, 8_000)).toString());
        int made = 0;
        while (writer.isAlive() || made == 0) {
            desk.now = desk.now.plusSeconds(1);
            fine("backup");
            made++;
        }
        assertThat(Child.end(writer)).isZero();
        List<Path> files = List.copyOf(files());
        for (int i = 0; i < files.size(); i += 1 + files.size() / 4) {
            Desk other = Desk.without(stores, folder);
            fine(other, "restore", files.get(i).toString());
            assertThat(other.plays()).isIn(400L, 8_000L);
        }
    }
}
