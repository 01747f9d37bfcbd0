package dev.mtm.cli;

import dev.mtm.render.Wording;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm snapshot rebuild`
@Command(
        name = "snapshot",
        header = "Dated lists of your top tracks.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class SnapshotCommand {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Command(
            name = "rebuild",
            header = "Compute a top list for the end of every month from your plays.",
            description = {
                "",
                "The 50 tracks with the most listens over the last four weeks, six months and twelve months, as of the last"
                        + " day of each month. They are marked as computed and never mixed up with Spotify's own."
            },
            mixinStandardHelpOptions = true)
    int rebuild() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        mtm.backUpFirst();
        int snapshots = mtm.house().snapshots().rebuild(mtm.house().today());
        mtm.out()
                .println(
                        snapshots == 0
                                ? "There are no listens of a whole month yet, so there is nothing to compute."
                                : Wording.grouped(snapshots) + " top lists computed. Next: `mtm ask forgotten-gems`");
        mtm.out().flush();
        return 0;
    }
}
