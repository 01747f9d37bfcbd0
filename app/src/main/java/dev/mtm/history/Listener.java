package dev.mtm.history;

import dev.mtm.account.AccountStore;
import dev.mtm.db.Database;
import dev.mtm.listening.HomeZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// What the listener decides about their history: the zone of their clock and what counts. Each decision changes what
/// is
/// derived, never the log.
public final class Listener {
    private final Database database;
    private final Derivation derivation;

    public Listener(Database database, Derivation derivation) {
        this.database = database;
        this.derivation = derivation;
    }

    /// The listener's zone; the system's where none was settled yet.
    public HomeZone zone() {
        return database.read(session ->
                AccountStore.zone(session, derivation.account()).orElse(new HomeZone(derivation.systemZone())));
    }

    /// The plays that are known.
    ///
    /// @param last when the last of them started; empty when there is none
    public record Known(long plays, Optional<Instant> last) {}

    /// Counts all plays and takes away those of others: to count a whole table is quick, to look through all plays of
    /// one
    /// account is not, and hardly ever is there another.
    public Known known() {
        return database.read(session -> new Known(
                session.number("""
                        select
                            (select count(*) from play_history)
                            - (select count(*) from play_history where account_id < ?)
                            - (select count(*) from play_history where account_id > ?)
                        """, derivation.account(), derivation.account()),
                session.list(
                                "select max(played_at) from play_history where account_id = ?",
                                row -> Optional.ofNullable(row.instantOrNull(1)),
                                derivation.account())
                        .getFirst()));
    }

    /// The day of the first listen; empty where there is none.
    public Optional<LocalDate> firstDay() {
        return database.read(session -> session.list(
                        "select min(local_date) from listening_hours where account_id = ? and listens > 0",
                        row -> Optional.ofNullable(row.dateOrNull(1)),
                        derivation.account())
                .getFirst());
    }

    /// Sets the zone and derives local days and hours anew.
    public void move(ZoneId zone) {
        database.writeInBulk(session -> {
            derivation.move(session, zone);
            return zone;
        });
    }

    /// The rule by which plays count.
    public CountingRule rule() {
        return database.read(session -> CountingRule.of(AccountStore.countingRule(session, derivation.account())));
    }

    /// Sets the rule and derives what counts anew.
    public void count(CountingRule rule) {
        database.writeInBulk(session -> {
            derivation.count(session, rule);
            return rule;
        });
    }

    /// Derives everything from the log anew: same-play marks, listens, hours, days.
    public void rebuild() {
        database.writeInBulk(session -> {
            derivation.rebuild(session);
            return true;
        });
    }
}
