package dev.mtm.history;

import dev.mtm.db.Database;
import dev.mtm.db.Row;
import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the listener decides about single plays: that one is hidden, or that it is a playback of its own and no witness
/// of another. A decision changes what is derived, never the log, and can be taken back at any time.
public final class PlayDecisions {
    private final Database database;
    private final Derivation derivation;
    private final Clock clock;

    public PlayDecisions(Database database, Derivation derivation, Clock clock) {
        this.database = database;
        this.derivation = derivation;
        this.clock = clock;
    }

    /// What may be said of a play.
    public enum Decision {
        /// It is left out of all answers, with every witness of the same playback.
        HIDE("hidden_at", true),
        /// It is a playback again like any other.
        SHOW("hidden_at", false),
        /// It is no witness of another play, and no other is one of it.
        PART("apart_at", true),
        /// Whether it is a witness of another play is judged by the rule again.
        JUDGE("apart_at", false);

        private final String column;
        private final boolean sets;

        Decision(String column, boolean sets) {
            this.column = column;
            this.sets = sets;
        }
    }

    /// The playbacks of which a source says that they began at a moment, each with all of its witnesses.
    public List<Playback> at(Instant moment) {
        return database.read(session -> {
            List<Playback> found = new ArrayList<>();
            for (long head : session.list("""
                    select distinct coalesce(m.same_as, p.play_id) as head
                    from play_history as p
                    left join same_play as m on m.play_id = p.play_id
                    where p.account_id = ? and p.played_at = ?
                    order by head
                    """, row -> row.number(1), derivation.account(), moment)) {
                found.add(new Playback(session.list(ROWS, PlayDecisions::row, head, head)));
            }
            return found;
        });
    }

    private static Playback.Row row(Row row) throws SQLException {
        return new Playback.Row(
                row.number(1),
                row.instant(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.numberOrNull(6),
                row.truthOrNull(7),
                row.textOrNull(8),
                row.textOrNull(9),
                row.textOrNull(10),
                row.textOrNull(11),
                row.number(12) > 0,
                row.instantOrNull(13) != null,
                row.instantOrNull(14) != null);
    }

    /// Decides, and derives anew what that touches. To decide the same again changes nothing.
    ///
    /// @throws MtmException when there is no such play
    public void decide(long playId, Decision decision) {
        database.write(session -> {
            long head = session.first("""
                            select coalesce(m.same_as, p.play_id)
                            from play_history as p
                            left join same_play as m on m.play_id = p.play_id
                            where p.play_id = ? and p.account_id = ?
                            """, row -> row.number(1), playId, derivation.account())
                    .orElseThrow(() -> new MtmException(
                            ErrorCode.NOT_FOUND,
                            "there is no such play",
                            "play " + playId,
                            "Look at the history again; its import may have been undone."));
            note(session, playId, decision);
            Span span = null;
            for (Playback.Row row : session.list(ROWS, PlayDecisions::row, head, head)) {
                span = Span.hull(span, new Span(row.playedAt(), row.playedAt()));
            }
            // Marks by the rule are made again where it still finds them; one by hand gives way to a later decision.
            session.update(
                    "delete from same_play where decided_by = 'rule' and (play_id = ? or same_as = ?)", head, head);
            if (decision == Decision.PART) {
                session.update("delete from same_play where play_id = ?", playId);
            }
            derivation.refresh(session, span, List.of());
            return playId;
        });
    }

    private void note(Session session, long playId, Decision decision) throws SQLException {
        if (decision.sets) {
            session.update("""
                    insert into play_decision (play_id, %1$s)
                    values (?, ?)
                    on conflict (play_id) do update
                    set %1$s = coalesce(play_decision.%1$s, excluded.%1$s)
                    """.formatted(decision.column), playId, clock.instant());
            return;
        }
        String other = decision == Decision.SHOW ? "apart_at" : "hidden_at";
        session.update("delete from play_decision where play_id = ? and " + other + " is null", playId);
        session.update("update play_decision set " + decision.column + " = null where play_id = ?", playId);
    }

    private static final String ROWS = """
            select
                p.play_id,
                p.played_at,
                t.track_id,
                t.kind,
                s.source,
                p.listened_ms,
                p.skipped,
                c.platform,
                c.reason_start,
                c.reason_end,
                m.reason,
                (
                    select count(*)
                    from listens as l
                    where l.account_id = p.account_id and l.played_at = p.played_at and l.play_id = p.play_id
                ),
                d.hidden_at,
                d.apart_at
            from play_history as p
            join tracks as t on t.track_key = p.track_key
            join play_source as s on s.source_key = p.source_key
            join play_context as c on c.context_key = p.context_key
            left join same_play as m on m.play_id = p.play_id
            left join play_decision as d on d.play_id = p.play_id
            where p.play_id = ? or p.play_id in (select w.play_id from same_play as w where w.same_as = ?)
            order by
                case when m.play_id is null then 0 else 1 end,
                p.play_id
            """;
}
