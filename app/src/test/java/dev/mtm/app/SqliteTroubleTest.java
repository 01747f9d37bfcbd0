package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong with a file that holds a store.
@NullMarked
class SqliteTroubleTest {
    @TempDir
    Path folder = Path.of("");

    private Desk desk = Desk.without(TestStores.SQLITE, folder);
    private Path small = folder;
    private boolean mounted;

    @BeforeEach
    void sitDown() {
        desk = Desk.at(TestStores.SQLITE, folder);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(command("umount", "-l", small.toString())).isZero();
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAsItIs() throws IOException {
        for (String content : List.of("diary", "Dear diary, ".repeat(1_000))) {
            Path diary = desk.file("diary.txt", content);
            Path file = desk.file("a.json", list(0, 10));
            for (List<String> command :
                    List.of(List.of("import", file.toString()), List.of("ask", "totals"), List.of("migrate", "up"))) {
                desk.environment.put("MTM_DB", diary.toString());
                Outcome outcome = desk.run(command.toArray(String[]::new));
                assertThat(outcome.status()).isEqualTo(8);
                assertThat(outcome.err()).startsWith("mtm: " + diary + ": this file is not a SQLite database.\n  ");
            }
            assertThat(Files.readString(diary)).isEqualTo(content);
            assertThat(desk.run("doctor").out()).contains("OFF  store", "this file is not a SQLite database");
        }
    }

    @Test
    void aFolderInPlaceOfAStoreIsTold() {
        desk.environment.put("MTM_DB", folder.toString());
        Outcome outcome = desk.run("imports");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("this is a folder").contains("Name a file in it");
    }

    @Test
    void aPageThatIsDamagedIsToldAndABackupBringsTheStoreBack() throws IOException {
        desk.run("import", desk.file("a.json", list(0, 2_000)).toString());
        Path folder = desk.folder.resolve("backups");
        assertThat(desk.run("backup", "--to", folder.toString()).status()).isZero();
        Path backup;
        try (var files = Files.list(folder)) {
            backup = files.filter(file -> file.toString().endsWith(".gz"))
                    .findFirst()
                    .orElseThrow();
        }
        String page = desk.rows("select rootpage from sqlite_master where name = 'play_history_natural_key'")
                .getFirst();
        Path store = Path.of(desk.environment.get("MTM_DB"));
        byte[] bytes = Files.readAllBytes(store);
        Arrays.fill(bytes, (Integer.parseInt(page) - 1) * 4096, Integer.parseInt(page) * 4096, (byte) 0x5a);
        Files.write(store, bytes);
        Outcome doctor = desk.run("doctor");
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.out()).contains("OFF").containsIgnoringCase("backup");
        Outcome again =
                desk.run("import", desk.file("b.json", list(2_000, 2_100)).toString());
        assertThat(again.status()).isEqualTo(8);
        assertThat(again.err()).contains("the file is damaged", "mtm doctor");
        Outcome restored = desk.run("restore", "--yes", backup.toString());
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(desk.plays()).isEqualTo(2_000);
        assertThat(desk.run("doctor").out()).contains("integrity").doesNotContain("OFF  integrity");
    }

    @Test
    void aStoreThatWasCutShortIsToldAsDamaged() throws IOException {
        desk.run("import", desk.file("a.json", list(0, 2_000)).toString());
        Outcome answer = desk.run("ask", "totals");
        Path store = Path.of(desk.environment.get("MTM_DB"));
        byte[] whole = Files.readAllBytes(store);
        Path cut = desk.file("cut.db", Arrays.copyOf(whole, whole.length / 3 / 4096 * 4096));
        desk.environment.put("MTM_DB", cut.toString());
        Outcome told = desk.run("ask", "totals");
        assertThat(told.status()).isIn(0, 8);
        if (told.status() == 0) {
            assertThat(told).as("the pages that it needs are there").isEqualTo(answer);
        }
        Outcome doctor = desk.run("doctor");
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.out()).contains("OFF").containsIgnoringCase("backup");
    }

    @Test
    void withoutAnyRoomLeftTheStoreStaysAsItWas() throws Exception {
        mount(3);
        desk.environment.put("MTM_DB", small.resolve("music.db").toString());
        Path first = desk.file("a.json", list(0, 300));
        assertThat(desk.run("import", first.toString()).status()).isZero();
        String before = desk.run("ask", "recent-plays", "--format", "json", "--limit", "9999")
                .out();
        Outcome outcome =
                desk.run("import", desk.file("b.json", list(0, 40_000)).toString());
        assertThat(outcome.status()).isEqualTo(10);
        assertThat(outcome.err()).isEqualTo("""
                mtm: %s: there is no room left on the disk.
                  Free some space and run the same command again; the store is as it was before.
                """.formatted(small.resolve("music.db")));
        assertThat(desk.run("ask", "recent-plays", "--format", "json", "--limit", "9999")
                        .out())
                .isEqualTo(before);
        assertThat(desk.run("imports").out()).hasLineCount(2);
        Outcome doctor = desk.run("doctor");
        assertThat(doctor.out())
                .contains("OFF  disk")
                .contains("ok   integrity")
                .contains("Make room");
        assertThat(desk.run("import", first.toString()).out()).contains("Nothing new");
    }

    @Test
    void withoutRoomForTheTrialAnUpgradeLeavesTheStoreAsItWas() throws Exception {
        mount(6);
        desk.environment.put("MTM_DB", small.resolve("music.db").toString());
        assertThat(desk.run("import", desk.file("a.json", list(0, 300)).toString())
                        .status())
                .isZero();
        assertThat(desk.run("migrate", "down").status()).isZero();
        Path reserve = Files.write(small.resolve("reserve"), new byte[128 << 10]);
        try (var out = Files.newOutputStream(small.resolve("ballast"))) {
            byte[] some = new byte[4096];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            Files.delete(reserve); // room to open the store, not to copy it
        }
        Outcome outcome = desk.run("migrate", "up");
        assertThat(outcome.err()).contains("there is no room left on the disk", "the store is as it was before");
        assertThat(outcome.status()).isEqualTo(10);
        assertThat(desk.run("migrate", "status").out()).containsOnlyOnce("pending");
        Files.delete(small.resolve("ballast"));
        assertThat(desk.run("migrate", "up").status()).isZero();
        assertThat(desk.run("ask", "totals").out()).contains("300");
    }

    @Test
    void noRoomForANewStoreIsTold() throws Exception {
        mount(1);
        try (var out = Files.newOutputStream(small.resolve("ballast"))) {
            byte[] some = new byte[4096];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            desk.environment.put("MTM_DB", small.resolve("music.db").toString());
        }
        Outcome outcome = desk.run("import", desk.file("a.json", list(0, 10)).toString());
        assertThat(outcome.status()).isEqualTo(10);
        assertThat(outcome.err()).contains("there is no room left on the disk");
    }

    @Test
    void aPlaceThatMayNotBeWrittenIsToldAndCanStillBeAsked() throws Exception {
        mount(3);
        desk.environment.put("MTM_DB", small.resolve("music.db").toString());
        assertThat(desk.run("import", desk.file("a.json", list(0, 300)).toString())
                        .status())
                .isZero();
        String before = desk.run("ask", "totals").out();
        assertThat(command("mount", "-o", "remount,ro", small.toString())).isZero();
        Outcome outcome = desk.run("import", desk.file("b.json", list(300, 400)).toString());
        assertThat(outcome.status()).isEqualTo(9);
        assertThat(outcome.err()).isEqualTo("""
                mtm: %s: the store may not be written.
                  Make the file and its folder writable for this user, or name another place with --db.
                """.formatted(small.resolve("music.db")));
        assertThat(desk.run("ask", "totals")).isEqualTo(new Outcome(0, before, ""));
        desk.environment.put("MTM_DB", small.resolve("new/other.db").toString());
        Outcome fresh = desk.run("import", desk.file("b.json", list(300, 400)).toString());
        assertThat(fresh.status()).isEqualTo(9);
        assertThat(fresh.err())
                .contains("the folder for the store cannot be made")
                .contains("--db");
        desk.environment.put("MTM_DB", small.resolve("other.db").toString());
        assertThat(desk.run("import", desk.file("b.json", list(300, 400)).toString())
                        .status())
                .isEqualTo(9);
    }

    /// A disk of a few megabytes, for those who may make one.
    private void mount(int megabytes) throws Exception {
        small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", small.toString()) == 0,
                "this user may not mount a small disk");
        mounted = true;
    }

    private static int command(String... words) throws Exception {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
