package dev.mtm.cli;

import dev.mtm.backup.Restore;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.Wording;
import java.io.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm restore FILE`
@Command(
        name = "restore",
        header = "Put a backup in the place of the store; what was there is kept beside it.",
        description = {
            "",
            "FILE is a backup as `mtm backup` makes it, or a copy that was made before an upgrade. It is unpacked and"
                    + " checked first, and brought to the version of this program. A backup of one database can be restored"
                    + " into the other. While `mtm serve` or another process has the store open, it is refused."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(names = "--yes", description = "Replace the store that is there without asking.")
    private boolean yes;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Restore restore = mtm.house().restore();
        if (!yes && restore.replaces() && !agreed(mtm)) {
            throw new MtmException(
                    ErrorCode.CONFLICT,
                    "there is a store already, which the backup would replace",
                    mtm.house().shownStore(),
                    "Add --yes to replace it (it is kept beside), or name another place with --db.");
        }
        Restore.Done done = restore.from(file);
        long plays = done.rows().getOrDefault("play_history", 0L);
        mtm.out()
                .println("Restored " + file + ", made at schema version " + done.version() + ", to "
                        + mtm.house().shownStore() + ": "
                        + (plays == 1 ? "1 play" : Wording.grouped(plays) + " plays") + ".");
        if (done.kept() != null) {
            mtm.out().println("What was there before is kept in " + done.kept() + ".");
        }
        mtm.out().flush();
        return 0;
    }

    private static boolean agreed(Mtm mtm) {
        Console console = mtm.terminal().live() ? System.console() : null;
        if (console == null || !console.isTerminal()) {
            return false;
        }
        String answer = console.readLine(
                "Replace the store %s? It is kept beside. [y/N] ", mtm.house().shownStore());
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
