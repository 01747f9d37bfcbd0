package dev.mtm.catalog;

import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.listening.Kind;
import dev.mtm.listening.TrackRef;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tracks of a store while an import runs: finds the track that a row names, makes it where it is new, and notes
/// what it was called. Names may differ between rows; the names of the latest play win, whatever the order of
/// reading.
///
/// One instance belongs to one transaction.
public final class TrackStore {
    private final Session session;
    private final Instant now;
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<Naming, Entry> byNames = new HashMap<>();
    private final List<Entry> touched = new ArrayList<>();
    private final RowBatch inserts;
    private long lastKey;

    /// Loads what the store has.
    public TrackStore(Session session, Instant now) throws SQLException {
        this.session = session;
        this.now = now;
        this.inserts = new RowBatch(
                session,
                "insert into tracks (track_key, track_id, kind, name, artist_name, album_name, name_key, added_at)",
                8,
                "");
        session.each("select track_key, track_id, name, artist_name, album_name from tracks", row -> {
            Names names = new Names(row.textOrNull(3), row.textOrNull(4), row.textOrNull(5));
            byId.put(row.text(2), new Entry(row.number(1), names, true));
            lastKey = Math.max(lastKey, row.number(1));
        });
    }

    /// The key of the track that a row names, made where it is new.
    ///
    /// @param playedAt when the play that names it started
    public long keyOf(TrackRef ref, Kind kind, Instant playedAt) throws SQLException {
        Entry entry = ref.trackId() != null ? byId.get(ref.trackId()) : byNames.get(new Naming(kind, ref));
        if (entry == null) {
            String id = ref.trackId() != null ? ref.trackId() : idByName(ref, kind);
            entry = byId.get(id);
            if (entry == null) {
                entry = insert(id, ref, kind);
            }
            if (ref.trackId() == null) {
                byNames.put(new Naming(kind, ref), entry);
            }
        }
        if (entry.describe(ref, playedAt.getEpochSecond())) {
            touched.add(entry);
        }
        return entry.key;
    }

    /// Writes new tracks that wait in memory, so that rows may point to them.
    public void flush() throws SQLException {
        inserts.flush();
    }

    /// Ends an import: keeps what each track was called in it, and settles names, credits and what counts as what.
    /// A track that was named by something else than an import, such as a snapshot, keeps that name.
    ///
    /// @param basis the imports that cannot be undone before this one: what they told is not kept twice
    /// @return the keys of older tracks whose name, credit or counting changed
    public Set<Long> finish(long importId, Set<Long> basis) throws SQLException {
        flush();
        RowBatch descriptions = new RowBatch(
                session,
                "insert into track_description (track_key, import_id, described_at, name, artist_name, album_name)",
                6,
                "");
        Set<Description> kept = new HashSet<>();
        Set<Long> described = new HashSet<>();
        session.each(Description.ALL, row -> {
            Description description = Description.read(row);
            described.add(description.trackKey());
            if (basis.contains(row.number(6))) {
                kept.add(description);
            }
        });
        List<Long> renamed = new ArrayList<>();
        for (Entry entry : touched) {
            if (entry.wasHere && !entry.stored.isUnknown() && !described.contains(entry.key)) {
                continue;
            }
            Names best = entry.best();
            if (kept.isEmpty() || !kept.contains(new Description(entry.key, entry.bestSecond, best))) {
                descriptions.add(
                        entry.key,
                        importId,
                        Instant.ofEpochSecond(entry.bestSecond),
                        best.name(),
                        best.artist(),
                        best.album());
            }
            if (!best.equals(entry.stored)) {
                renamed.add(entry.key);
            }
        }
        descriptions.flush();
        return Descriptions.settle(session, renamed);
    }

    private Entry insert(String id, TrackRef ref, Kind kind) throws SQLException {
        Names names = Names.of(ref);
        Entry entry = new Entry(++lastKey, names, false);
        byId.put(id, entry);
        inserts.add(
                entry.key,
                id,
                kind.label(),
                names.name(),
                names.artist(),
                names.album(),
                NameKey.ofTrack(id, names.artist(), names.name()),
                now);
        return entry;
    }

    private static String idByName(TrackRef ref, Kind kind) {
        if (ref.name() == null && ref.artistName() == null) {
            return "unnamed:" + kind.label();
        }
        String prefix = switch (kind) {
            case MUSIC -> "name:";
            case PODCAST -> "episode:name:";
            case AUDIOBOOK -> "chapter:name:";
            case VIDEO -> "video:name:";
        };
        return prefix + NameKey.of(ref.artistName(), ref.name());
    }

    private record Naming(
            Kind kind, @Nullable String name, @Nullable String artist) {
        Naming(Kind kind, TrackRef ref) {
            this(kind, ref.name(), ref.artistName());
        }
    }

    private static final class Entry {
        private final long key;
        private final Names stored;
        private final boolean wasHere;
        private @Nullable Names best;
        private long bestSecond;

        Entry(long key, Names stored, boolean wasHere) {
            this.key = key;
            this.stored = stored;
            this.wasHere = wasHere;
        }

        Names best() {
            return Objects.requireNonNull(best);
        }

        /// Takes note of a name; true the first time.
        boolean describe(TrackRef ref, long second) {
            boolean first = best == null;
            if (best == null || second > bestSecond || second == bestSecond && isGreater(ref, best)) {
                if (best == null || !isSame(ref, best)) {
                    best = isSame(ref, stored) ? stored : Names.of(ref);
                }
                bestSecond = second;
            }
            return first;
        }

        private static boolean isGreater(TrackRef ref, Names names) {
            return Names.of(ref).compareWith(names) > 0;
        }

        private static boolean isSame(TrackRef ref, Names names) {
            return Objects.equals(ref.name(), names.name())
                    && Objects.equals(ref.artistName(), names.artist())
                    && Objects.equals(ref.albumName(), names.album());
        }
    }

    /// Settles keys of names, credits and what counts as what, for tracks that came by another way than a play.
    ///
    /// @return the keys of the tracks that count as another one than before
    public static Set<Long> settle(Session session) throws SQLException {
        return Descriptions.settle(session, List.of());
    }

    /// Takes back what an import told of tracks: those that nothing else tells of go, the others get the names that
    /// are
    /// left. The import's plays must be gone already.
    ///
    /// @return the keys of the tracks whose name, credit or counting changed
    public static Set<Long> forget(Session session, long importId) throws SQLException {
        // What counts as a track that goes counts as itself or as another one from now on.
        List<Long> leaning = session.list("""
                select t.track_key
                from tracks as t
                join track_description as d on d.track_key = t.counts_as
                where d.import_id = ?
                order by t.track_key
                """, row -> row.number(1), importId);
        session.update("""
                delete from tracks
                where track_key in (select track_key from track_description where import_id = ?)
                    and not exists (select 1 from play_history as p where p.track_key = tracks.track_key)
                    and not exists (
                        select 1
                        from snapshots as s
                        where s.track_id = tracks.track_id and s.origin = 'spotify'
                    )
                    and not exists (select 1 from track_payload as l where l.track_key = tracks.track_key)
                    and not exists (
                        select 1
                        from track_description as d
                        where d.track_key = tracks.track_key and d.import_id <> ?
                    )
                """, importId, importId);
        List<Long> left = session.list(
                "select track_key from track_description where import_id = ? order by track_key",
                row -> row.number(1),
                importId);
        session.update("delete from track_description where import_id = ?", importId);
        Set<Long> changed = Descriptions.settle(session, left);
        changed.addAll(leaning);
        return changed;
    }
}
