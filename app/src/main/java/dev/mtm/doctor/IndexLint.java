package dev.mtm.doctor;

import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.doctor.LiveTable.Index;
import dev.mtm.doctor.LiveTable.Link;
import dev.mtm.doctor.SchemaRule.Fault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks at the foreign keys of one table, and at its indexes: those that are missing, and those that nothing uses.
final class IndexLint {
    private IndexLint() {}

    static List<Fault> linkFaults(Session session, LiveTable table) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        broken(session, table, faults);
        for (Link link : table.links()) {
            if (!table.finds(link.columns())) {
                faults.add(new Fault(
                        SchemaRule.LINK_INDEX,
                        table.name() + "." + String.join(", ", link.columns()),
                        "points to " + link.parent() + ", and no index begins with it"));
            }
        }
        return faults;
    }

    private static void broken(Session session, LiveTable table, List<Fault> faults) throws SQLException {
        switch (session.dialect()) {
            case Sqlite sqlite ->
                session.each(
                        """
                        select
                            "parent",
                            count(*)
                        from pragma_foreign_key_check(?)
                        group by "parent"
                        order by "parent"
                        """,
                        row -> faults.add(new Fault(
                                SchemaRule.LINK,
                                table.name(),
                                row.number(2) + " of its links to " + row.text(1) + " point nowhere")),
                        table.name());
            case Postgres postgres ->
                session.each(
                        """
                        select k.conname
                        from pg_catalog.pg_constraint as k
                        join pg_catalog.pg_class as c on c.oid = k.conrelid
                        where k.contype = 'f'
                            and not k.convalidated
                            and c.relnamespace = current_schema()::regnamespace
                            and c.relname = ?
                        order by k.conname
                        """,
                        row -> faults.add(new Fault(
                                SchemaRule.LINK, table.name(), row.text(1) + " was never validated for older rows")),
                        table.name());
        }
    }

    /// @param used the indexes by which the questions look rows up
    static List<Fault> idle(LiveTable table, Set<String> used) {
        List<Fault> faults = new ArrayList<>();
        for (Index index : table.indexes()) {
            boolean serves = table.links().stream().anyMatch(link -> index.serves(link.columns()));
            if (!index.unique() && !used.contains(index.name()) && !serves) {
                faults.add(new Fault(
                        SchemaRule.IDLE_INDEX, index.name(), "no question's plan uses this index of " + table.name()));
            }
        }
        return faults;
    }
}
