package dev.mtm.cli;

import dev.mtm.backup.Fingerprint;
import dev.mtm.backup.Move;
import dev.mtm.render.Wording;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm move --to DB`
@Command(
        name = "move",
        header = "Copy the store to another database, SQLite or PostgreSQL, and prove that both are equal.",
        description = {
            "",
            "Every table is copied, then compared by its rows and a checksum of their text; then every question is asked of"
                    + " both. The old store stays as it is. A move that was cut off goes on when it is started again."
        },
        mixinStandardHelpOptions = true)
final class MoveCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DB",
            description = "Where to: an empty postgresql:// database, or the path of a file that does not exist.")
    private String to = "";

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Move.Proof proof;
        try (LiveLine line = new LiveLine(mtm.terminal())) {
            proof = mtm.house().move(to, (table, rows) -> line.show(() -> table + " " + Wording.grouped(rows)));
        }
        Sheetlet sheet = new Sheetlet("rows", "checksum", "table");
        for (Fingerprint table : proof.tables()) {
            sheet.row(Wording.grouped(table.rows()), table.sha256().substring(0, 12), table.table());
        }
        mtm.out().print(sheet.text());
        mtm.out().println();
        mtm.out().println("Equal on both sides, and " + proof.questions() + " questions give equal answers.");
        mtm.out()
                .println("Next: `mtm ask --db DB`, or `db = DB` in the settings file. The old store is as it was: "
                        + mtm.house().shownStore());
        mtm.out().flush();
        return 0;
    }
}
