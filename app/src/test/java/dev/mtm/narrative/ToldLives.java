package dev.mtm.narrative;

import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Section;
import dev.mtm.analysis.Window;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import dev.mtm.question.RandomLife;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Figures of an invented life, to be told of.
@NullMarked
final class ToldLives {
    static final LocalDate TODAY = LocalDate.of(2023, 3, 6);

    /// Of many periods, among them empty and tiny ones; measured once.
    private static final Map<String, Metrics> MEASURED = measured();

    private ToldLives() {}

    static List<Metrics> many() {
        return List.copyOf(MEASURED.values());
    }

    static Metrics of(String period) {
        return Objects.requireNonNull(MEASURED.get(period), period);
    }

    private static Map<String, Metrics> measured() {
        Map<String, Metrics> measured = new LinkedHashMap<>();
        try (Database database = RandomLife.lived(TestStores.SQLITE, TODAY)) {
            for (String period : List.of(
                    "last-7-days",
                    "last-30-days",
                    "2018-03",
                    "2019",
                    "2020",
                    "2021-07",
                    "2022",
                    "2022-01-01..2022-06-30",
                    "2022-11",
                    "2022-12-24..2022-12-24",
                    "2023-03",
                    "2023",
                    "1999-05")) {
                measured.put(period, of(database, period));
            }
        }
        return measured;
    }

    private static Metrics of(Database database, String period) {
        Asker asker = new Asker(database, 1, RandomLife.ZONE);
        return new Analyses(asker, Questions.builtIn(), RandomLife.ZONE)
                .measure(Window.parse("PERIOD", period, TODAY), TODAY);
    }

    /// The same figures, with another name for every track, artist and album.
    static Metrics renamed(Metrics metrics, String name) {
        return changed(
                metrics,
                (section, column, value) ->
                        List.of("title", "artist", "album", "genre").contains(column)
                                        && !section.equals("period")
                                        && value != null
                                ? name
                                : value);
    }

    /// What a value becomes.
    @FunctionalInterface
    interface Change {
        @Nullable
        Object of(String section, String column, @Nullable Object value);
    }

    static Metrics changed(Metrics metrics, Change change) {
        Map<String, Section> parts = new LinkedHashMap<>();
        for (Section section : metrics.sections()) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (Map<String, @Nullable Object> row : section.rows()) {
                Map<String, @Nullable Object> other = new LinkedHashMap<>();
                row.forEach((column, value) -> other.put(column, change.of(section.name(), column, value)));
                rows.add(other);
            }
            parts.put(
                    section.name(),
                    new Section(section.name(), section.title(), section.source(), section.columns(), rows));
        }
        return new Metrics(
                metrics.label(),
                metrics.title(),
                metrics.from(),
                metrics.until(),
                metrics.asOf(),
                metrics.closed(),
                metrics.zone(),
                parts);
    }
}
