package dev.mtm.cli;

import dev.mtm.analysis.AnalysisLog.Frozen;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Window;
import dev.mtm.narrative.Narrative;
import dev.mtm.narrative.NarrativeJson;
import dev.mtm.narrative.Passage;
import dev.mtm.question.Parameter;
import dev.mtm.report.Report;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm analyse [PERIOD]`
@Command(
        name = "analyse",
        header = "Freeze what a period was like: its figures, and what they tell.",
        description = {
            "",
            "The figures are answers of questions, kept as they are now, so that they can be looked at later and compared. A"
                    + " period that is over is frozen once; it is frozen again only where its plays have changed since."
        },
        mixinStandardHelpOptions = true)
final class AnalyseCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(
            arity = "0..1",
            paramLabel = "PERIOD",
            defaultValue = Window.USUAL,
            description = "last-7-days, last-30-days, a month such as 2024-03, a year, or two days such as"
                    + " 2024-01-01..2024-03-31. Default: ${DEFAULT-VALUE}.")
    private String period = Window.USUAL;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Stand on this day (YYYY-MM-DD) and see nothing later. Default: today.")
    private @Nullable String asOf;

    @Option(names = "--rewrite", description = "Tell it anew, where it was told before; the figures stay.")
    private boolean rewrite;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        Metrics metrics = measured(mtm.house(), "PERIOD", period, asOf);
        boolean known = mtm.house().analysisLog().find(metrics).isPresent();
        Frozen frozen = frozen(mtm, metrics, rewrite);
        print(mtm, frozen.measured(), NarrativeJson.read(Objects.requireNonNull(frozen.report())));
        mtm.out()
                .println((known
                                ? "This is analysis " + frozen.id() + ", which was there."
                                : "Kept as analysis " + frozen.id() + ".")
                        + " Next: `mtm report "
                        + metrics.label().replace('_', '-') + "`");
        mtm.out().flush();
        return 0;
    }

    /// The figures of a period as of a day.
    static Metrics measured(House house, String option, String period, @Nullable String asOf) {
        LocalDate today = house.today();
        if (asOf != null) {
            today = Parameter.day("--as-of", asOf, today);
        }
        return house.analyses().measure(Window.parse(option, period, today), today);
    }

    /// The analysis of these figures: the one that is kept, else one that is made now.
    static Frozen frozen(Mtm mtm, Metrics metrics, boolean rewrite) {
        Frozen known = mtm.house().analysisLog().find(metrics).orElse(null);
        if (known != null && known.report() != null && !rewrite) {
            return known;
        }
        if (known == null) {
            mtm.backUpFirst();
        }
        var told = mtm.house().storyteller().tell(metrics);
        if (told.why() != null) {
            mtm.err().println("Told by the program itself: " + told.why() + ".");
            mtm.err().flush();
        }
        return known == null
                ? mtm.house()
                        .analysisLog()
                        .keep(metrics, told.telling(), mtm.house().now())
                : mtm.house().analysisLog().tell(known.id(), told.telling());
    }

    static void print(Mtm mtm, Metrics metrics, Narrative narrative) {
        Report report = new Report(metrics, narrative, "");
        int width = Math.clamp(mtm.terminal().width(), 40, 100);
        mtm.out().println(narrative.headline().text());
        mtm.out().println();
        boolean first = true;
        for (Passage passage : report.prose()) {
            mtm.out().print(wrapped(passage.text(), first ? "" : "  * ", width));
            if (first) {
                mtm.out().println();
            }
            first = false;
        }
        if (!narrative.highlights().isEmpty()) {
            mtm.out().println();
        }
    }

    /// A text in lines, those behind the first below its beginning.
    private static String wrapped(String text, String mark, int width) {
        StringBuilder out = new StringBuilder();
        StringBuilder line = new StringBuilder(mark);
        boolean begun = false;
        for (String word : text.split(" ", -1)) {
            if (begun && line.length() + 1 + word.length() > width) {
                out.append(line).append('\n');
                line = new StringBuilder(" ".repeat(mark.length()));
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        return out.append(line).append('\n').toString();
    }
}
