package dev.mtm.cli;

import dev.mtm.analysis.AnalysisLog.Frozen;
import dev.mtm.analysis.Comparison;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.MetricsJson;
import dev.mtm.narrative.NarrativeJson;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm analyses`, `mtm analyses show N`, `mtm analyses compare N M`, `mtm analyses schema`
@Command(
        name = "analyses",
        header = "List the analyses that were frozen; look into one; compare two.",
        mixinStandardHelpOptions = true)
final class AnalysesCommand implements Runnable {
    @ParentCommand
    private @Nullable Mtm mtm;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    private Wording wording() {
        return new Wording(mtm().house().zone());
    }

    @Override
    public void run() {
        List<Frozen> all = mtm().house().analysisLog().all();
        if (all.isEmpty()) {
            mtm().out().println("No analyses yet. `mtm analyse PERIOD` makes one.");
        } else {
            Sheetlet sheet = new Sheetlet("analysis", "period", "made", "listens", "theme", "told by");
            for (Frozen one : all) {
                sheet.row(
                        String.valueOf(one.id()),
                        Wording.visible(Objects.requireNonNullElse(one.label(), Wording.UNKNOWN)),
                        wording().of(Unit.INSTANT, one.analysedAt()),
                        one.isOurs()
                                ? Wording.grouped(one.measured().part("totals").number(0, "listens"))
                                : "of another program",
                        Wording.visible(Objects.requireNonNullElse(one.theme(), "")),
                        Wording.visible(Objects.requireNonNullElse(one.model(), "")));
            }
            mtm().out().print(sheet.text());
        }
        mtm().out().flush();
    }

    /// How an analysis is printed. The names are the words of the option.
    enum Format {
        text,
        json
    }

    @Command(name = "show", header = "What an analysis tells, or its figures.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "N", description = "The number of the analysis.") long number,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text, or json for the figures as they are kept. Default: ${DEFAULT-VALUE}.")
                    Format format) {
        Frozen frozen = mtm().house().analysisLog().named(number);
        switch (format) {
            case json ->
                mtm().out()
                        .println(
                                frozen.isOurs()
                                        ? MetricsJson.text(frozen.measured())
                                        : Objects.requireNonNullElse(frozen.metrics(), "null"));
            case text -> {
                Metrics metrics = frozen.measured();
                if (frozen.report() != null) {
                    AnalyseCommand.print(mtm(), metrics, NarrativeJson.read(frozen.report()));
                }
                mtm().out()
                        .println("Analysis " + frozen.id() + " of " + metrics.title() + ", made "
                                + wording().of(Unit.INSTANT, frozen.analysedAt()) + ", told by "
                                + Wording.visible(Objects.requireNonNullElse(frozen.model(), "nobody")) + ".");
            }
        }
        mtm().out().flush();
        return 0;
    }

    @Command(
            name = "compare",
            header = "The figures of two analyses beside each other.",
            mixinStandardHelpOptions = true)
    int compare(
            @Parameters(paramLabel = "N", description = "The number of the one.") long one,
            @Parameters(paramLabel = "M", description = "The number of the other.") long other) {
        Metrics first = mtm().house().analysisLog().named(one).measured();
        Metrics second = mtm().house().analysisLog().named(other).measured();
        Sheetlet sheet = new Sheetlet("", first.title(), second.title(), "change");
        for (Comparison.Row row : Comparison.of(first, second)) {
            sheet.row(
                    row.label(),
                    wording().of(row.unit(), row.one()),
                    wording().of(row.unit(), row.other()),
                    change(row));
        }
        mtm().out().print(sheet.text());
        mtm().out().flush();
        return 0;
    }

    private String change(Comparison.Row row) {
        Double share = row.share();
        return share == null ? "" : (share < 0 ? "−" : "+") + wording().of(Unit.RATIO, Math.abs(share));
    }

    @Command(
            name = "schema",
            header = "Print the JSON Schema of the figures, as `show --format json` gives them.",
            mixinStandardHelpOptions = true)
    int schema() {
        mtm().out().print(MetricsJson.schema());
        mtm().out().flush();
        return 0;
    }
}
