package dev.mtm.cli;

import dev.mtm.doctor.Finding;
import dev.mtm.problem.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm doctor`
@Command(
        name = "doctor",
        header = "Check the store and everything around it; exit status 1 with remedies where something is off.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        List<Finding> findings = mtm.house().doctor().examine();
        int width =
                findings.stream().mapToInt(one -> one.check().length()).max().orElse(0);
        for (Finding finding : findings) {
            mtm.out()
                    .println((finding.fine() ? "ok   " : "OFF  ")
                            + finding.check()
                            + " ".repeat(width - finding.check().length() + 2)
                            + finding.detail());
            if (!finding.fine()) {
                mtm.out().println("     " + " ".repeat(width + 2) + finding.remedy());
            }
        }
        mtm.out().flush();
        return findings.stream().allMatch(Finding::fine) ? 0 : ErrorCode.CHECK_FAILED.exitStatus();
    }
}
