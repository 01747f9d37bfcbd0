package dev.mtm.catalog;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Settles what tracks are called after the descriptions of them changed: the latest description wins. What follows
/// from a name (credits, artists, what counts as what) follows here too.
final class Descriptions {
    private Descriptions() {}

    /// @param tracks the keys of the tracks whose descriptions changed
    /// @return the keys of all tracks whose name, credit or counting changed
    static Set<Long> settle(Session session, Collection<Long> tracks) throws SQLException {
        Set<Long> changed = new TreeSet<>();
        for (long track : tracks) {
            Optional<Description> best =
                    session.list(Description.ALL + " where track_key = ?", Description::read, track).stream()
                            .reduce((a, b) -> a.wins(b) ? a : b);
            if (best.isPresent() && rename(session, track, best.get().names())) {
                changed.add(track);
            }
        }
        ArtistCredits.settle(session);
        changed.addAll(CountsAs.settle(session));
        return changed;
    }

    /// What a service calls a track wins over what exports call it, whichever came first.
    private static boolean isDescribedByAService(Session session, long track) throws SQLException {
        return session.number(
                        "select count(*) from tracks where track_key = ? and updated_at is not null and name is not null",
                        track)
                > 0;
    }

    private static boolean rename(Session session, long track, Names names) throws SQLException {
        Names stored = session.first(
                        "select name, artist_name, album_name from tracks where track_key = ?",
                        row -> new Names(row.textOrNull(1), row.textOrNull(2), row.textOrNull(3)),
                        track)
                .orElseThrow();
        if (stored.equals(names) || isDescribedByAService(session, track)) {
            return false;
        }
        String id = session.first("select track_id from tracks where track_key = ?", row -> row.text(1), track)
                .orElseThrow();
        session.update(
                "update tracks set name = ?, artist_name = ?, album_name = ?, name_key = ? where track_key = ?",
                names.name(),
                names.artist(),
                names.album(),
                NameKey.ofTrack(id, names.artist(), names.name()),
                track);
        // The credit that was read from the name goes with it, whether or not a service knows that artist by now.
        session.update("delete from track_artists where track_key = ?", track);
        return true;
    }
}
