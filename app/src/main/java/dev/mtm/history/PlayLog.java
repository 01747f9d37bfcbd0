package dev.mtm.history;

import dev.mtm.catalog.TrackStore;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.listening.Kind;
import dev.mtm.listening.Play;
import dev.mtm.listening.PlayContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The append-only log of plays, while an import writes to it. A row that is there already is left as it is: its
/// natural key is account, start, track, source, time listened, its number among equal rows of its file, and what it
/// tells beside (context, skipped). A row that differs in the last alone tells of the same playback once more: it is
/// kept, and [Retellings] marks it.
///
/// One instance belongs to one transaction.
public final class PlayLog {
    private final Session session;
    private final long account;
    private final TrackStore tracks;
    private final Map<PlayContext, Long> contexts = new HashMap<>();
    private final RowBatch newContexts;
    private final TreeMap<Long, Brought> importsByFirstPlay = new TreeMap<>();
    private final Set<Long> imports = new TreeSet<>();
    private final Set<Long> basis = new TreeSet<>();
    private final Batch music;
    private final Batch other;
    private final long firstNewId;
    private Ordinals ordinals = new Ordinals();
    private long nextId;
    private long lastContext;
    private @Nullable Instant earliest;
    private @Nullable Instant latest;

    public PlayLog(Session session, long account, TrackStore tracks) throws SQLException {
        this.session = session;
        this.account = account;
        this.tracks = tracks;
        this.newContexts = new RowBatch(
                session,
                "insert into play_context (context_key, time_basis, platform, country, context_uri, reason_start,"
                        + " reason_end, shuffle, offline, incognito)",
                10,
                "");
        this.music = new Batch();
        this.other = new Batch();
        Contexts.byKey(session).forEach((key, context) -> {
            contexts.put(context, key);
            lastContext = Math.max(lastContext, key);
        });
        session.each("""
                select
                    f.first_play_id,
                    f.end_play_id,
                    f.import_id
                from import_file as f
                join import_run as r on r.import_id = f.import_id
                where r.undone_at is null and f.end_play_id > f.first_play_id
                """, row -> {
            importsByFirstPlay.put(row.number(1), new Brought(row.number(2), row.number(3)));
            imports.add(row.number(3));
        });
        this.nextId = nextId(session);
        this.firstNewId = nextId;
    }

    /// Ids are never used twice, also not those of an undone import: a file's plays are a range of ids.
    static long nextId(Session session) throws SQLException {
        return 1
                + Math.max(
                        session.number("select coalesce(max(play_id), 0) from play_history"),
                        session.number("select coalesce(max(end_play_id), 1) - 1 from import_file"));
    }

    /// The id that the next play will get.
    public long nextId() {
        return nextId;
    }

    /// Starts a file: equal rows are counted within one file.
    public void startFile() {
        ordinals = new Ordinals();
    }

    /// Adds a play, unless it is there already.
    public void add(Play play) throws SQLException {
        long track = tracks.keyOf(play.track(), play.kind(), play.playedAt());
        Duration listened = play.listened();
        int ordinal = ordinals.next(
                track,
                play.playedAt().getEpochSecond(),
                listened == null ? -1 : listened.toMillis(),
                play.source().code());
        Batch batch = play.kind() == Kind.MUSIC ? music : other;
        batch.add(new LogRow(
                nextId++,
                track,
                play.source().code(),
                contextKey(play.context()),
                play.playedAt(),
                listened,
                play.skipped(),
                ordinal));
    }

    /// What a file brought, by what became of its plays.
    ///
    /// @param newMusic    plays of music that were not here
    /// @param newNotMusic plays of other things that were not here
    /// @param known       rows that were here already
    public record Added(long newMusic, long newNotMusic, long known) {}

    /// Ends a file.
    public Added endFile() throws SQLException {
        music.flush();
        other.flush();
        Added added = new Added(music.taken, other.taken, music.offered + other.offered - music.taken - other.taken);
        music.reset();
        other.reset();
        return added;
    }

    /// The earlier imports that had brought rows which were found here again.
    public Set<Long> basis() {
        return Set.copyOf(basis);
    }

    /// The span of the starts of all new plays; null when there is none.
    public @Nullable Span span() {
        return earliest == null || latest == null ? null : new Span(earliest, latest);
    }

    private long contextKey(PlayContext context) throws SQLException {
        Long key = contexts.get(context);
        if (key == null) {
            key = ++lastContext;
            contexts.put(context, key);
            newContexts.add(Contexts.values(key, context));
        }
        return key;
    }

    private void noteBasis(LogRow row) throws SQLException {
        session.first(
                        "select play_id from play_history where account_id = ? and played_at = ? and track_key = ?"
                                + " and source_key = ? and coalesce(listened_ms, -1) = ? and ordinal = ?"
                                + " and context_key = ? and coalesce(cast(skipped as integer), -1) = ?",
                        found -> found.number(1),
                        account,
                        row.playedAt(),
                        row.track(),
                        row.source(),
                        row.listened() == null ? -1L : row.listened().toMillis(),
                        row.ordinal(),
                        row.context(),
                        row.skipped() == null ? -1 : row.skipped() ? 1 : 0)
                .filter(id -> id < firstNewId)
                .ifPresent(id -> {
                    Map.Entry<Long, Brought> file = importsByFirstPlay.floorEntry(id);
                    // A play that was told as it happened belongs to no import.
                    if (file != null && id < file.getValue().endPlayId()) {
                        basis.add(file.getValue().importId());
                    }
                });
    }

    /// What a file of an earlier import brought.
    private record Brought(long endPlayId, long importId) {}

    private record LogRow(
            long id,
            long track,
            int source,
            long context,
            Instant playedAt,
            @Nullable Duration listened,
            @Nullable Boolean skipped,
            int ordinal) {}

    /// Rows on their way into the log.
    private final class Batch {
        private final RowBatch rows = new RowBatch(
                session,
                "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                        + " listened_ms, skipped, ordinal)",
                9,
                "on conflict (account_id, played_at, track_key, source_key, coalesce(listened_ms, -1), ordinal,"
                        + " context_key, coalesce(cast(skipped as integer), -1)) do nothing");
        private final List<LogRow> waiting = new ArrayList<>();
        private long offered;
        private long taken;

        void add(LogRow row) throws SQLException {
            waiting.add(row);
            if (waiting.size() == RowBatch.ROWS) {
                flush();
            }
        }

        void flush() throws SQLException {
            tracks.flush();
            newContexts.flush();
            for (LogRow row : waiting) {
                rows.add(
                        row.id(),
                        account,
                        row.track(),
                        row.source(),
                        row.context(),
                        row.playedAt(),
                        row.listened(),
                        row.skipped(),
                        row.ordinal());
            }
            long written = rows.flush();
            offered += waiting.size();
            taken += written;
            if (written > 0) {
                for (LogRow row : waiting) {
                    earliest = earliest == null || row.playedAt().isBefore(earliest) ? row.playedAt() : earliest;
                    latest = latest == null || row.playedAt().isAfter(latest) ? row.playedAt() : latest;
                }
            }
            if (written < waiting.size()) {
                for (LogRow row : waiting) {
                    if (basis.size() == imports.size()) {
                        break;
                    }
                    noteBasis(row);
                }
            }
            waiting.clear();
        }

        void reset() {
            offered = 0;
            taken = 0;
        }
    }
}
