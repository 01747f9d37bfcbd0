package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.bytes;
import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Session;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The program is killed (SIGKILL) in the middle of its work, over and over: the store has all of a piece of work or
/// nothing of it, and doing it again gives what it would have given undisturbed.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class CrashTest {
    private static final long SEED = 20260306;
    private static final int PLAYS = 10_000;
    private static final int EARLIER = 500;

    private static final List<String> TIMES_OF_THE_RUN = List.of("applied_at", "added_at", "created_at");

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;
    private final Random random = new Random(SEED);

    CrashTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void anImportThatIsKilledIsThereAsAWholeOrNotAtAll() throws Exception {
        int kills = Trials.number(stores == TestStores.SQLITE ? 30 : 4);
        Path earlier = Files.write(folder.resolve("earlier.json"), bytes(list(0, EARLIER)));
        Path export = Files.write(folder.resolve("export.zip"), export());

        Desk undisturbed = withEarlierPlays(earlier);
        String before = content(undisturbed);
        assertThat(undisturbed.run("import", export.toString()).status()).isZero();
        String after = content(undisturbed);
        long writing = timeOfWriting(withEarlierPlays(earlier), export);

        int inTheMiddle = 0;
        int committed = 0;
        Desk desk = withEarlierPlays(earlier);
        for (int kill = 0; kill < kills; kill++) {
            boolean begun = kill(desk, export, kill % 6 == 0 ? -1 : random.nextLong(writing));
            long plays = desk.plays();
            assertThat(plays).as("kill " + kill).isIn((long) EARLIER, (long) PLAYS);
            assertSound(desk);
            boolean whole = plays == PLAYS;
            if (whole) {
                committed++;
            } else if (begun) {
                inTheMiddle++;
            }
            if (kill % 6 == 5 || whole) {
                assertThat(content(desk)).as("kill " + kill).isEqualTo(whole ? after : before);
                assertFine(desk);
                assertThat(desk.run("import", export.toString()).status()).isZero();
                assertThat(content(desk)).as("kill " + kill).isEqualTo(after);
                desk = withEarlierPlays(earlier);
            }
        }
        Trials.told("import", stores, kills, inTheMiddle);
        assertThat(committed).isLessThan(kills);
        assertThat(inTheMiddle).isGreaterThanOrEqualTo(kills / 3);
    }

    @Test
    void theFirstImportOfAllThatIsKilledLeavesNothingThatIsInTheWay() throws Exception {
        Path export = Files.write(folder.resolve("export.zip"), export());
        Desk undisturbed = Desk.without(stores, folder);
        assertThat(undisturbed.run("import", export.toString()).status()).isZero();
        String after = content(undisturbed);
        Desk desk = Desk.without(stores, folder);
        desk.environment.put("MTM_BUSY_WAIT", "20");
        for (int kill = 0; kill < Trials.number(2); kill++) {
            Process process = start(desk, "import", export.toString());
            Thread.sleep(100 + random.nextLong(1_000));
            process.destroyForcibly().waitFor();
        }
        Trials.told("first import", stores, Trials.number(2), 0);
        assertThat(desk.run("import", export.toString()).status()).isZero();
        assertThat(content(desk)).isEqualTo(after);
        assertFine(desk);
    }

    @Test
    void aRebuildThatIsKilledLeavesWhatCountedBefore() throws Exception {
        Desk desk = withEarlierPlays(Files.write(folder.resolve("all.json"), bytes(list(0, PLAYS))));
        String before = content(desk);
        long work = Victim.timeOfWork(start(desk, "rebuild"), Victim.writes(desk));
        assertThat(content(desk)).isEqualTo(before);
        int kills = Trials.number(2);
        int atWork = 0;
        for (int kill = 0; kill < kills; kill++) {
            if (Victim.kill(start(desk, "rebuild"), Victim.writes(desk), Victim.moment(random, work, kill, kills))) {
                atWork++;
            }
            assertSound(desk);
        }
        Trials.told("rebuild", stores, kills, atWork);
        assertThat(atWork).isPositive();
        assertThat(content(desk)).isEqualTo(before);
        assertFine(desk);
    }

    @Test
    void anUpgradeThatIsKilledStandsAtOneVersionOrTheNextAndCanGoOn() throws Exception {
        Desk undisturbed = atVersionThree();
        long work = Victim.timeOfWork(start(undisturbed, "migrate", "up"), Victim.writes(undisturbed));
        String after = content(undisturbed);

        Desk desk = atVersionThree();
        TreeSet<Integer> versions = new TreeSet<>();
        int newest = Desk.newestVersion(stores);
        int kills = Trials.number(2);
        int atWork = 0;
        for (int kill = 0; kill < kills; kill++) {
            Process process = start(desk, "migrate", "up");
            boolean steps = kill % 2 == 1; // those of the store itself, after the trial
            if (steps && desk.store instanceof DatabaseAddress.File file) {
                trialIsOver(process, file.path());
            }
            long earliest = steps && desk.store instanceof DatabaseAddress.Server ? work / 2 : 0;
            if (Victim.kill(process, Victim.writes(desk), earliest + random.nextLong(Math.max(work / 2, 1)))) {
                atWork++;
            }
            assertSound(desk);
            int version = Integer.parseInt(
                    desk.rows("select count(*) from schema_migrations").getFirst());
            versions.add(version);
            if (version == newest) {
                assertThat(content(desk)).isEqualTo(after);
                desk = atVersionThree();
            }
        }
        Trials.told("upgrade (stood at " + versions + ")", stores, kills, atWork);
        assertThat(atWork).isPositive();
        assertThat(desk.run("migrate", "up").status()).isZero();
        assertThat(content(desk)).isEqualTo(after);
        assertFine(desk);
        everyCopyIsWhole(desk);
    }

    /// Waits until the copy for the trial has come and gone, and the steps of the store itself begin.
    private static void trialIsOver(Process process, Path store) throws Exception {
        boolean begun = false;
        while (process.isAlive()) {
            boolean there = Files.exists(Path.of(store + ".trial"));
            if (begun && !there) {
                return;
            }
            begun |= there;
            Thread.sleep(1);
        }
    }

    private static byte[] export() {
        Map<String, byte[]> members = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            members.put("Streaming_History_Audio_" + i + ".json", bytes(list(PLAYS * i / 4, PLAYS * (i + 1) / 4)));
        }
        return zip(members);
    }

    private Desk withEarlierPlays(Path earlier) {
        Desk desk = Desk.at(stores, folder);
        desk.environment.put("MTM_LIVE", "1");
        desk.environment.put("MTM_BUSY_WAIT", "20"); // a server notices after a while that its client is gone
        assertThat(desk.run("import", earlier.toString()).status()).isZero();
        return desk;
    }

    /// A store as the third version had it, with rows.
    private Desk atVersionThree() {
        Desk desk = Desk.without(stores, folder);
        desk.environment.put("MTM_BUSY_WAIT", "20");
        assertThat(desk.run("migrate", "to", "3").status()).isZero();
        try (Database database = desk.open()) {
            database.write(session -> {
                for (int track = 0; track < 2_000; track++) {
                    session.update(
                            "insert into tracks (track_id, name, artist_name, album_name, duration_ms, added_at)"
                                    + " values (?, ?, ?, ?, ?, ?)",
                            "id" + track,
                            "Song " + track,
                            "Artist " + track % 300,
                            "Album",
                            180_000,
                            Desk.NOW);
                }
                for (int day = 0; day < 200; day++) {
                    for (int rank = 1; rank <= 50; rank++) {
                        rank(session, LocalDate.of(2024, 1, 1).plusDays(day), rank, "id" + (day * 7 + rank * 3));
                    }
                }
                return 0;
            });
        }
        return desk;
    }

    private static void rank(Session session, LocalDate day, int rank, String track) throws SQLException {
        session.update(
                "insert into snapshots (track_id, snapshot_date, time_range, rank) values (?, ?, 'short_term', ?)",
                track,
                day,
                rank);
    }

    private Process start(Desk desk, String... arguments) throws IOException {
        return Child.start(desk.environment, folder.resolve("log"), arguments);
    }

    /// How many milliseconds pass from the first written rows to the end.
    private long timeOfWriting(Desk desk, Path export) throws Exception {
        Process process = start(desk, "import", export.toString());
        assertThat(hasBegun(process)).isTrue();
        long start = System.nanoTime();
        assertThat(Child.end(process)).isZero();
        return (System.nanoTime() - start) / 1_000_000;
    }

    /// Kills an import.
    ///
    /// @param after milliseconds after the first rows; negative: before them, perhaps before it opened the store
    /// @return whether it had begun to write rows
    private boolean kill(Desk desk, Path export, long after) throws Exception {
        Process process = start(desk, "import", export.toString());
        boolean begun = false;
        if (after < 0) {
            Thread.sleep(random.nextLong(400));
        } else {
            begun = hasBegun(process);
            Thread.sleep(after);
        }
        process.destroyForcibly().waitFor();
        return begun;
    }

    /// Waits for the line that tells of the first rows.
    private boolean hasBegun(Process process) throws Exception {
        while (process.isAlive()) {
            if (Files.exists(folder.resolve("log")) && Files.size(folder.resolve("log")) > 0) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    /// Nothing is off but the clock of the server, which is not that of the desk.
    private static void assertFine(Desk desk) {
        assertThat(desk.run("doctor")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("OFF") && !line.contains("its clock shows")))
                .isEmpty();
    }

    /// No page is damaged and no row points to one that is not there; a server sees to both itself.
    private static void assertSound(Desk desk) {
        if (desk.store instanceof DatabaseAddress.File) {
            assertThat(desk.rows("pragma quick_check(1)")).containsExactly("ok");
            assertThat(desk.rows("pragma foreign_key_check")).isEmpty();
        }
    }

    /// Everything that is known of plays, tracks and ranks.
    private static String content(Desk desk) {
        List<String> lines = new ArrayList<>();
        try (Database database = desk.open()) {
            database.read(session -> {
                for (String table : List.of(
                        "schema_migrations",
                        "tracks",
                        "artists",
                        "track_artists",
                        "track_description",
                        "play_context",
                        "play_history",
                        "same_play",
                        "listens",
                        "listening_hours",
                        "heard_tracks",
                        "days",
                        "snapshots",
                        "account")) {
                    lines.add(table);
                    List<String> rows = new ArrayList<>();
                    List<String> names = session.columnNames("select * from " + table);
                    names.removeAll(TIMES_OF_THE_RUN);
                    session.each("select " + String.join(", ", names) + " from " + table, row -> {
                        StringBuilder line = new StringBuilder();
                        for (int i = 0; i < names.size(); i++) {
                            line.append(names.get(i))
                                    .append('=')
                                    .append(row.textOrNull(i + 1))
                                    .append(' ');
                        }
                        rows.add(line.toString());
                    });
                    rows.sort(null);
                    lines.addAll(rows);
                }
                return 0;
            });
        }
        return String.join("\n", lines);
    }

    private static void everyCopyIsWhole(Desk desk) throws IOException {
        if (!(desk.store instanceof DatabaseAddress.File file)) {
            return;
        }
        List<Path> copies;
        try (var files = Files.list(file.path().resolve("..").normalize())) {
            String stem = file.path().getFileName() + ".at-";
            copies = files.filter(path -> path.getFileName().toString().startsWith(stem)
                            && !path.toString().endsWith(".part"))
                    .toList();
        }
        assertThat(copies).isNotEmpty();
        for (Path copy : copies) {
            Desk other = Desk.without(TestStores.SQLITE, desk.folder);
            other.environment.put("MTM_DB", copy.toString());
            assertThat(other.run("migrate", "status").status()).isZero();
            try (Database database = Database.at(new DatabaseAddress.File(copy), Duration.ofSeconds(1))) {
                assertThat(database.<Long>read(session -> session.number("select count(*) from snapshots")))
                        .isEqualTo(10_000);
                assertThat(database.<String>read(session -> session.first("pragma quick_check(1)", row -> row.text(1))
                                .orElseThrow()))
                        .isEqualTo("ok");
            }
        }
    }
}
