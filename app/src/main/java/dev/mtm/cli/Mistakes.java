package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Answers a command line that cannot be understood: what is wrong, what was probably meant, where help is.
final class Mistakes implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine line = mistake.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("mtm: " + Printable.line(what(mistake)) + ".");
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String near = near(unmatched);
            if (!near.isEmpty()) {
                err.println("  Did you mean " + near + "?");
            }
        }
        err.println("  `" + AskCommand.named(line) + " --help` shows what fits.");
        err.flush();
        return ErrorCode.USAGE.exitStatus();
    }

    private static String what(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
            if (unmatched.isUnknownOption()) {
                return "`" + command + "` has no option `" + word + "`";
            }
            return mistake.getCommandLine().getSubcommands().isEmpty()
                    ? "`" + word + "` is a word too many for `" + command + "`"
                    : "there is no command `" + command + " " + word + "`";
        }
        String message = String.valueOf(mistake.getMessage());
        String plain = message.replaceAll("is not an? (int|long)$", "is not a whole number");
        return plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }

    /// Names that start alike; the library's own order, the most similar first.
    private static String near(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst().replaceFirst("^-+", "");
        String command = unmatched.getCommandLine().getCommandSpec().qualifiedName() + " ";
        return unmatched.getSuggestions().stream()
                .map(other -> other.substring(other.lastIndexOf(' ') + 1))
                .filter(other ->
                        !word.isEmpty() && other.replaceFirst("^-+", "").startsWith(word.substring(0, 1)))
                .map(other -> "`" + (other.startsWith("-") ? "" : command) + other + "`")
                .collect(Collectors.joining(" or "));
    }
}
