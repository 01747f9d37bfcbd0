package dev.mtm.account;

import dev.mtm.db.Session;
import dev.mtm.listening.HomeZone;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;

/// The accounts of a store. One person never notices them: their account is the first.
public final class AccountStore {
    /// The account that every store has from the start.
    public static final long FIRST = 1;

    private AccountStore() {}

    /// The listener's zone; empty until an import or the listener settled it.
    public static Optional<HomeZone> zone(Session session, long account) throws SQLException {
        return session.first(
                "select zone from account where account_id = ? and zone is not null",
                row -> new HomeZone(ZoneId.of(row.text(1))),
                account);
    }

    /// The listener's zone; where none was settled yet, `otherwise` is settled now.
    public static HomeZone settledZone(Session session, long account, ZoneId otherwise) throws SQLException {
        Optional<HomeZone> zone = zone(session, account);
        if (zone.isEmpty()) {
            move(session, account, otherwise);
        }
        return zone.orElse(new HomeZone(otherwise));
    }

    /// Sets the listener's zone. What is derived from local days must be rebuilt in the same transaction.
    public static void move(Session session, long account, ZoneId zone) throws SQLException {
        session.update("update account set zone = ? where account_id = ?", zone.getId(), account);
    }

    /// The name of the account's counting rule.
    public static String countingRule(Session session, long account) throws SQLException {
        return session.first("select counting_rule from account where account_id = ?", row -> row.text(1), account)
                .orElseThrow();
    }

    /// Sets the counting rule. The projection must be rebuilt in the same transaction.
    public static void count(Session session, long account, String rule) throws SQLException {
        session.update("update account set counting_rule = ? where account_id = ?", rule, account);
    }
}
