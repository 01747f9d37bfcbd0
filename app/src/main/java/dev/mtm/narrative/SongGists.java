package dev.mtm.narrative;

import dev.mtm.db.Database;
import java.util.List;

/// What songs are about, of those whose lyrics are kept: a summary beside the lyrics, and tags beside the track.
public final class SongGists {
    private final Database database;
    private final LyricsReader reader;

    public SongGists(Database database, LyricsReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /// What became of the songs.
    ///
    /// @param leftOut for which the model said nothing that can be taken
    /// @param waiting that have no summary yet
    public record Done(int told, int leftOut, long waiting) {}

    private record Song(long key, String lyrics) {}

    /// Has songs summed up that are not yet, those known longest first. Each is kept as soon as it is told.
    public Done tell(int most) {
        List<Song> songs = database.read(session -> session.list(
                "select track_key, lyrics from track_lyrics where lyrics is not null and lyrics_summary is null"
                        + " order by track_key limit ?",
                row -> new Song(row.number(1), row.text(2)),
                most));
        int told = 0;
        for (Song song : songs) {
            told += reader.read(song.lyrics())
                    .map(gist -> keep(song.key(), gist))
                    .orElse(0);
        }
        return new Done(
                told,
                songs.size() - told,
                database.read(session -> session.number(
                        "select count(*) from track_lyrics where lyrics is not null and lyrics_summary is null")));
    }

    private int keep(long track, LyricsReader.Gist gist) {
        return database.write(session -> {
            session.update(
                    "update tracks set genre_tags = ? where track_key = ? and genre_tags is null",
                    String.join(", ", gist.tags()),
                    track);
            return session.update(
                    "update track_lyrics set lyrics_summary = ? where track_key = ?", gist.summary(), track);
        });
    }
}
