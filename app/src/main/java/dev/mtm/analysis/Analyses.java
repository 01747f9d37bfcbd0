package dev.mtm.analysis;

import dev.mtm.analysis.Section.Column;
import dev.mtm.analysis.Section.Source;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Period;
import dev.mtm.question.Questions;
import dev.mtm.question.TrackName;
import dev.mtm.question.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Measures a period: asks what there is to ask of it, and reckons shares and changes from the answers.
public final class Analyses {
    private static final List<String> SUMS = List.of("listens", "heard_ms", "tracks", "artists", "days");
    private static final List<String> DAY_PARTS = List.of("night", "morning", "afternoon", "evening");
    private static final int DECIMALS = 6;

    /// Every part, in the order in which they are shown. Those without a question are reckoned from the one named
    /// before them.
    private static final List<Part> PARTS = List.of(
            Part.reckoned("period"),
            Part.of("totals", "totals"),
            Part.reckoned("change"),
            Part.of("variety", "variety"),
            Part.of("attention", "attention"),
            Part.of("top_tracks", "top-tracks", 10),
            Part.of("top_artists", "top-artists", 10),
            Part.of("top_albums", "top-albums", 5),
            Part.of("top_genres", "top-genres", 10),
            Part.of("decades", "listens-by-decade"),
            Part.of("months", "listens-by-month"),
            Part.of("weekdays", "listens-by-weekday"),
            Part.reckoned("day_parts"),
            Part.of("hours", "hours-compared"),
            Part.of("record_days", "record-days", 5),
            Part.of("streaks", "streaks", 3),
            Part.of("obsessive_days", "obsessive-days", 3),
            Part.of("sessions", "sessions", 3),
            Part.of("discoveries", "discoveries", 5),
            Part.of("rediscoveries", "rediscoveries", 5),
            Part.of("features", "feature-means"));

    private final Asker asker;
    private final Questions questions;
    private final ZoneId zone;

    public Analyses(Asker asker, Questions questions, ZoneId zone) {
        this.asker = asker;
        this.questions = questions;
        this.zone = zone;
    }

    /// @param question empty: reckoned
    /// @param limit    0: all rows
    private record Part(String name, String question, int limit) {
        static Part of(String name, String question) {
            return new Part(name, question, 0);
        }

        static Part of(String name, String question, int limit) {
            return new Part(name, question, limit);
        }

        static Part reckoned(String name) {
            return new Part(name, "", 0);
        }
    }

    /// Where a part stands among the others; behind all where it is none of them.
    static int place(String name) {
        for (int i = 0; i < PARTS.size(); i++) {
            if (PARTS.get(i).name().equals(name)) {
                return i;
            }
        }
        return PARTS.size();
    }

    /// The figures of some days, as of their last one; of a period that goes on, as of today.
    public Metrics measure(Window window, LocalDate today) {
        LocalDate asOf = window.asOf(today);
        Period before = window.period().before();
        Map<String, Section> parts = new LinkedHashMap<>();
        PARTS.forEach(part -> parts.put(
                part.name(),
                switch (part.name()) {
                    case "period" -> days(window, asOf);
                    case "change" ->
                        change(
                                Objects.requireNonNull(parts.get("totals")),
                                asked(new Part("before", "totals", 0), before, asOf));
                    case "day_parts" -> dayParts(hours(window, before, asOf));
                    case "hours" -> hours(window, before, asOf);
                    default -> {
                        Section section = asked(part, window.period(), asOf);
                        yield part.name().startsWith("top_")
                                ? shared(
                                        section,
                                        Objects.requireNonNull(parts.get("totals"))
                                                .number(0, "listens"))
                                : section;
                    }
                }));
        return new Metrics(
                window.label(),
                window.title(),
                window.period().from(),
                window.period().until(),
                asOf,
                window.isClosed(today),
                zone,
                parts);
    }

    private Section asked(Part part, Period period, LocalDate asOf) {
        Map<String, String> given = new TreeMap<>(period.given());
        if (part.limit() > 0) {
            given.put("limit", String.valueOf(part.limit()));
        }
        return section(part.name(), part.question(), given, asOf);
    }

    private Section hours(Window window, Period before, LocalDate asOf) {
        Map<String, String> given = new TreeMap<>(window.period().given());
        given.put("other_from", before.from().toString());
        given.put("other_until", before.until().toString());
        return section("hours", "hours-compared", given, asOf);
    }

    private Section section(String name, String question, Map<String, String> given, LocalDate asOf) {
        Answer answer = asker.ask(questions.named(question), given, asOf);
        List<Column> columns = new ArrayList<>();
        answer.columns().forEach(column -> {
            columns.add(new Column(column.name(), column.unit(), column.label()));
            if (column.unit() == Unit.TRACK) {
                columns.add(new Column("title", Unit.TEXT, "Title"));
                columns.add(new Column("artist", Unit.ARTIST, "Artist"));
            }
        });
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> values : answer.rows()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                dev.mtm.question.Column column = answer.columns().get(i);
                row.put(
                        column.name(),
                        value instanceof Number || value instanceof Boolean || value == null
                                ? value
                                : value.toString());
                if (column.unit() == Unit.TRACK) {
                    TrackName track = answer.tracks().get(String.valueOf(value));
                    row.put("title", track == null ? null : track.title());
                    row.put("artist", track == null ? null : track.artist());
                }
            }
            rows.add(row);
        }
        return new Section(name, answer.question().title(), new Source(question, given, asOf), columns, rows);
    }

    /// Which days they are.
    private static Section days(Window window, LocalDate asOf) {
        Period period = window.period();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("title", window.title());
        row.put("from", period.from().toString());
        row.put("until", period.until().toString());
        row.put("days", ChronoUnit.DAYS.between(period.from(), period.until()) + 1);
        return new Section(
                "period",
                "Period",
                new Source("totals", period.given(), asOf),
                List.of(
                        new Column("title", Unit.TEXT, "Period"),
                        new Column("from", Unit.DATE, "First day"),
                        new Column("until", Unit.DATE, "Last day"),
                        new Column("days", Unit.COUNT, "Days")),
                List.of(row));
    }

    /// The sums of a period beside those of the one before: each with how much more it is, and what share that is of
    /// the one before; null where that was nothing.
    private static Section change(Section totals, Section before) {
        List<Column> columns = new ArrayList<>();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String sum : SUMS) {
            Column column = totals.column(sum).orElseThrow();
            long now = totals.number(0, sum);
            long then = before.number(0, sum);
            columns.add(new Column(sum + "_before", column.unit(), column.label() + " before"));
            columns.add(new Column(sum + "_more", column.unit(), column.label() + ", difference"));
            columns.add(new Column(sum + "_change", Unit.RATIO, column.label() + ", change"));
            row.put(sum + "_before", then);
            row.put(sum + "_more", now - then);
            row.put(sum + "_change", share(now - then, then));
        }
        return new Section("change", "Against the period before", before.source(), columns, List.of(row));
    }

    /// The four parts of a day, each six hours long, from midnight on.
    private static Section dayParts(Section hours) {
        long[] listens = new long[DAY_PARTS.size()];
        long all = 0;
        for (int i = 0; i < hours.rows().size(); i++) {
            long some = hours.number(i, "listens");
            listens[(int) hours.number(i, "local_hour") / 6] += some;
            all += some;
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < listens.length; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("day_part", DAY_PARTS.get(i));
            row.put("from_hour", i * 6L);
            row.put("listens", listens[i]);
            row.put("share", share(listens[i], all));
            rows.add(row);
        }
        return new Section(
                "day_parts",
                "Parts of the day",
                hours.source(),
                List.of(
                        new Column("day_part", Unit.TEXT, "Part of the day"),
                        new Column("from_hour", Unit.HOUR, "From"),
                        new Column("listens", Unit.COUNT, "Listens"),
                        new Column("share", Unit.RATIO, "Share of listens")),
                rows);
    }

    /// With the share of all listens in each row.
    private static Section shared(Section section, long listens) {
        List<Column> columns = new ArrayList<>(section.columns());
        columns.add(new Column("share", Unit.RATIO, "Share of listens"));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < section.rows().size(); i++) {
            Map<String, @Nullable Object> row =
                    new LinkedHashMap<>(section.rows().get(i));
            row.put("share", share(section.number(i, "listens"), listens));
            rows.add(row);
        }
        return new Section(section.name(), section.title(), section.source(), columns, rows);
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0
                ? null
                : Double.valueOf(BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_UP)
                        .doubleValue());
    }
}
