package dev.mtm.imports;

import static dev.mtm.imports.ExportFiles.bytes;
import static dev.mtm.imports.ExportFiles.gzip;
import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Archives that unpack to more than any export would are stopped there; what came before is kept.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ArchiveLimitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-06T11:00:00Z"), ZoneOffset.UTC);
    private static final GuardedInput.Limits USUAL = GuardedInput.Limits.USUAL;

    @TempDir
    Path folder = Path.of("");

    private final Database database;

    ArchiveLimitsTest(TestStores stores) {
        database = stores.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anExportAsLongAsTheLimitsIsImported() throws IOException {
        byte[] member = bytes(list(0, 50));
        ImportReport report = read(
                zip(new TreeMap<>(Map.of("a.json", member, "b.json", member))),
                new GuardedInput.Limits(2, member.length, 2L * member.length, 200));
        assertThat(report.troubles()).isEmpty();
        assertThat(report.total().rows()).isEqualTo(100);
    }

    @Test
    void aMemberThatIsTooLongIsStoppedInTheMiddleAndItsRowsUpToThereAreKept() throws IOException {
        byte[] member = bytes(list(0, 3_000));
        ImportReport report = read(
                zip(Map.of("a.json", member)),
                new GuardedInput.Limits(USUAL.members(), 1 << 20, USUAL.allBytes(), USUAL.ratio()));
        long kept = report.total().fresh();
        assertThat(kept).isBetween(500L, 2_999L);
        assertThat(report.troubles())
                .extracting(ImportReport.Trouble::path, ImportReport.Trouble::what)
                .containsExactly(
                        tuple(
                                file() + "/a.json",
                                "row " + (kept + 1)
                                        + ": no export looks like this: a member unpacks to more than 1 MiB;"
                                        + " rows from here on could not be read"),
                        tuple(
                                file(),
                                "no export looks like this: a member unpacks to more than 1 MiB; the rest of it was not"
                                        + " read"));
        assertThat(report.troubles().getLast().fix()).contains("unpack it yourself");
    }

    @Test
    void anArchiveThatIsTooLongInAllIsStopped() throws IOException {
        byte[] member = bytes(list(0, 1_500));
        Map<String, byte[]> members = new TreeMap<>(Map.of("a.json", member, "b.json", member, "c.json", member));
        GuardedInput.Limits limits =
                new GuardedInput.Limits(USUAL.members(), USUAL.memberBytes(), 1 << 20, USUAL.ratio());
        for (byte[] archive : List.of(zip(members), zip(Map.of("inner.zip", zip(members))))) {
            ImportReport report = read(archive, limits);
            assertThat(report.files().getFirst().counts().rejected()).isZero();
            assertThat(report.troubles().getLast().what()).contains("it unpacks to more than 1 MiB");
            assertThat(report.files()).hasSizeLessThan(3);
        }
    }

    @Test
    void anArchiveOfTooManyMembersIsStopped() throws IOException {
        Map<String, byte[]> members = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            members.put(i + ".json", bytes(list(i, i + 1)));
        }
        GuardedInput.Limits limits = new GuardedInput.Limits(4, USUAL.memberBytes(), USUAL.allBytes(), USUAL.ratio());
        for (byte[] archive : List.of(zip(members), zip(Map.of("inner.zip", zip(members))))) {
            ImportReport report = read(archive, limits);
            assertThat(report.files()).hasSizeBetween(3, 4);
            assertThat(report.troubles())
                    .hasSize(1)
                    .first()
                    .extracting(ImportReport.Trouble::what)
                    .asString()
                    .contains("it has more than 4 members");
        }
    }

    @Test
    void spacesWithoutEndAreStoppedWhereverTheyArePacked() throws IOException {
        byte[] bomb = bytes("[" + " ".repeat(30 << 20) + ExportFiles.row(0) + "]");
        for (byte[] archive : List.of(zip(Map.of("a.json", bomb)), gzip(bomb))) {
            ImportReport report = read(archive, USUAL, ImportFormat.SPOTIFY_EXTENDED);
            assertThat(report.total().fresh()).isZero();
            assertThat(report.troubles().getLast().what()).contains("a member unpacks to more than 200 times its size");
        }
    }

    private ImportReport read(byte[] archive, GuardedInput.Limits limits) throws IOException {
        return read(archive, limits, null);
    }

    private ImportReport read(byte[] archive, GuardedInput.Limits limits, @Nullable ImportFormat format)
            throws IOException {
        Files.write(Path.of(file()), archive);
        return new Importer(database, new Derivation(1, ZoneOffset.UTC), CLOCK, limits)
                .run(List.of(Path.of(file())), new Importer.Options(format, false), ImportProgress.silent());
    }

    private String file() {
        return folder.resolve("archive").toString();
    }
}
