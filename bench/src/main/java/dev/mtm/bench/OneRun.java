package dev.mtm.bench;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One reading in a virtual machine of its own, cold as a person's import is.
/// Prints: rows, milliseconds, the most memory that the process held in MiB (-1 where the system does not tell).
final class OneRun {
    private OneRun() {}

    /// @param words `tokens ZIP`, `fields ZIP` or `import ZIP STORE`
    static void main(List<String> words) throws Exception {
        Path zip = Path.of(words.get(1));
        long[] rows = new long[1];
        double milliseconds = switch (words.getFirst()) {
            case "tokens" -> Lives.milliseconds(() -> rows[0] = ParseBound.records(zip, ParseBound::tokens));
            case "fields" -> Lives.milliseconds(() -> rows[0] = ParseBound.records(zip, ParseBound::keptFields));
            case "import" -> {
                try (Database database = Lives.at(DatabaseAddress.parse(words.get(2)))) {
                    Lives.migrate(database);
                    yield Lives.milliseconds(() -> rows[0] = imported(database, zip));
                }
            }
            default -> throw new IllegalArgumentException(words.getFirst());
        };
        System.out.println(rows[0] + " " + milliseconds + " " + peakMemory());
    }

    private static long imported(Database database, Path zip) {
        ImportReport report =
                Lives.importer(database).run(List.of(zip), new Importer.Options(null, false), ImportProgress.silent());
        return report.total().rows();
    }

    private static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return -1;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        }
    }
}
