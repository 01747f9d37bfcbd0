package dev.mtm.history;

import dev.mtm.db.Row;
import dev.mtm.db.Session;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.TimeBasis;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Play contexts as rows of their table.
final class Contexts {
    private Contexts() {}

    /// All contexts of the store by their keys.
    static Map<Long, PlayContext> byKey(Session session) throws SQLException {
        Map<Long, PlayContext> contexts = new HashMap<>();
        session.each(
                "select context_key, time_basis, platform, country, context_uri, reason_start, reason_end, shuffle,"
                        + " offline, incognito from play_context",
                row -> contexts.put(row.number(1), read(row)));
        return contexts;
    }

    /// Reads a row whose columns after the key are in the order of [PlayContext].
    private static PlayContext read(Row row) throws SQLException {
        String basis = row.text(2);
        return new PlayContext(
                Arrays.stream(TimeBasis.values())
                        .filter(value -> value.label().equals(basis))
                        .findFirst()
                        .orElseThrow(),
                row.textOrNull(3),
                row.textOrNull(4),
                row.textOrNull(5),
                row.textOrNull(6),
                row.textOrNull(7),
                row.truthOrNull(8),
                row.truthOrNull(9),
                row.truthOrNull(10));
    }

    static @Nullable Object[] values(long key, PlayContext context) {
        return new @Nullable Object[] {
            key,
            context.timeBasis().label(),
            context.platform(),
            context.country(),
            context.contextUri(),
            context.reasonStart(),
            context.reasonEnd(),
            context.shuffle(),
            context.offline(),
            context.incognito()
        };
    }
}
