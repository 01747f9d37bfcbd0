package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What can be wrong with the place of a backup, and with the store that one replaces.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class BackupTroubleTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;
    private Desk desk;
    private Path small = folder;
    private boolean mounted;

    BackupTroubleTest(TestStores stores) {
        this.stores = stores;
        this.desk = Desk.at(stores, Path.of("target"));
    }

    @BeforeEach
    void importPlays() {
        desk = Desk.at(stores, folder);
        assertThat(desk.run("import", desk.file("a.json", list(0, 5_000)).toString())
                        .status())
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(command("umount", "-l", small.toString())).isZero();
        }
    }

    @Test
    void noRoomForABackupIsToldAndNothingIsLeft() throws Exception {
        mount(1);
        Outcome backup = desk.run("backup", "--to", small.toString());
        assertThat(backup.status()).isEqualTo(10);
        assertThat(backup.err()).startsWith("mtm: " + small + ": there is no room left on the disk.");
        assertThat(files(small)).isZero();
        Outcome export = desk.run("export", small.resolve("export").toString());
        assertThat(export.status()).isEqualTo(10);
        assertThat(files(small)).isZero();

        desk.environment.put("MTM_BACKUP_FOLDER", small.toString());
        desk.environment.put("MTM_BACKUP_SCHEDULE", "daily");
        assertThat(desk.run("import", desk.file("b.json", list(5_000, 5_010)).toString())
                        .status())
                .isEqualTo(10);
        assertThat(desk.plays()).isEqualTo(5_000);
    }

    @Test
    void noRoomToUnpackABackupLeavesTheStoreAsItIs() throws Exception {
        assertThat(desk.run("backup", "--to", folder.resolve("backup").toString())
                        .status())
                .isZero();
        Path backup;
        try (var files = Files.list(folder.resolve("backup"))) {
            backup = files.findFirst().orElseThrow();
        }
        mount(1);
        TreeSet<String> before = Stores.content(desk);
        desk.environment.put("XDG_DATA_HOME", small.toString());
        if (stores == TestStores.SQLITE) {
            desk.environment.put("MTM_DB", small.resolve("music.db").toString());
        }
        Outcome outcome = desk.run("restore", "--yes", backup.toString());
        assertThat(outcome.status()).isEqualTo(10);
        assertThat(outcome.err()).contains(small.toString()).contains("Nothing was changed");
        assertThat(Stores.differences(before, Stores.content(desk))).isEmpty();
    }

    @Test
    void aFolderThatMayNotBeWrittenIsTold() throws Exception {
        mount(1);
        assertThat(command("mount", "-o", "remount,ro", small.toString())).isZero();
        Outcome backup = desk.run("backup", "--to", small.toString());
        assertThat(backup.status()).isEqualTo(9);
        assertThat(backup.err())
                .isEqualTo("mtm: " + small + ": the folder may not be written (Read-only file system).\n"
                        + "  Make it writable for this user, or name another: --to, or the setting backup-folder.\n");
        assertThat(desk.run("export", small.resolve("export").toString()).status())
                .isEqualTo(9);
    }

    @Test
    void aStoreThatAnotherProcessHasOpenIsNotReplaced() throws Exception {
        assumeTrue(stores == TestStores.SQLITE, "PostgreSQL renames a schema under its own locks");
        assertThat(desk.run("backup", "--to", folder.resolve("backup").toString())
                        .status())
                .isZero();
        Path backup;
        try (var files = Files.list(folder.resolve("backup"))) {
            backup = files.findFirst().orElseThrow();
        }
        try (Database other = desk.open()) {
            assertThat(other.<Long>read(session -> session.number("select count(*) from tracks")))
                    .isPositive();
            Outcome outcome = desk.run("restore", "--yes", backup.toString());
            assertThat(outcome.status()).isEqualTo(6);
            assertThat(outcome.err())
                    .contains("another process has the store open")
                    .contains("nothing was changed");
        }
        assertThat(desk.run("restore", "--yes", backup.toString()).status()).isZero();
    }

    @Test
    void aDamagedStoreGivesWayToABackupAndIsKept() throws Exception {
        assumeTrue(stores == TestStores.SQLITE, "a server keeps its files itself");
        assertThat(desk.run("backup", "--to", folder.resolve("backup").toString())
                        .status())
                .isZero();
        TreeSet<String> before = Stores.content(desk);
        Path backup;
        try (var files = Files.list(folder.resolve("backup"))) {
            backup = files.findFirst().orElseThrow();
        }
        Path store = Path.of(desk.environment.getOrDefault("MTM_DB", ""));
        for (String damage : new String[] {"diary", "SQLite format 3\u0000" + "x".repeat(9_000)}) {
            Files.writeString(store, damage);
            Outcome outcome = desk.run("restore", "--yes", backup.toString());
            assertThat(outcome.err()).isEmpty();
            assertThat(Stores.differences(before, Stores.content(desk))).isEmpty();
            String out = outcome.out();
            assertThat(Path.of(out.substring(out.indexOf("kept in ") + 8, out.lastIndexOf('.'))))
                    .hasContent(damage);
        }
    }

    private static long files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
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
