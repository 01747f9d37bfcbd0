package dev.mtm.enrich;

import dev.mtm.db.Session;
import dev.mtm.net.CallBudget;
import dev.mtm.net.RemoteFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings one kind of facts from one service. [Enrichments] runs it, paces it and keeps account.
public interface Enricher {
    /// The kind of facts, one word that `mtm enrich` takes. Several may bring the same kind: they are asked in their
    /// order, each about what those before did not find.
    String what();

    /// Who is asked, one word, as it is kept with the facts and with each attempt.
    String source();

    /// What it brings, for the listener: `audio features of tracks`.
    String title();

    /// Why it cannot run and what would change that, a sentence without a full stop; empty when it can.
    Optional<String> obstacle();

    /// How many subjects one call asks about at most.
    default int atOnce() {
        return 1;
    }

    /// How long a subject that was asked about, found or not, is not asked about again.
    default Duration again() {
        return Duration.ofDays(30);
    }

    /// Whatever lacks these facts, what was heard most first: ids as the service takes them, or whatever
    /// [#ask] understands. What was tried lately may be among them.
    List<String> lacking(Session session) throws SQLException;

    /// Asks, without a transaction.
    ///
    /// @param subjects some that lack, at most [#atOnce()]
    /// @throws RemoteFailure or an `MtmException` that stands for one, when the service does not give them
    Brought ask(List<String> subjects);

    /// What so many calls would come to.
    CallBudget.Forecast forecast(int calls);

    /// What a call brought.
    ///
    /// @param found the subjects of which the service knows something; the others are unknown to it
    /// @param keep  puts it into the store
    record Brought(Set<String> found, Keep keep) {
        /// The service knows none of them.
        public static final Brought NOTHING = new Brought(Set.of(), session -> {});

        public Brought {
            found = Set.copyOf(found);
        }
    }

    /// Writes facts, in the transaction that notes the attempt.
    @FunctionalInterface
    interface Keep {
        void in(Session session) throws SQLException;
    }
}
