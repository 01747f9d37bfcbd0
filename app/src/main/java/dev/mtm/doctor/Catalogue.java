package dev.mtm.doctor;

import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the tables of a database, whoever made them, from its own catalogue.
final class Catalogue {
    /// A text or a quoted name, or the operator that a statement of JDBC writes twice, as one `?` is a parameter.
    private static final Pattern OPERATOR = Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\?");

    private final Session session;

    Catalogue(Session session) {
        this.session = session;
    }

    /// All tables, by name.
    List<LiveTable> tables() throws SQLException {
        Map<String, List<LiveTable.Column>> columns = new TreeMap<>();
        Map<String, Boolean> strict = new TreeMap<>();
        each(SQLITE_COLUMNS, POSTGRESQL_COLUMNS, row -> {
            columns.computeIfAbsent(row.text(1), name -> new ArrayList<>())
                    .add(new LiveTable.Column(row.text(2), row.text(3), Math.toIntExact(row.number(4))));
            strict.put(row.text(1), row.number(5) == 1);
        });
        Map<String, List<String>> checks = checks();
        Map<String, List<LiveTable.Index>> indexes = indexes();
        Map<String, List<LiveTable.Link>> links = links();
        List<LiveTable> tables = new ArrayList<>();
        columns.forEach((name, all) -> tables.add(new LiveTable(
                name,
                Boolean.TRUE.equals(strict.get(name)),
                all,
                checks.getOrDefault(name, List.of()),
                indexes.getOrDefault(name, List.of()),
                links.getOrDefault(name, List.of()))));
        return tables;
    }

    private Map<String, List<String>> checks() throws SQLException {
        Map<String, List<String>> found = new TreeMap<>();
        switch (session.dialect()) {
            case Sqlite sqlite ->
                session.each(
                        "select name, sql from sqlite_schema where type = 'table' and sql is not null",
                        row -> found.put(row.text(1), CheckText.in(row.text(2))));
            case Postgres postgres ->
                session.each(
                        POSTGRESQL_CHECKS,
                        row -> found.computeIfAbsent(row.text(1), name -> new ArrayList<>())
                                .add(OPERATOR.matcher(row.text(2))
                                        .replaceAll(one -> Matcher.quoteReplacement(
                                                one.group().equals("?") ? "??" : one.group()))));
        }
        return found;
    }

    private Map<String, List<LiveTable.Index>> indexes() throws SQLException {
        Map<Named, Part> parts = new LinkedHashMap<>();
        each(SQLITE_INDEXES, POSTGRESQL_INDEXES, row -> {
            Named named = new Named(row.text(1), row.text(2));
            if (!parts.containsKey(named)) {
                parts.put(named, new Part(new ArrayList<>(), row.number(4) == 1, row.text(5)));
            }
            parts.get(named).columns().add(row.text(3));
        });
        Map<String, List<LiveTable.Index>> found = new TreeMap<>();
        parts.forEach((named, part) -> found.computeIfAbsent(named.table(), name -> new ArrayList<>())
                .add(new LiveTable.Index(named.name(), part.columns(), part.unique(), condition(part.text()))));
        return found;
    }

    /// PostgreSQL gives the condition itself, SQLite the statement that made the index.
    private String condition(String text) {
        return switch (session.dialect()) {
            case Sqlite sqlite -> {
                int where = text.toLowerCase(Locale.ROOT).replaceAll("\\s", " ").lastIndexOf(" where ");
                yield where < 0 ? "" : text.substring(where + " where ".length());
            }
            case Postgres postgres -> text;
        };
    }

    private Map<String, List<LiveTable.Link>> links() throws SQLException {
        Map<Named, Part> parts = new LinkedHashMap<>();
        each(SQLITE_LINKS, POSTGRESQL_LINKS, row -> {
            Named named = new Named(row.text(1), row.text(2));
            if (!parts.containsKey(named)) {
                parts.put(named, new Part(new ArrayList<>(), false, row.text(4)));
            }
            parts.get(named).columns().add(row.text(3));
        });
        Map<String, List<LiveTable.Link>> found = new TreeMap<>();
        parts.forEach((named, part) -> found.computeIfAbsent(named.table(), name -> new ArrayList<>())
                .add(new LiveTable.Link(part.columns(), part.text())));
        return found;
    }

    private record Named(String table, String name) {}

    private record Part(List<String> columns, boolean unique, String text) {}

    private void each(String sqlite, String postgresql, Session.RowHandler handler) throws SQLException {
        session.each(
                switch (session.dialect()) {
                    case Sqlite one -> sqlite;
                    case Postgres one -> postgresql;
                },
                handler);
    }

    private static final String SQLITE_COLUMNS = """
            select
                t.name,
                c.name,
                c.type,
                c.pk,
                t.strict
            from pragma_table_list as t
            join pragma_table_info(t.name) as c
            where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
            order by t.name, c.cid
            """;

    /// A domain stands for the type below it.
    private static final String POSTGRESQL_COLUMNS = """
            select
                c.relname,
                a.attname,
                case t.typtype
                    when 'd' then format_type(t.typbasetype, t.typtypmod)
                    else format_type(a.atttypid, a.atttypmod)
                end,
                coalesce(array_position(k.conkey, a.attnum), 0),
                1
            from pg_catalog.pg_class as c
            join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_catalog.pg_type as t on t.oid = a.atttypid
            left join pg_catalog.pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
            order by c.relname, a.attnum
            """;

    private static final String POSTGRESQL_CHECKS = """
            select
                c.relname,
                pg_get_expr(k.conbin, k.conrelid)
            from pg_catalog.pg_constraint as k
            join pg_catalog.pg_class as c on c.oid = k.conrelid
            where k.contype = 'c' and c.relnamespace = current_schema()::regnamespace
            order by c.relname, k.conname
            """;

    private static final String SQLITE_INDEXES = """
            select
                t.name,
                i.name,
                coalesce(p.name, ''),
                i."unique",
                case when i.partial then coalesce(s.sql, '') else '' end
            from pragma_table_list as t
            join pragma_index_list(t.name) as i
            join pragma_index_xinfo(i.name) as p on p.key = 1
            left join sqlite_schema as s on s.type = 'index' and s.name = i.name
            where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
            order by t.name, i.name, p.seqno
            """;

    private static final String POSTGRESQL_INDEXES = """
            select
                c.relname,
                i.relname,
                coalesce(a.attname, ''),
                case when x.indisunique then 1 else 0 end,
                coalesce(pg_get_expr(x.indpred, x.indrelid), '')
            from pg_catalog.pg_index as x
            join pg_catalog.pg_class as c on c.oid = x.indrelid
            join pg_catalog.pg_class as i on i.oid = x.indexrelid
            join pg_catalog.pg_am as m on m.oid = i.relam and m.amname in ('btree', 'hash')
            cross join lateral unnest(x.indkey::smallint[]) with ordinality as p (attnum, place)
            left join pg_catalog.pg_attribute as a on a.attrelid = x.indrelid and a.attnum = p.attnum
            where c.relnamespace = current_schema()::regnamespace and x.indisvalid and p.place <= x.indnkeyatts
            order by c.relname, i.relname, p.place
            """;

    private static final String SQLITE_LINKS = """
            select
                t.name,
                cast(f.id as text),
                f."from",
                f."table"
            from pragma_table_list as t
            join pragma_foreign_key_list(t.name) as f
            where t.schema = 'main' and t.type = 'table'
            order by t.name, f.id, f.seq
            """;

    private static final String POSTGRESQL_LINKS = """
            select
                c.relname,
                k.conname,
                a.attname,
                o.relname
            from pg_catalog.pg_constraint as k
            join pg_catalog.pg_class as c on c.oid = k.conrelid
            join pg_catalog.pg_class as o on o.oid = k.confrelid
            cross join lateral unnest(k.conkey) with ordinality as p (attnum, place)
            join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = p.attnum
            where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace
            order by c.relname, k.conname, p.place
            """;
}
