package dev.mtm.catalog;

import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives every piece of music its main artist. Exports name one artist per track and no artist ids, so an artist is
/// who has the same folded name; the greatest spelling is shown, which does not depend on the order of reading.
final class ArtistCredits {
    private ArtistCredits() {}

    /// Completes credits and keys of names that are missing, and drops artists without any credit.
    static void settle(Session session) throws SQLException {
        completeNameKeys(session);
        List<Uncredited> tracks = session.list("""
                select
                    t.track_key,
                    t.artist_name
                from tracks as t
                left join track_artists as c on c.track_key = t.track_key
                where c.track_key is null and t.kind = 'music' and t.artist_name is not null
                order by t.track_key
                """, row -> new Uncredited(row.number(1), row.text(2)));
        credit(
                session,
                tracks.stream().filter(track -> !track.artist().isBlank()).toList());
        session.update("""
                delete from artists
                where artist_id >= 'name:' and artist_id < 'name;'
                    and not exists (select 1 from track_artists as c where c.artist_key = artists.artist_key)
                """);
        session.update("""
                update artists
                set name = (
                    select max(t.artist_name)
                    from track_artists as c
                    join tracks as t on t.track_key = c.track_key
                    where c.artist_key = artists.artist_key and c.position = 1
                )
                where artist_id >= 'name:' and artist_id < 'name;'
                    and name <> (
                        select max(t.artist_name)
                        from track_artists as c
                        join tracks as t on t.track_key = c.track_key
                        where c.artist_key = artists.artist_key and c.position = 1
                    )
                """);
    }

    private static void credit(Session session, List<Uncredited> tracks) throws SQLException {
        if (tracks.isEmpty()) {
            return;
        }
        Map<String, Long> keys = new HashMap<>();
        // Where a service knows an artist of that name, it is this one; of several the first id.
        session.each("select artist_id, artist_key, name from artists order by artist_id desc", row -> {
            keys.put("name:" + NameKey.ofArtist(row.text(3)), row.number(2));
            keys.put(row.text(1), row.number(2));
        });
        long last = session.number("select coalesce(max(artist_key), 0) from artists");
        RowBatch artists = new RowBatch(session, "insert into artists (artist_key, artist_id, name)", 3, "");
        List<@Nullable Object[]> credits = new ArrayList<>(tracks.size());
        for (Uncredited track : tracks) {
            String id = "name:" + NameKey.ofArtist(track.artist());
            Long key = keys.get(id);
            if (key == null) {
                key = ++last;
                keys.put(id, key);
                artists.add(key, id, track.artist());
            }
            credits.add(new Object[] {track.key(), 1, key});
        }
        artists.flush();
        RowBatch batch = new RowBatch(session, "insert into track_artists (track_key, position, artist_key)", 3, "");
        for (@Nullable Object[] row : credits) {
            batch.add(row);
        }
        batch.flush();
    }

    /// A store that was taken over from another program has no keys of names yet.
    private static void completeNameKeys(Session session) throws SQLException {
        List<Unkeyed> tracks = session.list(
                "select track_key, track_id, artist_name, name from tracks where name_key is null order by track_key",
                row -> new Unkeyed(row.number(1), row.text(2), row.textOrNull(3), row.textOrNull(4)));
        for (Unkeyed track : tracks) {
            session.update(
                    "update tracks set name_key = ? where track_key = ?",
                    NameKey.ofTrack(track.id(), track.artist(), track.name()),
                    track.key());
        }
    }

    private record Uncredited(long key, String artist) {}

    private record Unkeyed(
            long key,
            String id,
            @Nullable String artist,
            @Nullable String name) {}
}
