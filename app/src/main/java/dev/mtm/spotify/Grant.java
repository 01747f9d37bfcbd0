package dev.mtm.spotify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Spotify's token endpoint gave.
///
/// @param refresh null when the old refresh token stays good
/// @param scopes  empty when it does not tell
record Grant(String access, @Nullable String refresh, Instant accessUntil, List<String> scopes) {
    Grant {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "Grant[until " + accessUntil + "]";
    }
}
