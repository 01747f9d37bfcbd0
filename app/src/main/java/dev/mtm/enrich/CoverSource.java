package dev.mtm.enrich;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the covers of albums are, as the store was told with their tracks. Nothing here asks another host.
public final class CoverSource {
    /// How many tracks or albums one statement looks up.
    private static final int AT_ONCE = 400;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    public CoverSource(Database database) {
        this.database = database;
    }

    /// How wide a cover is wanted, in pixels: at least so, and no wider than needed.
    public enum Size {
        /// For a row of a list.
        SMALL(64),
        /// For the page of one record.
        LARGE(300);

        private final int width;

        Size(int width) {
            this.width = width;
        }
    }

    /// An album by exactly its name and its main artist's.
    public record Album(String artist, String name) {}

    /// Of what there is a cover, and the id of the track that it came with.
    ///
    /// @param tracks by id; a track that came without one has that of another of its album
    public record Known(Map<String, String> tracks, Map<Album, String> albums) {
        public Known {
            tracks = Map.copyOf(tracks);
            albums = Map.copyOf(albums);
        }
    }

    /// Looks up of which tracks and albums there is a cover.
    public Known known(Collection<String> tracks, Collection<Album> albums) {
        if (tracks.isEmpty() && albums.isEmpty()) {
            return new Known(Map.of(), Map.of());
        }
        return database.read(session -> new Known(tracks(session, tracks), albums(session, albums)));
    }

    private static Map<String, String> tracks(Session session, Collection<String> tracks) throws SQLException {
        Map<String, String> known = new HashMap<>();
        for (List<String> some : parts(tracks)) {
            session.each(
                    """
                    select
                        t.track_id,
                        case when t.album_image_url is not null then t.track_id
                        else (
                            select min(s.track_id)
                            from tracks as s
                            where s.artist_name = t.artist_name
                                and s.album_name = t.album_name
                                and s.album_image_url is not null
                        ) end
                    from tracks as t
                    where t.track_id in (%s)
                    """.formatted(marks(some)),
                    row -> {
                        String pictured = row.textOrNull(2);
                        if (pictured != null) {
                            known.put(row.text(1), pictured);
                        }
                    },
                    some.toArray());
        }
        return known;
    }

    /// Artists and albums are looked up on their own; of what both find, only what was asked for is kept.
    private static Map<Album, String> albums(Session session, Collection<Album> albums) throws SQLException {
        Map<Album, String> known = new HashMap<>();
        for (List<Album> some : parts(albums)) {
            List<Object> names = new ArrayList<>();
            some.forEach(album -> names.add(album.artist()));
            some.forEach(album -> names.add(album.name()));
            session.each(
                    """
                    select
                        a.name,
                        t.album_name,
                        min(t.track_id)
                    from artists as a
                    join track_artists as c on c.artist_key = a.artist_key
                    join tracks as t on t.track_key = c.track_key
                    where a.name in (%1$s)
                        and c.position = 1
                        and t.album_name in (%1$s)
                        and t.album_image_url is not null
                    group by
                        a.name,
                        t.album_name
                    """.formatted(marks(some)),
                    row -> {
                        Album album = new Album(row.text(1), row.text(2));
                        if (some.contains(album)) {
                            known.put(album, row.text(3));
                        }
                    },
                    names.toArray());
        }
        return known;
    }

    private static <T> List<List<T>> parts(Collection<T> wanted) {
        List<T> all = wanted.stream().distinct().toList();
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
        return parts;
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", values.stream().map(value -> "?").toList());
    }

    /// Where the cover is that came with a track; empty when none did, or it is no address.
    public Optional<URI> address(String track, Size size) {
        return database.read(
                        session -> session.first("""
                        select
                            t.album_image_url,
                            p.raw_json
                        from tracks as t
                        left join track_payload as p on p.track_key = t.track_key
                        where t.track_id = ?
                        """, row -> new Told(row.textOrNull(1), row.textOrNull(2)), track))
                .flatMap(told -> told.address(size));
    }

    private record Told(@Nullable String address, @Nullable String payload) {
        Optional<URI> address(Size size) {
            String sized = payload == null ? null : sized(payload, size);
            String chosen = sized == null ? address : sized;
            try {
                return chosen == null ? Optional.empty() : Optional.of(new URI(chosen));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }

    /// The address of the image that fits best; null where the payload tells of none.
    private static @Nullable String sized(String payload, Size size) {
        String best = null;
        int bestWidth = -1;
        try {
            for (JsonNode image : JSON.readTree(payload).path("album").path("images")) {
                String address = image.path("url").asString("");
                int width = image.path("width").asInt(0);
                boolean better = bestWidth < size.width ? width > bestWidth : width >= size.width && width < bestWidth;
                if (!address.isBlank() && better) {
                    best = address;
                    bestWidth = width;
                }
            }
        } catch (JacksonException e) {
            // A payload of another program may be anything.
            return null;
        }
        return best;
    }
}
