package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/// The two files of each migration against each other.
final class EqualSchemaTest {
    @Test
    void bothDatabasesHaveTheSameSchemaAtEachVersion() {
        try (Database sqlite = TestStores.SQLITE.openEmpty();
                Database postgresql = TestStores.POSTGRESQL.openEmpty()) {
            Migrator one = new Migrator(sqlite, Clock.systemUTC());
            Migrator other = new Migrator(postgresql, Clock.systemUTC());
            assertThat(other.newest()).isEqualTo(one.newest());
            for (int version = 1; version <= one.newest(); version++) {
                one.to(version, false);
                other.to(version, false);
                assertThat(LogicalSchema.of(postgresql))
                        .as("version %s", version)
                        .isEqualTo(LogicalSchema.of(sqlite));
            }
            assertThat(one.status().steps())
                    .extracting(SchemaStatus.Step::note)
                    .isEqualTo(other.status().steps().stream()
                            .map(SchemaStatus.Step::note)
                            .toList());
        }
    }
}
