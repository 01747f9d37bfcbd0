package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The program is killed (SIGKILL) while it makes a backup and while it restores one.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class BackupCrashTest {
    private static final long SEED = 20260307;
    private static final int KILLS = Trials.number(2);
    private static final int PLAYS = 6_000;

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;
    private final Random random = new Random(SEED);

    BackupCrashTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void aBackupThatIsKilledLeavesNoFileThatPassesForOne() throws Exception {
        Desk desk = store("a", 0, PLAYS);
        Path quiet = folder.resolve("whole");
        long work = Victim.timeOfWork(start(desk, "backup", "--to", quiet.toString()), Victim.makes("copy", quiet));
        Path killed = folder.resolve("killed");
        int atWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(desk, "backup", "--to", killed.toString());
            if (Victim.kill(process, Victim.makes("copy", killed), Victim.moment(random, work, kill, KILLS))) {
                atWork++;
            }
        }
        Trials.told("backup", stores, KILLS, atWork);
        assertThat(atWork).isPositive();
        TreeSet<String> before = Stores.content(desk);
        for (Path file : files(killed)) {
            assertThat(file.getFileName().toString()).matches("\\..*\\.part.*|.*-v\\d+\\.db\\.gz");
            if (file.toString().endsWith(".gz")) {
                Desk other = Desk.without(stores, folder);
                assertThat(other.run("restore", file.toString()).status()).isZero();
                assertThat(Stores.differences(before, Stores.content(other))).isEmpty();
            }
        }
        assertThat(desk.run("backup", "--to", killed.toString()).status()).isZero();
        assertThat(files(killed)).noneMatch(file -> file.toString().contains(".part"));
        assertThat(Stores.differences(before, Stores.content(desk))).isEmpty();
    }

    @Test
    void aRestoreThatIsKilledLeavesTheOldStoreOrTheNewOne() throws Exception {
        Desk source = store("a", 0, PLAYS);
        assertThat(source.run("backup", "--to", folder.resolve("backup").toString())
                        .status())
                .isZero();
        String backup = files(folder.resolve("backup")).getFirst().toString();
        TreeSet<String> restored = Stores.content(source);

        Desk desk = store("b", PLAYS, PLAYS + 300);
        TreeSet<String> before = Stores.content(desk);
        Desk quiet = store("b", PLAYS, PLAYS + 300);
        long work = Victim.timeOfWork(start(quiet, "restore", "--yes", backup), unpacks(quiet));
        int atWork = 0;
        int old = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            if (Victim.kill(
                    start(desk, "restore", "--yes", backup), unpacks(desk), Victim.moment(random, work, kill, KILLS))) {
                atWork++;
            }
            TreeSet<String> now = Stores.content(desk);
            assertThat(now.size()).isIn(before.size(), restored.size());
            boolean isOld = now.size() == before.size();
            assertThat(Stores.differences(isOld ? before : restored, now))
                    .as("kill " + kill)
                    .isEmpty();
            if (isOld) {
                old++;
            } else {
                desk = store("b", PLAYS, PLAYS + 300);
            }
        }
        Trials.told("restore", stores, KILLS, atWork);
        assertThat(atWork).isPositive();
        assertThat(old).isPositive();
        assertThat(desk.run("restore", "--yes", backup).status()).isZero();
        assertThat(Stores.differences(restored, Stores.content(desk))).isEmpty();
    }

    private Victim.Sign unpacks(Desk desk) {
        return Victim.makes(
                "restored",
                switch (desk.store) {
                    case DatabaseAddress.File file -> file.path().resolveSibling("");
                    case DatabaseAddress.Server server -> folder.resolve("data/mtm");
                });
    }

    private Desk store(String name, int from, int until) {
        Desk desk = Desk.at(stores, folder);
        desk.environment.put("MTM_BUSY_WAIT", "20"); // a server notices after a while that its client is gone
        assertThat(desk.run(
                                "import",
                                desk.file(name + ".json", list(from, until)).toString())
                        .status())
                .isZero();
        return desk;
    }

    private Process start(Desk desk, String... arguments) throws IOException {
        return Child.start(desk.environment, folder.resolve("log"), arguments);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
