package dev.mtm.web;

import dev.mtm.enrich.CoverSource;
import dev.mtm.enrich.CoverSource.Size;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Chart;
import dev.mtm.question.Column;
import dev.mtm.question.Question;
import dev.mtm.question.Unit;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.Wording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A part of a page: one question, what was chosen for it, and its answer, or why there is none.
///
/// @param heading in words
/// @param given   what differs from the question's defaults
/// @param answer  null: there is none, for the reason in `nothing`
/// @param nothing a sentence; null where there is an answer
/// @param beside  the same question's answer that this one is compared with; null: none
/// @param covers  of what is in the answer
public record Panel(
        String heading,
        Shape shape,
        Question question,
        Map<String, String> given,
        @Nullable Answer answer,
        @Nullable String nothing,
        @Nullable Beside beside,
        CoverSource.Known covers,
        Visit visit) {
    private static final int LONGEST_PICTURE = 5_000;

    /// All rows, for a question that is asked how many.
    private static final String ALL = "999999999";

    public Panel {
        given = Map.copyOf(given);
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
    public record Wanted(
            String heading,
            Shape shape,
            String question,
            Map<String, String> given,
            @Nullable Other other) {
        public Wanted {
            given = Map.copyOf(given);
        }

        public static Wanted of(String heading, Shape shape, String question) {
            return new Wanted(heading, shape, question, Map.of(), null);
        }

        public Wanted with(String name, String value) {
            return with(Map.of(name, value));
        }

        public Wanted with(Map<String, String> values) {
            Map<String, String> more = new LinkedHashMap<>(given);
            more.putAll(values);
            return new Wanted(heading, shape, question, more, other);
        }

        public Wanted titled(String title) {
            return new Wanted(title, shape, question, given, other);
        }

        public Wanted against(Other other) {
            return new Wanted(heading, shape, question, given, other);
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

    /// One field of a table.
    ///
    /// @param below a second, smaller line; null: none
    /// @param href  where it leads; null: nowhere
    /// @param style the class of the style sheet: `amount` stands at the right, `brief` in one line; null: neither
    /// @param cover the picture beside it; null: none
    public record Cell(
            String text,
            @Nullable String below,
            @Nullable String href,
            @Nullable String style,
            @Nullable Cover cover) {
        Cell(String text, @Nullable String below, @Nullable String href, @Nullable String style) {
            this(text, below, href, style, null);
        }
    }

    /// A column's head.
    public record Head(String label, @Nullable String style) {}

    /// A panel of an answer that is there already.
    static Panel of(
            Library library,
            String heading,
            Shape shape,
            Question question,
            Map<String, String> given,
            Answer answer,
            Visit visit) {
        return new Panel(heading, shape, question, given, answer, null, null, covers(library, answer), visit);
    }

    /// Asks. A store that has no ground for the question yet gives a panel that says so.
    static Panel asked(Memory memory, Library library, Visit visit, Wanted wanted) {
        Question question = library.questions().named(wanted.question());
        Memory.Asked asked = new Memory.Asked(question, wanted.given(), visit.asOf(), wanted.other());
        try {
            Memory.Found found = memory.answer(asked, () -> found(library, asked));
            return new Panel(
                    wanted.heading(),
                    wanted.shape(),
                    question,
                    wanted.given(),
                    found.answer(),
                    null,
                    found.beside(),
                    found.covers(),
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
                    visit);
        }
    }

    private static Memory.Found found(Library library, Memory.Asked asked) {
        Asker asker = library.asker();
        Answer answer = asker.ask(asked.question(), asked.given(), asked.asOf());
        return new Memory.Found(
                answer,
                asked.other() == null ? null : beside(asker, asked, asked.other(), answer),
                covers(library, answer));
    }

    private static CoverSource.Known covers(Library library, Answer answer) {
        List<CoverSource.Album> albums = new ArrayList<>();
        int album = indexOf(answer.question(), Unit.ALBUM);
        if (album >= 0) {
            for (List<@Nullable Object> row : answer.rows()) {
                String artist = artist(answer.question(), row);
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
        Answer all = asker.askWithoutNames(question, given, other.asOf());
        if (indexOf(question, Unit.RANK) < 0) {
            return new Beside(all, other);
        }
        Set<List<@Nullable Object>> keys = new HashSet<>();
        for (List<@Nullable Object> row : shown.rows()) {
            keys.add(key(question, row));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : all.rows()) {
            if (keys.contains(key(question, row))) {
                rows.add(row);
            }
        }
        return new Beside(new Answer(question, other.asOf(), all.parameters(), rows, Map.of()), other);
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

    public List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        for (Column column : question.columns()) {
            heads.add(new Head(column.label(), style(column.unit())));
            if (moves(column)) {
                heads.add(new Head(beside != null && beside.other().later() ? "Then" : "Change", "move"));
            }
        }
        return heads;
    }

    /// Whether a column is followed by how its places changed.
    private boolean moves(Column column) {
        return beside != null && column.unit() == Unit.RANK;
    }

    /// How a place changed between the two answers, the later one being the newer.
    private Cell move(Beside other, Map<List<@Nullable Object>, Long> places, List<@Nullable Object> row, int rank) {
        Long there = places.get(key(row));
        if (there == null) {
            return other.other().later()
                    ? new Cell("gone", null, null, "move fall")
                    : new Cell("new", null, null, "move rise");
        }
        long here = row.get(rank) instanceof Long place ? place : 0;
        long risen = other.other().later() ? here - there : there - here;
        if (risen == 0) {
            return new Cell("=", null, null, "move");
        }
        return risen > 0
                ? new Cell("▲ " + Wording.grouped(risen), null, null, "move rise")
                : new Cell("▼ " + Wording.grouped(-risen), null, null, "move fall");
    }

    /// The places of the answer beside, by what has them.
    private static Map<List<@Nullable Object>, Long> places(Answer answer) {
        Map<List<@Nullable Object>, Long> places = new HashMap<>();
        int rank = indexOf(answer.question(), Unit.RANK);
        for (List<@Nullable Object> row : answer.rows()) {
            if (row.get(rank) instanceof Long place) {
                places.put(key(answer.question(), row), place);
            }
        }
        return places;
    }

    private List<@Nullable Object> key(List<@Nullable Object> row) {
        return key(question, row);
    }

    /// What a row is about: the names in it.
    private static List<@Nullable Object> key(Question question, List<@Nullable Object> row) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            switch (question.columns().get(i).unit()) {
                case TEXT, TRACK, ARTIST, ALBUM -> key.add(row.get(i));
                case DATE,
                        MONTH,
                        INSTANT,
                        WEEKDAY,
                        TRUTH,
                        YEAR,
                        COUNT,
                        RANK,
                        MILLISECONDS,
                        RATIO,
                        PERCENT,
                        SCORE,
                        HOUR -> {
                    // Told of it.
                }
            }
        }
        return key;
    }

    private static int indexOf(Question question, Unit unit) {
        List<Column> columns = question.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).unit() == unit) {
                return i;
            }
        }
        return -1;
    }

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
        int month = indexOf(from.question(), Unit.MONTH);
        return month < 0 ? "" : new Wording(visit.zone()).of(Unit.MONTH, row.get(month));
    }

    /// The amounts of the first row against those of the other rows.
    public List<Contrast> contrasts() {
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

    public List<List<Cell>> cells() {
        List<List<Cell>> rows = new ArrayList<>();
        if (answer != null) {
            Map<List<@Nullable Object>, Long> places = beside == null ? Map.of() : places(beside.answer());
            for (List<@Nullable Object> row : answer.rows()) {
                List<Cell> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    Column column = question.columns().get(i);
                    cells.add(cell(answer, column.unit(), row.get(i), artist(question, row)));
                    if (beside != null && moves(column)) {
                        cells.add(move(beside, places, row, i));
                    }
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    /// The artist that a row names; null: none.
    private static @Nullable String artist(Question question, List<@Nullable Object> row) {
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
                        null,
                        Cover.of(name.map(known -> known.artist() + known.title())
                                        .orElse(text))
                                .below(visit.toCover(covers.tracks().get(text), Size.SMALL)));
            }
            if (unit == Unit.ARTIST) {
                return new Cell(wording.of(unit, text), null, visit.toArtist(text), null, coverOfArtist(text));
            }
            if (unit == Unit.ALBUM && artist != null) {
                String pictured = covers.albums().get(new CoverSource.Album(artist, text));
                return new Cell(
                        wording.of(unit, text),
                        null,
                        visit.toAlbum(artist, text),
                        null,
                        Cover.of(artist + text).below(visit.toCover(pictured, Size.SMALL)));
            }
        }
        if (unit == Unit.YEAR && value instanceof Long year) {
            return new Cell(wording.of(unit, year), null, visit.toYear(year), style(unit));
        }
        return new Cell(wording.of(unit, value), null, null, style(unit));
    }

    /// None where the artist stands beside something else that has one.
    private @Nullable Cover coverOfArtist(String name) {
        return indexOf(question, Unit.TRACK) < 0 && indexOf(question, Unit.ALBUM) < 0 ? Cover.of(name) : null;
    }

    private static @Nullable String style(Unit unit) {
        return switch (unit) {
            case TEXT, TRACK, ARTIST, ALBUM -> null;
            case DATE, MONTH, INSTANT, WEEKDAY, TRUTH -> "brief";
            case YEAR, COUNT, RANK, MILLISECONDS, RATIO, PERCENT, SCORE, HOUR -> "amount";
        };
    }
}
