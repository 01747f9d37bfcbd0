package dev.mtm.bench;

import dev.mtm.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long a person waits for a short command, from shell to shell. Java alone takes turns with them: what else the
/// machine does shows there as well.
final class StartTimes {
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 20;

    private StartTimes() {}

    /// @param words sizes of the store in plays (100000 1000000)
    static void measure(List<String> words) throws Exception {
        String mtm = Lives.root().resolve("mtm").toString();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(
                "java -version",
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"));
        commands.put("./mtm --version", List.of(mtm, "--version"));
        for (String size : words.isEmpty() ? List.of("100000", "1000000") : words) {
            try (Database database = Lives.sqlite(Long.parseLong(size))) {
                commands.put(
                        "./mtm ask totals, " + size + " plays",
                        List.of(mtm, "ask", "totals", "--db", database.address().shown()));
            }
        }
        Map<String, Figures> times = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                double time = Lives.milliseconds(() -> run(command.getValue()));
                Figures figures = times.computeIfAbsent(command.getKey(), key -> new Figures());
                if (round >= 0) {
                    figures.add(time);
                }
            }
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("command", "median ms", "least ms"));
        times.forEach((name, figures) ->
                table.add(List.of(name, "%.0f".formatted(figures.median()), "%.0f".formatted(figures.least()))));
        Figures.print(table);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
        return status;
    }
}
