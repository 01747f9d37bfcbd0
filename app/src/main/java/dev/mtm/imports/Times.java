package dev.mtm.imports;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Instants as export files spell them. A zone is never guessed: what the formats call UTC is read as UTC.
final class Times {
    private Times() {}

    /// `2025-04-28T21:04:35Z`; empty for anything else and for null.
    static Optional<Instant> utcSeconds(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        boolean shaped = text.length() == 20
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == 'Z';
        return shaped ? instant(text, number(text, 17, 2)) : Optional.empty();
    }

    /// `2025-01-02 13:45`, UTC; empty for anything else and for null.
    static Optional<Instant> utcMinutes(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        boolean shaped = text.length() == 16
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == ' '
                && text.charAt(13) == ':';
        return shaped ? instant(text, 0) : Optional.empty();
    }

    /// When a play started that ended at `end`, rounded down to the second.
    static Instant start(Instant end, @Nullable Duration listened) {
        return listened == null
                ? end
                : Instant.ofEpochSecond(end.minus(listened).getEpochSecond());
    }

    private static Optional<Instant> instant(String text, int second) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        if (Math.min(Math.min(Math.min(year, month), Math.min(day, hour)), Math.min(minute, second)) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            // No such day or hour: the row is rejected by whoever asked.
            return Optional.empty();
        }
    }

    /// The number in these digits; -1 when one is no digit.
    private static int number(String text, int from, int length) {
        int value = 0;
        for (int i = from; i < from + length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
