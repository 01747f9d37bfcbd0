package dev.mtm.web;

import dev.mtm.enrich.CoverSource;
import dev.mtm.enrich.CoverSource.Size;
import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.ParameterType;
import dev.mtm.question.Question;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.web.Panel.Beside;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of a panel as a table: what stands in each field, where it leads, and how its place changed.
///
/// @param answer null: there is none, nor are there rows
/// @param beside what places are compared with; null: nothing
/// @param hidden columns that are left out
public record Grid(
        Question question,
        @Nullable Answer answer,
        @Nullable Beside beside,
        CoverSource.Known covers,
        Set<String> hidden,
        Visit visit) {
    public Grid {
        hidden = Set.copyOf(hidden);
    }

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

    public List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        for (Column column : question.columns()) {
            if (hidden.contains(column.name())) {
                continue;
            }
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
        Long there = places.get(key(question, row));
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

    /// What a row is about: the names in it.
    static List<@Nullable Object> key(Question question, List<@Nullable Object> row) {
        List<@Nullable Object> key = new ArrayList<>();
        keys(question).forEach(column -> key.add(row.get(column)));
        return key;
    }

    /// The columns of the names, by their place in a row.
    static List<Integer> keys(Question question) {
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < question.columns().size(); i++) {
            switch (question.columns().get(i).unit()) {
                case TEXT, TRACK, ARTIST, ALBUM -> keys.add(i);
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
        return keys;
    }

    static int indexOf(Question question, Unit unit) {
        List<Column> columns = question.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).unit() == unit) {
                return i;
            }
        }
        return -1;
    }

    public List<List<Cell>> cells() {
        List<List<Cell>> rows = new ArrayList<>();
        if (answer != null) {
            Map<List<@Nullable Object>, Long> places = beside == null ? Map.of() : places(beside.answer());
            for (List<@Nullable Object> row : answer.rows()) {
                List<Cell> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    Column column = question.columns().get(i);
                    if (hidden.contains(column.name())) {
                        continue;
                    }
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
    static @Nullable String artist(Question question, List<@Nullable Object> row) {
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
        if (value instanceof Instant moment && tellsOfTracks()) {
            return new Cell(wording.of(unit, moment), null, visit.toMoment(moment), style(unit));
        }
        if (unit == Unit.YEAR && value instanceof Long year) {
            return new Cell(wording.of(unit, year), null, visit.toYear(year), style(unit));
        }
        return new Cell(wording.of(unit, value), null, null, style(unit));
    }

    /// Whether its moments are those of plays.
    private boolean tellsOfTracks() {
        return indexOf(question, Unit.TRACK) >= 0
                || question.parameters().stream().anyMatch(one -> one.type() == ParameterType.TRACK);
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
