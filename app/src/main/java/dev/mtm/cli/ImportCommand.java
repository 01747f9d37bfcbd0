package dev.mtm.cli;

import dev.mtm.backup.ExportImport;
import dev.mtm.imports.ImportFormat;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.problem.ErrorCode;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.sync.Gaps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm import PATH…`
@Command(
        name = "import",
        header = "Read listening history: every row gets a verdict, nothing is lost, twice is once.",
        description = {
            "",
            "PATH is a zip as Spotify mails it, a folder, or single .json and .json.gz files. What a file is is told by its"
                    + " content. Understood: Spotify's extended streaming history of all ages, and the streaming history in"
                    + " Spotify's account data. A folder that `mtm export` wrote comes back with all that is in it.",
            "",
            "Exit status 0 when every file was read to its end, 3 when one was not or no row of any could be taken; what"
                    + " could be read is imported all the same."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, folders or archives.")
    private List<Path> paths = List.of();

    @Option(names = "--dry-run", description = "Do everything except keeping it.")
    private boolean dryRun;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Read every file as this format: spotify-extended, spotify-account or mtm-export."
                    + " Default: recognised.")
    private @Nullable String format;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        ImportFormat chosen = format == null ? null : ImportFormat.of(format);
        ExportImport.Taken taken;
        if (!dryRun) {
            mtm.backUpFirst();
        }
        boolean kept = !dryRun && paths.stream().anyMatch(Files::exists);
        List<Gaps.Gap> open = kept ? mtm.house().gaps().open() : List.of();
        try (ProgressLine progress = new ProgressLine(mtm.terminal())) {
            taken = mtm.house().exportImport(kept).run(paths, new Importer.Options(chosen, dryRun), progress);
        }
        ImportReport report = taken.report();
        if (report.importId() != null) {
            mtm.house().snapshots().refresh(mtm.house().today());
        }
        if (json) {
            mtm.out().print(ImportText.json(report));
        } else {
            mtm.out().print(ImportText.text(taken));
            if (!open.isEmpty()) {
                tellClosed(mtm, open);
            }
        }
        mtm.out().flush();
        for (ImportReport.Trouble trouble : report.troubles()) {
            Troubles.tell(trouble.path() + ": " + trouble.what(), trouble.fix(), mtm.err());
        }
        if (report.files().isEmpty()
                && report.importId() == null
                && report.troubles().isEmpty()) {
            mtm.err().println("mtm: nothing here is a listening history that is understood.");
            for (ImportReport.PassedOver file : report.passedOver()) {
                mtm.err().println("  " + Printable.line(file.path()) + ": " + file.what());
            }
            mtm.err().println("  Looked for: " + ImportText.formats() + ".");
        }
        mtm.err().flush();
        return report.troubles().isEmpty()
                        && !report.total().noneTaken()
                        && (!report.files().isEmpty() || report.importId() != null)
                ? 0
                : ErrorCode.BAD_INPUT.exitStatus();
    }

    private static void tellClosed(Mtm mtm, List<Gaps.Gap> open) {
        Wording wording = new Wording(mtm.house().listener().zone().id());
        for (Gaps.Gap gap : mtm.house().gaps().all()) {
            if (gap.closed() && open.stream().anyMatch(before -> before.from().equals(gap.from()))) {
                mtm.out()
                        .println("It closes a gap: " + Wording.grouped(gap.plays()) + " plays between "
                                + wording.of(Unit.INSTANT, gap.from()) + " and "
                                + wording.of(Unit.INSTANT, gap.until()));
            }
        }
    }
}
