package dev.mtm.question;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The picture that suits an answer.
///
/// @param x      the column along the axis; null where the kind needs none
/// @param y      the columns that are drawn, by name
/// @param series the column whose values each give a line of their own; null: one line for each `y`
public record Chart(
        Kind kind,
        @Nullable String x,
        List<String> y,
        @Nullable String series) {
    /// No picture.
    public static final Chart NONE = new Chart(Kind.NONE, null, List.of(), null);

    public Chart {
        y = List.copyOf(y);
    }

    /// The sort of picture.
    public enum Kind {
        LIST,
        BARS,
        LINE,
        AREA,
        STACKED,
        HEAT_CALENDAR,
        HEAT_WEEK,
        BUMP,
        SCATTER,
        RADAR,
        NONE;

        /// The word for it in a header.
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> labelled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst();
        }
    }
}
