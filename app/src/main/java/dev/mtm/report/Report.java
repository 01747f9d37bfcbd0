package dev.mtm.report;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Section;
import dev.mtm.analysis.Section.Column;
import dev.mtm.narrative.FactChecker;
import dev.mtm.narrative.Narrative;
import dev.mtm.narrative.Passage;
import dev.mtm.narrative.TemplateNarrator;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A period told: prose first, then the figures in sheets. Every figure, in prose and in a sheet, knows its section,
/// and
/// that the question behind it.
///
/// @param by who told the prose
public record Report(Metrics metrics, Narrative narrative, String by) {
    /// Of these the prose tells, or other sheets do.
    private static final Set<String> UNSHOWN = Set.of("period", "change");

    /// Too much of a good thing in a table.
    private static final Set<String> UNSHOWN_COLUMNS = Set.of(
            "top_tracks.last_heard", "top_artists.tracks", "top_albums.tracks", "top_genres.tracks", "streaks.current");

    private static final List<String> SUMS = List.of("listens", "heard_ms", "tracks", "artists", "days");

    /// @throws dev.mtm.problem.MtmException when the prose says what is not in the figures
    public Report {
        FactChecker.require(narrative, metrics);
    }

    /// A piece of prose.
    ///
    /// @param section where its figure is; null: no figure
    public record Piece(String text, @Nullable Section section) {}

    /// A sum of the period.
    ///
    /// @param change against the period before, in words; empty where that is not known
    public record Fact(String label, String value, String change) {}

    /// A section as a table.
    ///
    /// @param rows  each cell in words
    /// @param below the column that may stand below the one before it, as an artist below a title; -1: none
    /// @param bars  how long the bar of each row is, of 100; empty where rows are no amounts of one thing
    public record Sheet(
            Section section, List<Heading> headings, List<List<String>> rows, int below, List<Integer> bars) {
        public Sheet {
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
            bars = List.copyOf(bars);
        }
    }

    /// @param amount whether its cells line up at the right
    public record Heading(String label, boolean amount) {}

    /// Prose with its figures apart.
    public static List<Piece> pieces(Metrics metrics, Passage passage) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (Passage.Mention mention : passage.mentions()) {
            if (mention.at() > from) {
                pieces.add(new Piece(passage.text().substring(from, mention.at()), null));
            }
            from = mention.at() + mention.text().length();
            pieces.add(new Piece(
                    mention.text(),
                    metrics.figure(mention.path()).map(Metrics.Figure::section).orElse(null)));
        }
        if (from < passage.text().length()) {
            pieces.add(new Piece(passage.text().substring(from), null));
        }
        return pieces;
    }

    public List<Piece> pieces(Passage passage) {
        return pieces(metrics, passage);
    }

    /// What is told, passage by passage, without the headline.
    public List<Passage> prose() {
        List<Passage> prose = new ArrayList<>();
        prose.add(narrative.summary());
        prose.addAll(narrative.highlights());
        return prose;
    }

    /// Who told it, in words.
    public String teller() {
        return by.equals(TemplateNarrator.NAME) ? "Told by the program itself." : "Told by the model " + by + ".";
    }

    /// The sums, beside those of the period before.
    public List<Fact> facts() {
        Wording wording = new Wording(metrics.zone());
        Section totals = metrics.part("totals");
        Section change = metrics.part("change");
        List<Fact> facts = new ArrayList<>();
        for (String sum : SUMS) {
            Column column = totals.column(sum).orElseThrow();
            Object value = totals.rows().getFirst().get(sum);
            facts.add(new Fact(
                    column.label(),
                    wording.of(column.unit(), value),
                    change.fraction(0, sum + "_change")
                            .map(more -> (more < 0 ? "−" : "+") + wording.of(Unit.RATIO, Math.abs(more)))
                            .orElse("")));
        }
        return facts;
    }

    /// The sections with anything in them, as tables.
    public List<Sheet> sheets() {
        return metrics.sections().stream()
                .filter(section ->
                        !UNSHOWN.contains(section.name()) && !section.name().equals("totals"))
                .filter(section -> !section.rows().isEmpty())
                .filter(section -> !(section.name().equals("decades")
                        && section.text(0, "decade").isEmpty()))
                .map(this::sheet)
                .toList();
    }

    private Sheet sheet(Section section) {
        Wording wording = new Wording(metrics.zone());
        boolean titled = section.column("title").isPresent();
        List<Column> shown = section.columns().stream()
                .filter(column -> !(titled && column.unit() == Unit.TRACK))
                .filter(column -> !UNSHOWN_COLUMNS.contains(section.name() + "." + column.name()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : section.rows()) {
            List<String> cells = new ArrayList<>();
            for (Column column : shown) {
                Object value = row.get(column.name());
                if (value == null && column.name().equals("title")) {
                    value = row.get("track_id");
                }
                cells.add(wording.of(column.unit(), worded(column.unit(), value)));
            }
            rows.add(cells);
        }
        return new Sheet(
                section,
                shown.stream()
                        .map(column -> new Heading(column.label(), column.unit().isAmount()))
                        .toList(),
                rows,
                below(shown),
                bars(section));
    }

    private static int below(List<Column> shown) {
        for (int i = 1; i < shown.size(); i++) {
            if (shown.get(i).unit() == Unit.ARTIST
                    && List.of("title", "album").contains(shown.get(i - 1).name())) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object worded(Unit unit, @Nullable Object value) {
        return unit == Unit.INSTANT && value instanceof String text ? java.time.Instant.parse(text) : value;
    }

    private static List<Integer> bars(Section section) {
        if (section.rows().size() < 2 || section.column("listens").isEmpty()) {
            return List.of();
        }
        long most = IntStream.range(0, section.rows().size())
                .mapToLong(row -> section.number(row, "listens"))
                .max()
                .orElse(0);
        return IntStream.range(0, section.rows().size())
                .mapToObj(row -> most == 0 ? 0 : Math.toIntExact(section.number(row, "listens") * 100 / most))
                .toList();
    }

    /// How a terminal asks for what is behind a section.
    public static String command(Section section) {
        StringBuilder out =
                new StringBuilder("mtm ask ").append(section.source().question());
        section.source()
                .given()
                .forEach((name, value) -> out.append(" --")
                        .append(name.replace('_', '-'))
                        .append(' ')
                        .append(value));
        return out.append(" --as-of ").append(section.source().asOf()).toString();
    }
}
