package dev.mtm.web;

import dev.mtm.enrich.CoverSource;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Chart;
import dev.mtm.question.Question;
import dev.mtm.question.Unit;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.Wording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A part of a page: one question, what was chosen for it, and its answer, or why there is none.
///
/// @param heading in words
/// @param given   what differs from the question's defaults
/// @param answer  null: there is none, for the reason in `nothing`
/// @param nothing a sentence; null where there is an answer
/// @param beside  the same question's answer that this one is compared with; null: none
/// @param covers  of what is in the answer
/// @param hidden  columns that say nothing on this page
public record Panel(
        String heading,
        Shape shape,
        Question question,
        Map<String, String> given,
        @Nullable Answer answer,
        @Nullable String nothing,
        @Nullable Beside beside,
        CoverSource.Known covers,
        Set<String> hidden,
        Visit visit) {
    private static final int LONGEST_PICTURE = 5_000;

    /// All rows, for a question that is asked how many.
    private static final String ALL = "999999999";

    public Panel {
        given = Map.copyOf(given);
        hidden = Set.copyOf(hidden);
    }

    /// How an answer is shown.
    public enum Shape {
        /// The one row as large numbers with their labels.
        FACTS,
        /// As facts, each against the same one of the other rows, and of the answer beside.
        CONTRAST,
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
    /// @param other what it is compared with; null: nothing
    /// @param hidden columns that say nothing where it stands, such as the track on a track's own page
    public record Wanted(
            String heading,
            Shape shape,
            String question,
            Map<String, String> given,
            @Nullable Other other,
            Set<String> hidden) {
        public Wanted {
            given = Map.copyOf(given);
            hidden = Set.copyOf(hidden);
        }

        public static Wanted of(String heading, Shape shape, String question) {
            return new Wanted(heading, shape, question, Map.of(), null, Set.of());
        }

        public Wanted with(String name, String value) {
            return with(Map.of(name, value));
        }

        public Wanted with(Map<String, String> values) {
            Map<String, String> more = new LinkedHashMap<>(given);
            more.putAll(values);
            return new Wanted(heading, shape, question, more, other, hidden);
        }

        public Wanted titled(String title) {
            return new Wanted(title, shape, question, given, other, hidden);
        }

        public Wanted against(Other other) {
            return new Wanted(heading, shape, question, given, other, hidden);
        }

        public Wanted without(String... columns) {
            return new Wanted(heading, shape, question, given, other, Set.of(columns));
        }
    }

    /// The same question asked otherwise, to compare with.
    ///
    /// @param given what differs from the panel's own parameters
    /// @param asOf  the day of the question
    /// @param label what it is of, in words
    /// @param later whether it is of a later time than the panel
    public record Other(Map<String, String> given, LocalDate asOf, String label, boolean later) {
        public Other {
            given = Map.copyOf(given);
        }
    }

    /// The answer to that.
    public record Beside(Answer answer, Other other) {}

    /// A panel of an answer that is there already.
    static Panel of(
            Library library,
            String heading,
            Shape shape,
            Question question,
            Map<String, String> given,
            Answer answer,
            Visit visit) {
        return new Panel(heading, shape, question, given, answer, null, null, covers(library, answer), Set.of(), visit);
    }

    /// What a panel asks.
    static Memory.Asked asked(Library library, Visit visit, Wanted wanted) {
        return new Memory.Asked(
                library.questions().named(wanted.question()), wanted.given(), visit.asOf(), wanted.other());
    }

    /// Asks. A store that has no ground for the question yet gives a panel that says so.
    static Panel asked(Memory memory, Library library, Supplier<Asker> asker, Visit visit, Wanted wanted) {
        Memory.Asked asked = asked(library, visit, wanted);
        Question question = asked.question();
        try {
            Memory.Found found = memory.answer(asked, () -> found(library, asker.get(), asked));
            return new Panel(
                    wanted.heading(),
                    wanted.shape(),
                    question,
                    wanted.given(),
                    found.answer(),
                    null,
                    found.beside(),
                    found.covers(),
                    wanted.hidden(),
                    visit);
        } catch (MtmException e) {
            if (e.code() != ErrorCode.NO_DATA && e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return new Panel(
                    wanted.heading(),
                    wanted.shape(),
                    question,
                    wanted.given(),
                    null,
                    sentence(e),
                    null,
                    new CoverSource.Known(Map.of(), Map.of()),
                    wanted.hidden(),
                    visit);
        }
    }

    private static Memory.Found found(Library library, Asker asker, Memory.Asked asked) {
        Answer answer = asker.ask(asked.question(), asked.given(), asked.asOf());
        return new Memory.Found(
                answer,
                asked.other() == null ? null : beside(asker, asked, asked.other(), answer),
                covers(library, answer));
    }

    private static CoverSource.Known covers(Library library, Answer answer) {
        List<CoverSource.Album> albums = new ArrayList<>();
        int album = Grid.indexOf(answer.question(), Unit.ALBUM);
        if (album >= 0) {
            for (List<@Nullable Object> row : answer.rows()) {
                String artist = Grid.artist(answer.question(), row);
                if (artist != null && row.get(album) instanceof String name) {
                    albums.add(new CoverSource.Album(artist, name));
                }
            }
        }
        return library.covers().known(answer.tracks().keySet(), albums);
    }

    /// The answer beside, as far as it is of what the panel is of.
    private static Beside beside(Asker asker, Memory.Asked asked, Other other, Answer shown) {
        Question question = asked.question();
        Map<String, String> given = new LinkedHashMap<>(asked.given());
        given.putAll(other.given());
        if (question.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("limit"))) {
            given.put("limit", ALL);
        }
        if (Grid.indexOf(question, Unit.RANK) < 0) {
            return new Beside(asker.askWithoutNames(question, given, other.asOf()), other);
        }
        Set<List<@Nullable Object>> keys = new HashSet<>();
        for (List<@Nullable Object> row : shown.rows()) {
            keys.add(Grid.key(question, row));
        }
        return new Beside(asker.askOf(question, given, other.asOf(), Grid.keys(question), keys), other);
    }

    private static String sentence(MtmException e) {
        String what = String.valueOf(e.getMessage());
        return Character.toUpperCase(what.charAt(0)) + what.substring(1) + ". " + e.fix();
    }

    /// The page of the question behind this.
    public String source() {
        return visit.link("/questions/" + question.name(), new TreeMap<>(given));
    }

    public boolean hasRows() {
        return answer != null && !answer.rows().isEmpty();
    }

    public boolean showsPicture() {
        return hasRows()
                && shape != Shape.ROWS
                && shape != Shape.FACTS
                && shape != Shape.CONTRAST
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

    /// What the series of a picture are called, where they are tracks: title by id, as JSON; empty where they are not.
    public String names() {
        return answer == null
                        || question.columns().stream()
                                .noneMatch(
                                        column -> column.name().equals(chart().series()) && column.unit() == Unit.TRACK)
                ? ""
                : JsonAnswer.names(answer).strip();
    }

    /// How many rows, in words.
    public String count() {
        return rows() == 1 ? "1 row" : Wording.grouped(rows()) + " rows";
    }

    /// The rows as a table.
    public Grid grid() {
        return new Grid(question, answer, beside, covers, hidden, visit);
    }

    /// The first row against the others.
    public Contrasts contrasts() {
        return new Contrasts(question, answer, beside, visit);
    }
}
