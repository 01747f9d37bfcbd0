package dev.mtm.cli;

import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Rejection;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm imports`, `mtm imports show N`, `mtm imports undo N`
@Command(
        name = "imports",
        header = "List the imports that were made; look into one; take one back.",
        mixinStandardHelpOptions = true)
final class ImportsCommand implements Runnable {
    @ParentCommand
    private @Nullable Mtm mtm;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Override
    public void run() {
        List<ImportLog.Run> runs = mtm().house().importLog().runs();
        if (runs.isEmpty()) {
            mtm().out().println("No imports yet. `mtm import PATH` makes one.");
            mtm().out().flush();
            return;
        }
        Wording wording = new Wording(mtm().house().listener().zone().id());
        Sheetlet sheet = new Sheetlet(
                "import", "when", "files", "rows", "new", "known", "same play", "not music", "rejected", "");
        for (ImportLog.Run run : runs) {
            ImportReport.Counts counts = run.counts();
            sheet.row(
                    String.valueOf(run.importId()),
                    wording.of(Unit.INSTANT, run.startedAt()),
                    String.valueOf(run.files()),
                    Wording.grouped(counts.rows()),
                    Wording.grouped(counts.fresh()),
                    Wording.grouped(counts.known()),
                    Wording.grouped(counts.samePlay()),
                    Wording.grouped(counts.notMusic()),
                    Wording.grouped(counts.rejected()),
                    run.undoneAt() == null ? "" : "undone");
        }
        mtm().out().print(sheet.text());
        mtm().out().flush();
    }

    @Command(
            name = "show",
            header = "The files of an import, with a verdict count each.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "N", description = "The number of the import.") long number,
            @Option(names = "--rejected", description = "Print every rejected row: file, row, reason, what was read.")
                    boolean rejected) {
        List<ImportReport.FileReport> files = mtm().house().importLog().files(number);
        if (rejected) {
            if (files.stream().allMatch(file -> file.rejections().isEmpty())) {
                mtm().out().println("Import " + number + " rejected no row.");
            }
            for (ImportReport.FileReport file : files) {
                for (Rejection rejection : file.rejections()) {
                    mtm().out()
                            .println(Wording.visible(file.path() + ", row " + rejection.row() + ": "
                                    + rejection.reason()
                                    + (rejection.text() == null ? "" : " (" + rejection.text() + ")")));
                }
            }
        } else {
            ImportReport.Counts total = new ImportReport(number, false, files, List.of(), List.of()).total();
            mtm().out().print(ImportText.table(files, total));
        }
        mtm().out().flush();
        return 0;
    }

    @Command(
            name = "undo",
            header = "Take back exactly what an import added.",
            description = "Refused where a later import found rows that were here thanks to this one.",
            mixinStandardHelpOptions = true)
    int undo(@Parameters(paramLabel = "N", description = "The number of the import.") long number) {
        mtm().backUpFirst();
        long gone = mtm().house().undoImport(number);
        mtm().out()
                .println("Import " + number + " is undone: " + (gone == 1 ? "1 play" : Wording.grouped(gone) + " plays")
                        + " went with it.");
        mtm().out().flush();
        return 0;
    }
}
