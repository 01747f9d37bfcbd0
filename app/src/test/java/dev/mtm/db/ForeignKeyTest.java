package dev.mtm.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import org.junit.jupiter.api.Test;

/// SQLite keeps foreign keys per connection, and not unless told to.
final class ForeignKeyTest {
    private static final String ORPHAN = "insert into track_artists (track_key, position, artist_key) values (1, 1, 1)";

    @Test
    void foreignKeysAreOnWhereverTheStoreIsOpened() {
        try (Database database = TestStores.SQLITE.open()) {
            assertThat(database.<Long>read(ForeignKeyTest::enforced)).isEqualTo(1);
            assertThat(database.<Long>write(ForeignKeyTest::enforced)).isEqualTo(1);
            assertThat(database.<Long>writeInBulk(ForeignKeyTest::enforced)).isZero();
            assertThat(database.<Long>write(ForeignKeyTest::enforced))
                    .as("after bulk work")
                    .isEqualTo(1);
        }
    }

    @Test
    void foreignKeysAreOnAgainAfterBulkWorkThatFailed() {
        try (Database database = TestStores.SQLITE.open()) {
            assertThatThrownBy(() -> database.writeInBulk(session -> session.update("insert into nowhere values (1)")))
                    .isInstanceOf(MtmException.class);
            assertThat(database.<Long>write(ForeignKeyTest::enforced)).isEqualTo(1);
        }
    }

    @Test
    void bulkWorkThatLeavesABrokenLinkIsTakenBack() {
        try (Database database = TestStores.SQLITE.open()) {
            assertThatThrownBy(() -> database.writeInBulk(session -> session.update(ORPHAN)))
                    .isInstanceOfSatisfying(
                            MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED));
            assertThat(database.<Long>read(session -> session.number("select count(*) from track_artists")))
                    .isZero();
        }
    }

    @Test
    void aBrokenLinkIsRefusedRowByRow() {
        for (TestStores stores : TestStores.values()) {
            try (Database database = stores.open()) {
                assertThatThrownBy(() -> database.write(session -> session.update(ORPHAN)))
                        .isInstanceOf(MtmException.class);
            }
        }
    }

    private static long enforced(Session session) throws java.sql.SQLException {
        return session.number("pragma foreign_keys");
    }
}
