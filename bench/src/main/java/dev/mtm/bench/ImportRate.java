package dev.mtm.bench;

import dev.mtm.db.DatabaseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How fast an import is, beside the bound that no import can beat: the same zip unpacked and parsed and nothing else.
/// All ways take turns, each in a virtual machine of its own with the heap that the program has.
final class ImportRate {
    private static final int ROUNDS = 5;
    private static final long PLAYS = 1_000_000;
    private static final String BOUND = "unzip + JSON, kept fields";

    private ImportRate() {}

    /// @param words plays (1000000), then `postgresql` to import there as well
    static void measure(List<String> words) throws Exception {
        long plays = words.isEmpty() ? PLAYS : Long.parseLong(words.getFirst());
        Path zip = Lives.export(plays);
        Path store = Lives.folder().resolve("import-rate.db");
        Map<String, Readings> ways = new LinkedHashMap<>();
        DatabaseAddress.Server server = words.contains("postgresql") ? Lives.server() : null;
        for (int round = 0; round < ROUNDS; round++) {
            take(ways, "unzip + JSON tokens", "tokens", zip.toString());
            take(ways, BOUND, "fields", zip.toString());
            for (String ending : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(store + ending));
            }
            take(ways, "first import, SQLite", "import", zip.toString(), store.toString());
            take(ways, "the same again, SQLite", "import", zip.toString(), store.toString());
            if (server != null) {
                String url = url(Lives.fresh(server, "import_rate"));
                take(ways, "first import, PostgreSQL", "import", zip.toString(), url);
                take(ways, "the same again, PostgreSQL", "import", zip.toString(), url);
            }
        }
        print(ways, Files.size(store));
    }

    private static void print(Map<String, Readings> ways, long bytes) {
        double bound = Objects.requireNonNull(ways.get(BOUND)).milliseconds.median();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("way", "rows", "median ms", "rows/s", "of the bound's rate", "peak memory"));
        ways.forEach((name, readings) -> {
            double median = readings.milliseconds.median();
            table.add(List.of(
                    name,
                    Long.toString(readings.rows),
                    "%.0f".formatted(median),
                    "%.0f".formatted(readings.rows * 1000 / median),
                    "%.0f %%".formatted(100 * bound / median),
                    readings.memory.median() < 0 ? "unknown" : "%.0f MiB".formatted(readings.memory.median())));
        });
        Figures.print(table);
        long rows = ways.values().iterator().next().rows;
        System.out.printf("%nSQLite store: %.0f bytes per row, everything included%n", (double) bytes / rows);
    }

    private static void take(Map<String, Readings> ways, String name, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmtm.root=" + Lives.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "one"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(name + " failed");
        }
        String[] figures = answer.split(" ");
        Readings readings = ways.computeIfAbsent(name, key -> new Readings());
        readings.rows = Long.parseLong(figures[0]);
        readings.milliseconds.add(Double.parseDouble(figures[1]));
        readings.memory.add(Double.parseDouble(figures[2]));
        System.err.println(name + ": " + answer);
    }

    private static String url(DatabaseAddress.Server server) {
        return "postgresql://" + server.user() + ":" + server.password() + "@" + server.host() + ":" + server.port()
                + "/" + server.database();
    }

    /// What was read of one way.
    private static final class Readings {
        private final Figures milliseconds = new Figures();
        private final Figures memory = new Figures();
        private long rows;
    }
}
