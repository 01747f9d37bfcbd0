package dev.mtm.question;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows that a question gave on a day.
///
/// @param parameters as they were used, in the order of the header: Long or String; null where nothing was chosen
/// @param rows       the values of each row in the order of the columns: String, Long, Double, Boolean, LocalDate or
///                   Instant; null for unknown
/// @param tracks     names for the track ids in the rows; empty when the answer was asked for without names
public record Answer(
        Question question,
        LocalDate asOf,
        Map<String, @Nullable Object> parameters,
        List<List<@Nullable Object>> rows,
        Map<String, TrackName> tracks) {
    public Answer {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        List<List<@Nullable Object>> copied = new ArrayList<>(rows.size());
        rows.forEach(row -> copied.add(Collections.unmodifiableList(new ArrayList<>(row))));
        rows = Collections.unmodifiableList(copied);
        tracks = Map.copyOf(tracks);
    }

    public List<Column> columns() {
        return question.columns();
    }
}
