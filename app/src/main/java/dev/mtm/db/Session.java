package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One open transaction: statements with bound parameters, rows as values. Statements are kept and reused until it
/// ends.
///
/// Parameters may be String, Integer, Long, Double, Boolean, Instant, LocalDate, Duration (as milliseconds), Json or
/// null.
public final class Session implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final String where;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean rollBack;
    private @Nullable Duration longest;

    Session(Connection connection, Dialect dialect, String where) {
        this.connection = connection;
        this.dialect = dialect;
        this.where = where;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// All rows, in the order of the query.
    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        each(sql, row -> found.add(reader.read(row)), parameters);
        return found;
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(new Row(rows, dialect))) : Optional.empty();
        }
    }

    /// The number in the first column of the only row, 0 for null.
    public long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.number(1), parameters).orElseThrow();
    }

    /// Hands over row after row; the row object is the same each time and must not be kept.
    public void each(String sql, RowHandler handler, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = bound(sql, parameters);
        statement.setFetchSize(2_000);
        try (TimeLimit limit = TimeLimit.of(longest, statement);
                ResultSet rows = statement.executeQuery()) {
            Row row = new Row(rows, dialect);
            while (rows.next()) {
                handler.handle(row);
            }
        } catch (SQLException e) {
            if (longest == null) {
                throw e;
            }
            throw tookTooLong(longest, e);
        }
    }

    /// From here on a query of this session may take so long and no longer.
    public void limitTime(Duration most) {
        longest = most;
    }

    private MtmException tookTooLong(Duration most, SQLException e) {
        boolean interrupted = String.valueOf(e.getMessage()).contains("interrupt") || "57014".equals(e.getSQLState());
        return interrupted
                ? new MtmException(
                        ErrorCode.USAGE,
                        "the query took longer than " + most.toSeconds() + " s and was stopped",
                        where,
                        "Ask for less, such as a range of days; `--plan` shows where the time goes.",
                        e)
                : dialect.translated(e, where);
    }

    /// Runs a statement that changes rows; gives how many.
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        return bound(sql, parameters).executeUpdate();
    }

    /// Runs statements that take no parameters, such as the parts of a migration.
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The statement for callers that bind many rows themselves; it is closed with the session.
    public PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /// Binds one parameter by its type.
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case String text -> statement.setString(index, text);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case Boolean truth -> dialect.bind(statement, index, truth);
            case Instant instant -> dialect.bind(statement, index, instant);
            case LocalDate day -> dialect.bind(statement, index, day);
            case Duration duration -> statement.setLong(index, duration.toMillis());
            case Json json -> dialect.bind(statement, index, json);
            case NoText none -> statement.setNull(index, Types.VARCHAR);
            case NoNumber none -> statement.setNull(index, Types.BIGINT);
            case NoDate none -> statement.setNull(index, Types.DATE);
            default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
        }
    }

    /// The names of a query's columns, in order; the query does not run.
    public List<String> columnNames(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i));
            }
            return names;
        }
    }

    /// The names and sizes of what the database tells of a query before running it.
    public List<String> plan(String sql, @Nullable Object... parameters) throws SQLException {
        return switch (dialect) {
            case Sqlite sqlite -> list(sqlite.explain(sql), row -> row.text(4), parameters);
            case Postgres postgres -> list(postgres.explain(sql), row -> row.text(1), parameters);
        };
    }

    /// Fails when a foreign key points nowhere (SQLite; PostgreSQL checks each row by itself).
    public void requireForeignKeys() throws SQLException {
        List<String> found = Database.foreignKeyViolations(connection);
        if (!found.isEmpty()) {
            throw new MtmException(
                    ErrorCode.STORE_DAMAGED,
                    "the change would leave " + found.size() + " broken links, the first: " + found.getFirst(),
                    where,
                    "Nothing was changed. Run `mtm doctor`; if it finds the same, restore a backup.");
        }
    }

    /// Whether another process has said that it works with the store ([Database#occupy]); if not, none does so before
    /// this transaction ends. SQLite tells only whoever asks for the file alone.
    public boolean isOccupied() throws SQLException {
        return switch (dialect) {
            case Sqlite sqlite -> false;
            case Postgres postgres -> first(Postgres.TAKE_ALONE, row -> true).isEmpty();
        };
    }

    /// Lets the work end in peace, but keeps nothing of it: for a dry run.
    public void rollBackAtTheEnd() {
        rollBack = true;
    }

    boolean isRolledBackAtTheEnd() {
        return rollBack;
    }

    private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    @Override
    public void close() throws SQLException {
        closeStatements();
    }

    /// An unknown text, typed: PostgreSQL cannot guess the type of a bare null in `:x is null`.
    public enum NoText {
        UNKNOWN
    }

    /// An unknown number, typed.
    public enum NoNumber {
        UNKNOWN
    }

    /// An unknown day, typed.
    public enum NoDate {
        UNKNOWN
    }

    /// Makes a value of a row.
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /// Takes note of a row.
    @FunctionalInterface
    public interface RowHandler {
        void handle(Row row) throws SQLException;
    }
}
