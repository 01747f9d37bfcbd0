package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Everything on which SQLite and PostgreSQL disagree. Migrations and views have a file per dialect; the rest is
/// here.
public sealed interface Dialect permits Sqlite, Postgres {
    /// The word in the names of migration and view files: `sqlite` or `postgresql`.
    String label();

    /// A new connection with every setting that a store needs.
    Connection connect(Access access) throws SQLException;

    /// Starts a transaction on a connection in autocommit mode.
    void begin(Connection connection, Access access) throws SQLException;

    /// Binds an instant as the dialect stores it.
    void bind(PreparedStatement statement, int index, Instant value) throws SQLException;

    /// Binds a day as the dialect stores it.
    void bind(PreparedStatement statement, int index, LocalDate value) throws SQLException;

    /// Binds a truth value as the dialect stores it.
    void bind(PreparedStatement statement, int index, boolean value) throws SQLException;

    /// Binds a JSON document as the dialect stores it.
    void bind(PreparedStatement statement, int index, Json value) throws SQLException;

    /// The instant in a column; null for SQL null.
    @Nullable
    Instant instant(ResultSet row, int column) throws SQLException;

    /// The day in a column; null for SQL null.
    @Nullable
    LocalDate date(ResultSet row, int column) throws SQLException;

    /// The truth value in a column; null for SQL null.
    @Nullable
    Boolean truth(ResultSet row, int column) throws SQLException;

    /// The plan of a query as the database tells it, a line each; the statement's parameters need not be bound.
    String explain(String sql);

    /// The query for what the database calls itself with its version, and for the size of the store in bytes.
    String standing();

    /// What a driver's error means for the reader.
    ///
    /// @param where the address as it may be shown
    MtmException translated(SQLException error, String where);

    /// Another process holds the store for longer than this one waits.
    static MtmException busy(Duration waited, String where, SQLException error) {
        return new MtmException(
                ErrorCode.DATABASE_BUSY,
                "another process is writing to the store and did not finish in " + waited.toSeconds() + " s",
                where,
                "Wait for it, then run the same command again; nothing was changed.",
                error);
    }

    /// What a transaction may do.
    enum Access {
        READ,
        WRITE
    }
}
