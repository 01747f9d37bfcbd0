package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.imports.ExportFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts longer than memory, read from a pipe by a process that has 64 MB.
@NullMarked
class HugeInputTest {
    private static final long TWO_GIGABYTES = 1L << 31;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aTextOfTwoGigabytesInAFieldThatNobodyKeepsNeedsNoMemory() throws Exception {
        Desk desk = Desk.at(TestStores.SQLITE, folder);
        assertThat(read(desk, "ip_addr")).isZero();
        assertThat(desk.plays()).isEqualTo(3);
    }

    @Test
    void aNameOfTwoGigabytesEndsTheFileThereAndNotTheProgram() throws Exception {
        Desk desk = Desk.at(TestStores.SQLITE, folder);
        assertThat(read(desk, "master_metadata_track_name")).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("pipe: row 2: the row holds a text, number or nesting beyond every limit")
                .doesNotContain("OutOfMemory");
        assertThat(desk.plays()).isEqualTo(1);
    }

    private int read(Desk desk, String field) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread.ofPlatform().daemon().start(() -> write(pipe, field));
        return Child.end(
                Child.start(desk.environment, folder.resolve("log"), List.of("-Xmx64m"), "import", pipe.toString()));
    }

    /// Three rows; in the second one a field holds more than an array could.
    private static void write(Path pipe, String field) {
        String[] around = ExportFiles.row(Map.of(field, "\"#\"", "ts", "\"2024-01-01T10:00:00Z\""))
                .split("#", 2);
        byte[] some = new byte[1 << 20];
        Arrays.fill(some, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(ExportFiles.bytes("[" + ExportFiles.row(0) + "," + around[0]));
            for (long written = 0; written <= TWO_GIGABYTES; written += some.length) {
                out.write(some);
            }
            out.write(ExportFiles.bytes(around[1] + "," + ExportFiles.row(1) + "]"));
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
