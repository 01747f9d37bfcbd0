package dev.mtm.backup;

import dev.mtm.db.Postgres;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table as the database's own catalogue describes it, so that no list of tables and columns has to be kept.
///
/// @param key         the columns of its primary key; all columns where it has none
/// @param referencing whether rows of it may point to rows of it
record Table(String name, List<Column> columns, List<String> key, boolean referencing) {
    /// The versions of a store are told by its migrator, and never copied as rows.
    private static final String VERSIONS = "schema_migrations";

    private static final Set<String> NEVER_EMPTY = Set.of("account", "play_source");

    private static final int AT_ONCE = 2_000;

    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /// Takes note of the canonical values of a row; the array is a new one each time.
    @FunctionalInterface
    interface Rows {
        void row(@Nullable Object[] values) throws SQLException;
    }

    /// All tables of a store except that of its versions; one that others point to comes before them.
    static List<Table> all(Session session) throws SQLException {
        return dev.mtm.db.Table.all(session).stream()
                .filter(table -> !table.name().equals(VERSIONS))
                .map(Table::of)
                .toList();
    }

    private static Table of(dev.mtm.db.Table table) {
        List<Column> columns = table.columns().stream()
                .map(column -> new Column(column.name(), column.kind()))
                .toList();
        List<String> key = (table.key().isEmpty() ? table.columns() : table.key())
                .stream().map(dev.mtm.db.Table.Column::name).toList();
        return new Table(table.name(), columns, key, table.pointsToItself());
    }

    long count(Session session) throws SQLException {
        return session.number("select count(*) from " + name);
    }

    /// Whether there is nothing but what every store has from the start.
    static boolean isEmpty(Session session) throws SQLException {
        for (Table table : all(session)) {
            if (!NEVER_EMPTY.contains(table.name()) && table.count(session) > 0) {
                return false;
            }
        }
        return true;
    }

    /// How many rows each table has.
    static Map<String, Long> counts(Session session) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        for (Table table : all(session)) {
            counts.put(table.name(), table.count(session));
        }
        return counts;
    }

    /// The rows in the order of the key.
    void each(Session session, Rows rows) throws SQLException {
        String asked = columns.stream()
                .map(column -> column.read(session.dialect(), "r") + " as " + column.name())
                .collect(Collectors.joining(", "));
        String order = key.stream().map(column -> "r." + column).collect(Collectors.joining(", "));
        each(
                session,
                "select " + asked + " from " + name + " as r order by " + order,
                columns,
                "rows_of_" + name,
                rows);
    }

    /// The rows of a query that asks for these columns.
    ///
    /// @param cursor a name of its own for each query: the driver remembers which columns a fetch of that name has
    static void each(Session session, String sql, List<Column> columns, String cursor, Rows rows) throws SQLException {
        Session.RowHandler handler = row -> {
            @Nullable Object[] values = new @Nullable Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).value(row, i + 1);
            }
            rows.row(values);
        };
        switch (session.dialect()) {
            case Sqlite sqlite -> session.each(sql, handler);
            case Postgres postgres -> {
                // The driver would hold all rows at once; a cursor hands over some at a time.
                session.execute("declare " + cursor + " no scroll cursor for " + sql);
                long[] seen = new long[1];
                long before;
                do {
                    before = seen[0];
                    session.each("fetch forward " + AT_ONCE + " from " + cursor, row -> {
                        seen[0]++;
                        handler.handle(row);
                    });
                } while (seen[0] - before == AT_ONCE);
                session.execute("close " + cursor);
            }
        }
    }

    /// Takes canonical values into this table, or into a table of the same columns.
    RowBatch batch(Session session, String into) {
        return new RowBatch(
                session,
                "insert into " + into + " ("
                        + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ")",
                columns.stream().map(column -> column.place(session.dialect())).toList(),
                "");
    }

    /// The same table with those of its columns that have one of these names.
    Table only(Collection<String> names) {
        return new Table(
                name,
                columns.stream().filter(column -> names.contains(column.name())).toList(),
                key,
                referencing);
    }

    /// Takes the rows away that migrations put into tables, so that those of a copy can come.
    static void empty(Session session, List<Table> tables) throws SQLException {
        for (Table table : tables.reversed()) {
            session.update("delete from " + table.name());
        }
    }

    /// Lets rows point to rows that come after them, until [#settle]. SQLite checks at the end anyway.
    static void defer(Session session, List<Table> tables) throws SQLException {
        for (String constraint : ownReferences(session, tables)) {
            session.execute("alter table " + constraint + " deferrable initially deferred");
        }
    }

    /// From here on each row points to one that is there.
    static void settle(Session session, List<Table> tables) throws SQLException {
        List<String> constraints = ownReferences(session, tables);
        if (!constraints.isEmpty()) {
            session.execute("set constraints all immediate");
        }
        for (String constraint : constraints) {
            session.execute("alter table " + constraint + " not deferrable");
        }
    }

    private static List<String> ownReferences(Session session, List<Table> tables) throws SQLException {
        List<String> found = new ArrayList<>();
        if (session.dialect() instanceof Postgres) {
            for (Table table : tables) {
                if (table.referencing()) {
                    found.addAll(
                            session.list("""
                            select f.conname
                            from pg_catalog.pg_constraint as f
                            join pg_catalog.pg_class as c on c.oid = f.conrelid
                            where f.contype = 'f' and f.conrelid = f.confrelid and c.relname = ?
                                and c.relnamespace = current_schema()::regnamespace
                            order by f.conname
                            """, row -> table.name() + " alter constraint " + row.text(1), table.name()));
                }
            }
        }
        return found;
    }
}
