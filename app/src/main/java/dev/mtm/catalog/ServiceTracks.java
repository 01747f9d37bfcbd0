package dev.mtm.catalog;

import dev.mtm.db.Json;
import dev.mtm.db.Session;
import dev.mtm.listening.Artist;
import dev.mtm.listening.Track;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tracks as a service describes them: makes those that are new and refreshes the others. A track stays the
/// row that it is, first seen when it was first seen. What the service calls a track is what it is called
/// from then on, whatever older exports call it; what the service does not tell stays as it was.
///
/// One instance belongs to one transaction.
public final class ServiceTracks {
    private final Session session;
    private final Instant now;
    private final Set<Long> changed = new TreeSet<>();
    private final Map<String, Long> byId = new HashMap<>();
    private @Nullable Map<String, Long> artistsById;
    private final Map<String, Long> artistsByName = new HashMap<>();

    /// @param now when the service told
    public ServiceTracks(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /// The id that a track has in the store: the service's, else one of its names.
    public static String idOf(Track track) {
        return track.trackId() != null
                ? track.trackId()
                : "name:" + NameKey.of(track.ref().artistName(), track.name());
    }

    /// The key of a track, made or refreshed. The same track twice is refreshed once.
    public long take(Track track) throws SQLException {
        String id = idOf(track);
        Long taken = byId.get(id);
        if (taken != null) {
            return taken;
        }
        Optional<Known> known = session.first(
                "select track_key, name, artist_name, album_name, duration_ms from tracks where track_id = ?",
                row -> new Known(
                        row.number(1),
                        new Names(row.textOrNull(2), row.textOrNull(3), row.textOrNull(4)),
                        row.millisOrNull(5)),
                id);
        long key = known.isPresent() ? known.get().key() : insert(id);
        describe(key, id, track, known.orElse(null));
        credit(key, track.artists());
        byId.put(id, key);
        return key;
    }

    /// Settles what follows from names and credits.
    ///
    /// @return the keys of older tracks of which something changed that counting depends on
    public Set<Long> settle() throws SQLException {
        changed.addAll(Descriptions.settle(session, List.of()));
        return changed;
    }

    private record Known(long key, Names names, @Nullable Duration length) {}

    private long insert(String id) throws SQLException {
        long key = session.number("select coalesce(max(track_key), 0) + 1 from tracks");
        session.update(
                "insert into tracks (track_key, track_id, kind, added_at) values (?, ?, 'music', ?)", key, id, now);
        return key;
    }

    private void describe(long key, String id, Track track, @Nullable Known known) throws SQLException {
        boolean named = track.name() != null;
        Names names = named ? Names.of(track.ref()) : new Names(null, null, null);
        if (named || known == null) {
            name(key, id, names);
        }
        facts(key, track);
        boolean counts = known != null
                && (named && !known.names().equals(names)
                        || track.duration() != null && !track.duration().equals(known.length()));
        if (counts) {
            changed.add(key);
        }
    }

    private void name(long key, String id, Names names) throws SQLException {
        session.update(
                """
                update tracks
                set
                    name = ?,
                    artist_name = ?,
                    album_name = coalesce(?, album_name),
                    name_key = ?,
                    updated_at = ?
                where track_key = ?
                """,
                names.name(),
                names.artist(),
                names.album(),
                NameKey.ofTrack(id, names.artist(), names.name()),
                now,
                key);
    }

    private void facts(long key, Track track) throws SQLException {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("duration_ms", track.duration());
        told.put("album_image_url", track.albumImageUrl());
        told.put("spotify_url", track.url());
        told.put("release_date", track.releaseDate());
        told.put("isrc", track.isrc());
        told.put("popularity", track.popularity());
        for (Map.Entry<String, @Nullable Object> fact : told.entrySet()) {
            if (fact.getValue() != null) {
                session.update("update tracks set " + fact.getKey() + " = ? where track_key = ?", fact.getValue(), key);
            }
        }
        session.update("""
                insert into track_payload (track_key, raw_json)
                values (?, ?)
                on conflict (track_key) do update
                set raw_json = excluded.raw_json
                """, key, new Json(track.payload()));
    }

    private void credit(long track, List<Artist> artists) throws SQLException {
        List<Long> now = new ArrayList<>();
        for (Artist artist : artists) {
            long key = artist(artist);
            if (!now.contains(key)) {
                now.add(key);
            }
        }
        List<Long> before = session.list(
                "select artist_key from track_artists where track_key = ? order by position",
                row -> row.number(1),
                track);
        if (now.isEmpty() || now.equals(before)) {
            return;
        }
        session.update("delete from track_artists where track_key = ?", track);
        for (int i = 0; i < now.size(); i++) {
            session.update(
                    "insert into track_artists (track_key, position, artist_key) values (?, ?, ?)",
                    track,
                    i + 1,
                    now.get(i));
        }
        changed.add(track);
    }

    /// An artist who was known by name only, from exports, is the service's artist of that name from now
    /// on.
    private long artist(Artist artist) throws SQLException {
        Map<String, Long> known = artistsById();
        String folded = "name:" + NameKey.ofArtist(artist.name());
        String id = artist.artistId() != null ? artist.artistId() : folded;
        Long key = known.get(id);
        if (key == null && artist.artistId() == null) {
            key = artistsByName.get(folded);
        }
        if (key == null && known.containsKey(folded)) {
            key = Objects.requireNonNull(known.remove(folded));
            session.update("update artists set artist_id = ? where artist_key = ?", id, key);
        }
        if (key == null) {
            key = session.number("select coalesce(max(artist_key), 0) + 1 from artists");
            session.update(
                    "insert into artists (artist_key, artist_id, name) values (?, ?, ?)", key, id, artist.name());
        } else {
            session.update(
                    "update artists set name = ? where artist_key = ? and name <> ?",
                    artist.name(),
                    key,
                    artist.name());
        }
        known.put(id, key);
        artistsByName.putIfAbsent(folded, key);
        return key;
    }

    private Map<String, Long> artistsById() throws SQLException {
        Map<String, Long> known = artistsById;
        if (known == null) {
            known = new HashMap<>();
            artistsById = known;
            Map<String, Long> all = known;
            session.each("select artist_id, artist_key, name from artists order by artist_id", row -> {
                all.put(row.text(1), row.number(2));
                artistsByName.putIfAbsent("name:" + NameKey.ofArtist(row.text(3)), row.number(2));
            });
        }
        return known;
    }
}
