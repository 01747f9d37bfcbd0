package dev.mtm.cli;

import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.sync.PlaySync;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm sync`
@Command(
        name = "sync",
        header = "Fetch the plays that Spotify remembers: the last fifty.",
        description = {
            "",
            "A play that an export tells of later is the same play. Where Spotify had forgotten plays, the gap is kept, and"
                    + " an export that reaches over it closes it. Spotify lists only plays of half a minute and more."
        },
        mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        PlaySync.Synced synced = mtm.house().playSync().run();
        mtm.out()
                .println(
                        synced.plays() == 0
                                ? "Nothing new."
                                : Wording.grouped(synced.plays())
                                        + (synced.plays() == 1 ? " new play." : " new plays."));
        if (synced.gap() != null) {
            Wording wording = new Wording(mtm.house().listener().zone().id());
            mtm.out()
                    .println("Spotify had forgotten plays between "
                            + wording.of(Unit.INSTANT, synced.gap().first())
                            + " and " + wording.of(Unit.INSTANT, synced.gap().last())
                            + ". An export of yours that reaches over that time brings them.");
        }
        if (synced.skipped() > 0) {
            mtm.out()
                    .println(
                            synced.skipped() == 1
                                    ? "1 entry was left out: Spotify names no track or no time in it."
                                    : synced.skipped()
                                            + " entries were left out: Spotify names no track or no time in them.");
        }
        mtm.out().flush();
        return 0;
    }
}
