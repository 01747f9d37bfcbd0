package dev.mtm.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Indexes that are taken away while an empty table is filled and made again after: sorting once is cheaper than
/// keeping order row by row. Their definitions are read from the database, so that a migration stays the only place for
/// them.
public final class IndexesLater {
    private final Session session;
    private final List<String> definitions = new ArrayList<>();

    public IndexesLater(Session session) {
        this.session = session;
    }

    /// Takes an index away.
    public void drop(String index) throws SQLException {
        String definition = switch (session.dialect()) {
            case Sqlite sqlite ->
                session.first(
                                "select sql from sqlite_master where type = 'index' and name = ?",
                                row -> row.text(1),
                                index)
                        .orElseThrow();
            case Postgres postgres ->
                session.first(
                                "select indexdef from pg_indexes where schemaname = current_schema() and indexname = ?",
                                row -> row.text(1),
                                index)
                        .orElseThrow();
        };
        session.closeStatements(); // one that is open would keep the table busy
        session.execute("drop index " + index);
        definitions.add(definition);
    }

    /// Makes them all again.
    public void make() throws SQLException {
        for (String definition : definitions) {
            session.execute(definition);
        }
        definitions.clear();
    }
}
