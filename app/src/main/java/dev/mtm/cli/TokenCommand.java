package dev.mtm.cli;

import dev.mtm.access.ApiTokens;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm token create NAME [--change]`, `mtm token list`, `mtm token revoke NAME`
@Command(
        name = "token",
        header = "Let programs ask the API: make, list and take back their tokens.",
        description = {
            "",
            "A program sends its token as the header `Authorization: Bearer TOKEN`. Only a hash of it is kept, in the file of"
                    + " the password."
        },
        mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
    @ParentCommand
    private @Nullable Mtm mtm;

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Override
    public void run() {
        list();
    }

    @Command(name = "create", header = "Make a token and show it, this once.", mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "NAME", description = "What it is for, such as home-assistant.") String name,
            @Option(names = "--change", description = "It may change things, too. Default: it reads.") boolean change) {
        String token = mtm().house().tokens().make(name, change);
        mtm().err().println("Keep it well, it is not shown again. It " + (change ? "reads and changes." : "reads."));
        mtm().err().flush();
        mtm().out().println(token);
        mtm().out().flush();
        return 0;
    }

    @Command(
            name = "list",
            header = "List the tokens: what each may do, and when it was used last.",
            mixinStandardHelpOptions = true)
    int list() {
        List<ApiTokens.Token> tokens = mtm().house().tokens().list();
        if (tokens.isEmpty()) {
            mtm().out().println("No tokens. `mtm token create NAME` makes one.");
        } else {
            Sheetlet sheet = new Sheetlet("name", "may", "made", "last used");
            for (ApiTokens.Token token : tokens) {
                sheet.row(
                        token.name(),
                        token.changes() ? "read and change" : "read",
                        token.made().toString(),
                        token.used() == null ? "never" : token.used().toString());
            }
            mtm().out().print(sheet.text());
        }
        mtm().out().flush();
        return 0;
    }

    @Command(name = "revoke", header = "Take a token back at once.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "NAME", description = "The name of the token.") String name) {
        mtm().house().tokens().revoke(name);
        mtm().out().println("The token " + name + " opens nothing any more.");
        mtm().out().flush();
        return 0;
    }
}
