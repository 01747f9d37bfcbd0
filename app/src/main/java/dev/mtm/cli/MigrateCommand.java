package dev.mtm.cli;

import dev.mtm.schema.Migrator;
import dev.mtm.schema.SchemaStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm migrate status|up|down|to N`
@Command(
        name = "migrate",
        header = "The version of the store's schema: show it, go up, go down.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class MigrateCommand {
    @ParentCommand
    private @Nullable Mtm mtm;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Command(name = "status", header = "What was applied when, and what is pending.", mixinStandardHelpOptions = true)
    int status() {
        SchemaStatus status = mtm().house().migrator().status();
        Sheetlet sheet = new Sheetlet("version", "applied (UTC)", "note");
        for (SchemaStatus.Step step : status.steps()) {
            sheet.row(
                    "%04d".formatted(step.version()),
                    step.appliedAt() == null
                            ? "pending"
                            : step.appliedAt().toString().replace('T', ' ').replace("Z", ""),
                    step.note());
        }
        mtm().out().print(sheet.text());
        mtm().out().flush();
        return 0;
    }

    @Command(name = "up", header = "Apply all that is pending.", mixinStandardHelpOptions = true)
    int up() {
        return go(mtm().house().migrator().newest(), false);
    }

    @Command(name = "down", header = "Take the newest applied migration back.", mixinStandardHelpOptions = true)
    int down(@Option(names = "--discard", description = "Also where rows would be lost.") boolean discard) {
        return go(Math.max(mtm().house().migrator().status().version() - 1, 0), discard);
    }

    @Command(name = "to", header = "Go up or down to a version; 0 is an empty store.", mixinStandardHelpOptions = true)
    int to(
            @Parameters(paramLabel = "N", description = "The version.") int version,
            @Option(names = "--discard", description = "Also where rows would be lost.") boolean discard) {
        return go(version, discard);
    }

    private int go(int version, boolean discard) {
        Migrator migrator = mtm().house().migrator();
        int before = migrator.status().version();
        if (before == version) {
            mtm().out().println("The store is at version " + version + " already.");
            mtm().out().flush();
            return 0;
        }
        Optional<Path> copy = migrator.backUp();
        copy.ifPresent(path -> mtm().out().println("A copy of the store as it was is in " + path));
        List<Integer> steps = migrator.to(version, discard);
        String done = steps.stream().map(step -> "%04d".formatted(step)).collect(Collectors.joining(", "));
        mtm().out().println((version > before ? "Applied " : "Took back ") + done + ".");
        mtm().out().flush();
        return 0;
    }
}
