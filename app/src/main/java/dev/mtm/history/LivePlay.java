package dev.mtm.history;

import dev.mtm.db.Session;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.Source;
import java.sql.SQLException;
import java.time.Instant;

/// Adds single plays to the log as they happen. They belong to no import, so nothing takes them away again.
public final class LivePlay {
    private LivePlay() {}

    /// Adds a play of which nobody tells how long it was heard.
    ///
    /// @param track    its key
    /// @param playedAt when it started, whole seconds
    /// @return its id
    public static long add(
            Session session, long account, long track, Source source, Instant playedAt, PlayContext context)
            throws SQLException {
        long id = PlayLog.nextId(session);
        // Two plays of one track that a source ends within one second differ in their number.
        long ordinal = session.number("""
                select count(*)
                from play_history
                where account_id = ? and played_at = ? and track_key = ? and source_key = ? and listened_ms is null
                """, account, playedAt, track, source.code());
        session.update("""
                insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at, ordinal)
                values (?, ?, ?, ?, ?, ?, ?)
                """, id, account, track, source.code(), Contexts.keyOf(session, context), playedAt, ordinal);
        return id;
    }
}
