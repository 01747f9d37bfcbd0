package dev.mtm.schema;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes a store from one version of the schema to another. Each step is one transaction together with its version
/// row, so a crash leaves the store at one version or the next, never between. Two processes at once apply each
/// step once.
///
/// On SQLite foreign keys are off while a step runs and are checked before its commit: a table can be rebuilt without
/// a cascade wiping its children.
public final class Migrator {
    /// A table that stands in a store to which a move has not ended: not all rows are there yet.
    public static final String UNFINISHED = "unfinished_move";

    private final Database database;
    private final Clock clock;
    private final Arrival arrival;
    private @Nullable List<Migration> migrations;

    /// Reads the migrations when they are first needed: a store that is current needs only their number.
    public Migrator(Database database, Clock clock) {
        this(database, clock, session -> {});
    }

    /// As [#Migrator(Database, Clock)], for a store with something in it.
    public Migrator(Database database, Clock clock, Arrival arrival) {
        this.database = database;
        this.clock = clock;
        this.arrival = arrival;
    }

    Migrator(Database database, List<Migration> migrations, Clock clock) {
        this(database, clock);
        this.migrations = List.copyOf(migrations);
    }

    /// What is done in the transaction of the step that reaches the newest version, such as deriving anew what steps
    /// left empty: a crash leaves no store that is at the newest version without it.
    @FunctionalInterface
    public interface Arrival {
        void at(Session session) throws SQLException;
    }

    /// The same steps for another store.
    Migrator on(Database other) {
        Migrator migrator = new Migrator(other, clock, arrival);
        migrator.migrations = migrations;
        return migrator;
    }

    /// Which tables the steps between two versions mean to change.
    Set<String> changes(int from, int to) {
        Set<String> changes = new TreeSet<>();
        migrations().subList(Math.min(from, to), Math.max(from, to)).forEach(step -> changes.addAll(step.changes()));
        return changes;
    }

    /// Whether there is nothing in the store that a step could harm.
    boolean isEmpty() {
        return database.read(session -> applied(session).isEmpty() && !hasTable(session, "tracks"));
    }

    /// The version that this program works with.
    public int newest() {
        return migrations == null ? Migration.count(database.dialect().label()) : migrations.size();
    }

    private List<Migration> migrations() {
        if (migrations == null) {
            migrations = Migration.of(database.dialect().label());
        }
        return migrations;
    }

    /// What the store has and lacks. Changes nothing.
    ///
    /// @throws MtmException when the store is newer than the program, or one of its migrations was changed since
    public SchemaStatus status() {
        return database.read(session -> {
            Map<Integer, Applied> applied = applied(session);
            requireKnown(applied);
            List<SchemaStatus.Step> steps = new ArrayList<>();
            for (Migration migration : migrations()) {
                Applied row = applied.get(migration.version());
                steps.add(new SchemaStatus.Step(
                        migration.version(),
                        migration.note(),
                        migration.checksum(),
                        row == null ? null : row.appliedAt()));
            }
            return new SchemaStatus(applied.size(), steps);
        });
    }

    /// Whether the store is at the newest version, told by the numbers alone: one cheap look at every start.
    public boolean isCurrent() {
        return database.read(session -> {
            requireWhole(session);
            return hasTable(session, "schema_migrations")
                    && session.number("select count(*) from schema_migrations") == newest()
                    && session.number("select max(version) from schema_migrations") == newest();
        });
    }

    /// Whether a move to this store has begun and not ended.
    public static boolean isUnfinished(Session session) throws SQLException {
        return hasTable(session, UNFINISHED);
    }

    private void requireWhole(Session session) throws SQLException {
        if (isUnfinished(session)) {
            throw new MtmException(
                    ErrorCode.CONFLICT,
                    "this store is not whole yet: a move to it has not ended",
                    database.address().shown(),
                    "Run the same `mtm move --to …` again on the old store; it goes on where it stopped.");
        }
    }

    /// Applies all that is pending.
    ///
    /// @return the versions that were applied, in order
    public List<Integer> up() {
        return to(newest(), false);
    }

    /// Goes up or down to a version; 0 is an empty store.
    ///
    /// @param discard go down even where rows would be lost
    /// @return the versions that were applied or taken back, in order
    /// @throws MtmException when there is no such version, or a step down would lose rows
    public List<Integer> to(int version, boolean discard) {
        requireVersion(version);
        List<Integer> done = new ArrayList<>();
        try {
            while (true) {
                Optional<Integer> step = database.writeInBulk(session -> step(session, version, discard));
                if (step.isEmpty()) {
                    return done;
                }
                done.add(step.get());
            }
        } finally {
            if (!done.isEmpty()) {
                database.close(); // an open connection remembers plans for tables as they were
            }
        }
    }

    void requireVersion(int version) {
        if (version < 0 || version > newest()) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "there is no version " + version,
                    "mtm migrate to",
                    "Choose a version from 0 to " + newest() + "; `mtm migrate status` lists them.");
        }
    }

    /// Applies all that is pending inside a transaction of the caller's: a store that is made and filled as one piece.
    public void up(Session session) throws SQLException {
        Optional<Integer> step;
        do {
            step = step(session, newest(), false);
        } while (step.isPresent());
    }

    /// Copies a SQLite store that holds something to a file beside it, named after its version; an older copy of that
    /// name is kept.
    ///
    /// @return the copy; empty for PostgreSQL and for a store that holds nothing yet
    public Optional<Path> backUp() {
        if (!(database.address() instanceof DatabaseAddress.File file) || !Files.exists(file.path())) {
            return Optional.empty();
        }
        if (isEmpty()) {
            return Optional.empty();
        }
        int version = status().version();
        String name = "%s.at-%04d".formatted(file.path().getFileName(), version);
        Path copy = file.path().resolveSibling(name);
        for (int i = 2; Files.exists(copy); i++) {
            copy = file.path().resolveSibling(name + "-" + i);
        }
        // A copy that was cut short must not pass for one.
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            database.packInto(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY,
                    "the copy before an upgrade cannot be made (" + e.getMessage() + ")",
                    copy.toString(),
                    "Make the folder of the store writable, with as much room as the store itself takes.",
                    e);
        }
        return Optional.of(copy);
    }

    private Optional<Integer> step(Session session, int target, boolean discard) throws SQLException {
        prepare(session);
        Map<Integer, Applied> applied = applied(session);
        requireKnown(applied);
        int version = applied.size();
        if (version == target) {
            return Optional.empty();
        }
        if (version < target) {
            Migration next = migrations().get(version);
            requireWritten(next);
            run(session, next, next.up());
            session.update(
                    "insert into schema_migrations (version, applied_at, note, checksum) values (?, ?, ?, ?)",
                    next.version(),
                    clock.instant(),
                    next.note(),
                    next.checksum());
            if (next.version() == newest()) {
                arrival.at(session);
            }
            return Optional.of(next.version());
        }
        Migration last = migrations().get(version - 1);
        if (!discard) {
            requireNothingLost(session, last);
        }
        run(session, last, last.down());
        session.update("delete from schema_migrations where version = ?", last.version());
        return Optional.of(last.version());
    }

    private void run(Session session, Migration migration, List<String> statements) {
        for (String statement : statements) {
            try {
                session.execute(statement);
            } catch (SQLException e) {
                throw new MtmException(
                        ErrorCode.STORE_DAMAGED,
                        "migration " + migration.version() + " (" + migration.name() + ") failed: " + e.getMessage(),
                        database.address().shown(),
                        "The store is as it was before this step. Please report it with the output of `mtm doctor`.",
                        e);
            }
        }
    }

    private void requireWritten(Migration migration) {
        if (migration.up().isEmpty()) {
            throw new MtmException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "migration " + migration.version() + " (" + migration.name() + ") has no statement to go up yet",
                    database.address().shown(),
                    "Write its `-- up` part, or remove its two files.");
        }
    }

    private void requireNothingLost(Session session, Migration migration) throws SQLException {
        for (Migration.Loss loss : migration.losses()) {
            long rows = session.number(loss.count());
            if (rows > 0) {
                throw new MtmException(
                        ErrorCode.CONFLICT,
                        "going below version " + migration.version() + " would lose " + loss.what() + " (" + rows
                                + " rows)",
                        database.address().shown(),
                        "Add --discard to go down all the same; a backup is made first.");
            }
        }
    }

    /// Makes the version table where it is missing. A store made by the schema script of the first design has a
    /// `schema_version` table instead: it is taken over at the version that it names.
    private void prepare(Session session) throws SQLException {
        if (hasTable(session, "schema_migrations")) {
            return;
        }
        requireOursOrEmpty(session);
        session.execute(
                switch (database.dialect()) {
                    case Sqlite sqlite -> """
                        create table schema_migrations (
                            version integer primary key,
                            applied_at text not null check (applied_at is datetime(applied_at)),
                            note text not null,
                            checksum text not null
                        ) strict
                        """;
                    case Postgres postgres -> """
                        create table schema_migrations (
                            version integer primary key,
                            applied_at timestamp(0) not null,
                            note text not null,
                            checksum text not null
                        )
                        """;
                });
        for (Migration migration : takenOver(session)) {
            session.update(
                    "insert into schema_migrations (version, applied_at, note, checksum) values (?, ?, ?, ?)",
                    migration.version(),
                    clock.instant(),
                    migration.note() + " (taken over)",
                    migration.checksum());
        }
    }

    /// What the script of the first design has done, where it made the store.
    private List<Migration> takenOver(Session session) throws SQLException {
        return hasTable(session, "schema_version")
                ? migrations()
                        .subList(
                                0,
                                Math.toIntExact(Math.min(session.number("select max(version) from schema_version"), 2)))
                : List.of();
    }

    private Map<Integer, Applied> applied(Session session) throws SQLException {
        Map<Integer, Applied> found = new TreeMap<>();
        if (hasTable(session, "schema_migrations")) {
            session.each(
                    "select version, applied_at, checksum from schema_migrations order by version",
                    row -> found.put(Math.toIntExact(row.number(1)), new Applied(row.instant(2), row.text(3))));
        } else {
            requireOursOrEmpty(session);
            for (Migration migration : takenOver(session)) {
                found.put(migration.version(), new Applied(clock.instant(), migration.checksum()));
            }
        }
        return found;
    }

    /// A database without `schema_migrations` is empty or was made by the first design's script, which makes both
    /// `tracks` and `schema_version`.
    private void requireOursOrEmpty(Session session) throws SQLException {
        if (tables(session) > 0 && !(hasTable(session, "tracks") && hasTable(session, "schema_version"))) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "this database holds other tables and is no Music Time Machine store",
                    database.address().shown(),
                    "Name another file or database with --db; this one was not changed.");
        }
    }

    /// How many tables there are, whoever made them; those of PostgreSQL's extensions are nobody's.
    private static long tables(Session session) throws SQLException {
        return switch (session.dialect()) {
            case Sqlite sqlite ->
                session.number("select count(*) from sqlite_master where type = 'table' and name not like 'sqlite_%'");
            case Postgres postgres -> session.number("""
                    select count(*)
                    from pg_catalog.pg_class as c
                    where c.relkind in ('r', 'p')
                        and c.relnamespace = current_schema()::regnamespace
                        and not exists (
                            select 1
                            from pg_catalog.pg_depend as d
                            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                        )
                    """);
        };
    }

    private void requireKnown(Map<Integer, Applied> applied) {
        int expected = 1;
        for (Map.Entry<Integer, Applied> row : applied.entrySet()) {
            int version = row.getKey();
            if (version > newest()) {
                throw new MtmException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "the store is at schema version " + applied.size() + ", this program knows " + newest(),
                        database.address().shown(),
                        "Use the newer version of the program that made it; nothing was changed.");
            }
            if (version != expected
                    || !migrations()
                            .get(version - 1)
                            .checksum()
                            .equals(row.getValue().checksum())) {
                throw new MtmException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "migration " + Math.min(version, expected) + " is missing or not the one that this program has",
                        database.address().shown(),
                        "A migration that was applied may not change: restore its file, or use the program that made"
                                + " the store.");
            }
            expected++;
        }
    }

    private static boolean hasTable(Session session, String name) throws SQLException {
        return switch (session.dialect()) {
            case Sqlite sqlite ->
                session.number("select count(*) from sqlite_master where type = 'table' and name = ?", name) > 0;
            case Postgres postgres ->
                session.number(
                                "select count(*) from pg_catalog.pg_class"
                                        + " where relkind = 'r' and relname = ? and relnamespace = current_schema()::regnamespace",
                                name)
                        > 0;
        };
    }

    private record Applied(Instant appliedAt, String checksum) {}
}
