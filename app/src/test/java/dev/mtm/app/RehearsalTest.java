package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    /// A command that was renamed would be missing from the cache of classes, and every start would be slower.
    @Test
    void everyCommandOfTheRehearsalSucceeds(@TempDir Path stage) throws IOException {
        assertThat(Rehearsal.run(stage)).isEmpty();
    }
}
