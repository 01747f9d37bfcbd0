package dev.mtm.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SQLite file that has no write-ahead log yet, while another process writes to it: one that makes the same store at
/// the same moment, or an older program.
@NullMarked
final class NewFileTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void whoComesSecondWaitsForWhoWritesFirst() throws Exception {
        Path file = folder.resolve("new.db");
        try (Connection first = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = first.createStatement();
                Database second = Database.at(new DatabaseAddress.File(file), Duration.ofSeconds(30))) {
            statement.execute("create table counted (times integer not null)");
            statement.execute("begin immediate");
            statement.execute("insert into counted (times) values (1)");
            CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> second.write(session -> {
                session.update("insert into counted (times) values (2)");
                return session.number("select count(*) from counted");
            }));
            Thread.sleep(300);
            assertThat(waiting).isNotDone();
            statement.execute("commit");
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }
}
