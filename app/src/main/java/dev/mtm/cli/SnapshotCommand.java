package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.Wording;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm snapshot` and `mtm snapshot rebuild`
@Command(
        name = "snapshot",
        header = "Keep the list of your top tracks as Spotify ranks them today.",
        description = {
            "",
            "The 50 top tracks of each range are kept as one dated snapshot: all ranges that were asked for, or none. On the"
                    + " same day again nothing changes. `mtm snapshot rebuild` computes lists from your plays instead, and"
                    + " needs no sign-in."
        },
        mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--range",
            paramLabel = "RANGE",
            defaultValue = "all",
            description = "short (about four weeks), medium (about six months), long (about a year), or all."
                    + " Default: ${DEFAULT-VALUE}.")
    private String range = "all";

    @Option(names = "--replace", description = "Ask again for what was kept today, and keep the new list in its place.")
    private boolean replace;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        List<TimeRange> ranges = Arrays.stream(TimeRange.values())
                .filter(each -> range.equals("all") || each.label().equals(range + "_term"))
                .toList();
        if (ranges.isEmpty()) {
            throw new MtmException(
                    ErrorCode.USAGE, "there is no range " + range, "--range", "Give short, medium, long or all.");
        }
        SnapshotTaker.Taken taken = mtm.house()
                .snapshotTaker()
                .take(ranges, mtm.house().today(), mtm.house().now(), replace);
        for (TimeRange each : ranges) {
            Integer tracks = taken.kept().get(each);
            mtm.out()
                    .println(each.label().replace('_', ' ') + ": "
                            + (tracks == null
                                    ? taken.known().contains(each) ? "kept today already" : "Spotify ranks nothing yet"
                                    : tracks + " tracks kept"
                                            + leftOut(taken.leftOut().getOrDefault(each, 0))));
        }
        if (!taken.kept().isEmpty()) {
            mtm.out().println("Next: `mtm ask forgotten-gems`");
        }
        mtm.out().flush();
        return 0;
    }

    private static String leftOut(int places) {
        return places == 0
                ? ""
                : ", " + places + (places == 1 ? " place" : " places") + " left out: Spotify names no track there";
    }

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
