package dev.mtm.imports;

import dev.mtm.db.Session;
import dev.mtm.history.Span;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What comes along with the plays of an import: it arrives in the same transaction, when the plays are in the log and
/// nothing is derived from them yet.
@FunctionalInterface
public interface Companion {
    /// Nothing comes along.
    Companion NONE = session -> new Touched(null, Set.of());

    Touched arrive(Session session) throws SQLException;

    /// What must be derived anew for it.
    ///
    /// @param plays  the span of the plays that it is about; null for none
    /// @param tracks the keys of the tracks that it changed
    record Touched(@Nullable Span plays, Set<Long> tracks) {
        public Touched {
            tracks = Set.copyOf(tracks);
        }
    }
}
