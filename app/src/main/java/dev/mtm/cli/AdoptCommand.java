package dev.mtm.cli;

import dev.mtm.adopt.Adoption;
import dev.mtm.render.Wording;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm adopt DATABASE`
@Command(
        name = "adopt",
        header = "Take over a music_db: a PostgreSQL database with tracks, artists and a play history.",
        description = {
            "",
            "Plays get a verdict each, as in any import, and can be taken back with `mtm imports undo N`. Tracks, artists,"
                    + " credits, audio features, lyrics, analyses and playlists come with them; what this store knows"
                    + " already stays. The other database is only read. Twice is once.",
            "",
            "A SQLite file of the older program needs no adoption: name it with --db."
        },
        mixinStandardHelpOptions = true)
final class AdoptCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(paramLabel = "DATABASE", description = "postgresql://USER@HOST:PORT/DATABASE")
    private String database = "";

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Adoption.Report report;
        mtm.backUpFirst();
        try (ProgressLine progress = new ProgressLine(mtm.terminal())) {
            report = mtm.house().adopt(database, progress);
        }
        if (report.plays().importId() != null) {
            mtm.house().snapshots().refresh(mtm.house().today());
        }
        mtm.out().print(ImportText.text(report.plays(), "takes the plays back; what stands beside them stays"));
        Sheetlet sheet = new Sheetlet("new", "beside the plays");
        row(sheet, report.tracks(), "tracks");
        row(sheet, report.artists(), "artists");
        row(sheet, report.credits(), "credits");
        row(sheet, report.features(), "tracks with audio features");
        row(sheet, report.lyrics(), "tracks with lyrics");
        row(sheet, report.analyses(), "analyses");
        row(sheet, report.playlists(), "playlists");
        mtm.out().println();
        mtm.out().print(sheet.text());
        new TreeMap<>(report.passedOver())
                .forEach((what, count) -> mtm.out()
                        .println("Left out, out of its range: " + what + ", " + Wording.grouped(count) + " times."));
        mtm.out().flush();
        return 0;
    }

    private static void row(Sheetlet sheet, long count, String what) {
        sheet.row(Wording.grouped(count), what);
    }
}
