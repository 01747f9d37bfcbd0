package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.imports.ExportFiles;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are sent to the server: received, read one after another, and gone from the disk.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class IntakeTest {
    private static final Path FOLDER = TestLibrary.arrivals();

    @TempDir
    private Path folder = Path.of("");

    private final List<String> defects = new ArrayList<>();
    private final Database database;
    private final Supplier<Library> open;
    private final Library library;
    private final Intake intake;

    IntakeTest(TestStores stores) {
        database = stores.open();
        open = TestLibrary.of(database, LocalDate.of(2025, 3, 6), ZoneId.of("Europe/Berlin"));
        library = open.get();
        intake = new Intake(FOLDER, open, defects::add);
    }

    @AfterEach
    void close() {
        intake.close();
        library.close();
        database.close();
        assertThat(defects).isEmpty();
    }

    private static InputStream history(int from, int to) {
        return new ByteArrayInputStream(ExportFiles.bytes(ExportFiles.list(from, to)));
    }

    private Intake.Item ended(long number) throws InterruptedException {
        while (true) {
            Intake.Item item = intake.items().stream()
                    .filter(one -> one.number() == number)
                    .findFirst()
                    .orElseThrow();
            if (item.state() == Intake.State.DONE || item.state() == Intake.State.FAILED) {
                return item;
            }
            Thread.sleep(5);
        }
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static MtmException refused(Runnable work) {
        return catchThrowableOfType(MtmException.class, work::run);
    }

    @Test
    void filesAreReadInTheOrderInWhichTheyCameAndLeaveNothingBehind() throws Exception {
        InputStream zip = new ByteArrayInputStream(
                ExportFiles.zip(Map.of("Streaming_History_Audio_1.json", ExportFiles.bytes(ExportFiles.list(0, 300)))));
        Intake.Item first = intake.receive("my data.zip", -1, zip);
        Intake.Item second = intake.receive("again.json", -1, history(0, 300));
        Intake.Item third = intake.receive("more.json", -1, history(200, 310));
        assertThat(ended(third.number()))
                .isEqualTo(new Intake.Item(
                        third.number(), "more.json", Intake.State.DONE, 1, "10 new plays in 110 rows.", 3L));
        assertThat(ended(second.number()).sentence()).isEqualTo("Nothing new: all of it was here already.");
        assertThat(ended(first.number()).sentence()).isEqualTo("300 new plays in 300 rows.");
        assertThat(intake.items())
                .extracting(Intake.Item::name)
                .containsExactly("more.json", "again.json", "my data.zip");
        assertThat(files()).isZero();
        assertThat(library.importLog().files(1).getFirst().path())
                .endsWith("my data.zip/Streaming_History_Audio_1.json");
    }

    @Test
    void whatIsNoHistoryIsSaidSoAndChangesNothing() throws Exception {
        Intake.Item notes = intake.receive("notes.json", -1, stream("{\"no\": 1}"));
        Intake.Item half = intake.receive("half.zip", -1, stream("PK\u0003\u0004 and no more"));
        assertThat(ended(notes.number()).sentence()).startsWith("Nothing in it is a listening history");
        assertThat(ended(half.number())).satisfies(item -> {
            assertThat(item.state()).isEqualTo(Intake.State.FAILED);
            assertThat(item.sentence()).contains("half.zip").doesNotContain(FOLDER.toString());
        });
        assertThat(library.listener().firstDay()).isEmpty();
        assertThat(files()).isZero();
    }

    @Test
    void emptyAndHugeAndCutFilesAreRefusedAndLeaveNothing() throws Exception {
        assertThat(refused(() -> intake.receive("empty.zip", 0, InputStream.nullInputStream()))
                        .code())
                .isEqualTo(ErrorCode.BAD_INPUT);
        assertThat(refused(() -> intake.receive("huge.zip", Intake.LARGEST_FILE + 1, history(0, 1)))
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
        InputStream cut = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the reader went away");
            }
        };
        assertThat(refused(() -> intake.receive("cut.zip", 100, cut)).getMessage())
                .isEqualTo("the file did not come to its end");
        assertThat(intake.items()).isEmpty();
        assertThat(files()).isZero();
    }

    @Test
    void aNameIsOnlyAName() throws Exception {
        for (String name : List.of("../../etc/passwd", "C:\\temp\\a.json", "..", "a\u0000b.json", "x".repeat(500))) {
            Intake.Item item = intake.receive(name, -1, history(0, 1));
            assertThat(item.name()).doesNotContain("/", "\\", "\u0000").hasSizeBetween(1, 120);
            assertThat(ended(item.number()).state()).as(name).isEqualTo(Intake.State.DONE);
        }
    }

    @Test
    void whatAnEndedServerLeftGoesAtTheNextStart() throws Exception {
        Path arrivals = folder.resolve("arrivals");
        Files.createDirectories(arrivals.resolve("7"));
        Files.writeString(arrivals.resolve("7/left.zip"), "half of it");
        try (Intake next = new Intake(arrivals, open, defects::add)) {
            assertThat(next.items()).isEmpty();
        }
        assertThat(arrivals).doesNotExist();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
