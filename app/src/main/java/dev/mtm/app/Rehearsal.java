package dev.mtm.app;

import dev.mtm.demo.DemoLife;
import dev.mtm.demo.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A run through the usual commands that nobody sees. Java watches it and keeps the classes that it loads, so that
/// later starts find them ready; `./mtm` runs it once after a build.
///
/// @see <a href="https://openjdk.org/jeps/514">JEP 514: Ahead-of-Time Command-Line Ergonomics</a>
final class Rehearsal {
    private static final LocalDate DAY = LocalDate.of(2024, 6, 1);
    private static final int PLAYS_PER_YEAR = 1_000;

    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("import", "export.zip"),
            List.of("imports"),
            List.of("ask"),
            List.of("ask", "totals"),
            List.of("ask", "top-tracks", "--limit", "5", "--format", "json"),
            List.of("ask", "recent-plays", "--format", "csv"),
            List.of("ask", "top-artists"),
            List.of("zone"),
            List.of("migrate", "status"));

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path stage = Files.createTempDirectory("mtm-rehearsal");
        try {
            run(stage);
        } finally {
            try (Stream<Path> left = Files.list(stage)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(stage);
        }
    }

    /// Runs the commands on a small made-up life in an empty folder.
    ///
    /// @return the commands that did not end with 0
    static List<List<String>> run(Path stage) throws IOException {
        Path export = stage.resolve("export.zip");
        DemoLife.of(new Shape(1, DAY.minusYears(2), DAY, PLAYS_PER_YEAR, ZoneId.of("Europe/Berlin")))
                .writeTo(export);
        Map<String, String> environment = Map.of(
                "MTM_DB", stage.resolve("music.db").toString(),
                "XDG_CONFIG_HOME", stage.toString(),
                "XDG_DATA_HOME", stage.toString());
        Clock clock = Clock.fixed(DAY.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        List<List<String>> failed = new ArrayList<>();
        for (List<String> command : COMMANDS) {
            String[] words = command.stream()
                    .map(word -> word.equals("export.zip") ? export.toString() : word)
                    .toArray(String[]::new);
            if (Main.run(words, environment, clock, nowhere, nowhere) != 0) {
                failed.add(command);
            }
        }
        return failed;
    }
}
