package dev.mtm.analysis;

import dev.mtm.analysis.Section.Column;
import dev.mtm.question.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of two analyses beside each other.
public final class Comparison {
    private static final List<String> PARTS = List.of("totals", "variety", "attention");

    private Comparison() {}

    /// One figure of both.
    ///
    /// @param one   null: unknown
    /// @param other null: unknown
    /// @param share by how much of the one the other is more; null where that cannot be said
    public record Row(
            String label,
            Unit unit,
            @Nullable Object one,
            @Nullable Object other,
            @Nullable Double share) {}

    /// Each figure once, as far as it is a number in both.
    public static List<Row> of(Metrics one, Metrics other) {
        List<Row> rows = new ArrayList<>();
        for (String part : PARTS) {
            for (Column column : one.part(part).columns()) {
                boolean there = rows.stream().anyMatch(row -> row.label().equals(column.label()));
                if (!there && other.part(part).column(column.name()).isPresent() && isNumber(column.unit())) {
                    Object first = one.part(part).rows().getFirst().get(column.name());
                    Object second = other.part(part).rows().getFirst().get(column.name());
                    rows.add(
                            new Row(column.label(), column.unit(), first, second, share(column.unit(), first, second)));
                }
            }
        }
        return rows;
    }

    private static boolean isNumber(Unit unit) {
        return switch (unit) {
            case COUNT, MILLISECONDS, RATIO, SCORE, PERCENT -> true;
            case TEXT, TRACK, ARTIST, ALBUM, DATE, MONTH, YEAR, INSTANT, RANK, WEEKDAY, HOUR, TRUTH -> false;
        };
    }

    /// Of a share, which is one itself, none is told.
    private static @Nullable Double share(Unit unit, @Nullable Object one, @Nullable Object other) {
        if (unit == Unit.RATIO
                || unit == Unit.PERCENT
                || !(one instanceof Number first)
                || !(other instanceof Number second)
                || first.doubleValue() == 0) {
            return null;
        }
        return (second.doubleValue() - first.doubleValue()) / first.doubleValue();
    }
}
