package dev.mtm.question;

import dev.mtm.listening.HomeZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The days from `first` to `last`, both included, on a listener's clock.
record Span(LocalDate first, LocalDate last) {
    private static final LocalDate FIRST_OF_ALL = LocalDate.of(1, 1, 1);

    /// The days that a value stands for, none of them after `today`; no value stands for all days up to it.
    /// A span that lies wholly after `today` is empty and starts the day after it.
    static Span of(@Nullable Object value, LocalDate today) {
        Span whole = switch (value) {
            case null -> new Span(FIRST_OF_ALL, today);
            case LocalDate day -> new Span(day, day);
            case YearMonth month -> new Span(month.atDay(1), month.atEndOfMonth());
            case Year year -> new Span(year.atDay(1), year.atMonth(12).atEndOfMonth());
            default -> throw new IllegalArgumentException(value + " spans no days");
        };
        LocalDate tomorrow = today.plusDays(1);
        return new Span(
                whole.first().isAfter(today) ? tomorrow : whole.first(),
                whole.last().isAfter(today) ? today : whole.last());
    }

    /// The days that lie in the other span as well.
    Span within(Span other) {
        return new Span(
                first.isBefore(other.first) ? other.first : first, last.isAfter(other.last) ? other.last : last);
    }

    /// When the first day starts: after a gap in the clock where there is one at midnight.
    Instant startsAt(ZoneId zone) {
        return new HomeZone(zone).startOf(first);
    }

    /// When the day after the last one starts.
    Instant endsAt(ZoneId zone) {
        return new HomeZone(zone).startOf(last.plusDays(1));
    }
}
