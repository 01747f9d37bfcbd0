package dev.mtm.history;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A row of the log as a witness of a playback: just what judging needs. Times are seconds since 1970.
///
/// @param listenedMs null when the source does not tell
/// @param toTheMinute whether the source knows the end only to the minute
record Witness(
        long playId,
        String trackId,
        int richness,
        int source,
        long start,
        @Nullable Long listenedMs,
        int ordinal,
        boolean toTheMinute) {
    /// In the order of time. Two rows that are equal in all of this are never judged: one tells the other again.
    static final Comparator<Witness> BY_TIME = Comparator.comparingLong(Witness::end)
            .thenComparingLong(Witness::start)
            .thenComparing(Witness::trackId)
            .thenComparing(Witness::listenedMs, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingInt(Witness::source)
            .thenComparingInt(Witness::ordinal);

    /// When it stopped; the start where the time listened is unknown.
    long end() {
        return listenedMs == null ? start : start + (listenedMs + 999) / 1000;
    }
}
