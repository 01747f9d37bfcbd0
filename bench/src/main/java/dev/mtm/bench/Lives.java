package dev.mtm.bench;

import dev.mtm.account.AccountStore;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.demo.DemoLife;
import dev.mtm.demo.Shape;
import dev.mtm.history.Derivation;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.schema.Migrator;
import dev.mtm.snapshot.ComputedSnapshots;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The made-up lives that are measured on, as exports and as stores. Each is made once and kept in `bench/target/data`;
/// delete that folder after a change of the schema or of the generator.
final class Lives {
    static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final long ACCOUNT = AccountStore.FIRST;
    private static final Clock CLOCK =
            Clock.fixed(LAST_DAY.plusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC), ZONE);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(30);

    private Lives() {}

    /// The export of a life of about so many plays.
    static Path export(long plays) throws IOException {
        Path zip = folder().resolve("life-" + plays + ".zip");
        if (!Files.exists(zip)) {
            System.err.println("writing an export of " + plays + " plays");
            Path fresh = folder().resolve("life-" + plays + ".new");
            DemoLife.of(Shape.ofPlays(plays, LAST_DAY)).writeTo(fresh);
            Files.move(fresh, zip);
        }
        return zip;
    }

    /// A SQLite store with that life.
    static Database sqlite(long plays) throws IOException {
        Path file = folder().resolve("life-" + plays + ".db");
        if (!Files.exists(file)) {
            Path fresh = folder().resolve("life-" + plays + ".db-new");
            Files.deleteIfExists(fresh);
            try (Database database = at(new DatabaseAddress.File(fresh))) {
                fill(database, export(plays));
            }
            Files.move(fresh, file);
        }
        return at(new DatabaseAddress.File(file));
    }

    /// A PostgreSQL store with that life.
    static Database postgres(DatabaseAddress.Server server, long plays) throws IOException {
        String name = "life_" + plays;
        if (!hasRow(server, "select 1 from pg_database where datname = '" + name + "'")) {
            DatabaseAddress.Server fresh = fresh(server, name + "_new");
            try (Database database = at(fresh)) {
                fill(database, export(plays));
            }
            execute(server, "alter database " + name + "_new rename to " + name);
        }
        return at(named(server, name));
    }

    /// The server that MTM_TEST_PG_URL names, or an embedded one that keeps its data.
    static DatabaseAddress.Server server() throws IOException {
        String url = System.getenv("MTM_TEST_PG_URL");
        if (url != null) {
            return (DatabaseAddress.Server) DatabaseAddress.parse(url);
        }
        @SuppressWarnings("resource") // ends with this process
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder().resolve("postgresql"))
                .setCleanDataDirectory(false)
                .start();
        return new DatabaseAddress.Server("localhost", server.getPort(), "postgres", "postgres", "postgres", null);
    }

    /// A database of a server, made anew.
    static DatabaseAddress.Server fresh(DatabaseAddress.Server server, String name) {
        execute(server, "drop database if exists " + name);
        execute(server, "create database " + name);
        return named(server, name);
    }

    static Database at(DatabaseAddress address) {
        return Database.at(address, BUSY_WAIT);
    }

    static void migrate(Database database) {
        new Migrator(database, CLOCK).up();
    }

    static Importer importer(Database database) {
        return new Importer(database, new Derivation(ACCOUNT, ZONE), CLOCK);
    }

    static Path folder() throws IOException {
        return Files.createDirectories(root().resolve("bench/target/data"));
    }

    /// The project's folder, which `bench/run` names.
    static Path root() {
        return Path.of(System.getProperty("mtm.root", ".")).toAbsolutePath().normalize();
    }

    private static void fill(Database database, Path zip) {
        System.err.println(
                "importing " + zip.getFileName() + " into " + database.address().shown());
        migrate(database);
        importer(database).run(List.of(zip), new Importer.Options(null, false), ImportProgress.silent());
        new ComputedSnapshots(database, ACCOUNT).rebuild(LAST_DAY.plusDays(1));
        database.alone("analyze");
    }

    private static DatabaseAddress.Server named(DatabaseAddress.Server server, String name) {
        return new DatabaseAddress.Server(
                server.host(), server.port(), name, server.user(), server.password(), server.query());
    }

    private static void execute(DatabaseAddress.Server server, String sql) {
        hasRow(server, sql);
    }

    /// Runs a statement.
    ///
    /// @return whether it gave a row
    private static boolean hasRow(DatabaseAddress.Server server, String sql) {
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            return statement.execute(sql) && statement.getResultSet().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How long something takes, in milliseconds.
    static double milliseconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /// Something to be timed.
    interface Work {
        @Nullable
        Object run() throws Exception;
    }
}
