package dev.mtm.render;

import dev.mtm.question.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How values read to people: "3 h 12 min", "2024-03-05 21:14" on the listener's clock, "Monday", "25.3 %".
///
/// @param zone where the listener is
public record Wording(ZoneId zone) {
    /// What stands for an unknown value.
    public static final String UNKNOWN = "–";

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    /// A value in words. Control characters in names come out as `\u001b`.
    public String of(Unit unit, @Nullable Object value) {
        return switch (value) {
            case null -> UNKNOWN;
            case String text -> visible(text);
            case Boolean truth -> truth ? "yes" : "no";
            case Instant instant -> MINUTE.format(instant.atZone(zone));
            case Double fraction ->
                switch (unit) {
                    case RATIO -> percent(fraction * 100);
                    case PERCENT -> percent(fraction);
                    default -> decimals(fraction, 2);
                };
            case Long number ->
                switch (unit) {
                    case MILLISECONDS -> milliseconds(number);
                    case WEEKDAY ->
                        DayOfWeek.of(Math.toIntExact(number)).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                    case HOUR -> "%02d".formatted(number);
                    case COUNT -> grouped(number);
                    default -> number.toString();
                };
            default -> value.toString();
        };
    }

    /// A length of time in its two greatest units, rounded: "3 h 12 min", "42 min", "35 s".
    public static String milliseconds(long milliseconds) {
        long seconds = Math.floorDiv(milliseconds + 500, 1_000L);
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = Math.floorDiv(milliseconds + 30_000, 60_000L);
        if (minutes < 60) {
            return minutes + " min";
        }
        return grouped(minutes / 60) + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /// A whole number with its thousands set apart: "1,234,567".
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A size, rounded: "12 KiB", "345 MiB".
    public static String bytes(long bytes) {
        return bytes < 1 << 20 ? (bytes + 1023 >> 10) + " KiB" : (bytes + (1 << 19) >> 20) + " MiB";
    }

    private static String percent(double percent) {
        return decimals(percent, 1) + " %";
    }

    private static String decimals(double value, int count) {
        return String.format(
                Locale.ROOT, "%,." + count + "f", BigDecimal.valueOf(value).setScale(count, RoundingMode.HALF_UP));
    }

    /// The text with every character that could move a cursor, ring a bell or turn the reading direction written out.
    public static String visible(String text) {
        if (text.codePoints().noneMatch(Wording::isHidden)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (isHidden(codePoint)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            } else {
                out.appendCodePoint(codePoint);
            }
        });
        return out.toString();
    }

    /// A text of several lines, of which each is [#visible].
    public static String verses(String text) {
        return text.lines().map(Wording::visible).collect(Collectors.joining("\n"));
    }

    private static boolean isHidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
