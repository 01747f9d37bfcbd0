package dev.mtm.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stops a statement that runs for too long, on both databases. (SQLite's driver has no time-out of its own.)
final class TimeLimit implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    private TimeLimit() {}

    /// A limit that starts now; none for null.
    static TimeLimit of(@Nullable Duration most, PreparedStatement statement) {
        TimeLimit limit = new TimeLimit();
        if (most != null) {
            Thread.ofPlatform().daemon().name("mtm-time-limit").start(() -> limit.watch(most, statement));
        }
        return limit;
    }

    private void watch(Duration most, PreparedStatement statement) {
        try {
            if (!over.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                statement.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            // It ended by itself in this moment: there is nothing left to stop.
            return;
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
