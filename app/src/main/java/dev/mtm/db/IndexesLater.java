package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    ///
    /// @throws MtmException when the store has no such index
    public void drop(String index) throws SQLException {
        Optional<String> definition = switch (session.dialect()) {
            case Sqlite sqlite ->
                session.first(
                        "select sql from sqlite_master where type = 'index' and name = ?", row -> row.text(1), index);
            case Postgres postgres ->
                session.first(
                        "select indexdef from pg_indexes where schemaname = current_schema() and indexname = ?",
                        row -> row.text(1),
                        index);
        };
        if (definition.isEmpty()) {
            throw new MtmException(
                    ErrorCode.STORE_DAMAGED,
                    "this index of the store is missing",
                    index,
                    "Run `mtm doctor`; it tells what else is missing, and what to do.");
        }
        session.closeStatements(); // one that is open would keep the table busy
        session.execute("drop index " + index);
        definitions.add(definition.get());
    }

    /// Makes them all again.
    public void make() throws SQLException {
        for (String definition : definitions) {
            session.execute(definition);
        }
        definitions.clear();
    }
}
