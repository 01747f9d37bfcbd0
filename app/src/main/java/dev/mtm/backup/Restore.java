package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Migrator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Puts a backup in the place of a store. What was there is kept: a SQLite file under another name beside the store,
/// the tables of PostgreSQL in a schema of another name. The store is the old one or the new one at every moment.
public final class Restore {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss");

    private final Database database;
    private final Path scratchFolder;
    private final Clock clock;

    /// @param scratchFolder where a backup is unpacked that goes to a server
    public Restore(Database database, Path scratchFolder, Clock clock) {
        this.database = database;
        this.scratchFolder = scratchFolder;
        this.clock = clock;
    }

    /// What was done.
    ///
    /// @param version the version of the schema that the backup was made at
    /// @param kept    where what was there before is now; null when nothing was there
    public record Done(
            int version, Map<String, Long> rows, @Nullable String kept) {
        public Done {
            rows = Map.copyOf(rows);
        }
    }

    /// Whether there is something that would be replaced.
    public boolean replaces() {
        return switch (database.address()) {
            case DatabaseAddress.File file -> Files.exists(file.path());
            case DatabaseAddress.Server server ->
                database.read(session -> !Table.all(session).isEmpty());
        };
    }

    /// Checks a backup and puts it in place, at the version of this program.
    ///
    /// @throws MtmException when it is damaged, or another process has the store open
    public Done from(Path backup) {
        return switch (database.address()) {
            case DatabaseAddress.File file -> toFile(backup, file.path());
            case DatabaseAddress.Server server -> toServer(backup);
        };
    }

    private Done toFile(Path backup, Path given) {
        Path store = behindLinks(given);
        Path folder = Objects.requireNonNull(store.getParent());
        try (OpenedBackup opened = new OpenedBackup(backup, folder, "restored", clock)) {
            int version = opened.version();
            opened.bringUpToDate();
            Map<String, Long> rows = opened.database().read(Table::counts);
            Path ready = opened.settled();
            Path kept = null;
            if (Files.exists(store)) {
                takeAlone(store);
                kept = keep(store);
            }
            Files.move(ready, store, StandardCopyOption.ATOMIC_MOVE);
            Scratch.force(folder);
            return new Done(version, rows, kept == null ? null : kept.toString());
        } catch (IOException e) {
            throw Scratch.unwritable(folder, e);
        } catch (MtmException e) {
            throw e.code() == ErrorCode.DISK_FULL ? Scratch.noRoom(folder, e) : e;
        } finally {
            database.close();
        }
    }

    /// A link to a store stays one; what it leads to is replaced.
    private static Path behindLinks(Path store) {
        try {
            return Files.exists(store) ? store.toRealPath() : store;
        } catch (IOException e) {
            throw Scratch.unwritable(store, e);
        }
    }

    /// Makes sure that nobody else has the store open, and that all of it is in its one file: a log beside it would be
    /// taken for that of the file which comes in its place. The lock is held until the database is closed.
    private void takeAlone(Path store) {
        try {
            database.close();
            database.alone("pragma locking_mode = exclusive");
            database.alone("pragma journal_mode = delete");
            database.write(session -> {
                // A write, though of nothing new: from here on the lock is held.
                long version = session.number("pragma user_version");
                session.execute("pragma user_version = " + version);
                return 0;
            });
            // What closing might still write would leave a journal beside the file that comes in its place.
            database.alone("pragma query_only = on");
        } catch (MtmException e) {
            if (e.code() == ErrorCode.DATABASE_BUSY) {
                throw occupied(e);
            }
            if (e.code() != ErrorCode.STORE_DAMAGED) {
                throw e;
            }
            // A damaged store is what backups are for: it is kept as it is.
            database.close();
        }
    }

    private MtmException occupied(@Nullable Throwable cause) {
        return new MtmException(
                ErrorCode.DATABASE_BUSY,
                "another process has the store open, such as `mtm serve`",
                database.address().shown(),
                "End it, then run the same command again; nothing was changed.",
                cause);
    }

    /// Gives the file a second name, so that the store never is without one; also to a log that a damaged one has.
    private Path keep(Path store) throws IOException {
        String time = TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        Path kept = store.resolveSibling(store.getFileName() + ".replaced-" + time);
        for (int i = 2; Files.exists(kept); i++) {
            kept = store.resolveSibling(store.getFileName() + ".replaced-" + time + "-" + i);
        }
        link(store, kept);
        for (String end : List.of("-wal", "-shm")) {
            Path beside = Path.of(store + end);
            if (Files.exists(beside)) {
                Files.move(beside, Path.of(kept + end), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Scratch.force(Objects.requireNonNull(store.getParent()));
        return kept;
    }

    private static void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, name); // this file system knows one name for a file only
            Scratch.force(name);
        }
    }

    private Done toServer(Path backup) {
        try (OpenedBackup opened = new OpenedBackup(backup, scratchFolder, "restored", clock)) {
            int version = opened.version();
            opened.bringUpToDate();
            Done done = database.write(session -> {
                if (session.isOccupied()) {
                    throw occupied(null);
                }
                String kept = setAside(session);
                new Migrator(database, clock).up(session);
                Map<String, Long> rows =
                        opened.database().read(from -> StoreCopy.rows(from, session, backup.toString()));
                if (!rows.equals(Table.counts(session))) {
                    throw new MtmException(
                            ErrorCode.INTERNAL,
                            "the server does not hold the rows of the backup",
                            database.address().shown(),
                            "Nothing was changed. Please report it with the output of `mtm doctor`.");
                }
                return new Done(version, rows, kept);
            });
            database.close(); // an open connection remembers the tables that were there
            database.analyze();
            return done;
        }
    }

    /// Renames the schema that holds tables, with that of the views beside it, and makes an empty one of its name.
    private @Nullable String setAside(Session session) throws SQLException {
        if (Table.all(session).isEmpty()) {
            return null;
        }
        String schema =
                session.first("select current_schema()", row -> row.text(1)).orElseThrow();
        String kept = "replaced_" + TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        String free = kept;
        for (int i = 2; has(session, free); i++) {
            free = kept + "_" + i;
        }
        session.execute("alter schema " + quoted(schema) + " rename to " + free);
        if (has(session, VIEWS)) {
            session.execute("alter schema " + VIEWS + " rename to " + free + "_" + VIEWS);
        }
        session.execute("create schema " + quoted(schema));
        return "schema " + free;
    }

    /// Where migrations put views under the names of an older design.
    private static final String VIEWS = "music_db";

    private static boolean has(Session session, String schema) throws SQLException {
        return session.number("select count(*) from pg_catalog.pg_namespace where nspname = ?", schema) > 0;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
