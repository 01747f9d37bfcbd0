package dev.mtm.cli;

import dev.mtm.narrative.SongGists;
import dev.mtm.render.Wording;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm summarise`
@Command(
        name = "summarise",
        header = "Let the language model say what songs are about, of those whose lyrics are kept.",
        description = {
            "",
            "The model of the settings model-url and model is sent the lyrics. A sentence and a few tags are kept of its answer,"
                    + " and nothing that quotes the song. Songs that have a summary are left alone."
        },
        mixinStandardHelpOptions = true)
final class SummariseCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "How many songs at most. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        SongGists gists = mtm.house().songGists();
        mtm.backUpFirst();
        SongGists.Done done = gists.tell(Math.clamp(limit, 0, 10_000));
        mtm.out()
                .println(Wording.grouped(done.told()) + (done.told() == 1 ? " song" : " songs") + " summed up"
                        + (done.leftOut() == 0
                                ? ""
                                : ", " + Wording.grouped(done.leftOut())
                                        + " left out: what the model said of them cannot be taken")
                        + ". " + Wording.grouped(done.waiting()) + " more with lyrics and without a summary.");
        mtm.out().flush();
        return 0;
    }
}
