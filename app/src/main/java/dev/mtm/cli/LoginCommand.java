package dev.mtm.cli;

import dev.mtm.account.SignIn;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm login`
@Command(
        name = "login",
        header = "Sign in at Spotify, once every six months.",
        description = {
            "",
            "Opens Spotify's page in your browser; after you agree it comes back to this machine. You need an app of your"
                    + " own there, whose client id is the setting spotify-client-id: docs/spotify.md takes you through it.",
            "",
            "The sign-in is kept encrypted in the store. Imports and questions never need it."
        },
        mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {
    private static final int LOOKS_A_SECOND = 5;

    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--paste",
            description = "The browser is on another machine: open the page there, agree, and paste the address that it"
                    + " shows then, even if it shows an error.")
    private boolean paste;

    @Option(
            names = "--other-listener",
            description = "Sign in although somebody else was signed in before. Plays of both are then in one store.")
    private boolean other;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for you to agree. Default: ${DEFAULT-VALUE}.")
    private int wait;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        try (SignIn.Visit visit = mtm.house().signIn().open(other)) {
            mtm.out().println("Agree on this page of Spotify:\n\n  " + visit.page() + "\n");
            SignIn.Standing standing = paste ? pasted(mtm, visit) : awaited(mtm, visit);
            mtm.out()
                    .println("Signed in as " + Printable.line(standing.called())
                            + ". Next: `mtm snapshot` and `mtm sync`");
        }
        mtm.out().flush();
        return 0;
    }

    /// Waits for the browser of this machine, or for the address that one on another machine shows, pasted
    /// here.
    private SignIn.Standing awaited(Mtm mtm, SignIn.Visit visit) {
        if (mtm.terminal().interactive() && opened(visit.page())) {
            mtm.out().println("Your browser was asked to open it.");
        }
        mtm.out()
                .println("Waiting. Is your browser on another machine? Paste the address here that it shows after you"
                        + " agreed, even if it shows an error.");
        mtm.out().flush();
        for (int look = 0; look < Math.max(1, wait) * LOOKS_A_SECOND; look++) {
            Optional<SignIn.Standing> arrived = visit.await(Duration.ofMillis(1000 / LOOKS_A_SECOND));
            if (arrived.isPresent()) {
                return arrived.get();
            }
            String typed = typed();
            if (!typed.isEmpty()) {
                return visit.finish(typed);
            }
        }
        throw new MtmException(
                ErrorCode.SIGN_IN,
                "nobody agreed within " + wait + " seconds",
                "Spotify",
                "Start again when you like: `mtm login`");
    }

    /// A line that waits to be read; empty where none does. Where there is nothing to read from, none ever
    /// will.
    private static String typed() {
        try {
            return System.in.available() > 0 ? line().strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /// One line; the bytes after it stay unread.
    private static String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static SignIn.Standing pasted(Mtm mtm, SignIn.Visit visit) {
        mtm.out().print("Paste the address here: ");
        mtm.out().flush();
        try {
            return visit.finish(line());
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.USAGE, "nothing can be read here", "standard input", "Paste the address when asked.", e);
        }
    }

    /// Asks the system to open a page; false when it cannot.
    private static boolean opened(URI page) {
        for (String opener : List.of("xdg-open", "open")) {
            try {
                new ProcessBuilder(opener, page.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return true;
            } catch (IOException e) {
                // There is no such program here.
            }
        }
        return false;
    }
}
