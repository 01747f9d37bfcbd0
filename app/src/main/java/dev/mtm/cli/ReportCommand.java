package dev.mtm.cli;

import dev.mtm.analysis.AnalysisLog.Frozen;
import dev.mtm.analysis.Metrics;
import dev.mtm.narrative.NarrativeJson;
import dev.mtm.narrative.TemplateNarrator;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.report.HtmlReport;
import dev.mtm.report.MarkdownReport;
import dev.mtm.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm report PERIOD`
@Command(
        name = "report",
        header = "Write a report of a month, a year or other days: what it was like, and every figure behind that.",
        description = {
            "",
            "The analysis of the period is frozen first, where it is not yet. The report is written to a file or printed, and"
                    + " sent nowhere. A report in HTML is one file that prints well."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(
            paramLabel = "PERIOD",
            description = "A month such as 2024-03, a year such as 2024, last-7-days, last-30-days, or two days such as"
                    + " 2024-01-01..2024-03-31.")
    private String period = "";

    /// How a report is written. The names are the words of the option.
    enum Format {
        markdown,
        html
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "markdown or html. Default: as the name of the file ends, else ${DEFAULT-VALUE}.")
    private Format format = Format.markdown;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it to this file, which must not be there yet.")
    private @Nullable Path out;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Stand on this day (YYYY-MM-DD) and see nothing later. Default: today.")
    private @Nullable String asOf;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        if (out != null && Files.exists(out)) {
            throw new MtmException(
                    ErrorCode.USAGE, "there is a file already", out.toString(), "Name another, or move it away.");
        }
        Metrics metrics = AnalyseCommand.measured(mtm.house(), "PERIOD", period, asOf);
        Frozen frozen = AnalyseCommand.frozen(mtm, metrics, false);
        Report report = new Report(
                metrics,
                NarrativeJson.read(Objects.requireNonNull(frozen.report())),
                Objects.requireNonNullElse(frozen.model(), TemplateNarrator.NAME));
        boolean html = format == Format.html || (out != null && out.toString().matches("(?i).*\\.html?"));
        String text = html ? HtmlReport.text(report) : MarkdownReport.text(report);
        if (out == null) {
            mtm.out().print(text);
        } else {
            write(out, text);
            mtm.out().println("Written: " + out);
        }
        mtm.out().flush();
        return 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY,
                    "the report cannot be written (" + e.getMessage() + ")",
                    file.toString(),
                    "Name a file in a folder that is there and may be written.",
                    e);
        }
    }
}
