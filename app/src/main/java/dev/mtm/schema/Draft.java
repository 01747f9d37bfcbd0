package dev.mtm.schema;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Dialect;
import dev.mtm.db.Postgres;
import dev.mtm.db.Sqlite;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// What a store has that the migrations do not make, and the other way round, drafted as a migration for review.
///
/// @param dialect     the word in the name of its file
/// @param differences a line each, for the reader
/// @param losses      the `-- loses:` lines of going down
public record Draft(String dialect, List<String> differences, List<String> losses, List<String> up, List<String> down) {
    /// What no draft tells.
    public static final String UNSEEN = "A draft does not see views, triggers, functions, comments and rights, nor that"
            + " something was renamed (it shows as gone and come), nor what a new column should hold in rows that are"
            + " there.";

    /// The schemas that migrations may have made beside the store's own: out of the way, they can be made again.
    private static final String OTHER_SCHEMAS = """
            select nspname
            from pg_namespace
            where nspname not like 'pg\\_%'
                and nspname not in ('information_schema', current_schema())
                and pg_has_role(nspowner, 'usage')
            order by nspname
            """;

    private static final String ADDED = " is only in the store";
    private static final String LACKING = " is missing in the store";

    public Draft {
        differences = List.copyOf(differences);
        losses = List.copyOf(losses);
        up = List.copyOf(up);
        down = List.copyOf(down);
    }

    /// Compares a store with a scratch one that the migrations made: on SQLite a file in the folder for such, on
    /// PostgreSQL a schema whose transaction is rolled back. Changes nothing.
    ///
    /// @throws MtmException when the store is not at the newest version
    public static Draft of(Database store, Migrator migrator, Duration busyWait) {
        if (!migrator.isCurrent()) {
            throw new MtmException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "only a store at version " + migrator.newest() + " can be compared with what the migrations make",
                    store.address().shown(),
                    "Run `mtm migrate up` first.");
        }
        return compared(store, migrator, busyWait, (made, live) -> between(store.dialect(), made, live));
    }

    /// What the migrations make and a store lacks, or has otherwise, a phrase each: tables, columns, rules and indexes,
    /// and the names of views and triggers. What is only in the store does no harm. Compares as [#of] does.
    public static List<String> damage(Database store, Migrator migrator, Duration busyWait) {
        return compared(store, migrator, busyWait, (made, live) -> {
            List<String> found = new ArrayList<>();
            made.tables().forEach((name, table) -> {
                Catalogue.Table other = live.tables().get(name);
                if (other == null) {
                    found.add("table " + name + LACKING);
                } else {
                    compare("column " + name + ".", table.columns(), other.columns(), found);
                    compare("rule of " + name + ": ", table.rules(), other.rules(), found);
                }
            });
            compare("index", made.indexes(), live.indexes(), found);
            compare("trigger", made.guards(), live.guards(), found);
            for (String view : made.views().keySet()) {
                if (!live.views().containsKey(view)) {
                    found.add("view " + view + LACKING);
                }
            }
            found.removeIf(difference -> difference.endsWith(ADDED));
            return found;
        });
    }

    private static <T> T compared(
            Database store, Migrator migrator, Duration busyWait, BiFunction<Catalogue, Catalogue, T> comparison) {
        return switch (store.dialect()) {
            case Sqlite sqlite -> comparison.apply(made(migrator, busyWait), store.read(Catalogue::of));
            case Postgres postgres ->
                store.write(session -> {
                    session.rollBackAtTheEnd();
                    Catalogue live = Catalogue.of(session);
                    for (String schema : session.list(OTHER_SCHEMAS, row -> row.text(1))) {
                        session.execute("alter schema " + SqlText.name(schema) + " rename to "
                                + SqlText.name("mtm_was_" + schema));
                    }
                    session.execute("create schema mtm_draft");
                    session.execute("set local search_path = mtm_draft");
                    migrator.on(store.within(session)).up();
                    return comparison.apply(Catalogue.of(session), live);
                });
        };
    }

    private static Catalogue made(Migrator migrator, Duration busyWait) {
        try {
            Path folder = Files.createTempDirectory("mtm-draft");
            Path file = folder.resolve("draft.db");
            try (Database scratch = Database.at(new DatabaseAddress.File(file), busyWait)) {
                migrator.on(scratch).up();
                return scratch.read(Catalogue::of);
            } finally {
                for (String ending : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(Path.of(file + ending));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Draft between(Dialect dialect, Catalogue made, Catalogue live) {
        List<String> differences = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        compare("table", made.tables(), live.tables(), differences);
        live.tables().forEach((name, table) -> {
            Catalogue.Table before = made.tables().get(name);
            if (before == null) {
                losses.add("-- loses: rows of " + name + ": select count(*) from " + SqlText.name(name));
                return;
            }
            compare("column " + name + ".", before.columns(), table.columns(), differences);
            compare("rule of " + name + ": ", before.rules(), table.rules(), differences);
            if (!before.ending().equals(table.ending())) {
                differences.add("table " + name + " ends otherwise in the store: " + table.ending());
            }
            for (String column : table.columns().keySet()) {
                if (!before.columns().containsKey(column)) {
                    losses.add("-- loses: " + name + "." + column + ": select count(*) from " + SqlText.name(name)
                            + " where " + SqlText.name(column) + " is not null");
                }
            }
        });
        compare("index", made.indexes(), live.indexes(), differences);
        return new Draft(dialect.label(), differences, losses, steps(dialect, made, live), steps(dialect, live, made));
    }

    private static void compare(String what, Map<String, ?> made, Map<String, ?> live, List<String> differences) {
        String gap = what.endsWith(".") || what.endsWith(" ") ? "" : " ";
        TreeSet<String> names = new TreeSet<>(made.keySet());
        names.addAll(live.keySet());
        for (String name : names) {
            if (!made.containsKey(name)) {
                differences.add(what + gap + name + ADDED);
            } else if (!live.containsKey(name)) {
                differences.add(what + gap + name + LACKING);
            } else if (!what.equals("table") && !Objects.equals(made.get(name), live.get(name))) {
                differences.add(what + gap + name + " is another one in the store");
            }
        }
    }

    private static List<String> steps(Dialect dialect, Catalogue from, Catalogue to) {
        return switch (dialect) {
            case Sqlite sqlite -> new SqliteSteps(from, to).statements();
            case Postgres postgres -> new PostgresSteps(from, to).statements();
        };
    }
}
