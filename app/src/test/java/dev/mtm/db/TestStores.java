package dev.mtm.db;

import dev.mtm.schema.Migrator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The two databases as tests use them: `@ParameterizedClass @EnumSource(TestStores.class)` runs a class on both.
/// PostgreSQL is one embedded server for the whole run, or the server that `MTM_TEST_PG_URL` names, such as
/// `postgresql://user:password@localhost:5432/postgres`; its user must be allowed to make databases.
public enum TestStores {
    SQLITE {
        @Override
        DatabaseAddress empty() {
            return new DatabaseAddress.File(Templates.folder().resolve(fresh("store") + ".db"));
        }

        @Override
        DatabaseAddress migrated() {
            return copy(new DatabaseAddress.File(Templates.SQLITE));
        }

        @Override
        public DatabaseAddress keep(DatabaseAddress store) {
            return copy(store);
        }

        @Override
        public DatabaseAddress copy(DatabaseAddress store) {
            Path copy = Templates.folder().resolve(fresh("store") + ".db");
            try {
                Files.copy(((DatabaseAddress.File) store).path(), copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new DatabaseAddress.File(copy);
        }
    },
    POSTGRESQL {
        @Override
        DatabaseAddress empty() {
            return Server.use(Server.create(fresh("mtm_test"), Optional.empty()));
        }

        @Override
        DatabaseAddress migrated() {
            return copy(Templates.POSTGRESQL);
        }

        @Override
        public DatabaseAddress keep(DatabaseAddress store) {
            return copied(store);
        }

        @Override
        public DatabaseAddress copy(DatabaseAddress store) {
            return Server.use(copied(store));
        }

        private static DatabaseAddress.Server copied(DatabaseAddress store) {
            String name = ((DatabaseAddress.Server) store).database();
            return Server.create(fresh("mtm_test"), Optional.of(name));
        }
    };

    private static final Queue<String> USED = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    /// When the templates were migrated.
    public static final Instant MIGRATED_AT = Instant.parse("2024-01-01T00:00:00Z");

    /// A new store at the newest version, with nothing in it but account 1. Close it.
    public Database open() {
        return Database.at(migrated(), BUSY_WAIT);
    }

    /// A new store without any table. Close it.
    public Database openEmpty() {
        return Database.at(empty(), BUSY_WAIT);
    }

    /// A copy that stays until the run ends, to be copied again. Nobody may have the store open.
    public abstract DatabaseAddress keep(DatabaseAddress store);

    /// A copy for one test. Nobody may have the store open.
    public abstract DatabaseAddress copy(DatabaseAddress store);

    abstract DatabaseAddress empty();

    abstract DatabaseAddress migrated();

    /// Drops the databases made until now: hundreds, left to the end of the run, fill the disk and make the server's
    /// own end slow. Runs after each test class.
    public static final class Used implements AfterAllCallback {
        @Override
        public void afterAll(ExtensionContext context) throws SQLException {
            for (String name = USED.poll(); name != null; name = USED.poll()) {
                Server.execute("drop database if exists " + name + " with (force)");
            }
        }
    }

    private static String fresh(String stem) {
        return stem + "_" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
    }

    private static void migrate(DatabaseAddress address) {
        try (Database database = Database.at(address, BUSY_WAIT)) {
            new Migrator(database, Clock.fixed(MIGRATED_AT, ZoneOffset.UTC)).up();
        }
    }

    /// Migrated once, copied for each test.
    private static final class Templates {
        static final Path SQLITE = sqlite();
        static final DatabaseAddress.Server POSTGRESQL = Server.create(fresh("mtm_template"), Optional.empty());

        static {
            migrate(POSTGRESQL);
        }

        private static Path sqlite() {
            Path file = folder().resolve("template.db");
            migrate(new DatabaseAddress.File(file));
            return file;
        }

        static Path folder() {
            return Folder.PATH;
        }
    }

    /// Where SQLite files live; removed when the run ends.
    private static final class Folder {
        static final Path PATH = create();

        private static Path create() {
            try {
                Path folder = Files.createTempDirectory("mtm-test");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(Path folder) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.toList().reversed()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// One PostgreSQL server.
    private static final class Server {
        private static final DatabaseAddress.Server ADDRESS = address();

        private static DatabaseAddress.Server address() {
            String url = System.getenv("MTM_TEST_PG_URL");
            if (url != null) {
                return (DatabaseAddress.Server) DatabaseAddress.parse(url);
            }
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("max_connections", "50")
                        .start();
                return new DatabaseAddress.Server(
                        "localhost", server.getPort(), "postgres", "postgres", "postgres", null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static DatabaseAddress.Server create(String name, Optional<String> template) {
            try {
                execute("create database " + name + " strategy file_copy"
                        + template.map(other -> " template " + other).orElse(""));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return ADDRESS.other(name);
        }

        static DatabaseAddress.Server use(DatabaseAddress.Server made) {
            USED.add(made.database());
            return made;
        }

        static void execute(String sql) throws SQLException {
            String url = "jdbc:postgresql://" + ADDRESS.host() + ":" + ADDRESS.port() + "/" + ADDRESS.database();
            try (Connection connection = DriverManager.getConnection(url, ADDRESS.user(), ADDRESS.password());
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
