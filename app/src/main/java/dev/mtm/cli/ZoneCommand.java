package dev.mtm.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm zone [ZONE]`
@Command(
        name = "zone",
        header = "Show or set the zone of your clock; local days and hours follow it.",
        mixinStandardHelpOptions = true)
final class ZoneCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Parameters(
            arity = "0..1",
            paramLabel = "ZONE",
            description = "An IANA name such as Europe/Berlin. Without one, the zone is shown.")
    private @Nullable String zone;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        if (zone == null) {
            mtm.out().println(mtm.house().zone().getId());
        } else {
            mtm.backUpFirst();
            mtm.house().listener().move(mtm.house().zone(zone));
            mtm.house().snapshots().refresh(mtm.house().today());
            mtm.out().println("Your days and hours are now those of " + zone + ".");
        }
        mtm.out().flush();
        return 0;
    }
}
