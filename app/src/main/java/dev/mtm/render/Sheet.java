package dev.mtm.render;

import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.TrackName;
import dev.mtm.question.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in words: a track takes two columns, its title and its artist.
record Sheet(List<Heading> headings, List<List<String>> rows) {
    /// @param right  amounts stand at the right
    /// @param shrinks names may be cut to fit
    record Heading(String label, boolean right, boolean shrinks) {}

    static Sheet of(Answer answer, Wording wording) {
        List<Heading> headings = new ArrayList<>();
        for (Column column : answer.columns()) {
            boolean name = switch (column.unit()) {
                case TEXT, TRACK, ARTIST, ALBUM -> true;
                default -> false;
            };
            headings.add(new Heading(column.label(), column.unit().isAmount(), name));
            if (column.unit() == Unit.TRACK) {
                headings.add(new Heading("Artist", false, true));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : answer.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Unit unit = answer.columns().get(i).unit();
                if (unit == Unit.TRACK && row.get(i) instanceof String id) {
                    TrackName name = answer.tracks().get(id);
                    cells.add(wording.of(unit, name == null || name.title() == null ? id : name.title()));
                    cells.add(wording.of(unit, name == null ? null : name.artist()));
                } else {
                    cells.add(wording.of(unit, row.get(i)));
                    if (unit == Unit.TRACK) {
                        cells.add(Wording.UNKNOWN);
                    }
                }
            }
            rows.add(cells);
        }
        return new Sheet(headings, rows);
    }
}
