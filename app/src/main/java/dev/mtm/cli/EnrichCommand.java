package dev.mtm.cli;

import dev.mtm.enrich.Enrichments;
import dev.mtm.enrich.Enrichments.Limit;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.enrich.Enrichments.Standing;
import dev.mtm.enrich.Enrichments.Stop;
import dev.mtm.enrich.FactImport;
import dev.mtm.enrich.FactImport.Verdict;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm enrich [WHAT…]`, `mtm enrich import FILE`
@Command(
        name = "enrich",
        header = "Ask other services what your music is: lengths, covers, genres, how it sounds.",
        description = {
            "",
            "Without WHAT, it shows what is lacking, what asking for it would take, and asks nobody. What you heard most is"
                    + " asked about first. Stop it whenever you like: what came is kept, and the next run goes on from there."
                    + " What a service does not know is not asked again for a month. `mtm serve` asks by itself.",
            "",
            "Each service has a switch in the settings, such as enrich-reccobeats. Exit status 14 when a service or the"
                    + " budget of calls says to wait."
        },
        mixinStandardHelpOptions = true)
final class EnrichCommand implements Callable<Integer> {
    private static final String ALL = "all";

    /// A few rejected rows say what is wrong.
    private static final int SHOWN = 5;

    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description = "What to ask for, as the first column names it; `all` for whatever can be.")
    private List<String> kinds = List.of();

    @Option(names = "--forecast", description = "Only show what it would take.")
    private boolean forecast;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Ask each service about so many tracks or artists and no more.")
    private @Nullable Integer limit;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Enrichments enrichments = mtm.house().enrichments();
        requireKnown(enrichments);
        if (kinds.isEmpty() || forecast) {
            show(mtm, enrichments);
            return 0;
        }
        if (limit != null && limit < 1) {
            throw new MtmException(
                    ErrorCode.USAGE, "not a number to ask about: " + limit, "--limit", "Give 1 or more.");
        }
        mtm.backUpFirst();
        Limit most = limit == null ? Limit.NONE : new Limit(limit, Limit.NONE.time());
        List<Ran> ran;
        try (ShareLine line = new ShareLine(mtm.terminal())) {
            ran = enrichments.run(all() ? enrichments.kinds() : kinds, most, line::at);
        }
        return tell(mtm, ran);
    }

    private boolean all() {
        return kinds.contains(ALL);
    }

    private void requireKnown(Enrichments enrichments) {
        for (String kind : kinds) {
            if (!kind.equals(ALL) && !enrichments.kinds().contains(kind)) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "nothing of that name can be asked for",
                        kind,
                        "There are: " + String.join(", ", enrichments.kinds()) + ", and " + ALL + ".");
            }
        }
    }

    private void show(Mtm mtm, Enrichments enrichments) {
        Wording wording = new Wording(mtm.house().listener().zone().id());
        Sheetlet sheet = new Sheetlet("what", "asks", "lacking", "to ask", "calls", "could be done");
        for (Standing standing : enrichments.standings()) {
            if (kinds.isEmpty() || all() || kinds.contains(standing.what())) {
                sheet.row(
                        standing.what(),
                        standing.source(),
                        Wording.grouped(standing.lacking()),
                        Wording.grouped(standing.waiting()),
                        Wording.grouped(standing.calls()),
                        done(standing, wording));
            }
        }
        mtm.out().print(sheet.text());
        mtm.out()
                .println(
                        "\n`mtm enrich WHAT` asks. What a service did not know is not among those to ask for a month.");
        mtm.out().flush();
    }

    private static String done(Standing standing, Wording wording) {
        if (standing.obstacle().isPresent()) {
            return standing.obstacle().get();
        }
        if (standing.waiting() == 0) {
            return "nothing to ask";
        }
        return standing.end()
                .map(end -> at(wording, end) + ", at " + Wording.grouped(standing.limit()) + " calls a day")
                .orElse("never: no call may be made");
    }

    @Command(
            name = "import",
            header = "Take audio features, genres and links to lyrics from a CSV file. Asks nobody.",
            description = {
                "",
                "The first line names the columns: track_id (or name and artist_name), danceability, energy, speechiness,"
                        + " acousticness, instrumentalness, liveness, valence, key, mode, loudness, tempo, time_signature,"
                        + " features_source, genres, lyrics_url; for a file about artists, artist_id (or artist_name) and"
                        + " genres. What Exportify writes is understood as it is.",
                "",
                "What is known stays; what another source told of a track stays too, unless --replace is given, and is then"
                        + " replaced whole."
            },
            mixinStandardHelpOptions = true)
    int take(
            @Parameters(paramLabel = "FILE", description = "A CSV file in UTF-8.") Path file,
            @Option(
                            names = "--source",
                            paramLabel = "NAME",
                            description = "Who told what is in it, such as reccobeats. Default: the file says so.")
                    @Nullable
                    String source,
            @Option(names = "--replace", description = "What another source told gives way.") boolean replace,
            @Option(names = "--dry-run", description = "Do everything except keeping it.") boolean dryRun) {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        FactImport.Options options = new FactImport.Options(source, replace, dryRun);
        FactImport facts = mtm.house().factImport();
        if (!dryRun) {
            mtm.backUpFirst();
        }
        FactImport.Report report = facts.run(file, options);
        Sheetlet sheet =
                new Sheetlet("rows", "new", "known", "other source", "not in the store", "tells nothing", "rejected");
        sheet.row(
                Wording.grouped(report.rows()),
                Wording.grouped(report.count(Verdict.NEW)),
                Wording.grouped(report.count(Verdict.KNOWN)),
                Wording.grouped(report.count(Verdict.OTHER_SOURCE)),
                Wording.grouped(report.count(Verdict.UNKNOWN)),
                Wording.grouped(report.count(Verdict.EMPTY)),
                Wording.grouped(report.count(Verdict.REJECTED)));
        mtm.out().print(sheet.text());
        if (report.count(Verdict.OTHER_SOURCE) > 0) {
            mtm.out().println("What another source told stays; --replace lets it give way, whole.");
        }
        if (dryRun) {
            mtm.out().println("A dry run: nothing was kept. Without --dry-run it is.");
        }
        report.rejected().stream()
                .limit(SHOWN)
                .forEach(row -> mtm.out().println("Line " + row.line() + ": " + Printable.line(row.reason()) + "."));
        long more = report.count(Verdict.REJECTED) - SHOWN;
        if (more > 0) {
            mtm.out().println("And " + Wording.grouped(more) + " more. Set them right in the file and give it again.");
        }
        mtm.out().flush();
        boolean noneTaken = report.rows() > 0 && report.count(Verdict.REJECTED) == report.rows();
        return noneTaken ? ErrorCode.BAD_INPUT.exitStatus() : 0;
    }

    private int tell(Mtm mtm, List<Ran> ran) {
        Wording wording = new Wording(mtm.house().listener().zone().id());
        int status = 0;
        Sheetlet sheet = new Sheetlet("what", "asked", "found", "unknown to it", "no sense", "left");
        for (Ran one : ran) {
            sheet.row(
                    one.what(),
                    one.source(),
                    Wording.grouped(one.found()),
                    Wording.grouped(one.missing()),
                    Wording.grouped(one.failed()),
                    Wording.grouped(one.left()));
        }
        mtm.out().print(sheet.text());
        mtm.out().flush();
        for (Ran one : ran) {
            Stop stop = one.stop();
            if (stop == null || stop.obstacle() && all()) {
                continue;
            }
            Troubles.tell(
                    one.source() + ": " + stop.why(),
                    stop.obstacle()
                            ? "Nothing was asked; everything else goes on without it."
                            : "What came is kept. " + goOn(one, wording),
                    mtm.err());
            status = (stop.obstacle() ? ErrorCode.USAGE : stop.until() == null ? ErrorCode.REMOTE : ErrorCode.LATER)
                    .exitStatus();
        }
        return status;
    }

    private static String goOn(Ran one, Wording wording) {
        Instant until = Objects.requireNonNull(one.stop()).until();
        return "Go on with `mtm enrich " + one.what() + "`"
                + (until == null ? " when that is over." : " after " + at(wording, until) + ".");
    }

    private static String at(Wording wording, Instant time) {
        return wording.of(Unit.INSTANT, time);
    }
}
