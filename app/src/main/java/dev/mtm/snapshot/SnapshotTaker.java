package dev.mtm.snapshot;

import dev.mtm.catalog.ServiceTracks;
import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.listening.Track;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps the top lists that the service shows today, all that were asked for or none. A list that was kept
/// today already stays as it is, unless it is to be replaced.
public final class SnapshotTaker {
    /// Plays that were fetched so lately tell whether anything was heard.
    private static final Duration FETCHED = Duration.ofDays(1);

    private final Database database;
    private final Derivation derivation;
    private final TopTracksSource source;

    public SnapshotTaker(Database database, Derivation derivation, TopTracksSource source) {
        this.database = database;
        this.derivation = derivation;
        this.source = source;
    }

    /// What became of each list.
    ///
    /// @param kept    how many tracks each new list has; those in which the service ranks nothing are not
    ///     among them
    /// @param leftOut how many places of each new list were left out, as the service names no track there
    /// @param known   the lists that were there already
    public record Taken(Map<TimeRange, Integer> kept, Map<TimeRange, Integer> leftOut, List<TimeRange> known) {
        public Taken {
            kept = Map.copyOf(kept);
            leftOut = Map.copyOf(leftOut);
            known = List.copyOf(known);
        }
    }

    /// Takes snapshots.
    ///
    /// @param today the listener's day
    /// @param now   when the service is asked
    /// @throws dev.mtm.problem.MtmException when the service does not give all of them; nothing was kept
    /// then
    public Taken take(Collection<TimeRange> ranges, LocalDate today, Instant now, boolean replace) {
        List<TimeRange> known = replace ? List.of() : known(ranges, today);
        Map<TimeRange, TopTracksSource.Top> lists = new EnumMap<>(TimeRange.class);
        for (TimeRange range : ranges) {
            if (!known.contains(range)) {
                lists.put(range, source.top(range));
            }
        }
        Map<TimeRange, Integer> kept = new EnumMap<>(TimeRange.class);
        Map<TimeRange, Integer> leftOut = new EnumMap<>(TimeRange.class);
        if (!lists.isEmpty()) {
            database.write(session -> {
                // Another process may have been faster.
                lists.keySet().removeAll(replace ? List.of() : known(session, lists.keySet(), today));
                ServiceTracks tracks = new ServiceTracks(session, now);
                for (Map.Entry<TimeRange, TopTracksSource.Top> list : lists.entrySet()) {
                    TimeRange range = list.getKey();
                    TopTracksSource.Top top = list.getValue();
                    if (top.tracks().isEmpty()) {
                        requireQuiet(session, range, today, now);
                    } else {
                        kept.put(range, keep(session, tracks, range, top.tracks(), today));
                        leftOut.put(range, top.leftOut());
                    }
                }
                derivation.refresh(session, null, tracks.settle());
                return kept.size();
            });
        }
        return new Taken(kept, leftOut, known);
    }

    /// How complete the snapshots are.
    ///
    /// @param last    the day of the last one; null when there is none
    /// @param without months between the first one and `today` that have none; the service does not tell
    ///     them any more
    public record Kept(@Nullable LocalDate last, List<YearMonth> without) {
        public Kept {
            without = List.copyOf(without);
        }
    }

    /// @param today the listener's day; its own month is not over
    public Kept kept(LocalDate today) {
        List<LocalDate> days =
                database.read(session -> session.list("""
                select distinct snapshot_date
                from snapshots
                where account_id = ? and origin = 'spotify' and snapshot_date <= ?
                order by snapshot_date
                """, row -> row.date(1), derivation.account(), today));
        if (days.isEmpty()) {
            return new Kept(null, List.of());
        }
        Set<YearMonth> with = new HashSet<>();
        days.forEach(day -> with.add(YearMonth.from(day)));
        List<YearMonth> without = Stream.iterate(
                        YearMonth.from(days.getFirst()),
                        month -> month.isBefore(YearMonth.from(today)),
                        month -> month.plusMonths(1))
                .filter(month -> !with.contains(month))
                .toList();
        return new Kept(days.getLast(), without);
    }

    /// An empty list is not believed where there was one before, unless the plays that were fetched tell
    /// that nothing was heard for as long as the list looks back.
    private void requireQuiet(Session session, TimeRange range, LocalDate today, Instant now) throws SQLException {
        long before = session.number(
                "select count(*) from snapshots where account_id = ? and time_range = ? and origin = 'spotify'",
                derivation.account(),
                range.label());
        if (before > 0 && !isQuiet(session, range.firstDay(today), now)) {
            throw new MtmException(
                    ErrorCode.REMOTE,
                    "it answered a top list without tracks (" + range.label().replace('_', ' ')
                            + "), where it ranked some before",
                    "Spotify",
                    "Nothing was changed. Ask again later; if it stays like this, please report it.");
        }
    }

    private boolean isQuiet(Session session, LocalDate from, Instant now) throws SQLException {
        return session.number(
                                "select count(*) from play_sync where account_id = ? and synced_at > ?",
                                derivation.account(),
                                now.minus(FETCHED))
                        > 0
                && session.number(
                                "select count(*) from play_history where account_id = ? and played_at >= ?",
                                derivation.account(),
                                from.atStartOfDay(ZoneOffset.UTC).toInstant())
                        == 0;
    }

    private int keep(
            Session session, ServiceTracks tracks, TimeRange range, List<TopTracksSource.Ranked> list, LocalDate today)
            throws SQLException {
        session.update(
                "delete from snapshots where account_id = ? and snapshot_date = ? and time_range = ? and origin = 'spotify'",
                derivation.account(),
                today,
                range.label());
        Set<Long> seen = new HashSet<>();
        for (TopTracksSource.Ranked ranked : list) {
            Track track = ranked.track();
            if (seen.add(tracks.take(track))) {
                session.update(
                        """
                        insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)
                        values (?, ?, ?, ?, ?, 'spotify')
                        """, derivation.account(), ServiceTracks.idOf(track), today, range.label(), ranked.rank());
            }
        }
        return seen.size();
    }

    private List<TimeRange> known(Collection<TimeRange> ranges, LocalDate today) {
        return database.read(session -> known(session, ranges, today));
    }

    private List<TimeRange> known(Session session, Collection<TimeRange> ranges, LocalDate today) throws SQLException {
        List<TimeRange> known = new ArrayList<>();
        for (TimeRange range : ranges) {
            long rows = session.number("""
                    select count(*)
                    from snapshots
                    where account_id = ? and snapshot_date = ? and time_range = ? and origin = 'spotify'
                    """, derivation.account(), today, range.label());
            if (rows > 0) {
                known.add(range);
            }
        }
        return known;
    }
}
