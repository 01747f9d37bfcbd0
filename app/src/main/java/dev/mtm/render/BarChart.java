package dev.mtm.render;

import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.Unit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer as bars of blocks for a terminal: one line for each row, its first charted column drawn to scale.
///
/// @param width cells in a line
public record BarChart(Wording wording, int width) {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int NARROWEST = 8;

    /// The bars; empty when the question's chart names no axis, or there is nothing to draw.
    public Optional<String> text(Answer answer) {
        String x = answer.question().chart().x();
        List<String> y = answer.question().chart().y();
        if (x == null || y.isEmpty() || answer.rows().isEmpty()) {
            return Optional.empty();
        }
        int along = place(answer, x);
        int drawn = place(answer, y.getFirst());
        Unit unit = answer.columns().get(drawn).unit();
        List<String> labels =
                answer.rows().stream().map(row -> label(answer, along, row)).toList();
        List<String> amounts = answer.rows().stream()
                .map(row -> wording.of(unit, row.get(drawn)))
                .toList();
        int labelled = widest(labels);
        int amounted = widest(amounts);
        int room = Math.max(NARROWEST, width - labelled - amounted - 4);
        double most = answer.rows().stream()
                .mapToDouble(row -> amount(row.get(drawn)))
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            double share = most <= 0 ? 0 : amount(answer.rows().get(i).get(drawn)) / most;
            String line = DisplayWidth.padded(labels.get(i), labelled, false)
                    + "  "
                    + DisplayWidth.padded(amounts.get(i), amounted, true)
                    + "  "
                    + bar(share, room);
            out.append(line.stripTrailing()).append('\n');
        }
        return Optional.of(out.toString());
    }

    private String label(Answer answer, int column, List<@Nullable Object> row) {
        return wording.of(answer.columns().get(column).unit(), row.get(column));
    }

    private static String bar(double share, int room) {
        int eighths = (int) Math.round(share * room * 8);
        String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + part;
    }

    private static double amount(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    }

    private static int place(Answer answer, String name) {
        List<String> names = answer.columns().stream().map(Column::name).toList();
        return Objects.checkIndex(names.indexOf(name), names.size());
    }
}
