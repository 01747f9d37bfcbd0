package dev.mtm.sync;

import dev.mtm.catalog.ServiceTracks;
import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.history.LivePlay;
import dev.mtm.history.Span;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.Source;
import dev.mtm.listening.TimeBasis;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fetches plays before the service forgets them. Each time all that the service remembers is looked at,
/// not only what ended after the last play known: a phone that was without network tells of its plays
/// later.
///
/// The service tells when a play *ended* and not how long it was heard. Its start is reckoned from the
/// length of the track, and is the earliest that it can be; how long it was heard stays unknown. What was
/// told once is known by its end, so that a length which changes at the service doubles nothing.
public final class PlaySync {
    /// So late the service may tell of a play that others came after: a phone was without network, or the
    /// service did not answer for hours and then in part.
    private static final Duration LATE = Duration.ofDays(1);

    private final Database database;
    private final Derivation derivation;
    private final LivePlays source;
    private final Clock clock;

    public PlaySync(Database database, Derivation derivation, LivePlays source, Clock clock) {
        this.database = database;
        this.derivation = derivation;
        this.source = source;
        this.clock = clock;
    }

    /// What a sync brought.
    ///
    /// @param plays   plays that were not known
    /// @param gap     the time of which the service had forgotten plays; null when it had forgotten none
    /// @param skipped entries of which no play can be made
    public record Synced(int plays, @Nullable Span gap, int skipped) {}

    /// Fetches and keeps what is new.
    ///
    /// @throws dev.mtm.problem.MtmException when the service does not answer, wants a new sign-in, or asks
    /// to wait; nothing was changed then
    public Synced run() {
        LivePlays.Told told = source.recent();
        List<LivePlays.Recent> oldestFirst = told.plays().stream()
                .sorted(Comparator.comparing(LivePlays.Recent::endedAt))
                .toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return database.write(session -> keep(session, oldestFirst, told.skipped(), now));
    }

    /// When the service told last; empty when it never did.
    public Optional<Instant> lastTime() {
        return database.read(this::lastTime);
    }

    private Optional<Instant> lastTime(Session session) throws SQLException {
        return session.first(
                "select synced_at from play_sync where account_id = ?", row -> row.instant(1), derivation.account());
    }

    private Synced keep(Session session, List<LivePlays.Recent> oldestFirst, int skipped, Instant now)
            throws SQLException {
        long account = derivation.account();
        Optional<Instant> lastKnown = session.first(
                "select ended_at from recent_play where account_id = ? order by ended_at desc limit 1",
                row -> row.instant(1),
                account);
        Set<Ended> known = known(session, oldestFirst);
        boolean joins = oldestFirst.stream().map(PlaySync::ended).anyMatch(known::contains);
        ServiceTracks tracks = new ServiceTracks(session, now);
        Span touched = null;
        int fresh = 0;
        for (LivePlays.Recent play : oldestFirst) {
            Ended ended = ended(play);
            if (!known.add(ended)) {
                continue;
            }
            long track = tracks.take(play.track());
            Instant started = startOf(play);
            long id = LivePlay.add(session, account, track, Source.SPOTIFY_RECENT, started, context(play));
            session.update(
                    "insert into recent_play (account_id, ended_at, track_key, play_id) values (?, ?, ?, ?)",
                    account,
                    ended.at(),
                    track,
                    id);
            touched = Span.hull(touched, new Span(started, started));
            fresh++;
        }
        Span gap = joins || lastKnown.isEmpty() ? null : gap(session, oldestFirst, lastKnown.get());
        if (gap != null) {
            session.update("""
                    insert into play_gap (account_id, from_at, until_at, found_at)
                    values (?, ?, ?, ?)
                    on conflict (account_id, from_at) do update
                    set until_at = excluded.until_at
                    """, account, gap.first(), gap.last(), now);
        }
        session.update("""
                insert into play_sync (account_id, synced_at)
                values (?, ?)
                on conflict (account_id) do update
                set synced_at = excluded.synced_at
                """, account, now);
        if (touched != null) {
            derivation.refresh(session, touched, tracks.settle());
        }
        return new Synced(fresh, gap, skipped);
    }

    /// What a play is known by.
    private record Ended(Instant at, String track) {}

    private static Ended ended(LivePlays.Recent play) {
        return new Ended(play.endedAt().truncatedTo(ChronoUnit.SECONDS), ServiceTracks.idOf(play.track()));
    }

    private Set<Ended> known(Session session, List<LivePlays.Recent> oldestFirst) throws SQLException {
        if (oldestFirst.isEmpty()) {
            return new HashSet<>();
        }
        return new HashSet<>(session.list(
                """
                select r.ended_at, t.track_id
                from recent_play as r
                join tracks as t on t.track_key = r.track_key
                where r.account_id = ?
                    and r.ended_at >= ?
                    and r.ended_at <= ?
                """,
                row -> new Ended(row.instant(1), row.text(2)),
                derivation.account(),
                oldestFirst.getFirst().endedAt().truncatedTo(ChronoUnit.SECONDS),
                oldestFirst.getLast().endedAt().truncatedTo(ChronoUnit.SECONDS)));
    }

    /// Where nothing of what the service tells was known, it may have forgotten plays between the last
    /// known one and the first that came later; older ones that it tells late say nothing of those. How
    /// many it tells says little either: at times it leaves plays out.
    private @Nullable Span gap(Session session, List<LivePlays.Recent> oldestFirst, Instant lastKnown)
            throws SQLException {
        // Its start may be reckoned too early, so the gap reaches to its end.
        Optional<Instant> until = oldestFirst.stream()
                .map(play -> ended(play).at())
                .filter(lastKnown::isBefore)
                .findFirst();
        return until.isEmpty() ? null : new Span(lastComplete(session).orElse(lastKnown), until.get());
    }

    /// The end of the last play before which nothing is missing: what ended shortly before the service told
    /// last may have been told in part.
    private Optional<Instant> lastComplete(Session session) throws SQLException {
        Optional<Instant> told = lastTime(session);
        return told.isEmpty()
                ? Optional.empty()
                : session.first(
                        "select ended_at from recent_play where account_id = ? and ended_at <= ? order by ended_at desc limit 1",
                        row -> row.instant(1),
                        derivation.account(),
                        told.get().minus(LATE));
    }

    private static Instant startOf(LivePlays.Recent play) {
        Duration length = play.track().duration();
        return (length == null ? play.endedAt() : play.endedAt().minus(length)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static PlayContext context(LivePlays.Recent play) {
        return new PlayContext(
                TimeBasis.END_MINUS_DURATION, null, null, play.contextUri(), null, null, null, null, null);
    }
}
