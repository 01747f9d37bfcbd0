package dev.mtm.history;

import dev.mtm.listening.TimeBasis;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A row of the log as a witness of a playback: just what judging needs. Times are seconds since 1970.
///
/// @param listenedMs null when the source does not tell
/// @param basis      how the start is known
/// @param lengthMs   of the track; null when nobody tells
record Witness(
        long playId,
        String trackId,
        int richness,
        int source,
        long start,
        @Nullable Long listenedMs,
        int ordinal,
        TimeBasis basis,
        @Nullable Long lengthMs) {
    /// In the order of time. Two rows that are equal in all of this are never judged: one tells the other again.
    static final Comparator<Witness> BY_TIME = Comparator.comparingLong(Witness::end)
            .thenComparingLong(Witness::start)
            .thenComparing(Witness::trackId)
            .thenComparing(Witness::listenedMs, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingInt(Witness::source)
            .thenComparingInt(Witness::ordinal);

    /// When it stopped; the start where that is all that is known.
    long end() {
        if (listenedMs != null) {
            return start + (listenedMs + 999) / 1000;
        }
        // The start was reckoned from the end, so the way back gives the end.
        return endIsKnown() && lengthMs != null ? start + (lengthMs + 999) / 1000 : start;
    }

    /// Whether the source knows the end only to the minute.
    boolean toTheMinute() {
        return basis == TimeBasis.MINUTE_PRECISION;
    }

    /// False: it started at the earliest then.
    boolean startIsKnown() {
        return basis != TimeBasis.END_MINUS_DURATION;
    }

    boolean endIsKnown() {
        return listenedMs != null || basis == TimeBasis.END_MINUS_DURATION;
    }
}
