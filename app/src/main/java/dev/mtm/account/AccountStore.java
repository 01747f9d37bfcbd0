package dev.mtm.account;

import dev.mtm.db.Session;
import dev.mtm.listening.HomeZone;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /// Where the listener is at home; empty until they say so.
    public static Optional<Place> home(Session session, long account) throws SQLException {
        return session.first(
                "select home_latitude, home_longitude from account"
                        + " where account_id = ? and home_latitude is not null and home_longitude is not null",
                row -> Place.of(Objects.requireNonNull(row.realOrNull(1)), Objects.requireNonNull(row.realOrNull(2))),
                account);
    }

    /// Sets where the listener is at home.
    ///
    /// @param home null: it is to be forgotten
    public static void settle(Session session, long account, @Nullable Place home) throws SQLException {
        session.update(
                "update account set home_latitude = ?, home_longitude = ? where account_id = ?",
                home == null ? null : home.degreesNorth(),
                home == null ? null : home.degreesEast(),
                account);
    }
}
