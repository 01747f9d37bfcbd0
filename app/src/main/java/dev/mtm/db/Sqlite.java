package dev.mtm.db;

import dev.mtm.listening.UtcText;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// SQLite: one file, one writer at a time, readers beside it (write-ahead log).
/// Instants and days are text, truth values are 0 and 1.
///
/// @param busyWait how long to wait for another process that is writing
public record Sqlite(Path file, Duration busyWait) implements Dialect {
    /// How many pages a connection keeps at most.
    static final int READING_KIB = 2_048;

    static final int WRITING_KIB = 65_536;

    @Override
    public String label() {
        return "sqlite";
    }

    @Override
    public Connection connect(Access access) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyWait.toMillis()));
        if (access == Access.READ && Files.exists(file) && !Files.isWritable(file)) {
            config.resetOpenMode(SQLiteOpenMode.READWRITE);
            config.resetOpenMode(SQLiteOpenMode.CREATE);
            config.setOpenMode(SQLiteOpenMode.READONLY);
        }
        Connection connection = config.createConnection("jdbc:sqlite:" + name(access));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma foreign_keys = on");
            statement.execute("pragma synchronous = full");
            if (access == Access.READ) {
                // A server has a dozen of them at times; the system keeps the pages that are read often.
                statement.execute("pragma cache_size = -" + READING_KIB);
                statement.execute("pragma query_only = on");
            } else {
                statement.execute("pragma cache_size = -" + WRITING_KIB);
                writeAhead(statement);
                statement.execute("pragma threads = 2"); // sorts, such as those of a new index, get a second core
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// SQLite does not wait by itself where another process is just giving a new file the same mode.
    private void writeAhead(Statement statement) throws SQLException {
        Duration pause = Duration.ofMillis(20);
        for (long tries = busyWait.dividedBy(pause); ; tries--) {
            try {
                statement.execute("pragma journal_mode = wal");
                return;
            } catch (SQLiteException e) {
                if (tries <= 0 || (e.getResultCode().code & 0xff) != SQLiteErrorCode.SQLITE_BUSY.code) {
                    throw e;
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    /// In a folder that may not be written, SQLite cannot make the files beside the store with which it keeps readers
    /// and writers apart. Nobody writes there, so it may do without.
    ///
    /// @see <a href="https://sqlite.org/uri.html#uriimmutable">SQLite: immutable</a>
    private String name(Access access) {
        Path folder = file.getParent();
        boolean alone = access == Access.READ
                && folder != null
                && Files.exists(file)
                && !Files.isWritable(folder)
                && !Files.exists(Path.of(file + "-wal"));
        return alone ? file.toUri().toString().replaceFirst("^file:/*", "file:/") + "?immutable=1" : file.toString();
    }

    @Override
    public void begin(Connection connection, Access access) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(access == Access.WRITE ? "begin immediate" : "begin");
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, Instant value) throws SQLException {
        statement.setString(index, UtcText.of(value));
    }

    @Override
    public void bind(PreparedStatement statement, int index, LocalDate value) throws SQLException {
        statement.setString(index, value.toString());
    }

    @Override
    public void bind(PreparedStatement statement, int index, boolean value) throws SQLException {
        statement.setInt(index, value ? 1 : 0);
    }

    @Override
    public void bind(PreparedStatement statement, int index, Json value) throws SQLException {
        statement.setString(index, value.text());
    }

    @Override
    public @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : UtcText.parse(text);
    }

    @Override
    public @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : LocalDate.parse(text);
    }

    @Override
    public @Nullable Boolean truth(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value != 0;
    }

    @Override
    public String explain(String sql) {
        return "explain query plan " + sql;
    }

    @Override
    public String standing() {
        return """
                select
                    'SQLite ' || sqlite_version(),
                    c.page_count * s.page_size
                from pragma_page_count as c
                cross join pragma_page_size as s
                """;
    }

    @Override
    public MtmException translated(SQLException error, String where) {
        SQLiteErrorCode code =
                error instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code.code & 0xff) {
            case 5, 6 -> Dialect.busy(busyWait, where, error);
            case 8, 3 -> readOnly(where, error);
            case 13 ->
                new MtmException(
                        ErrorCode.DISK_FULL,
                        "there is no room left on the disk",
                        where,
                        "Free some space and run the same command again; the store is as it was before.",
                        error);
            case 11, 26 ->
                new MtmException(
                        ErrorCode.STORE_DAMAGED,
                        code.code == 26 ? "this file is not a SQLite database" : "the file is damaged",
                        where,
                        "Check the path; `mtm doctor` tells more, and a backup copy lies beside the store if an upgrade"
                                + " was made.",
                        error);
            case 14 ->
                mayBeWritten()
                        ? new MtmException(
                                ErrorCode.DATABASE_UNAVAILABLE,
                                "the store cannot be opened or made",
                                where,
                                "Check that the folder exists and may be written, or name another place with --db.",
                                error)
                        : readOnly(where, error);
            case 10 ->
                new MtmException(
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "the disk reported an error (" + error.getMessage() + ")",
                        where,
                        "Check the disk and its free space, then run the same command again.",
                        error);
            default -> Database.unexpected(error, where);
        };
    }

    private static MtmException readOnly(String where, SQLException error) {
        return new MtmException(
                ErrorCode.READ_ONLY,
                "the store may not be written",
                where,
                "Make the file and its folder writable for this user, or name another place with --db.",
                error);
    }

    private boolean mayBeWritten() {
        Path folder = file.getParent();
        return folder != null && Files.isWritable(folder) && (!Files.exists(file) || Files.isWritable(file));
    }
}
