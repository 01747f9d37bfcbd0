package dev.mtm.analysis;

import dev.mtm.question.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of an analysis: rows that one question gave, or that were reckoned from what it gave.
///
/// @param source the question behind it
/// @param rows   by the names of their columns: String, Long, Double or Boolean, days and moments as text; null for
///               unknown
public record Section(
        String name, String title, Source source, List<Column> columns, List<Map<String, @Nullable Object>> rows) {
    public Section {
        columns = List.copyOf(columns);
        List<Map<String, @Nullable Object>> copied = new ArrayList<>();
        rows.forEach(row -> copied.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
        rows = Collections.unmodifiableList(copied);
    }

    /// A column of it.
    ///
    /// @param label as people read it
    public record Column(String name, Unit unit, String label) {}

    /// Who answers for the figures: a question as it was asked.
    ///
    /// @param given what was chosen, as a reader writes it
    public record Source(String question, Map<String, String> given, LocalDate asOf) {
        public Source {
            given = Collections.unmodifiableMap(new java.util.TreeMap<>(given));
        }
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /// A number of a row; 0 where there is no such row or it is unknown.
    public long number(int row, String column) {
        return row < rows.size() && rows.get(row).get(column) instanceof Long number ? number : 0;
    }

    /// A fraction of a row; empty where there is no such row or it is unknown.
    public Optional<Double> fraction(int row, String column) {
        return row < rows.size() && rows.get(row).get(column) instanceof Double fraction
                ? Optional.of(fraction)
                : Optional.empty();
    }

    /// A text of a row; empty where there is no such row or it is unknown.
    public Optional<String> text(int row, String column) {
        return row < rows.size() && rows.get(row).get(column) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
