package dev.mtm.fakes.spotify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One play as it happened.
///
/// @param heard from start to end, without pauses
/// @param reportedAt when the service learned of it: its end, or later for a play without network
/// @param hidden whether it was a private session, which is in the export only
/// @param context the URI of the album, playlist or artist it was started from; null if there was none
public record Play(
        Track track,
        Instant start,
        Duration heard,
        Instant reportedAt,
        boolean hidden,
        @Nullable String context) {
    /// The shortest play that the service lists among those recently played.
    static final Duration SHORTEST_LISTED = Duration.ofSeconds(30);

    public Play {
        if (reportedAt.isBefore(start.plus(heard))) {
            throw new IllegalArgumentException("a play cannot be reported before its end");
        }
    }

    /// A usual play: with network, not private, started from nothing in particular.
    public static Play of(Track track, Instant start, Duration heard) {
        return new Play(track, start, heard, start.plus(heard), false, null);
    }

    /// The same play without network until that time.
    public Play reportedAt(Instant time) {
        return new Play(track, start, heard, time, hidden, context);
    }

    /// The same play in a private session.
    public Play inPrivate() {
        return new Play(track, start, heard, reportedAt, true, context);
    }

    public Instant end() {
        return start.plus(heard);
    }

    /// Whether the service lists it, once it knows of it.
    public boolean isListed() {
        return !hidden && heard.compareTo(SHORTEST_LISTED) >= 0;
    }
}
