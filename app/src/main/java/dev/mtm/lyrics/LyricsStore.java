package dev.mtm.lyrics;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lyrics that are kept. They are the listener's to read, and nobody else's.
public final class LyricsStore {
    private final Database database;

    public LyricsStore(Database database) {
        this.database = database;
    }

    /// What is kept of a track's lyrics.
    ///
    /// @param text         line by line; null: not known, or it has none
    /// @param instrumental whether it is known to have no words
    /// @param source       who told; null: unknown
    /// @param link         a page where they can be read; null: none is known
    public record Kept(
            @Nullable String text,
            boolean instrumental,
            @Nullable String source,
            @Nullable String link) {
        /// Without the words, so that they cannot come into a log.
        @Override
        public String toString() {
            return "Kept[text=" + (text != null) + ", instrumental=" + instrumental + ", source=" + source + ", link="
                    + link + "]";
        }
    }

    /// Empty where nothing is known of a track's lyrics.
    public Optional<Kept> of(String trackId) {
        return database.read(session -> session.first(
                        """
                        select
                            l.lyrics,
                            l.synced_lyrics,
                            l.instrumental,
                            l.lyrics_source,
                            l.lyrics_url
                        from tracks as t
                        join track_lyrics as l on l.track_key = t.track_key
                        where t.track_id = ?
                        """,
                        row -> {
                            Lyrics lyrics = new Lyrics(
                                    row.textOrNull(1), row.textOrNull(2), Boolean.TRUE.equals(row.truthOrNull(3)));
                            return new Kept(lyrics.text(), lyrics.instrumental(), row.textOrNull(4), row.textOrNull(5));
                        },
                        trackId)
                .filter(kept -> kept.text() != null || kept.instrumental() || kept.link() != null));
    }

    /// The tracks without lyrics, what was heard most first.
    static List<String> lacking(Session session) throws SQLException {
        return heard(session, "l.lyrics is null and l.synced_lyrics is null and l.instrumental is not true");
    }

    /// The tracks without a page where their lyrics can be read, what was heard most first.
    static List<String> lackingLink(Session session) throws SQLException {
        return heard(session, "l.lyrics_url is null and l.instrumental is not true");
    }

    private static List<String> heard(Session session, String lacking) throws SQLException {
        return session.list("""
                select t.track_id
                from (
                    select
                        h.track_key,
                        sum(h.listens) as listens
                    from heard_tracks as h
                    group by h.track_key
                ) as heard
                join tracks as t on t.track_key = heard.track_key
                left join track_lyrics as l on l.track_key = t.track_key
                where t.name is not null and t.artist_name is not null and %s
                order by
                    heard.listens desc,
                    t.track_id
                """.formatted(lacking), row -> row.text(1));
    }

    /// By what a track is looked up.
    Song song(String trackId) {
        return database.read(session -> session.first(
                        "select artist_name, name, album_name, duration_ms from tracks where track_id = ?",
                        row -> {
                            Long length = row.numberOrNull(4);
                            return new Song(
                                    row.text(1),
                                    row.text(2),
                                    row.textOrNull(3),
                                    length == null || length <= 0 ? null : Duration.ofMillis(length));
                        },
                        trackId)
                .orElseThrow());
    }

    static void keep(Session session, String trackId, Lyrics lyrics, String source, Instant now) throws SQLException {
        session.update("""
                insert into track_lyrics (
                    track_key, lyrics, synced_lyrics, instrumental, lyrics_source, lyrics_at
                )
                select
                    t.track_key,
                    ?,
                    ?,
                    ?,
                    ?,
                    ?
                from tracks as t
                where t.track_id = ?
                on conflict (track_key) do update
                set
                    lyrics = excluded.lyrics,
                    synced_lyrics = excluded.synced_lyrics,
                    instrumental = excluded.instrumental,
                    lyrics_source = excluded.lyrics_source,
                    lyrics_at = excluded.lyrics_at
                """, lyrics.plain(), lyrics.synced(), lyrics.instrumental(), source, now, trackId);
    }

    static void keepLink(Session session, String trackId, String link) throws SQLException {
        session.update("""
                insert into track_lyrics (track_key, lyrics_url)
                select
                    t.track_key,
                    ?
                from tracks as t
                where t.track_id = ?
                on conflict (track_key) do update
                set lyrics_url = excluded.lyrics_url
                """, link, trackId);
    }
}
