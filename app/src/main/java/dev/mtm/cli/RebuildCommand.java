package dev.mtm.cli;

import dev.mtm.history.CountingRule;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm rebuild [--rule RULE]`
@Command(
        name = "rebuild",
        header = "Derive everything anew from the log of plays; optionally under another counting rule.",
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "What counts as a listen from now on: thirty-seconds (the default), finished,"
                    + " half-or-four-minutes or any. No play is lost by it.")
    private @Nullable String rule;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        mtm.backUpFirst();
        if (rule != null) {
            mtm.house().listener().count(CountingRule.of(rule));
        }
        mtm.house().listener().rebuild();
        mtm.house().snapshots().refresh(mtm.house().today());
        mtm.out()
                .println("Derived anew; a play counts by the rule "
                        + mtm.house().listener().rule().label() + ".");
        mtm.out().flush();
        return 0;
    }
}
