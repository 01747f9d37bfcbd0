package dev.mtm.schema;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Postgres;
import dev.mtm.db.Sqlite;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes a store with something in it from one version to another, after a trial elsewhere: the same steps run on a
/// copy, which must then be sound, hold the rows that it held before, and answer what the program asks of it. Only then
/// is the store itself changed.
///
/// SQLite: the trial is a copy of the file, and another copy stays as the backup. PostgreSQL: the trial is a scratch
/// database made from the store as a template; where that cannot be, it is a transaction that is rolled back. A backup
/// is made between the trial and the change.
public final class Upgrade {
    /// The longest name that PostgreSQL keeps whole, in bytes.
    private static final int LONGEST_NAME = 63;

    private final Database database;
    private final Migrator migrator;
    private final Duration busyWait;
    private final Supplier<Path> backUp;
    private final Consumer<Database> proof;

    /// @param migrator of the same database
    /// @param busyWait how long to wait for another process, on the databases that are made for the trial
    /// @param backUp   makes the backup that stays, of a store on a server; fails when it cannot
    /// @param proof    asks a store at the newest version what the program must be able to ask; fails when it does
    public Upgrade(
            Database database, Migrator migrator, Duration busyWait, Supplier<Path> backUp, Consumer<Database> proof) {
        this.database = database;
        this.migrator = migrator;
        this.busyWait = busyWait;
        this.backUp = backUp;
        this.proof = proof;
    }

    /// What was done.
    ///
    /// @param from  the version before
    /// @param steps the versions that were applied or taken back, in order; empty where there was nothing to do
    public record Done(int from, List<Integer> steps, Trial trial) {
        public Done {
            steps = List.copyOf(steps);
        }
    }

    /// Where the steps were tried first.
    public sealed interface Trial {
        /// A sentence for the reader; empty where there was no trial.
        String told();

        /// The store held nothing, or there was nothing to do.
        record Needless() implements Trial {
            @Override
            public String told() {
                return "";
            }
        }

        /// On a copy of the file.
        ///
        /// @param backup another copy, which stays
        record OnCopy(Path backup) implements Trial {
            @Override
            public String told() {
                return "It was tried on a copy first; a copy of the store as it was is in " + backup + ".";
            }
        }

        /// In a database of its own, which is gone again.
        ///
        /// @param backup of the store as it was, which stays
        record InScratchDatabase(String name, Path backup) implements Trial {
            @Override
            public String told() {
                return "It was tried first in the scratch database " + name
                        + ", which is gone again; a backup of the store as it was is in " + backup + ".";
            }
        }

        /// In the store itself.
        ///
        /// @param why    there was no scratch database
        /// @param backup of the store as it was, which stays
        record RolledBack(String why, Path backup) implements Trial {
            @Override
            public String told() {
                return "It was tried first in a transaction that was rolled back (there was no scratch database: " + why
                        + "); a backup of the store as it was is in " + backup + ".";
            }
        }
    }

    /// Goes up or down to a version; 0 is an empty store.
    ///
    /// @param discard go down even where rows would be lost
    /// @throws MtmException when there is no such version, a step down would lose rows, or the trial failed;
    ///     then the store is as it was
    public Done to(int version, boolean discard) {
        migrator.requireVersion(version);
        int before = migrator.status().version();
        if (before == version) {
            return new Done(before, List.of(), new Trial.Needless());
        }
        Trial trial = migrator.isEmpty()
                ? new Trial.Needless()
                : switch (database.address()) {
                    case DatabaseAddress.File file -> onCopy(file, version, discard);
                    case DatabaseAddress.Server server -> onServer(server, version, discard);
                };
        return new Done(before, migrator.to(version, discard), trial);
    }

    /// Nobody else writes meanwhile, so that the copy that stays is the store as it was before the first step.
    private Trial onCopy(DatabaseAddress.File file, int version, boolean discard) {
        return database.write(lock -> {
            lock.rollBackAtTheEnd();
            if (migrator.on(database.within(lock)).status().version() == version) {
                return new Trial.Needless(); // another process was faster
            }
            Path copy = file.path().resolveSibling(file.path().getFileName() + ".trial");
            Path backup = null;
            boolean passed = false;
            try {
                remove(copy);
                try (Database beside = Database.at(file, busyWait)) {
                    backup = migrator.on(beside).backUp().orElseThrow();
                    beside.packInto(copy);
                }
                try (Database trial = Database.at(new DatabaseAddress.File(copy), busyWait)) {
                    attempt(trial, version, discard);
                }
                passed = true;
                return new Trial.OnCopy(backup);
            } finally {
                remove(copy);
                if (!passed && backup != null) {
                    remove(backup); // the store is still what it is a copy of
                }
            }
        });
    }

    private Trial onServer(DatabaseAddress.Server server, int version, boolean discard) {
        database.close(); // a template may have nobody connected
        String name = "mtm_trial_of_" + server.database();
        String why;
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            why = "the name of the database is too long";
        } else {
            try (Database keeper = Database.at(server.other("postgres"), busyWait)) {
                why = makeScratch(keeper, server.database(), name);
                if (why.isEmpty()) {
                    try (Database trial = Database.at(server.other(name), busyWait)) {
                        attempt(trial, version, discard);
                    } finally {
                        keeper.alone("drop database if exists " + quoted(name) + " with (force)");
                    }
                    return isAt(version) ? new Trial.Needless() : new Trial.InScratchDatabase(name, backUp.get());
                }
            }
        }
        database.write(session -> {
            attempt(database.within(session), version, discard);
            session.rollBackAtTheEnd();
            return version;
        });
        return isAt(version) ? new Trial.Needless() : new Trial.RolledBack(why, backUp.get());
    }

    /// Whether another process was faster.
    private boolean isAt(int version) {
        return migrator.status().version() == version;
    }

    /// Makes a copy of a database on its server. One that was left by a process that was killed is replaced.
    ///
    /// @return why it cannot be made; empty when it was
    private static String makeScratch(Database keeper, String template, String name) {
        try {
            if (keeper.<Long>read(session -> session.number(
                            "select count(*) from pg_roles where rolname = current_user and (rolcreatedb or rolsuper)"))
                    == 0) {
                return "this user may not make databases";
            }
            keeper.alone("select pg_advisory_lock(hashtext('" + name.replace("'", "''") + "'))");
            if (!isLeftAlone(keeper, template)) {
                return "others are connected to the database";
            }
            keeper.alone("drop database if exists " + quoted(name));
            keeper.alone("create database " + quoted(name) + " template " + quoted(template));
            return "";
        } catch (MtmException e) {
            return e.getMessage() == null ? "the server refused it" : e.getMessage();
        }
    }

    /// Whether nobody is connected; a connection that was just closed takes a moment to go.
    private static boolean isLeftAlone(Database keeper, String name) {
        for (int look = 0; look < 10; look++) {
            if (keeper.<Long>read(session -> session.number(
                            "select count(*) from pg_stat_activity where datname = ? and backend_type = 'client backend'",
                            name))
                    == 0) {
                return true;
            }
            keeper.alone("select pg_sleep(0.1)");
        }
        return false;
    }

    private void attempt(Database trial, int version, boolean discard) {
        try {
            Migrator steps = migrator.on(trial);
            int from = steps.status().version();
            RowCounts before = RowCounts.of(trial);
            steps.to(version, discard);
            requireSound(trial);
            if (!discard) {
                RowCounts.of(trial).requireSameAs(before, steps.changes(from, version), version < from);
            }
            if (version == migrator.newest()) {
                proof.accept(trial);
            }
        } catch (MtmException e) {
            throw new MtmException(
                    e.code(),
                    String.valueOf(e.getMessage()),
                    database.address().shown(),
                    e.fix() + " This was a trial; the store itself was not changed.",
                    e);
        }
    }

    private static void requireSound(Database trial) {
        String found = trial.read(session -> switch (session.dialect()) {
            case Sqlite sqlite -> {
                session.requireForeignKeys();
                yield session.first("pragma integrity_check(1)", row -> row.text(1))
                        .orElseThrow();
            }
            case Postgres postgres ->
                session.first(
                                "select conname from pg_constraint where contype = 'f' and not convalidated",
                                row -> row.text(1) + " is not validated")
                        .orElse("ok");
        });
        if (!found.equals("ok")) {
            throw new MtmException(
                    ErrorCode.STORE_DAMAGED,
                    "the store is not sound after the migration: " + found,
                    trial.address().shown(),
                    "Run `mtm doctor`; if it finds the same, restore a backup, otherwise please report it.");
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void remove(Path file) {
        try {
            for (String ending : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
