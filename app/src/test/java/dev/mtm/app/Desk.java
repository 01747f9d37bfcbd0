package dev.mtm.app;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.schema.Migrator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/// Someone at the command line, with a store and a folder of their own; it is noon of March 6th 2026 there, in Berlin.
@NullMarked
final class Desk {
    static final Instant NOW = Instant.parse("2026-03-06T11:00:00Z");

    private static final Map<String, DatabaseAddress> MADE = new TreeMap<>();

    final Map<String, String> environment = new TreeMap<>();
    final DatabaseAddress store;
    final Path folder;
    Instant now = NOW;

    private Desk(DatabaseAddress store, Path folder) {
        this.store = store;
        this.folder = folder;
        environment.put("MTM_DB", text(store));
        environment.put("MTM_ZONE", "Europe/Berlin");
        environment.put("MTM_BUSY_WAIT", "1");
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    /// The version of the schema that this program works with.
    static int newestVersion(TestStores stores) {
        try (Database database = stores.open()) {
            return new Migrator(database, Clock.systemUTC()).newest();
        }
    }

    /// With a store that nothing was put into yet.
    static Desk at(TestStores stores, Path folder) {
        try (Database database = stores.open()) {
            return new Desk(database.address(), folder);
        }
    }

    /// With a copy of a store that is made once, for all tests that begin with it.
    ///
    /// @param name what it is called among those that are made
    /// @param make puts into a new store what the tests want
    static Desk with(String name, TestStores stores, Path folder, Consumer<Desk> make) {
        DatabaseAddress made = MADE.computeIfAbsent(stores + " " + name, missing -> {
            Desk first = at(stores, folder);
            make.accept(first);
            return stores.keep(first.store);
        });
        return new Desk(stores.copy(made), folder);
    }

    /// With a database that holds no table at all.
    static Desk without(TestStores stores, Path folder) {
        try (Database database = stores.openEmpty()) {
            return new Desk(database.address(), folder);
        }
    }

    /// What a command answered.
    record Outcome(int status, String out, String err) {}

    Outcome run(String... arguments) {
        return run(environment, now, arguments);
    }

    static Outcome run(Map<String, String> environment, Instant now, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                arguments,
                environment,
                Clock.fixed(now, ZoneOffset.UTC),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Outcome(status, out.toString(), err.toString());
    }

    /// Writes a file into the folder.
    Path file(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolve("..").normalize());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, String content) {
        return file(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The store itself. Close it.
    Database open() {
        return Database.at(store, Duration.ofSeconds(5));
    }

    long plays() {
        return Long.parseLong(rows("select count(*) from play_history").getFirst());
    }

    /// The rows of a query, their columns joined by ` | `.
    List<String> rows(String sql) {
        try (Database database = open()) {
            return database.read(session -> session.list(sql, row -> {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.columnNames().size(); i++) {
                    values.add(String.valueOf(row.textOrNull(i)));
                }
                return String.join(" | ", values);
            }));
        }
    }

    /// The address of a store as a person types it.
    static String text(DatabaseAddress store) {
        return switch (store) {
            case DatabaseAddress.File file -> file.path().toString();
            case DatabaseAddress.Server server ->
                "postgresql://" + server.user() + ":" + server.password() + "@" + server.host() + ":" + server.port()
                        + "/" + server.database();
        };
    }
}
