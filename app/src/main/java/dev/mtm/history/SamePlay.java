package dev.mtm.history;

import dev.mtm.db.Row;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.listening.TimeBasis;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the marks that tell which rows of the log are witnesses of one playback. A mark takes nothing from the log,
/// can be made again at any time. What a person decided is never touched: a mark by hand, or that a play stands by
/// itself.
public final class SamePlay {
    /// Rows further apart are never witnesses of one playback.
    public static final Duration MARGIN = Duration.ofDays(1);

    private SamePlay() {}

    /// Judges anew all rows whose start lies in a span: what one source tells again by [Retellings], what several tell
    /// by [SamePlayRule].
    ///
    /// @return the span of the rows whose marks changed; null when none did
    public static @Nullable Span judge(Session session, long account, Span span) throws SQLException {
        Set<Long> byHand = new HashSet<>(session.list("""
                select play_id from same_play where decided_by = 'hand'
                union
                select play_id from play_decision where apart_at is not null
                """, row -> row.number(1)));
        Map<Long, Long> retold = new HashMap<>();
        Span shared = sharedPart(session, account, span);
        // As wide as what is read below can be.
        Span around = span.widened(MARGIN.multipliedBy(3));
        for (Retellings.Retelling retelling : Retellings.in(session, account, around, byHand)) {
            retold.put(retelling.playId(), retelling.of());
            if (span.holds(retelling.at())) {
                shared = Span.hull(shared, new Span(retelling.at(), retelling.at()));
            }
        }
        if (shared == null) {
            return null;
        }
        Instant from = shared.first().minus(MARGIN);
        Instant until = shared.last().plus(MARGIN);
        Map<Long, Mark> before = marks(session, account, from, until);
        Judge judge = new Judge(before, byHand, retold, new Span(from, until));
        session.each(
                """
                select
                    p.play_id,
                    t.track_id,
                    s.richness,
                    p.source_key,
                    p.played_at,
                    p.listened_ms,
                    p.ordinal,
                    c.time_basis,
                    t.duration_ms,
                    t.name_key
                from play_history as p
                join tracks as t on t.track_key = p.track_key
                join play_source as s on s.source_key = p.source_key
                join play_context as c on c.context_key = p.context_key
                where p.account_id = ? and p.played_at >= ? and p.played_at <= ? and t.kind = 'music'
                order by t.name_key
                """, row -> judge.take(witness(row), row.text(10)), account, from.minus(MARGIN), until.plus(MARGIN));
        judge.endSong();
        for (long gone : judge.before.keySet()) {
            session.update("delete from same_play where play_id = ? and decided_by = 'rule'", gone);
        }
        RowBatch marks =
                new RowBatch(session, "insert into same_play (play_id, same_as, score, reason, decided_by)", 5, "");
        for (SamePlayRule.Link link : judge.made) {
            marks.add(link.lesser().playId(), link.richer().playId(), link.score(), link.reason(), "rule");
        }
        marks.flush();
        return judge.made.isEmpty() && judge.before.isEmpty() ? null : new Span(from, until);
    }

    /// How many plays of music in a range of ids told of a playback that another row had told of before: in every
    /// group
    /// of witnesses all but the first row of the log.
    public static long toldAgain(Session session, long firstId, long endId) throws SQLException {
        return session.number("""
                with witnesses as (
                    select same_as as head, play_id from same_play
                    union
                    select same_as as head, same_as as play_id from same_play
                ),
                firsts as (
                    select head, min(play_id) as play_id
                    from witnesses
                    group by head
                )
                select count(*)
                from witnesses as w
                join firsts as f on f.head = w.head
                where w.play_id <> f.play_id and w.play_id >= ? and w.play_id < ?
                """, firstId, endId);
    }

    /// The part of a span in which more than one source tells of music; null when there is none.
    private static @Nullable Span sharedPart(Session session, long account, Span span) throws SQLException {
        List<Span> spans = session.list(
                """
                select
                    min(played_at),
                    max(played_at)
                from play_history
                where account_id = ? and played_at >= ? and played_at <= ?
                group by source_key
                """,
                row -> new Span(row.instant(1), row.instant(2)),
                account,
                span.first().minus(MARGIN),
                span.last().plus(MARGIN));
        Span shared = null;
        for (int i = 0; i < spans.size(); i++) {
            for (int j = i + 1; j < spans.size(); j++) {
                Span a = spans.get(i);
                Span b = spans.get(j);
                Instant first = a.first().isAfter(b.first()) ? a.first() : b.first();
                Instant last = a.last().isBefore(b.last()) ? a.last() : b.last();
                if (!last.plus(MARGIN).isBefore(first.minus(MARGIN))) {
                    Instant low = first.isBefore(last) ? first : last;
                    Instant high = first.isBefore(last) ? last : first;
                    shared = Span.hull(shared, new Span(low, high));
                }
            }
        }
        return shared;
    }

    private static Map<Long, Mark> marks(Session session, long account, Instant from, Instant until)
            throws SQLException {
        Map<Long, Mark> found = new HashMap<>();
        session.each(
                """
                select
                    m.play_id,
                    m.same_as,
                    m.score
                from same_play as m
                join play_history as p on p.play_id = m.play_id
                where m.decided_by = 'rule' and p.account_id = ? and p.played_at >= ? and p.played_at <= ?
                """, row -> found.put(row.number(1), new Mark(row.number(2), row.number(3))), account, from, until);
        return found;
    }

    private static Witness witness(Row row) throws SQLException {
        return new Witness(
                row.number(1),
                row.text(2),
                Math.toIntExact(row.number(3)),
                Math.toIntExact(row.number(4)),
                row.instant(5).getEpochSecond(),
                row.numberOrNull(6),
                Math.toIntExact(row.number(7)),
                TimeBasis.of(row.text(8)),
                row.numberOrNull(9));
    }

    private record Mark(long sameAs, long score) {}

    /// Collects the rows of a song, judges them, and keeps only what differs from the marks that stand.
    private static final class Judge {
        private final Map<Long, Mark> before;
        private final Set<Long> byHand;
        private final Map<Long, Long> retold;
        private final Span judged;
        private final List<SamePlayRule.Link> made = new ArrayList<>();
        private final List<Witness> song = new ArrayList<>();
        private final List<Witness> again = new ArrayList<>();
        private String nameKey = "";
        private boolean severalSources;

        /// @param retold rows that give way within their source, and the row that stands for each
        /// @param judged rows that start outside are witnesses for those inside, but keep their own marks
        Judge(Map<Long, Mark> before, Set<Long> byHand, Map<Long, Long> retold, Span judged) {
            this.before = before;
            this.byHand = byHand;
            this.retold = retold;
            this.judged = judged;
        }

        void take(Witness witness, String key) {
            if (!key.equals(nameKey)) {
                endSong();
                nameKey = key;
            }
            if (retold.containsKey(witness.playId())) {
                again.add(witness);
            } else if (!byHand.contains(witness.playId())) {
                severalSources |= !song.isEmpty() && song.getFirst().source() != witness.source();
                song.add(witness);
            }
        }

        void endSong() {
            List<SamePlayRule.Link> links = new ArrayList<>(severalSources ? SamePlayRule.links(song) : List.of());
            if (!again.isEmpty()) {
                Map<Long, Witness> heads = new HashMap<>();
                song.forEach(witness -> heads.put(witness.playId(), witness));
                links.forEach(link -> heads.put(link.lesser().playId(), link.richer()));
                for (Witness witness : again) {
                    Witness head = heads.get(retold.get(witness.playId()));
                    if (head != null) {
                        links.add(new SamePlayRule.Link(witness, head, 100, "the same row told again"));
                    }
                }
            }
            for (SamePlayRule.Link link : links) {
                Mark now = new Mark(link.richer().playId(), link.score());
                if (judged.holds(Instant.ofEpochSecond(link.lesser().start()))
                        && !before.remove(link.lesser().playId(), now)) {
                    made.add(link);
                }
            }
            song.clear();
            again.clear();
            severalSources = false;
        }
    }
}
