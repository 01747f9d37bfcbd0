package dev.mtm.app;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// The program in a process of its own, which starts as `./mtm` starts it.
@NullMarked
final class Child {
    /// The first compiler only, and little memory: for a process that does not live long.
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m");

    private static final String AHEAD = "mtm.test.ahead";

    private Child() {}

    /// Starts here where [#startAt] began: the program on a clock that is ahead of this machine's, or behind.
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(System.getProperty(AHEAD)));
        System.exit(Main.run(arguments, System.getenv(), clock, out, out));
    }

    static Process start(Map<String, String> environment, Path log, String... arguments) throws IOException {
        return start(environment, log, List.of(), arguments);
    }

    /// @param java options of the virtual machine
    static Process start(Map<String, String> environment, Path log, List<String> java, String... arguments)
            throws IOException {
        return start(environment, log, java, "dev.mtm.app.Main", arguments);
    }

    /// As if it were another time, from which on its clock runs.
    static Process startAt(Instant now, Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        List<String> java = List.of(
                "-cp",
                Launch.CLASS_PATH + File.pathSeparator + Launch.TESTS,
                "-D" + AHEAD + "=" + Duration.between(Instant.now(), now));
        return start(environment, log, java, Child.class.getName(), arguments);
    }

    private static Process start(
            Map<String, String> environment, Path log, List<String> java, String main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Launch.java()));
        command.addAll(Launch.OPTIONS);
        command.addAll(QUICK);
        command.addAll(java);
        command.add(main);
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Waits for the end and gives the exit status.
    static int end(Process process) throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the program did not end");
        }
        return process.exitValue();
    }
}
