package dev.mtm.history;

import dev.mtm.account.AccountStore;
import dev.mtm.db.Session;
import dev.mtm.listening.HomeZone;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings everything that is derived from the log up to date for one account: same-play marks first, then what
/// counts.
///
/// @param systemZone the zone that an account without one is given
public record Derivation(long account, ZoneId systemZone) {
    /// Derives anew what new plays and changed tracks touch.
    ///
    /// @param plays  the span of plays that came or went; null for none
    /// @param tracks the keys of tracks whose name, credit or counting changed
    public void refresh(Session session, @Nullable Span plays, Collection<Long> tracks) throws SQLException {
        Span touched = plays;
        for (long track : tracks) {
            touched = Span.hull(touched, playsOf(session, track));
        }
        if (touched == null) {
            return;
        }
        Span judged = SamePlay.judge(session, account, touched);
        projection(session).refresh(Span.hull(touched, judged));
    }

    /// Derives everything from scratch for every account that has plays, as after a change of the schema.
    public static void rebuildAll(Session session, ZoneId systemZone) throws SQLException {
        for (long account : session.list("""
                select account_id
                from account as a
                where exists (select 1 from play_history as p where p.account_id = a.account_id)
                order by account_id
                """, row -> row.number(1))) {
            new Derivation(account, systemZone).rebuild(session);
        }
    }

    /// Derives everything from scratch.
    public void rebuild(Session session) throws SQLException {
        Optional<Span> all = session.first("""
                select
                    min(played_at),
                    max(played_at)
                from play_history
                where account_id = ?
                having count(*) > 0
                """, row -> new Span(row.instant(1), row.instant(2)), account);
        if (all.isPresent()) {
            SamePlay.judge(session, account, all.get());
        }
        projection(session).rebuild();
    }

    /// The listener moves to another zone: local days and hours are derived anew.
    public void move(Session session, ZoneId zone) throws SQLException {
        AccountStore.move(session, account, zone);
        projection(session).rebuild();
    }

    /// Another counting rule: what counts is derived anew.
    public void count(Session session, CountingRule rule) throws SQLException {
        AccountStore.count(session, account, rule.label());
        projection(session).rebuild();
    }

    private ListenProjection projection(Session session) throws SQLException {
        HomeZone zone = AccountStore.settledZone(session, account, systemZone);
        CountingRule rule = CountingRule.of(AccountStore.countingRule(session, account));
        return new ListenProjection(session, account, zone, rule);
    }

    private @Nullable Span playsOf(Session session, long track) throws SQLException {
        return session.first("""
                        select
                            min(played_at),
                            max(played_at)
                        from play_history
                        where track_key = ? and account_id = ?
                        having count(*) > 0
                        """, row -> new Span(row.instant(1), row.instant(2)), track, account)
                .orElse(null);
    }
}
