package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real files that other projects publish, where they are at hand: `MTM_TEST_HISTORY` names their folder,
/// else it is looked for as `shared/data/history` in the folders above. They are no part of the project.
final class SampleTest {
    private static final Clock LATER = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Pattern RECORD = Pattern.compile("\\{[^{}]*\\}");

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void everyRowOfARealFileHasItsVerdict(TestStores stores) {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no folder shared/data/history above, and MTM_TEST_HISTORY names none");
        for (Path path : files(folder.orElseThrow())) {
            String text = read(path);
            boolean readable = text.contains("\"ms_played\"") || text.contains("\"msPlayed\"");
            try (Desk desk = new Desk(stores, ZoneId.of("Europe/Berlin"))) {
                ImportReport report = new Importer(desk.database(), new Derivation(1, ZoneId.of("UTC")), LATER)
                        .run(List.of(path), new Importer.Options(null, false), ImportProgress.silent());
                if (readable) {
                    compare(path, text, report, desk);
                } else {
                    assertThat(report.files()).as(path.toString()).isEmpty();
                    assertThat(report.passedOver()).as(path.toString()).isNotEmpty();
                    assertThat(desk.count("select count(*) from play_history")).isZero();
                }
            }
        }
    }

    /// Counts with patterns instead of a JSON reader.
    private static void compare(Path path, String text, ImportReport report, Desk desk) {
        long rows = 0;
        long timeless = 0;
        long music = 0;
        long otherThings = 0;
        Matcher record = RECORD.matcher(text);
        while (record.find()) {
            rows++;
            String row = record.group();
            if (value(row, "ts").isEmpty()) {
                timeless++;
            } else if (row.contains("\"spotify:track:")) {
                music++;
            } else {
                otherThings++;
            }
        }
        ImportReport.Counts counts = report.total();
        assertThat(counts.rows()).as(path.toString()).isEqualTo(rows).isPositive();
        assertThat(counts.fresh()).as(path.toString()).isEqualTo(music);
        assertThat(counts.notMusic()).as(path.toString()).isEqualTo(otherThings);
        assertThat(counts.rejected()).as(path.toString()).isEqualTo(timeless);
        assertThat(desk.count("select count(*) from play_history")).isEqualTo(music + otherThings);
        assertThat(desk.differences()).isEmpty();
    }

    private static String value(String row, String field) {
        Matcher found =
                Pattern.compile("\"" + field + "\"\\s*:\\s*\"?([^\",}]*)").matcher(row);
        return found.find() ? found.group(1) : "";
    }

    private static Optional<Path> folder() {
        String named = System.getenv("MTM_TEST_HISTORY");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data/history"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
