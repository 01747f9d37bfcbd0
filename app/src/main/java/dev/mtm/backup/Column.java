package dev.mtm.backup;

import dev.mtm.db.Dialect;
import dev.mtm.db.Postgres;
import dev.mtm.db.Row;
import dev.mtm.db.Sqlite;
import dev.mtm.db.Table.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A column of a table. Its values are passed around in one canonical form on both databases: Long, Double or String;
/// instants and days are text, truth is 0 or 1, JSON is its text; null is null.
record Column(String name, Kind kind) {
    /// How a query asks for the canonical value of the column of a table that it calls `from`.
    String read(Dialect dialect, String from) {
        String column = from + "." + name;
        return switch (dialect) {
            case Sqlite sqlite -> column;
            case Postgres postgres ->
                switch (kind) {
                    case NUMBER, FRACTION, TEXT -> column;
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
                switch (kind) {
                    case NUMBER -> "cast(? as bigint)";
                    case FRACTION -> "cast(? as double precision)";
                    case TEXT -> "cast(? as text)";
                    case INSTANT -> "cast(? as timestamp)";
                    case DAY -> "cast(? as date)";
                    case TRUTH -> "cast(cast(? as integer) as boolean)";
                    // It cannot hold U+0000 in a document: U+FFFD stands in its place.
                    case JSON ->
                        "cast(regexp_replace(?, '(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000', '\\1\\\\ufffd', 'g') as jsonb)";
                };
        };
    }

    /// The canonical value in a row.
    @Nullable
    Object value(Row row, int index) throws SQLException {
        return switch (kind) {
            case NUMBER, TRUTH -> row.numberOrNull(index);
            case FRACTION -> row.realOrNull(index);
            case TEXT, INSTANT, DAY, JSON -> row.textOrNull(index);
        };
    }

    boolean isNumber() {
        return switch (kind) {
            case NUMBER, FRACTION, TRUTH -> true;
            case TEXT, INSTANT, DAY, JSON -> false;
        };
    }
}
