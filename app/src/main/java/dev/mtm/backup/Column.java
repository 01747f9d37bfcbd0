package dev.mtm.backup;

import dev.mtm.db.Dialect;
import dev.mtm.db.Postgres;
import dev.mtm.db.Row;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A column of a table. Its values are passed around in one canonical form on both databases: Long, Double or String;
/// instants and days are text, truth is 0 or 1, JSON is its text; null is null.
record Column(String name, Form form) {
    /// What a column holds, as far as the databases spell it differently.
    enum Form {
        INTEGER,
        REAL,
        TEXT,
        INSTANT,
        DAY,
        TRUTH,
        JSON
    }

    /// @param type as the database's own catalogue tells it
    static Column of(String name, String type) {
        return new Column(
                name,
                switch (type.toLowerCase(Locale.ROOT)) {
                    case "integer", "bigint", "smallint" -> Form.INTEGER;
                    case "real", "double precision", "numeric" -> Form.REAL;
                    case "boolean" -> Form.TRUTH;
                    case "timestamp without time zone" -> Form.INSTANT;
                    case "date" -> Form.DAY;
                    case "jsonb", "json" -> Form.JSON;
                    default -> Form.TEXT;
                });
    }

    /// How a query asks for the canonical value of the column of a table that it calls `from`.
    String read(Dialect dialect, String from) {
        String column = from + "." + name;
        return switch (dialect) {
            case Sqlite sqlite -> column;
            case Postgres postgres ->
                switch (form) {
                    case INTEGER, REAL, TEXT -> column;
                    case INSTANT -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS')";
                    case DAY -> "to_char(" + column + ", 'YYYY-MM-DD')";
                    case TRUTH -> "cast(" + column + " as integer)";
                    case JSON -> "cast(" + column + " as text)";
                };
        };
    }

    /// What stands for a canonical value in an insert.
    String place(Dialect dialect) {
        return switch (dialect) {
            case Sqlite sqlite -> "?";
            case Postgres postgres ->
                switch (form) {
                    case INTEGER -> "cast(? as bigint)";
                    case REAL -> "cast(? as double precision)";
                    case TEXT -> "cast(? as text)";
                    case INSTANT -> "cast(? as timestamp)";
                    case DAY -> "cast(? as date)";
                    case TRUTH -> "cast(cast(? as integer) as boolean)";
                    case JSON -> "cast(? as jsonb)";
                };
        };
    }

    /// The canonical value in a row.
    @Nullable
    Object value(Row row, int index) throws SQLException {
        return switch (form) {
            case INTEGER, TRUTH -> row.numberOrNull(index);
            case REAL -> row.realOrNull(index);
            case TEXT, INSTANT, DAY, JSON -> row.textOrNull(index);
        };
    }

    boolean isNumber() {
        return switch (form) {
            case INTEGER, REAL, TRUTH -> true;
            case TEXT, INSTANT, DAY, JSON -> false;
        };
    }
}
