package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each format's fixtures: `fixtures/imports/<format>/X.json` with what the log must hold in
/// `X.expected.csv` and, where rows must be rejected, which and why in `X.rejected.csv`. A new file there
/// is a new test.
final class GoldenFormatTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/imports");
    private static final Path PAGES = Path.of("../docs/formats");

    @TempDir
    private Path folder = Path.of("");

    /// A fixture, shown by its format and name.
    private record Fixture(ImportFormat format, Path file) {
        @Override
        public String toString() {
            return format.label() + "/" + file.getFileName();
        }

        String text(String ending) {
            String name = file.getFileName().toString();
            Path other = file.resolveSibling(name.substring(0, name.length() - ".json".length()) + ending);
            return Files.exists(other) ? read(other) : "";
        }
    }

    static Stream<Fixture> fixtures() {
        return Arrays.stream(ImportFormat.values())
                .flatMap(format -> files(FIXTURES.resolve(format.label())).stream()
                        .filter(file -> file.toString().endsWith(".json"))
                        .map(file -> new Fixture(format, file)));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theLogHoldsWhatTheFileTells(Fixture fixture) {
        TimeZone machine = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati")); // the machine's zone has no say
        try {
            for (TestStores stores : TestStores.values()) {
                try (Desk desk = new Desk(stores, ZoneId.of("Europe/Berlin"))) {
                    ImportReport report = desk.take(fixture.file());
                    assertThat(report.files()).singleElement().satisfies(file -> {
                        assertThat(file.format()).isEqualTo(fixture.format().label());
                        assertThat(rejected(file)).isEqualTo(fixture.text(".rejected.csv"));
                    });
                    assertThat(log(desk)).isEqualTo(fixture.text(".expected.csv"));
                    assertThat(report.troubles())
                            .hasSize(fixture.text(".rejected.csv").contains("from here on") ? 1 : 0);
                    assertThat(report.toString() + desk.everything()).doesNotContain(JsonPen.SECRETS);
                }
            }
        } finally {
            TimeZone.setDefault(machine);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whatAFileIsCalledHasNoSay(Fixture fixture) throws IOException {
        Path renamed = Files.copy(fixture.file(), folder.resolve("holiday.pdf"));
        try (Desk desk = new Desk(TestStores.SQLITE, ZoneId.of("Europe/Berlin"))) {
            assertThat(desk.take(renamed).files())
                    .singleElement()
                    .extracting(ImportReport.FileReport::format)
                    .isEqualTo(fixture.format().label());
        }
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void eachFormatHasASampleACorruptedFileAndAPage(ImportFormat format) {
        List<String> names = files(FIXTURES.resolve(format.label())).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(names).contains("corrupted.json", "corrupted.expected.csv", "corrupted.rejected.csv");
        assertThat(names).filteredOn(name -> name.endsWith(".expected.csv")).hasSizeGreaterThan(1);
        assertThat(names)
                .filteredOn(name -> name.endsWith(".json"))
                .allSatisfy(name -> assertThat(names).contains(name.replace(".json", ".expected.csv")));
        String page = read(PAGES.resolve(format.label() + ".md"));
        assertThat(page)
                .startsWith("# ")
                .contains("## Fields", "## Time", "## Quirks", "## What it cannot tell", "## Sources", "https://");
    }

    private static String log(Desk desk) {
        StringBuilder out =
                new StringBuilder("kind,track_id,name,artist,album,played_at,listened_ms,skipped,time_basis,"
                        + "platform,country,reason_start,reason_end,shuffle,offline,incognito\n");
        return desk.database().read(session -> {
            session.each("""
                    select t.kind, t.track_id, t.name, t.artist_name, t.album_name, p.played_at, p.listened_ms, p.skipped,
                        c.time_basis, c.platform, c.country, c.reason_start, c.reason_end, c.shuffle, c.offline,
                        c.incognito
                    from play_history as p
                    join tracks as t on t.track_key = p.track_key
                    join play_context as c on c.context_key = p.context_key
                    order by p.played_at, p.listened_ms desc, p.ordinal
                    """, row -> {
                List<String> fields = new ArrayList<>();
                for (int i = 1; i <= 16; i++) {
                    fields.add(field(
                            switch (i) {
                                case 2 -> row.text(i).replaceAll("name:[0-9a-f]{20}$", "name:…");
                                case 6 -> row.instant(i);
                                case 8, 14, 15, 16 -> row.truthOrNull(i);
                                default -> row.textOrNull(i);
                            }));
                }
                out.append(String.join(",", fields)).append('\n');
            });
            return out.toString();
        });
    }

    private static String rejected(ImportReport.FileReport file) {
        StringBuilder out = new StringBuilder();
        for (Rejection rejection : file.rejections()) {
            out.append(rejection.row())
                    .append(',')
                    .append(field(rejection.reason()))
                    .append('\n');
        }
        return out.isEmpty() ? "" : "row,reason\n" + out;
    }

    private static String field(@Nullable Object value) {
        String text = Objects.requireNonNullElse(value, "").toString();
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
