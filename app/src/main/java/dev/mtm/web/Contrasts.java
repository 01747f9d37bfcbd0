package dev.mtm.web;

import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.Question;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.web.Panel.Beside;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The amounts of a panel's first row against those of its other rows, and of the answer beside.
///
/// @param answer null: there is none, and nothing to compare
/// @param beside null: nothing
public record Contrasts(
        Question question,
        @Nullable Answer answer,
        @Nullable Beside beside,
        Visit visit) {
    /// A number against the same number at other times.
    public record Contrast(String label, String value, List<Against> against) {
        public Contrast {
            against = List.copyOf(against);
        }
    }

    /// How much more or less a number is than another.
    ///
    /// @param text  such as "+12 %"
    /// @param than  the other number and when it was so
    /// @param style the class of the style sheet: `rise`, `fall`; null: neither
    public record Against(
            String text, String than, @Nullable String style) {}

    /// What the first row is of; empty where it does not say.
    public String subject() {
        return answer == null || answer.rows().isEmpty()
                ? ""
                : named(answer, answer.rows().getFirst());
    }

    private String named(Answer from, List<@Nullable Object> row) {
        int month = Grid.indexOf(from.question(), Unit.MONTH);
        return month < 0 ? "" : new Wording(visit.zone()).of(Unit.MONTH, row.get(month));
    }

    /// The amounts of the first row against those of the other rows.
    public List<Contrast> all() {
        List<Contrast> contrasts = new ArrayList<>();
        if (answer == null || answer.rows().isEmpty()) {
            return contrasts;
        }
        Wording wording = new Wording(visit.zone());
        Map<String, List<@Nullable Object>> others = new LinkedHashMap<>();
        for (int i = 1; i < answer.rows().size(); i++) {
            List<@Nullable Object> row = answer.rows().get(i);
            others.put(named(answer, row), row);
        }
        if (beside != null) {
            for (List<@Nullable Object> row : beside.answer().rows()) {
                others.put(beside.other().label(), row);
            }
        }
        for (int i = 0; i < question.columns().size(); i++) {
            Column column = question.columns().get(i);
            if (column.unit() == Unit.COUNT || column.unit() == Unit.MILLISECONDS) {
                Object value = answer.rows().getFirst().get(i);
                List<Against> against = new ArrayList<>();
                for (Map.Entry<String, List<@Nullable Object>> other : others.entrySet()) {
                    Object then = other.getValue().get(i);
                    against.add(against(value, then, wording.of(column.unit(), then) + " in " + other.getKey()));
                }
                contrasts.add(new Contrast(column.label(), wording.of(column.unit(), value), against));
            }
        }
        return contrasts;
    }

    private static Against against(@Nullable Object now, @Nullable Object then, String than) {
        if (!(now instanceof Long one) || !(then instanceof Long other) || other == 0) {
            return new Against("", than, null);
        }
        long percent = Math.round((one - other) * 100.0 / other);
        if (percent == 0) {
            return new Against("±0 %", than, null);
        }
        return percent > 0
                ? new Against("+" + Wording.grouped(percent) + " %", than, "rise")
                : new Against("−" + Wording.grouped(-percent) + " %", than, "fall");
    }
}
