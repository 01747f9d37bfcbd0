package dev.mtm.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// The current row of a query. Columns count from 1. The plain methods are for columns that are never null.
public final class Row {
    private final ResultSet rows;
    private final Dialect dialect;

    Row(ResultSet rows, Dialect dialect) {
        this.rows = rows;
        this.dialect = dialect;
    }

    /// The number in a column that is never null.
    public long number(int column) throws SQLException {
        return rows.getLong(column);
    }

    public @Nullable Long numberOrNull(int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }

    public @Nullable Double realOrNull(int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }

    /// The text in a column that is never null.
    public String text(int column) throws SQLException {
        String value = rows.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " is null where it never should be");
        }
        return value;
    }

    public @Nullable String textOrNull(int column) throws SQLException {
        return rows.getString(column);
    }

    /// The instant in a column that is never null.
    public Instant instant(int column) throws SQLException {
        Instant value = instantOrNull(column);
        if (value == null) {
            throw new SQLException("column " + column + " is null where it never should be");
        }
        return value;
    }

    public @Nullable Instant instantOrNull(int column) throws SQLException {
        return dialect.instant(rows, column);
    }

    /// The day in a column that is never null.
    public LocalDate date(int column) throws SQLException {
        LocalDate value = dateOrNull(column);
        if (value == null) {
            throw new SQLException("column " + column + " is null where it never should be");
        }
        return value;
    }

    public @Nullable LocalDate dateOrNull(int column) throws SQLException {
        return dialect.date(rows, column);
    }

    public @Nullable Boolean truthOrNull(int column) throws SQLException {
        return dialect.truth(rows, column);
    }

    /// The duration in a column of milliseconds.
    public @Nullable Duration millisOrNull(int column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Duration.ofMillis(value);
    }

    /// The names of the columns, in order.
    public java.util.List<String> columnNames() throws SQLException {
        java.util.List<String> names = new java.util.ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnLabel(i));
        }
        return names;
    }
}
