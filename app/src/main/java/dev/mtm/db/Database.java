package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A store that is open: read and write transactions over one connection each, made when first needed.
/// Used by one thread at a time.
public final class Database implements AutoCloseable {
    private final DatabaseAddress address;
    private final Dialect dialect;
    private final @Nullable Session around;
    private @Nullable Connection reader;
    private @Nullable Connection writer;

    private Database(DatabaseAddress address, Dialect dialect, @Nullable Session around) {
        this.address = address;
        this.dialect = dialect;
        this.around = around;
    }

    /// Opens nothing yet: the first transaction connects.
    ///
    /// @param busyWait how long to wait for another writer
    public static Database at(DatabaseAddress address, Duration busyWait) {
        return new Database(
                address,
                switch (address) {
                    case DatabaseAddress.File file -> new Sqlite(file.path(), busyWait);
                    case DatabaseAddress.Server server -> new Postgres(server, busyWait);
                },
                null);
    }

    /// The store as it looks from inside an open transaction: all work runs in that one and ends with it. For a trial
    /// whose transaction is rolled back.
    public Database within(Session session) {
        return new Database(address, dialect, session);
    }

    public DatabaseAddress address() {
        return address;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// Runs `work` on one consistent view of the store.
    public <T> T read(Work<T> work) {
        try {
            if (around != null) {
                return inside(around, work);
            }
            if (reader == null) {
                reader = dialect.connect(Dialect.Access.READ);
            }
            return inTransaction(reader, Dialect.Access.READ, work);
        } catch (SQLException e) {
            throw dialect.translated(e, address.shown());
        }
    }

    /// Runs `work` in one write transaction: all of it or nothing.
    public <T> T write(Work<T> work) {
        try {
            if (around != null) {
                return inside(around, work);
            }
            return inTransaction(writer(), Dialect.Access.WRITE, work);
        } catch (SQLException e) {
            throw dialect.translated(e, address.shown());
        }
    }

    /// As [#write], for work that fills or rebuilds whole tables. On SQLite foreign keys are not enforced row by row
    /// but checked for the whole store before the commit: dropping a table in a rebuild then fires no cascade.
    /// The pragma does nothing inside a transaction, so it is set before it.
    ///
    /// @see <a href="https://sqlite.org/pragma.html#pragma_foreign_keys">SQLite: foreign_keys</a>
    public <T> T writeInBulk(Work<T> work) {
        if (around != null || dialect instanceof Postgres) {
            return write(work);
        }
        try {
            Connection connection = writer();
            execute(connection, "pragma foreign_keys = off");
            try {
                return inTransaction(connection, Dialect.Access.WRITE, session -> {
                    T result = work.with(session);
                    if (!session.isRolledBackAtTheEnd()) {
                        session.requireForeignKeys();
                    }
                    return result;
                });
            } finally {
                execute(connection, "pragma foreign_keys = on");
            }
        } catch (SQLException e) {
            throw dialect.translated(e, address.shown());
        }
    }

    /// Runs one statement outside any transaction.
    public void alone(String sql) {
        try {
            execute(writer(), sql);
        } catch (SQLException e) {
            throw dialect.translated(e, address.shown());
        }
    }

    /// Copies a SQLite store, packed, into a new file. Each page is read and written once, so it takes little memory,
    /// which a server would else keep.
    public void packInto(Path copy) {
        alone("pragma cache_size = -" + Sqlite.READING_KIB);
        try {
            alone("vacuum into '" + copy.toString().replace("'", "''") + "'");
        } finally {
            alone("pragma cache_size = -" + Sqlite.WRITING_KIB);
        }
    }

    /// Lets other processes see until the close that this one works with the store, so that none puts another in its
    /// place. An open connection is enough on SQLite.
    public void occupy() {
        String sql = switch (dialect) {
            case Sqlite sqlite -> "select count(*) from sqlite_schema";
            case Postgres postgres -> Postgres.OCCUPY;
        };
        read(session -> session.first(sql, row -> true));
    }

    /// New connections for a library that asks for its own: each with every setting that a store needs, committing
    /// every
    /// statement. They do not end with this.
    public DataSource connections() {
        return new Connections(dialect);
    }

    /// What keeps the store.
    ///
    /// @param product its name and version
    /// @param bytes   how large the store is; on a server, all of its database
    public record Standing(String product, long bytes) {}

    public Standing standing() {
        return read(session -> session.first(dialect.standing(), row -> new Standing(row.text(1), row.number(2)))
                .orElseThrow());
    }

    /// Refreshes the statistics by which the database plans queries; a sample of each index is enough for SQLite.
    public void analyze() {
        if (dialect instanceof Sqlite) {
            alone("pragma analysis_limit = 1000");
        }
        alone("analyze");
    }

    @Override
    public void close() {
        try {
            if (reader != null) {
                reader.close();
            }
            if (writer != null) {
                if (dialect instanceof Sqlite) {
                    optimize(writer);
                }
                writer.close();
            }
        } catch (SQLException e) {
            throw dialect.translated(e, address.shown());
        } finally {
            reader = null;
            writer = null;
        }
    }

    /// Another process may be writing, or the disk be full: the next close is early enough.
    private static void optimize(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 0");
            statement.execute("pragma optimize");
        } catch (SQLException e) {
            return;
        }
    }

    private Connection writer() throws SQLException {
        if (writer == null) {
            writer = dialect.connect(Dialect.Access.WRITE);
        }
        return writer;
    }

    private <T> T inTransaction(Connection connection, Dialect.Access access, Work<T> work) throws SQLException {
        boolean done = false;
        try {
            dialect.begin(connection, access);
            try (Session session = new Session(connection, dialect, address.shown())) {
                T result = work.with(session);
                session.closeStatements();
                if (!session.isRolledBackAtTheEnd()) {
                    execute(connection, "commit");
                    done = true;
                }
                return result;
            }
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    /// Statements are made anew for each piece of work: the one before may have changed the tables.
    private static <T> T inside(Session session, Work<T> work) throws SQLException {
        T result = work.with(session);
        session.closeStatements();
        return result;
    }

    private static void rollBack(Connection connection) {
        try {
            execute(connection, "rollback");
        } catch (SQLException e) {
            // The database has rolled back by itself, or the connection is gone: either way nothing was committed,
            // and the error that led here is on its way to the reader.
            return;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static MtmException unexpected(SQLException error, String where) {
        return new MtmException(
                ErrorCode.INTERNAL,
                "the database refused a statement (" + error.getMessage() + ")",
                where,
                "This is a defect: please report it with the output of `mtm doctor`. The store is as it was before.",
                error);
    }

    static List<String> foreignKeyViolations(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma foreign_key_check")) {
            while (rows.next()) {
                found.add(rows.getString(1) + " row " + rows.getLong(2) + " points to a missing row of "
                        + rows.getString(3));
            }
        }
        return found;
    }

    /// Work inside one transaction. An exception rolls the transaction back.
    @FunctionalInterface
    public interface Work<T> {
        T with(Session session) throws SQLException;
    }
}
