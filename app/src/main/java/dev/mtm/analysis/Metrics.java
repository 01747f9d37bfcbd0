package dev.mtm.analysis;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The figures of a period, each with the question behind it. [MetricsJson] writes them, always in the same bytes.
///
/// @param asOf   the day on which they were asked for; nothing later is in them
/// @param closed whether the period was over by then
/// @param parts  by name, in the order in which they are shown
public record Metrics(
        String label,
        String title,
        LocalDate from,
        LocalDate until,
        LocalDate asOf,
        boolean closed,
        ZoneId zone,
        Map<String, Section> parts) {
    private static final Pattern PATH = Pattern.compile("([a-z_]+)\\.(\\d{1,3})\\.([a-z_]+)");

    public Metrics {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /// One figure.
    ///
    /// @param path such as `top_tracks.0.listens`: the part, the row from 0 on, the column
    public record Figure(
            String path,
            Section section,
            Section.Column column,
            @Nullable Object value) {}

    /// The figure at a path; empty where there is none, or it is unknown.
    public Optional<Figure> figure(String path) {
        Matcher found = PATH.matcher(path);
        if (!found.matches() || !parts.containsKey(found.group(1))) {
            return Optional.empty();
        }
        Section section = part(found.group(1));
        int row = Integer.parseInt(found.group(2));
        if (row >= section.rows().size()) {
            return Optional.empty();
        }
        Object value = section.rows().get(row).get(found.group(3));
        return value == null
                ? Optional.empty()
                : section.column(found.group(3)).map(column -> new Figure(path, section, column, value));
    }

    /// @throws IllegalArgumentException when there is no such part
    public Section part(String name) {
        Section part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException(name);
        }
        return part;
    }

    public List<Section> sections() {
        return List.copyOf(parts.values());
    }
}
