package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm password [--remove]`
@Command(
        name = "password",
        header = "Set the password of the pages.",
        description = {
            "",
            "Asks for it twice without showing it, or reads it as a line of standard input where that is no terminal. It is kept"
                    + " as a hash (Argon2id) in a file of its own beside the settings, not in the store. From then on every"
                    + " browser has to sign in, also on this machine; a server that runs knows it at once, and whoever had"
                    + " signed in with another password is signed out."
        },
        mixinStandardHelpOptions = true)
final class PasswordCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(names = "--remove", description = "Remove it: then only this machine is served.")
    private boolean remove;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        if (remove) {
            mtm.out()
                    .println(
                            mtm.house().password().remove()
                                    ? "The password is gone. Only this machine is served."
                                    : "There was no password.");
        } else {
            mtm.house().password().set(asked(System.console()));
            mtm.out().println("The password is set. Whoever was signed in has to sign in again.");
        }
        mtm.out().flush();
        return 0;
    }

    private static String asked(@Nullable Console console) {
        if (console == null || !console.isTerminal()) {
            return line();
        }
        char[] first = console.readPassword("New password: ");
        char[] again = console.readPassword("Once more: ");
        if (first == null || again == null) {
            throw none();
        }
        if (!Arrays.equals(first, again)) {
            throw new MtmException(
                    ErrorCode.USAGE, "the two are not the same", "mtm password", "Try again; nothing was changed.");
        }
        return new String(first);
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw none();
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MtmException none() {
        return new MtmException(
                ErrorCode.USAGE,
                "no password was given",
                "mtm password",
                "Type it when asked, or hand it over: mtm password < FILE");
    }
}
