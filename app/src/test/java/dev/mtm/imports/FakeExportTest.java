package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.spotify.Catalogue;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.history.Derivation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The export of the fake service is one that the program takes, so that tests can repair with it what polls missed.
final class FakeExportTest {
    private static final Clock LATER = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void everyPlayOfTheScriptIsInTheStore(TestStores stores) throws IOException {
        Life life = Life.invented(Catalogue.of(1), 1, LocalDate.of(2025, 1, 1), LocalDate.of(2025, 3, 1));
        Path file = folder.resolve("Streaming_History_Audio_2025_0.json");
        Files.write(file, life.export(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z")));
        try (Desk desk = new Desk(stores, ZoneId.of("Europe/Berlin"))) {
            ImportReport report = new Importer(desk.database(), new Derivation(1, ZoneId.of("UTC")), LATER)
                    .run(List.of(file), new Importer.Options(null, false), ImportProgress.silent());
            assertThat(report.total().rows()).isEqualTo(life.plays().size()).isPositive();
            assertThat(report.total().fresh()).isEqualTo(life.plays().size());
            long heard = life.plays().stream()
                    .mapToLong(play -> play.heard().toMillis())
                    .sum();
            assertThat(desk.count("select sum(listened_ms) from play_history")).isEqualTo(heard);
        }
    }
}
