package dev.mtm.cli;

import dev.mtm.backup.BackupFile;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Drill;
import dev.mtm.problem.ErrorCode;
import dev.mtm.render.Wording;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm backup [--to FOLDER]`, `mtm backup list`, `mtm backup drill`
@Command(
        name = "backup",
        header = "Copy the store to a file that is checked by opening it; list such files; try one out.",
        description = {
            "",
            "A backup is one packed SQLite file, whatever database the store is in. It is of one moment, also while"
                    + " another process writes. `mtm restore FILE` puts it back.",
            "",
            "The settings backup-folder, backup-schedule and backup-keep say where backups are kept, how often an import"
                    + " or another change makes one first, and how many stay."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Another folder than that of the settings; nothing there is taken away.")
    private @Nullable Path folder;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Override
    public Integer call() {
        Backups backups = mtm().house().backups();
        Backups.Made made = folder == null ? backups.make() : backups.make(folder);
        long plays = made.rows().getOrDefault("play_history", 0L);
        mtm().out()
                .println("Backup made and opened again: " + made.file().path() + " (" + Wording.bytes(made.bytes())
                        + ", " + (plays == 1 ? "1 play" : Wording.grouped(plays) + " plays") + ").");
        for (BackupFile removed : made.removed()) {
            mtm().out().println("No longer kept: " + removed.path().getFileName());
        }
        mtm().out().flush();
        return 0;
    }

    @Command(name = "list", header = "The backups of this store, the newest first.", mixinStandardHelpOptions = true)
    int list() {
        Backups backups = mtm().house().backups();
        List<BackupFile> all = backups.list();
        if (all.isEmpty()) {
            mtm().out().println("No backups in " + backups.settings().folder() + " yet. `mtm backup` makes one.");
        } else {
            Sheetlet sheet = new Sheetlet("made (UTC)", "version", "file");
            for (BackupFile file : all) {
                sheet.row(
                        file.madeAt().toString().replace('T', ' ').replace("Z", ""),
                        "%04d".formatted(file.version()),
                        file.path().toString());
            }
            mtm().out().print(sheet.text());
        }
        mtm().out().flush();
        return 0;
    }

    @Command(
            name = "drill",
            header = "Restore the newest backup in a scratch place, ask it every question, compare with the store.",
            description = "Changes nothing in the store. `mtm doctor` shows how the last drill went.",
            mixinStandardHelpOptions = true)
    int drill() {
        Drill.Result result = mtm().house().drill().run();
        String file = String.valueOf(result.backup().path().getFileName());
        if (result.differing().isEmpty()) {
            mtm().out()
                    .println("The drill passed: " + file + " can be restored and answers all " + result.questions()
                            + " questions as the store does.");
        } else {
            mtm().out()
                    .println((result.passed() ? "The drill passed: " : "The drill FAILED: ") + file
                            + " can be restored, and answers "
                            + result.differing().size() + " of "
                            + result.questions() + " questions in another way than the store: "
                            + String.join(", ", result.differing()) + ".");
            mtm().out()
                    .println(
                            result.passed()
                                    ? "The store has changed since the backup was made."
                                    : "The store has not changed since. Run `mtm doctor`, then `mtm backup` and the drill"
                                            + " again.");
        }
        mtm().out().flush();
        return result.passed() ? 0 : ErrorCode.CHECK_FAILED.exitStatus();
    }
}
