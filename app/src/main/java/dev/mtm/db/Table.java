package dev.mtm.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table as the database's own catalogue tells of it.
///
/// @param columns       in their order
/// @param pointsToItself whether rows of it may point to rows of it
public record Table(String name, List<Column> columns, boolean pointsToItself) {
    public Table {
        columns = List.copyOf(columns);
    }

    /// What a column holds. SQLite knows the first three only.
    public enum Kind {
        NUMBER,
        FRACTION,
        TEXT,
        TRUTH,
        INSTANT,
        DAY,
        JSON;

        /// The value in a column, as [Session] binds it; null for unknown.
        public @Nullable Object read(Row row, int column) throws SQLException {
            return switch (this) {
                case NUMBER -> row.numberOrNull(column);
                case FRACTION -> row.realOrNull(column);
                case TEXT -> row.textOrNull(column);
                case TRUTH -> row.truthOrNull(column);
                case INSTANT -> row.instantOrNull(column);
                case DAY -> row.dateOrNull(column);
                case JSON -> {
                    String text = row.textOrNull(column);
                    yield text == null ? null : new Json(text);
                }
            };
        }
    }

    /// One column.
    ///
    /// @param place its place in the primary key, from 1; 0 when it is not part of it
    public record Column(String name, Kind kind, int place) {}

    /// The columns of the primary key, in its order.
    public List<Column> key() {
        return columns.stream()
                .filter(column -> column.place() > 0)
                .sorted(Comparator.comparing(Column::place))
                .toList();
    }

    /// The names of columns, for a statement.
    public static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /// All tables, those that others point to before those that point.
    public static List<Table> all(Session session) throws SQLException {
        Map<String, List<Column>> found = new TreeMap<>();
        session.each(
                switch (session.dialect()) {
                    case Sqlite sqlite -> SQLITE_COLUMNS;
                    case Postgres postgres -> POSTGRESQL_COLUMNS;
                },
                row -> found.computeIfAbsent(row.text(1), name -> new ArrayList<>())
                        .add(new Column(row.text(2), kind(row.text(3)), Math.toIntExact(row.number(4)))));
        Map<String, Set<String>> links = new TreeMap<>();
        session.each(
                switch (session.dialect()) {
                    case Sqlite sqlite -> SQLITE_LINKS;
                    case Postgres postgres -> POSTGRESQL_LINKS;
                },
                row -> links.computeIfAbsent(row.text(1), name -> new TreeSet<>())
                        .add(row.text(2)));
        Map<String, Table> ordered = new LinkedHashMap<>();
        for (String name : found.keySet()) {
            place(name, found, links, ordered, new HashSet<>());
        }
        return List.copyOf(ordered.values());
    }

    private static void place(
            String name,
            Map<String, List<Column>> found,
            Map<String, Set<String>> links,
            Map<String, Table> ordered,
            Set<String> onTheWay) {
        if (ordered.containsKey(name) || !onTheWay.add(name)) {
            return;
        }
        for (String parent : links.getOrDefault(name, Set.of())) {
            place(parent, found, links, ordered, onTheWay);
        }
        Set<String> parents = links.getOrDefault(name, Set.of());
        ordered.put(name, new Table(name, found.getOrDefault(name, List.of()), parents.contains(name)));
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "integer", "int2", "int4", "int8" -> Kind.NUMBER;
            case "real", "float4", "float8" -> Kind.FRACTION;
            case "bool" -> Kind.TRUTH;
            case "timestamp" -> Kind.INSTANT;
            case "date" -> Kind.DAY;
            case "jsonb", "json" -> Kind.JSON;
            default -> Kind.TEXT;
        };
    }

    private static final String SQLITE_COLUMNS = """
            select
                t.name,
                c.name,
                case when lower(c.type) in ('integer', 'real') then lower(c.type) else 'text' end,
                c.pk
            from pragma_table_list as t
            join pragma_table_info(t.name) as c
            where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'
            order by t.name, c.cid
            """;

    private static final String POSTGRESQL_COLUMNS = """
            select
                c.relname,
                a.attname,
                t.typname,
                coalesce(array_position(k.conkey, a.attnum), 0)
            from pg_catalog.pg_class as c
            join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_catalog.pg_type as t on t.oid = a.atttypid
            left join pg_catalog.pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
            where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
            order by c.relname, a.attnum
            """;

    private static final String SQLITE_LINKS = """
            select
                t.name,
                f."table"
            from pragma_table_list as t
            join pragma_foreign_key_list(t.name) as f
            where t.schema = 'main' and t.type = 'table'
            """;

    private static final String POSTGRESQL_LINKS = """
            select
                c.relname,
                o.relname
            from pg_catalog.pg_constraint as k
            join pg_catalog.pg_class as c on c.oid = k.conrelid
            join pg_catalog.pg_class as o on o.oid = k.confrelid
            where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace
            """;
}
