package dev.mtm.history;

import dev.mtm.account.AccountStore;
import dev.mtm.db.Database;
import dev.mtm.listening.HomeZone;
import java.time.ZoneId;

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
