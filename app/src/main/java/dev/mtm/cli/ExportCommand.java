package dev.mtm.cli;

import dev.mtm.backup.Export;
import dev.mtm.render.Wording;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm export FOLDER`
@Command(
        name = "export",
        header = "Write everything as CSV and JSON Lines, with a page that explains the columns.",
        description = {
            "",
            "Two files for each table, as of one moment; what is derived is left out. `mtm import FOLDER` takes it back, into"
                    + " a store of either database."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(paramLabel = "FOLDER", description = "A new folder; it appears when it is complete.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Export.Written written = mtm.house().export().to(folder);
        long rows = written.rows().values().stream().mapToLong(Long::longValue).sum();
        mtm.out()
                .println("Exported " + Wording.grouped(rows) + " rows of "
                        + written.rows().size() + " tables to " + written.folder() + ".");
        mtm.out().println("README.md there tells what the columns mean.");
        mtm.out().flush();
        return 0;
    }
}
