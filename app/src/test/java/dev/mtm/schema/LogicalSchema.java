package dev.mtm.schema;

import dev.mtm.db.Database;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A schema as the database's own catalogue tells it, in words that both databases share: tables, columns
/// with their place in the key, links, indexes, views and triggers, a line each. The table of versions is
/// left out.
final class LogicalSchema {
    private LogicalSchema() {}

    static List<String> of(Database database) {
        return database.read(session -> {
            TreeSet<String> lines = new TreeSet<>(
                    switch (session.dialect()) {
                        case Sqlite sqlite -> sqlite(session);
                        case Postgres postgres -> postgresql(session);
                    });
            lines.removeIf(line -> line.contains("schema_migrations"));
            return lines.stream().toList();
        });
    }

    private static List<String> sqlite(Session session) throws SQLException {
        List<String> lines = lines(session, """
                select 'column ' || t.name || '.' || c.name || ' '
                    || case lower(c.type) when 'integer' then 'number' when 'real' then 'fraction' else 'text' end
                    || case when c."notnull" or c.pk > 0 then ' not null' else '' end
                    || case when c.pk > 0 then ' key ' || c.pk else '' end
                from pragma_table_list as t
                join pragma_table_info(t.name) as c
                where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'
                """);
        lines.addAll(lines(session, """
                select 'link ' || t.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to" || ' '
                    || lower(f.on_delete)
                from pragma_table_list as t
                join pragma_foreign_key_list(t.name) as f
                where t.schema = 'main' and t.type = 'table'
                """));
        lines.addAll(lines(session, """
                select case when i.origin = 'u' then 'unique ' || t.name || ' ' || (
                        select group_concat(name, ',') from pragma_index_info(i.name)
                    ) else 'index ' || i.name || case when i."unique" then ' unique' else '' end end
                from pragma_table_list as t
                join pragma_index_list(t.name) as i
                where t.schema = 'main' and t.type = 'table' and i.origin <> 'pk'
                """));
        lines.addAll(lines(session, """
                select 'view ' || v.name || '.' || c.name
                from sqlite_master as v
                join pragma_table_info(v.name) as c
                where v.type = 'view'
                """));
        lines.addAll(lines(session, "select 'triggers on ' || tbl_name from sqlite_master where type = 'trigger'"));
        return lines;
    }

    private static List<String> postgresql(Session session) throws SQLException {
        List<String> lines = lines(session, """
                select 'column ' || c.relname || '.' || a.attname || ' '
                    || case
                        when t.typname in ('int2', 'int4', 'int8', 'bool') then 'number'
                        when t.typname = 'float8' then 'fraction'
                        else 'text'
                    end
                    || case when a.attnotnull then ' not null' else '' end
                    || coalesce(' key ' || array_position(k.conkey, a.attnum), '')
                from pg_class as c
                join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                join pg_type as t on t.oid = a.atttypid
                left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                """);
        lines.addAll(lines(session, """
                select 'link ' || c.relname || '.' || a.attname || ' to ' || o.relname || '.' || b.attname || ' '
                    || case k.confdeltype
                        when 'c' then 'cascade' when 'r' then 'restrict' when 'n' then 'set null' else 'no action'
                    end
                from pg_constraint as k
                join pg_class as c on c.oid = k.conrelid
                join pg_class as o on o.oid = k.confrelid
                cross join lateral unnest(k.conkey, k.confkey) as p (here, there)
                join pg_attribute as a on a.attrelid = c.oid and a.attnum = p.here
                join pg_attribute as b on b.attrelid = o.oid and b.attnum = p.there
                where k.contype = 'f'
                """));
        lines.addAll(lines(session, """
                select 'unique ' || c.relname || ' ' || (
                    select string_agg(a.attname, ',' order by array_position(k.conkey, a.attnum))
                    from pg_attribute as a
                    where a.attrelid = c.oid and a.attnum = any (k.conkey)
                )
                from pg_constraint as k
                join pg_class as c on c.oid = k.conrelid
                where k.contype = 'u' and c.relnamespace = 'public'::regnamespace
                """));
        lines.addAll(lines(session, """
                select 'index ' || i.relname || case when x.indisunique then ' unique' else '' end
                from pg_index as x
                join pg_class as i on i.oid = x.indexrelid
                join pg_am as m on m.oid = i.relam
                where i.relnamespace = 'public'::regnamespace and m.amname <> 'gin' -- SQLite knows nothing like it
                    and not exists (select 1 from pg_constraint as k where k.conindid = i.oid and k.contype in ('p', 'u'))
                """));
        lines.addAll(lines(session, """
                select 'view ' || c.relname || '.' || a.attname
                from pg_class as c
                join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
                """));
        lines.addAll(lines(session, """
                select 'triggers on ' || c.relname
                from pg_trigger as t
                join pg_class as c on c.oid = t.tgrelid
                where not t.tgisinternal
                """));
        return lines;
    }

    private static List<String> lines(Session session, String sql) throws SQLException {
        return session.list(sql, row -> row.text(1)).stream()
                .collect(Collectors.toCollection(java.util.ArrayList::new));
    }
}
