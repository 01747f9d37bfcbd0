package dev.mtm.listening;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One playback event of any length, as a source told it.
///
/// @param playedAt when it started, UTC, whole seconds
/// @param listened how long it was heard; null when the source does not tell; never the track's length
/// @param skipped  whether the listener cut it short; null when the source does not tell
public record Play(
        Source source,
        Kind kind,
        TrackRef track,
        Instant playedAt,
        @Nullable Duration listened,
        @Nullable Boolean skipped,
        PlayContext context) {

    public Play {
        if (!playedAt.equals(playedAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("a play starts at a whole second, not at " + playedAt);
        }
        if (listened != null && listened.isNegative()) {
            throw new IllegalArgumentException("a play cannot be heard for " + listened);
        }
    }
}
