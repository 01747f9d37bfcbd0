package dev.mtm.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stretch of time in which plays started; both ends belong to it.
public record Span(Instant first, Instant last) {
    public Span {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("a span cannot end before it starts");
        }
    }

    /// Whether an instant lies in it.
    boolean holds(Instant instant) {
        return !instant.isBefore(first) && !instant.isAfter(last);
    }

    /// The span that reaches further on both sides.
    public Span widened(Duration by) {
        return new Span(first.minus(by), last.plus(by));
    }

    /// The smallest span that holds both; null when both are null.
    public static @Nullable Span hull(@Nullable Span a, @Nullable Span b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new Span(a.first.isBefore(b.first) ? a.first : b.first, a.last.isAfter(b.last) ? a.last : b.last);
    }
}
