package dev.mtm.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// The program in a process of its own, which starts as `./mtm` starts it.
@NullMarked
final class Child {
    private Child() {}

    /// @param java options of the virtual machine
    static Process start(Map<String, String> environment, Path log, List<String> java, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Launch.java()));
        command.addAll(Launch.OPTIONS);
        command.addAll(java);
        command.add("dev.mtm.app.Main");
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
