package dev.mtm.cli;

import dev.mtm.doctor.Finding;
import dev.mtm.problem.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm doctor`
@Command(
        name = "doctor",
        header = "Check the store and everything around it; exit status 1 with remedies where something is off.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    private static final int WIDEST = 100;

    @Option(
            names = "--schema",
            description =
                    "Hold the schema of the database, whatever made it, against a checklist instead: types, times,"
                            + " truth values, foreign keys, indexes, repeated texts. No value of any row is shown."
                            + " Which indexes are idle or missing is judged by the plans of the questions, from 10,000 listens on.")
    private boolean schema;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        List<Finding> findings = schema
                ? mtm.house().schemaLint().examine()
                : mtm.house().doctor().examine();
        int width =
                findings.stream().mapToInt(one -> one.check().length()).max().orElse(0);
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            String margin = " ".repeat("ok   ".length() + width + 2);
            String head = (finding.fine() ? "ok   " : "OFF  ")
                    + finding.check()
                    + " ".repeat(width - finding.check().length() + 2);
            String detail = Printable.line(finding.detail());
            mtm.out().println(head + (schema ? lines(detail, margin) : detail));
            boolean goesOn =
                    i + 1 < findings.size() && findings.get(i + 1).remedy().equals(finding.remedy());
            if (!finding.fine() && !goesOn) {
                mtm.out().println(margin + (schema ? lines(finding.remedy(), margin) : finding.remedy()));
            }
        }
        mtm.out().flush();
        return findings.stream().allMatch(Finding::fine) ? 0 : ErrorCode.CHECK_FAILED.exitStatus();
    }

    /// A text broken between words where its lines would be too wide; a long word stays whole.
    private static String lines(String text, String margin) {
        StringBuilder out = new StringBuilder();
        int used = margin.length();
        for (String word : text.split(" ")) {
            if (used > margin.length() && used + 1 + word.length() > WIDEST) {
                out.append('\n').append(margin);
                used = margin.length();
            } else if (used > margin.length()) {
                out.append(' ');
                used++;
            }
            out.append(word);
            used += word.length();
        }
        return out.toString();
    }
}
