package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Chart;
import dev.mtm.question.Question;
import dev.mtm.question.Unit;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of a page: one question, what was chosen for it, and its answer, or why there is none.
///
/// @param heading in words
/// @param given   what differs from the question's defaults
/// @param answer  null: there is none, for the reason in `nothing`
/// @param nothing a sentence; null where there is an answer
public record Panel(
        String heading,
        Shape shape,
        Question question,
        Map<String, String> given,
        @Nullable Answer answer,
        @Nullable String nothing,
        Visit visit) {
    private static final int LONGEST_PICTURE = 5_000;

    public Panel {
        given = Map.copyOf(given);
    }

    /// How an answer is shown.
    public enum Shape {
        /// The one row as large numbers with their labels.
        FACTS,
        /// The picture only, where there is one.
        PICTURE,
        /// Rows only.
        ROWS,
        /// Both.
        WHOLE
    }

    /// What a page asks.
    ///
    /// @param given as a reader would write it
    public record Wanted(String heading, Shape shape, String question, Map<String, String> given) {
        public Wanted {
            given = Map.copyOf(given);
        }

        public static Wanted of(String heading, Shape shape, String question) {
            return new Wanted(heading, shape, question, Map.of());
        }

        public Wanted with(String name, String value) {
            Map<String, String> more = new java.util.LinkedHashMap<>(given);
            more.put(name, value);
            return new Wanted(heading, shape, question, more);
        }
    }

    /// One field of a table.
    ///
    /// @param below a second, smaller line; null: none
    /// @param href  where it leads; null: nowhere
    /// @param style the class of the style sheet: `amount` stands at the right, `brief` in one line; null: neither
    public record Cell(
            String text,
            @Nullable String below,
            @Nullable String href,
            @Nullable String style) {}

    /// A column's head.
    public record Head(String label, @Nullable String style) {}

    /// Asks. A store that has no ground for the question yet gives a panel that says so.
    static Panel asked(Library library, Visit visit, Wanted wanted) {
        Question question = library.questions().named(wanted.question());
        return asked(library.asker(), visit, wanted.heading(), wanted.shape(), question, wanted.given());
    }

    static Panel asked(
            Asker asker, Visit visit, String heading, Shape shape, Question question, Map<String, String> given) {
        try {
            Answer answer = asker.ask(question, given, visit.asOf());
            return new Panel(heading, shape, question, given, answer, null, visit);
        } catch (MtmException e) {
            if (e.code() != ErrorCode.NO_DATA && e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return new Panel(heading, shape, question, given, null, sentence(e), visit);
        }
    }

    private static String sentence(MtmException e) {
        String what = String.valueOf(e.getMessage());
        return Character.toUpperCase(what.charAt(0)) + what.substring(1) + ". " + e.fix();
    }

    /// The page of the question behind this.
    public String source() {
        return visit.link("/questions/" + question.name(), given);
    }

    public boolean hasRows() {
        return answer != null && !answer.rows().isEmpty();
    }

    public boolean showsPicture() {
        return hasRows()
                && shape != Shape.ROWS
                && shape != Shape.FACTS
                && chart().kind() != Chart.Kind.NONE
                && chart().kind() != Chart.Kind.LIST
                && rows() <= LONGEST_PICTURE;
    }

    public boolean showsRows() {
        return hasRows()
                && (shape == Shape.ROWS || shape == Shape.WHOLE || (shape == Shape.PICTURE && !showsPicture()));
    }

    private int rows() {
        return answer == null ? 0 : answer.rows().size();
    }

    public Chart chart() {
        return question.chart();
    }

    /// The answer as the API gives it, for the picture.
    public String json() {
        return answer == null ? "" : JsonAnswer.text(answer).strip();
    }

    /// How many rows, in words.
    public String count() {
        return rows() == 1 ? "1 row" : Wording.grouped(rows()) + " rows";
    }

    public List<Head> heads() {
        return question.columns().stream()
                .map(column -> new Head(column.label(), style(column.unit())))
                .toList();
    }

    public List<List<Cell>> cells() {
        List<List<Cell>> rows = new ArrayList<>();
        if (answer != null) {
            for (List<@Nullable Object> row : answer.rows()) {
                List<Cell> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    cells.add(cell(answer, question.columns().get(i).unit(), row.get(i), artist(row)));
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    /// The artist that a row names; null: none.
    private @Nullable String artist(List<@Nullable Object> row) {
        for (int i = 0; i < row.size(); i++) {
            if (question.columns().get(i).unit() == Unit.ARTIST && row.get(i) instanceof String artist) {
                return artist;
            }
        }
        return null;
    }

    private Cell cell(Answer answer, Unit unit, @Nullable Object value, @Nullable String artist) {
        Wording wording = new Wording(visit.zone());
        if (value instanceof String text) {
            if (unit == Unit.TRACK) {
                var name = Optional.ofNullable(answer.tracks().get(text));
                return new Cell(
                        wording.of(unit, name.map(known -> known.title()).orElse(text)),
                        name.map(known -> known.artist())
                                .map(credit -> wording.of(Unit.ARTIST, credit))
                                .orElse(null),
                        visit.toTrack(text),
                        null);
            }
            if (unit == Unit.ARTIST) {
                return new Cell(wording.of(unit, text), null, visit.toArtist(text), null);
            }
            if (unit == Unit.ALBUM && artist != null) {
                return new Cell(wording.of(unit, text), null, visit.toAlbum(artist, text), null);
            }
        }
        return new Cell(wording.of(unit, value), null, null, style(unit));
    }

    private static @Nullable String style(Unit unit) {
        return switch (unit) {
            case TEXT, TRACK, ARTIST, ALBUM -> null;
            case DATE, MONTH, INSTANT, WEEKDAY, TRUTH -> "brief";
            case YEAR, COUNT, RANK, MILLISECONDS, RATIO, PERCENT, SCORE, HOUR -> "amount";
        };
    }
}
