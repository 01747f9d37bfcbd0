package dev.mtm.adopt;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.Table;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A PostgreSQL database with the tables `tracks`, `artists`, `track_artists`, `play_history`, `analysis_snapshots` and
/// `playlist_config`, where a track is `tracks.id`. Only read. Tables and columns that are not there count as unknown;
/// `tracks` and `play_history` must be there.
final class MusicDb {
    private final Database database;
    private final Map<String, Table> tables;

    /// @throws MtmException when the database is none of these
    MusicDb(Database database) {
        this.database = database;
        this.tables = database.read(session -> Table.all(session).stream()
                .collect(Collectors.toMap(Table::name, table -> table, (a, b) -> a, TreeMap::new)));
        require("tracks", "id", "name");
        require("play_history", "id", "track_id", "played_at");
    }

    Database database() {
        return database;
    }

    private void require(String table, String... columns) {
        for (String column : columns) {
            if (kind(table, column).isEmpty()) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "there is no column " + column + " in a table " + table,
                        database.address().shown(),
                        "Name a database with the tables tracks, artists, track_artists and play_history of a music_db;"
                                + " for a store of this program use `mtm move --to DB`.");
            }
        }
    }

    /// Reads the columns of a table, each in the kind that its letter tells: `n` whole number, `f` fraction,
    /// `t` text (blank is null), `i` instant (UTC, seconds), `b` truth, `j` JSON as text. A column that is not
    /// there reads as null; a table that is not there has no rows.
    ///
    /// @param columns such as `t:name`
    /// @param order   what to order by; unique
    void each(Session session, String table, List<String> columns, String order, Session.RowHandler handler)
            throws SQLException {
        if (!tables.containsKey(table)) {
            return;
        }
        String selected =
                columns.stream().map(column -> selected(table, column)).collect(Collectors.joining(", "));
        session.each("select " + selected + " from " + table + " order by " + order, handler);
    }

    private String selected(String table, String column) {
        String name = column.substring(2);
        String type = switch (column.charAt(0)) {
            case 'n' -> "bigint";
            case 'f' -> "double precision";
            case 'i' -> "timestamp";
            case 'b' -> "boolean";
            default -> "text";
        };
        Optional<Table.Kind> kind = kind(table, name);
        if (kind.isEmpty()) {
            return "cast(null as " + type + ")";
        }
        return switch (column.charAt(0)) {
            case 'i' -> "date_trunc('second', cast(" + name + " as timestamp))";
            // A document that was kept as plain text need not be one.
            case 'j' ->
                kind.get() == Table.Kind.JSON ? "cast(" + name + " as text)" : "cast(to_json(" + name + ") as text)";
            case 't' -> "case when cast(" + name + " as text) ~ '\\S' then cast(" + name + " as text) end";
            default -> "cast(" + name + " as " + type + ")";
        };
    }

    private Optional<Table.Kind> kind(String table, String column) {
        return Optional.ofNullable(tables.get(table)).stream()
                .flatMap(found -> found.columns().stream())
                .filter(found -> found.name().equals(column))
                .map(Table.Column::kind)
                .findFirst();
    }
}
