package dev.mtm.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm logout`
@Command(
        name = "logout",
        header = "Forget the sign-in at Spotify.",
        description = {
            "",
            "Your plays and snapshots stay. Spotify lists the app until you remove it at https://www.spotify.com/account/apps."
        },
        mixinStandardHelpOptions = true)
final class LogoutCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        mtm.out()
                .println(
                        mtm.house().signIn().forget()
                                ? "Signed out. Your plays and snapshots stay."
                                : "Nobody was signed in.");
        mtm.out().flush();
        return 0;
    }
}
