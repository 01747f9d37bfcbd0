package dev.mtm.enrich;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.List;

/// What lacks some fact, what was heard most first.
final class Lacking {
    /// A Spotify id has this length and no colon, as ids have that are made up here.
    private static final String AT_SPOTIFY = "length(%1$s) = 22 and %1$s not like '%%:%%'";

    private Lacking() {}

    /// Ids of tracks that Spotify has an id of.
    ///
    /// @param condition about `tracks as t`
    static List<String> tracks(Session session, String condition) throws SQLException {
        return session.list("""
                with heard as (
                    select
                        track_key,
                        sum(listens) as listens
                    from heard_tracks
                    group by track_key
                )
                select t.track_id
                from tracks as t
                left join heard as h on h.track_key = t.track_key
                where t.kind = 'music'
                    and %s
                    and %s
                order by
                    coalesce(h.listens, 0) desc,
                    t.track_id
                """.formatted(AT_SPOTIFY.formatted("t.track_id"), condition), row -> row.text(1));
    }

    /// Ids of artists that Spotify has an id of.
    ///
    /// @param condition about `artists as a`
    static List<String> artists(Session session, String condition) throws SQLException {
        return session.list("""
                with heard as (
                    select
                        artist_key,
                        sum(listens) as listens
                    from heard_tracks
                    where artist_key is not null
                    group by artist_key
                )
                select a.artist_id
                from artists as a
                left join heard as h on h.artist_key = a.artist_key
                where %s
                    and %s
                order by
                    coalesce(h.listens, 0) desc,
                    a.artist_id
                """.formatted(AT_SPOTIFY.formatted("a.artist_id"), condition), row -> row.text(1));
    }
}
