package dev.mtm.question;

import dev.mtm.db.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the values of a column are: how they are read from a row, and by which words they are shown.
public enum Unit {
    TEXT,
    /// A track's id.
    TRACK,
    /// An artist's name.
    ARTIST,
    /// An album's name.
    ALBUM,
    /// A day of the listener.
    DATE,
    /// `YYYY-MM`.
    MONTH,
    YEAR,
    /// A moment, UTC.
    INSTANT,
    COUNT,
    /// A place in a list; 1 is best.
    RANK,
    MILLISECONDS,
    /// A share of a whole, 0 to 1.
    RATIO,
    /// A share of a whole, 0 to 100.
    PERCENT,
    /// A number on a scale that the label names.
    SCORE,
    /// 1 is Monday, 7 is Sunday.
    WEEKDAY,
    /// 0 to 23 on the listener's clock.
    HOUR,
    /// Yes or no.
    TRUTH;

    /// How many decimals a fraction keeps: few enough that two databases agree on every digit.
    private static final int DECIMALS = 6;

    /// The word for this unit in headers and in JSON.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The unit that a word names.
    public static Optional<Unit> labelled(String label) {
        return Arrays.stream(values())
                .filter(unit -> unit.label().equals(label))
                .findFirst();
    }

    /// Whether values stand for amounts, which line up at the right.
    public boolean isAmount() {
        return switch (this) {
            case COUNT, RANK, MILLISECONDS, RATIO, PERCENT, SCORE, YEAR, HOUR -> true;
            case TEXT, TRACK, ARTIST, ALBUM, DATE, MONTH, INSTANT, WEEKDAY, TRUTH -> false;
        };
    }

    /// The value in a column of a row: String, Long, Double, Boolean, LocalDate or Instant; null for unknown.
    /// Both databases give equal values.
    @Nullable
    Object read(Row row, int column) throws SQLException {
        return switch (this) {
            case TEXT, TRACK, ARTIST, ALBUM, MONTH -> row.textOrNull(column);
            case DATE -> row.dateOrNull(column);
            case INSTANT -> row.instantOrNull(column);
            case YEAR, COUNT, RANK, MILLISECONDS, WEEKDAY, HOUR -> row.numberOrNull(column);
            case RATIO, PERCENT, SCORE -> rounded(row.realOrNull(column));
            case TRUTH -> row.truthOrNull(column);
        };
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null
                ? null
                : BigDecimal.valueOf(value)
                        .setScale(DECIMALS, RoundingMode.HALF_UP)
                        .doubleValue();
    }
}
