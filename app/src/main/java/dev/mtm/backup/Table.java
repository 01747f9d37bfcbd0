package dev.mtm.backup;

import dev.mtm.db.Postgres;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table as the database's own catalogue describes it, so that no list of tables and columns has to be kept.
///
/// @param key         the columns of its primary key; all columns where it has none
/// @param referencing whether rows of it may point to rows of it
record Table(String name, List<Column> columns, List<String> key, boolean referencing) {
    /// The versions of a store are told by its migrator, and never copied as rows.
    private static final String VERSIONS = "schema_migrations";

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
        Map<String, Set<String>> parents = new TreeMap<>();
        session.each(
                switch (session.dialect()) {
                    case Sqlite sqlite -> """
                        select m.name
                        from sqlite_master as m
                        where m.type = 'table' and m.name not like 'sqlite_%'
                        """;
                    case Postgres postgres -> """
                        select c.relname
                        from pg_catalog.pg_class as c
                        where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
                        """;
                },
                row -> parents.put(row.text(1), new TreeSet<>()));
        session.each(
                switch (session.dialect()) {
                    case Sqlite sqlite -> """
                        select
                            m.name,
                            f."table"
                        from sqlite_master as m
                        join pragma_foreign_key_list(m.name) as f
                        where m.type = 'table'
                        """;
                    case Postgres postgres -> """
                        select
                            c.relname,
                            p.relname
                        from pg_catalog.pg_constraint as f
                        join pg_catalog.pg_class as c on c.oid = f.conrelid
                        join pg_catalog.pg_class as p on p.oid = f.confrelid
                        where f.contype = 'f' and c.relnamespace = current_schema()::regnamespace
                        """;
                },
                row -> parents.getOrDefault(row.text(1), new TreeSet<>()).add(row.text(2)));
        parents.remove(VERSIONS);
        Map<String, Table> found = new LinkedHashMap<>();
        while (found.size() < parents.size()) {
            int before = found.size();
            for (Map.Entry<String, Set<String>> table : parents.entrySet()) {
                String name = table.getKey();
                if (!found.containsKey(name)
                        && table.getValue().stream()
                                .allMatch(parent -> parent.equals(name)
                                        || found.containsKey(parent)
                                        || !parents.containsKey(parent))) {
                    found.put(name, of(session, name, table.getValue().contains(name)));
                }
            }
            if (found.size() == before) {
                throw new IllegalStateException("tables point to each other in a circle: " + parents);
            }
        }
        return List.copyOf(found.values());
    }

    private static Table of(Session session, String name, boolean referencing) throws SQLException {
        String sql = switch (session.dialect()) {
            case Sqlite sqlite -> "select name, type, pk from pragma_table_info(?) order by cid";
            case Postgres postgres -> """
                select
                    a.attname,
                    format_type(a.atttypid, null),
                    coalesce(array_position(cast(i.indkey as smallint[]), a.attnum) + 1, 0)
                from pg_catalog.pg_attribute as a
                join pg_catalog.pg_class as c on c.oid = a.attrelid
                left join pg_catalog.pg_index as i on i.indrelid = c.oid and i.indisprimary
                where c.relname = ? and c.relnamespace = current_schema()::regnamespace
                    and a.attnum > 0 and not a.attisdropped
                order by a.attnum
                """;
        };
        List<Column> columns = new ArrayList<>();
        Map<Long, String> key = new TreeMap<>();
        session.each(
                sql,
                row -> {
                    columns.add(Column.of(row.text(1), row.text(2)));
                    if (row.number(3) > 0) {
                        key.put(row.number(3), row.text(1));
                    }
                },
                name);
        List<String> ordered =
                key.isEmpty() ? columns.stream().map(Column::name).toList() : List.copyOf(key.values());
        return new Table(name, columns, ordered, referencing);
    }

    long count(Session session) throws SQLException {
        return session.number("select count(*) from " + name);
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
