package dev.mtm.snapshot;

import java.time.LocalDate;

/// The stretch of time that a snapshot looks back on, by Spotify's names.
///
/// @see <a
/// href="https://developer.spotify.com/documentation/web-api/reference/get-users-top-artists-and-tracks">Spotify:
///     Get User's Top Items</a>
public enum TimeRange {
    /// About four weeks: 28 days.
    SHORT_TERM("short_term"),
    /// About six months.
    MEDIUM_TERM("medium_term"),
    /// About a year: 12 months.
    LONG_TERM("long_term");

    private final String label;

    TimeRange(String label) {
        this.label = label;
    }

    /// The word in the store.
    public String label() {
        return label;
    }

    /// The first local day of the stretch that ends with `last`, which is part of it.
    public LocalDate firstDay(LocalDate last) {
        return switch (this) {
            case SHORT_TERM -> last.minusDays(27);
            case MEDIUM_TERM -> last.minusMonths(6).plusDays(1);
            case LONG_TERM -> last.minusMonths(12).plusDays(1);
        };
    }
}
