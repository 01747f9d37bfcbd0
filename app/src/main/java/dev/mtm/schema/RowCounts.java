package dev.mtm.schema;

import dev.mtm.db.Database;
import dev.mtm.db.Postgres;
import dev.mtm.db.Sqlite;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How many rows each table of a store holds. Rows that can be derived again are not counted.
///
/// @param where the store as it may be shown
record RowCounts(Map<String, Long> rows, String where) {
    private static final Set<String> NOT_COUNTED =
            Set.of("schema_migrations", "schema_version", "listens", "listening_hours", "heard_tracks", "days");

    /// Of these tables only the rows of this kind are counted, once there is the column that tells.
    private static final Map<String, String> IN_PART =
            Map.of("snapshots", "origin = 'spotify'", "same_play", "decided_by = 'hand'");

    RowCounts {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    static RowCounts of(Database database) {
        Map<String, Long> rows = database.read(session -> {
            List<String> tables = session.list(
                    switch (session.dialect()) {
                        case Sqlite sqlite ->
                            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
                        case Postgres postgres ->
                            "select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace";
                    },
                    row -> row.text(1));
            Map<String, Long> counts = new TreeMap<>();
            for (String table : tables) {
                String name = '"' + table.replace("\"", "\"\"") + '"';
                String part = IN_PART.getOrDefault(table, "");
                boolean told = !part.isEmpty()
                        && session.columnNames("select * from " + name).contains(part.split(" ", 2)[0]);
                if (!NOT_COUNTED.contains(table)) {
                    counts.put(table, session.number("select count(*) from " + name + (told ? " where " + part : "")));
                }
            }
            return counts;
        });
        return new RowCounts(rows, database.address().shown());
    }

    /// Fails where a table that was there before has more or fewer rows now, or is gone with rows.
    ///
    /// @param meant  tables whose number of rows was meant to change
    /// @param mayGo  whether tables may be gone: down, where each step counts by itself what it would lose
    void requireSameAs(RowCounts before, Set<String> meant, boolean mayGo) {
        before.rows.forEach((table, count) -> {
            long now = rows.getOrDefault(table, 0L);
            boolean expected = meant.contains(table) || mayGo && !rows.containsKey(table);
            if (now != count && !expected) {
                throw new MtmException(
                        ErrorCode.STORE_DAMAGED,
                        "the migration would leave " + now + " rows of " + count + " in " + table,
                        where,
                        "Please report it with the output of `mtm doctor`.");
            }
        });
    }
}
