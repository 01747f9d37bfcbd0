package dev.mtm.fakes.spotify;

import java.time.Duration;

/// How far back a top list looks.
public enum TimeRange {
    SHORT_TERM(28),
    MEDIUM_TERM(182),
    LONG_TERM(365);

    private final Duration length;

    TimeRange(int days) {
        length = Duration.ofDays(days);
    }

    public Duration length() {
        return length;
    }
}
