package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Draft;
import dev.mtm.schema.MigrationFiles;
import dev.mtm.schema.SchemaStatus;
import dev.mtm.schema.Upgrade;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm migrate status|history|up|down|to N|new NAME|draft NAME`
@Command(
        name = "migrate",
        header = "The version of the store's schema: show it, go up, go down.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class MigrateCommand {
    /// How much of a checksum tells two files apart.
    private static final int SHORT = 8;

    private static final String NAME = "What it does, in lower-case words joined by _, such as play_counts.";

    @ParentCommand
    private @Nullable Mtm mtm;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Command(name = "status", header = "What was applied when, and what is pending.", mixinStandardHelpOptions = true)
    int status() {
        Sheetlet sheet = new Sheetlet("version", "applied (UTC)", "checksum", "note");
        for (SchemaStatus.Step step : mtm().house().migrator().status().steps()) {
            Instant appliedAt = step.appliedAt();
            sheet.row(
                    number(step.version()),
                    appliedAt == null ? "pending" : shown(appliedAt),
                    step.checksum().substring(0, SHORT),
                    step.note());
        }
        return tell(sheet.text());
    }

    @Command(name = "history", header = "What was applied, the newest first.", mixinStandardHelpOptions = true)
    int history() {
        StringBuilder out = new StringBuilder();
        for (SchemaStatus.Step step : mtm().house().migrator().status().steps().reversed()) {
            Instant appliedAt = step.appliedAt();
            if (appliedAt != null) {
                out.append(number(step.version()))
                        .append("  ")
                        .append(shown(appliedAt))
                        .append("  ")
                        .append(step.note())
                        .append('\n');
            }
        }
        return tell(out.isEmpty() ? "Nothing was applied yet.\n" : out.toString());
    }

    @Command(
            name = "up",
            header = "Apply all that is pending, or what leads to a version.",
            mixinStandardHelpOptions = true)
    int up(@Option(names = "--to", paramLabel = "N", description = "Stop at this version.") @Nullable Integer to) {
        mtm().house().upgrade(); // makes the store where there is none
        int version = mtm().house().migrator().status().version();
        int target = to == null ? mtm().house().migrator().newest() : to;
        if (target < version) {
            throw otherWay(version, "down", target);
        }
        return go(target, false);
    }

    @Command(
            name = "down",
            header = "Take the newest applied migration back, or all above a version.",
            mixinStandardHelpOptions = true)
    int down(
            @Option(names = "--to", paramLabel = "N", description = "Go down to this version; 0 is an empty store.")
                    @Nullable
                    Integer to,
            @Option(names = "--discard", description = "Also where rows would be lost.") boolean discard) {
        int version = mtm().house().migrator().status().version();
        int target = to == null ? Math.max(version - 1, 0) : to;
        if (target > version) {
            throw otherWay(version, "up", target);
        }
        return go(target, discard);
    }

    @Command(name = "to", header = "Go up or down to a version; 0 is an empty store.", mixinStandardHelpOptions = true)
    int to(
            @Parameters(paramLabel = "N", description = "The version.") int version,
            @Option(names = "--discard", description = "Also where rows would be lost.") boolean discard) {
        return go(version, discard);
    }

    @Command(
            name = "new",
            header = "Write the next pair of migration files, for developers of the program.",
            mixinStandardHelpOptions = true)
    int write(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin Source source) {
        return tell(written(MigrationFiles.of(source.root).write(name)));
    }

    @Command(
            name = "draft",
            header = "Draft a migration from what the store has and the migrations do not make.",
            description = {"", Draft.UNSEEN},
            mixinStandardHelpOptions = true)
    int draft(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin Source source) {
        MigrationFiles files = MigrationFiles.of(source.root);
        Draft draft = mtm().house().draft();
        if (draft.differences().isEmpty()) {
            return tell("The store is as the migrations make it; nothing was written.\n");
        }
        return tell(draft.differences().stream().map(line -> line + "\n").collect(Collectors.joining())
                + written(files.write(name, draft))
                + "Read it before you use it. "
                + Draft.UNSEEN
                + "\n");
    }

    private static String written(List<Path> files) {
        return files.stream().map(file -> "Wrote " + file + "\n").collect(Collectors.joining());
    }

    /// Where the sources are.
    static final class Source {
        @Option(
                names = "--source",
                paramLabel = "FOLDER",
                description = "The clone of the project; else the working folder.")
        private Path root = Path.of("");
    }

    private int go(int version, boolean discard) {
        mtm().backUpFirst();
        Upgrade.Done done = mtm().house().upgrade().to(version, discard);
        if (done.steps().isEmpty()) {
            return tell("The store is at version " + version + " already.\n");
        }
        String told = done.trial().told();
        return tell((told.isEmpty() ? "" : told + "\n")
                + (version > done.from() ? "Applied " : "Took back ")
                + done.steps().stream().map(MigrateCommand::number).collect(Collectors.joining(", "))
                + ".\n");
    }

    private static MtmException otherWay(int version, String way, int target) {
        return new MtmException(
                ErrorCode.USAGE,
                "the store is at version " + version + "; version " + target + " lies the other way",
                "--to",
                "Run `mtm migrate " + way + " --to " + target + "`.");
    }

    private int tell(String text) {
        mtm().out().print(text);
        mtm().out().flush();
        return 0;
    }

    private static String number(int version) {
        return "%04d".formatted(version);
    }

    private static String shown(Instant instant) {
        return instant.toString().replace('T', ' ').replace("Z", "");
    }
}
