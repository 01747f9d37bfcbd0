package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two databases against each other.
final class EqualStoresTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void bothDatabasesHoldTheSameAndAnswerTheSameBytes(long seed) {
        Histories.History history = Histories.wild(seed);
        List<Path> paths =
                history.files().stream().map(file -> file.into(folder)).toList();
        try (Desk sqlite = new Desk(TestStores.SQLITE, history.zone());
                Desk postgresql = new Desk(TestStores.POSTGRESQL, history.zone())) {
            ImportReport told = sqlite.take(paths);
            assertThat(postgresql.take(paths)).isEqualTo(told);
            String digest = sqlite.digest();
            assertThat(digest).contains("== totals\n").contains("== same plays\nlesser=");
            assertThat(Desk.difference(digest, postgresql.digest())).isEmpty();
            assertThat(postgresql.answers(Desk.TODAY)).isEqualTo(sqlite.answers(Desk.TODAY));
        }
    }
}
