package dev.mtm.question;

import dev.mtm.db.Row;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What each track that a store knows is called: its title, artist and album, empty where no source told.
final class TrackNames {
    static final String SQL = """
            select
                t.track_key,
                coalesce(t.name, ''),
                coalesce(t.artist_name, ''),
                coalesce(t.album_name, '')
            from tracks as t
            order by t.track_key
            """;

    private final long[] keys;
    private final Lines lines;

    private TrackNames(long[] keys, Lines lines) {
        this.keys = keys;
        this.lines = lines;
    }

    /// The keys of all tracks that hold every word of a text, in one of their names or another.
    List<Long> keys(String text) {
        List<Long> found = new ArrayList<>();
        List<String> words = Folding.words(text);
        if (!words.isEmpty()) {
            lines.holding(words, line -> found.add(keys[line]));
        }
        return found;
    }

    /// Takes the rows of the query.
    static final class Reading implements Session.RowHandler {
        private final List<Long> keys = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();

        @Override
        public void handle(Row row) throws SQLException {
            keys.add(row.number(1));
            lines.add(Lines.line(row.text(2), row.text(3), row.text(4)));
        }

        TrackNames read() {
            return new TrackNames(keys.stream().mapToLong(Long::longValue).toArray(), Lines.of(lines));
        }
    }
}
