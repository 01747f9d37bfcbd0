package dev.mtm.app;

import dev.mtm.cli.Mtm;
import dev.mtm.cli.Terminal;
import dev.mtm.cli.Troubles;
import dev.mtm.problem.MtmException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/// Where the program starts.
public final class Main {
    private Main() {}

    /// Runs one command and ends with its exit status.
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int status = run(arguments, System.getenv(), Clock.systemUTC(), out, err);
        out.flush();
        err.flush();
        if (status != 0) {
            System.exit(status); // not for 0: System.exit sets up logging first, which takes its time
        }
    }

    /// Runs one command.
    ///
    /// @return the exit status
    static int run(String[] arguments, Map<String, String> environment, Clock clock, PrintWriter out, PrintWriter err) {
        try (App app = new App(environment, clock, err)) {
            return new Mtm(app, Terminal.of(out, err, environment))
                    .commandLine(arguments)
                    .execute(arguments);
        } catch (MtmException e) {
            return Troubles.tell(e, err);
        }
    }
}
