package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PostgreSQL 15 or newer. Instants are `timestamp` in UTC, days are `date`, truth values are `boolean`.
///
/// @param busyWait how long to wait for another process that is writing
public record Postgres(DatabaseAddress.Server server, Duration busyWait) implements Dialect {
    @Override
    public String label() {
        return "postgresql";
    }

    @Override
    public Connection connect(Access access) throws SQLException {
        Properties properties = new Properties();
        if (server.user() != null) {
            properties.setProperty("user", server.user());
        }
        if (server.password() != null) {
            properties.setProperty("password", server.password());
        }
        properties.setProperty("ApplicationName", "mtm");
        properties.setProperty("connectTimeout", "10");
        // A limit of 0 would be none.
        properties.setProperty(
                "options",
                "-c timezone=UTC -c client_connection_check_interval=1s -c jit=off -c lock_timeout="
                        + Math.max(busyWait.toMillis(), 1));
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database()
                + (server.query() == null ? "" : "?" + server.query());
        return Objects.requireNonNull(new org.postgresql.Driver().connect(url, properties));
    }

    @Override
    public void begin(Connection connection, Access access) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A reader sees one moment of the store, as it does in SQLite.
            statement.execute(access == Access.WRITE ? "begin" : "begin isolation level repeatable read read only");
            if (access == Access.WRITE) {
                statement.execute("select pg_advisory_xact_lock(" + WRITER_LOCK + ")");
                // Tables that were empty a moment ago look small to the planner: it would check every foreign key of an
                // import by reading the whole parent. Measured: 1 ms a row, growing, against 40 us by the index.
                statement.execute("set local enable_seqscan = off");
            }
        }
    }

    /// Shared by all processes that work with the store for long, each until its connection ends; whoever replaces the
    /// store has it alone.
    private static final long OCCUPIED_LOCK = 0x6d746d02L;

    static final String OCCUPY = "select pg_advisory_lock_shared(" + OCCUPIED_LOCK + ")";

    /// One row where it could be had alone, until the transaction ends.
    static final String TAKE_ALONE = "select 1 where pg_try_advisory_xact_lock(" + OCCUPIED_LOCK + ")";

    /// One writer at a time, as with SQLite: play ids of one import file stay together.
    private static final long WRITER_LOCK = 0x6d746dL;

    @Override
    public void bind(PreparedStatement statement, int index, Instant value) throws SQLException {
        statement.setObject(index, LocalDateTime.ofInstant(value, ZoneOffset.UTC));
    }

    @Override
    public void bind(PreparedStatement statement, int index, LocalDate value) throws SQLException {
        statement.setObject(index, value);
    }

    @Override
    public void bind(PreparedStatement statement, int index, boolean value) throws SQLException {
        statement.setBoolean(index, value);
    }

    /// The server cannot hold U+0000 in a document: U+FFFD stands in its place.
    @Override
    public void bind(PreparedStatement statement, int index, Json value) throws SQLException {
        statement.setObject(index, NUL.matcher(value.text()).replaceAll("$1\\\\ufffd"), Types.OTHER);
    }

    /// The escape of U+0000: not one whose backslash is escaped itself.
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    @Override
    public @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    @Override
    public @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    @Override
    public @Nullable Boolean truth(ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    @Override
    public String explain(String sql) {
        return "explain " + sql;
    }

    @Override
    public String standing() {
        return "select 'PostgreSQL ' || current_setting('server_version'), pg_database_size(current_database())";
    }

    @Override
    public MtmException translated(SQLException error, String where) {
        String state = Optional.ofNullable(error.getSQLState()).orElse("");
        if (state.equals("55P03")) {
            return Dialect.busy(busyWait, where, error);
        }
        if (state.startsWith("28") || state.equals("08004")) {
            return new MtmException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "the server refused the user or the password",
                    where,
                    "Give the password in PGPASSWORD, in ~/.pgpass or in the file that MTM_PG_PASSWORD_FILE names.",
                    error);
        }
        if (state.startsWith("3D")) {
            return new MtmException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "the server has no such database",
                    where,
                    "Make it first, for example with: createdb " + server.database(),
                    error);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new MtmException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "the server does not answer or cut the connection",
                    where,
                    "Check that PostgreSQL runs there, then run the same command again; nothing is half done.",
                    error);
        }
        if (state.equals("53100")) {
            return new MtmException(
                    ErrorCode.DISK_FULL,
                    "the server has no room left on its disk",
                    where,
                    "Free some space there and run the same command again; the store is as it was before.",
                    error);
        }
        if (state.equals("25006") || state.equals("42501")) {
            return new MtmException(
                    ErrorCode.READ_ONLY,
                    "this user may not write there",
                    where,
                    "Grant the user create and write rights in the database, or use another.",
                    error);
        }
        return Database.unexpected(error, where);
    }
}
