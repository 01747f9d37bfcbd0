package dev.mtm.playlist;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.enrich.ApiCache;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.TrackName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The playlists of an account, and what was published of them.
final class PlaylistStore {
    /// Two machines may differ so much in their clocks. A claim that lies further ahead was made on a clock
    /// that was wrong, and holds nobody up.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /// How long a track that the host does not know is not asked for again.
    private static final Duration GONE = Duration.ofDays(30);

    private static final String HOST = "spotify";

    private final Database database;
    private final long account;

    PlaylistStore(Database database, long account) {
        this.database = database;
        this.account = account;
    }

    /// A playlist that this process alone may publish for a while.
    ///
    /// @param marker    stands in the description
    /// @param spotifyId null: none was made, or that was not learnt
    /// @param isNew     whether nobody began to publish it before
    /// @param until     how long it holds; whoever has it is known by that
    record Claim(String marker, @Nullable String spotifyId, boolean isNew, Instant until) {}

    /// Takes the right to publish a playlist, before anything is asked of Spotify.
    ///
    /// @param marker what marks the playlist if it is new
    /// @param length after that the right is free again, should this process die
    /// @throws MtmException when another process is at it
    Claim claim(String playlist, String title, String marker, Instant now, Duration length) {
        Instant until = end(now, length);
        return database.write(session -> {
            boolean isNew = session.update(
                            "insert into playlists (account_id, playlist, title, marker) values (?, ?, ?, ?)"
                                    + " on conflict (account_id, playlist) do nothing",
                            account,
                            playlist,
                            title,
                            marker)
                    == 1;
            int claimed = session.update("""
                    update playlists
                    set publishing_until = ?
                    where account_id = ?
                        and playlist = ?
                        and (publishing_until is null or publishing_until < ? or publishing_until > ?)
                    """, until, account, playlist, now, until.plus(CLOCKS_DIFFER));
            if (claimed == 0) {
                throw new MtmException(
                        ErrorCode.LATER,
                        "another process is publishing this playlist, or was stopped while it did",
                        title,
                        "Publish again in " + length.toMinutes() + " minutes.");
            }
            return session.first(
                            "select marker, spotify_id from playlists where account_id = ? and playlist = ?",
                            row -> new Claim(row.text(1), row.textOrNull(2), isNew, until),
                            account,
                            playlist)
                    .orElseThrow();
        });
    }

    private static Instant end(Instant now, Duration length) {
        return now.plus(length).truncatedTo(ChronoUnit.SECONDS);
    }

    /// Keeps the right to publish for longer.
    ///
    /// @return until when
    /// @throws MtmException when another process has it by now
    Instant renew(String playlist, Instant until, Instant now, Duration length) {
        Instant longer = end(now, length);
        database.write(session -> hand(session, playlist, until, longer));
        return longer;
    }

    private int hand(Session session, String playlist, Instant until, @Nullable Instant next) throws SQLException {
        int mine = session.update(
                "update playlists set publishing_until = ? where account_id = ? and playlist = ? and publishing_until = ?",
                next,
                account,
                playlist,
                until);
        if (mine == 0) {
            throw new MtmException(
                    ErrorCode.LATER,
                    "this took so long that another process publishes the playlist by now",
                    playlist,
                    "Look at it with `mtm playlist history`, and publish again where it is not as it should be.");
        }
        return mine;
    }

    /// Gives the right to publish back, unless it is another's by now.
    void release(String playlist, Instant until) {
        database.write(session -> session.update(
                "update playlists set publishing_until = null where account_id = ? and playlist = ? and publishing_until = ?",
                account,
                playlist,
                until));
    }

    /// Those among tracks that the host did not know when it was asked last, less than a month ago.
    Set<String> gone(Collection<String> tracks) {
        return database.read(session -> {
            Set<String> gone = new HashSet<>();
            for (String track : tracks) {
                if (ApiCache.find(session, HOST, request(track)) instanceof ApiCache.Fresh) {
                    gone.add(track);
                }
            }
            return gone;
        });
    }

    /// Notes which tracks the host does not know.
    void note(Collection<String> gone) {
        database.write(session -> {
            for (String track : gone) {
                ApiCache.keep(session, HOST, request(track), "unknown", ApiCache.From.API, GONE);
            }
            return gone.size();
        });
    }

    private static String request(String track) {
        return "playlist track " + track;
    }

    /// Notes which playlist it is at Spotify.
    void made(String playlist, String spotifyId) {
        database.write(session -> session.update(
                "update playlists set spotify_id = ? where account_id = ? and playlist = ?",
                spotifyId,
                account,
                playlist));
    }

    /// Forgets which playlist it was at Spotify: another one is made in its place.
    void restart(String playlist, String marker) {
        database.write(session -> session.update(
                "update playlists set spotify_id = null, marker = ? where account_id = ? and playlist = ?",
                marker,
                account,
                playlist));
    }

    /// Notes what was published, and gives the right to publish back.
    ///
    /// @param beside what is kept with it
    /// @throws MtmException when another process has that right by now; nothing is noted then
    void published(
            String playlist,
            String spotifyId,
            Instant now,
            LocalDate asOf,
            List<String> tracks,
            Difference difference,
            Instant until,
            Beside beside) {
        database.write(session -> {
            long number = 1
                    + session.number(
                            "select max(publication) from playlist_history where account_id = ? and playlist = ?",
                            account,
                            playlist);
            session.update(
                    """
                    insert into playlist_history (
                        account_id, playlist, publication, published_at, as_of, spotify_id, added, removed
                    )
                    values (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    account,
                    playlist,
                    number,
                    now,
                    asOf,
                    spotifyId,
                    difference.added().size(),
                    difference.removed().size());
            for (int i = 0; i < tracks.size(); i++) {
                session.update(
                        "insert into playlist_tracks (account_id, playlist, publication, position, track_id)"
                                + " values (?, ?, ?, ?, ?)",
                        account,
                        playlist,
                        number,
                        i + 1,
                        tracks.get(i));
            }
            beside.note(session, spotifyId, now, tracks);
            return hand(session, playlist, until, null);
        });
    }

    /// Keeps more of a publication, in its transaction.
    @FunctionalInterface
    interface Beside {
        void note(Session session, String spotifyId, Instant at, List<String> tracks) throws SQLException;
    }

    /// The tracks of the last publication, in order; empty when there was none.
    List<String> lastTracks(String playlist) {
        return database.read(session -> session.list("""
                select t.track_id
                from playlist_tracks as t
                where t.account_id = ?
                    and t.playlist = ?
                    and t.publication = (
                        select max(h.publication)
                        from playlist_history as h
                        where h.account_id = t.account_id and h.playlist = t.playlist
                    )
                order by t.position
                """, row -> row.text(1), account, playlist));
    }

    /// Every publication, by playlist, the latest first.
    List<Publication> history() {
        return database.read(session -> session.list(
                """
                select
                    h.playlist,
                    p.title,
                    h.publication,
                    h.published_at,
                    h.as_of,
                    (
                        select count(*)
                        from playlist_tracks as t
                        where t.account_id = h.account_id
                            and t.playlist = h.playlist
                            and t.publication = h.publication
                    ) as tracks,
                    h.added,
                    h.removed
                from playlist_history as h
                join playlists as p on p.account_id = h.account_id and p.playlist = h.playlist
                where h.account_id = ?
                order by
                    h.playlist,
                    h.publication desc
                """,
                row -> new Publication(
                        row.text(1),
                        row.text(2),
                        Math.toIntExact(row.number(3)),
                        row.instant(4),
                        row.date(5),
                        Math.toIntExact(row.number(6)),
                        Math.toIntExact(row.number(7)),
                        Math.toIntExact(row.number(8))),
                account));
    }

    Playlists.Coverage coverage() {
        return database.read(session -> session.first(
                        """
                        select
                            count(f.energy),
                            count(*)
                        from heard_tracks as h
                        left join track_features as f on f.track_key = h.track_key
                        where h.account_id = ?
                        """, row -> new Playlists.Coverage(row.number(1), row.number(2)), account)
                .orElseThrow());
    }

    /// What tracks are called, as far as it is known.
    Map<String, TrackName> names(Collection<String> tracks) {
        return database.read(session -> {
            Map<String, TrackName> names = new HashMap<>();
            for (String track : tracks) {
                name(session, track, names);
            }
            return names;
        });
    }

    private static void name(Session session, String track, Map<String, TrackName> names) throws SQLException {
        session.first(
                        "select name, artist_name from tracks where track_id = ?",
                        row -> new TrackName(row.textOrNull(1), row.textOrNull(2)),
                        track)
                .ifPresent(name -> names.put(track, name));
    }
}
