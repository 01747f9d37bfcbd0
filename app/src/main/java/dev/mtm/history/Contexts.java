package dev.mtm.history;

import dev.mtm.db.Row;
import dev.mtm.db.Session;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.TimeBasis;
import java.sql.SQLException;
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

    /// The key of a context, made where it is new.
    static long keyOf(Session session, PlayContext context) throws SQLException {
        for (Map.Entry<Long, PlayContext> known : byKey(session).entrySet()) {
            if (known.getValue().equals(context)) {
                return known.getKey();
            }
        }
        long key = session.number("select coalesce(max(context_key), 0) + 1 from play_context");
        session.update(
                "insert into play_context (context_key, time_basis, platform, country, context_uri, reason_start,"
                        + " reason_end, shuffle, offline, incognito) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values(key, context));
        return key;
    }

    /// Reads a row whose columns after the key are in the order of [PlayContext].
    private static PlayContext read(Row row) throws SQLException {
        return new PlayContext(
                TimeBasis.of(row.text(2)),
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
