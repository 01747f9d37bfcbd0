package dev.mtm.enrich;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What services were asked, and how that went: so that nobody is asked in vain again and again.
final class Attempts {
    /// An answer that made no sense may make some tomorrow.
    static final Duration AFTER_FAILURE = Duration.ofDays(1);

    private Attempts() {}

    /// How an attempt went.
    enum Outcome {
        FOUND,
        MISSING,
        FAILED;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The subjects that are not to be asked about yet.
    static Set<String> resting(Session session, Enricher enricher, Instant now) throws SQLException {
        return new HashSet<>(session.list(
                """
                select subject
                from enrichment_attempt
                where what = ?
                    and source = ?
                    and attempted_at <= ?
                    and attempted_at > case when outcome = 'failed' then ? else ? end
                """,
                row -> row.text(1),
                enricher.what(),
                enricher.source(),
                // One that lies ahead was noted on a clock that was wrong.
                now,
                now.minus(AFTER_FAILURE),
                now.minus(enricher.again())));
    }

    static void note(Session session, Enricher enricher, Collection<String> subjects, Outcome outcome, Instant now)
            throws SQLException {
        for (String subject : subjects) {
            session.update("""
                    insert into enrichment_attempt (what, source, subject, attempted_at, outcome)
                    values (?, ?, ?, ?, ?)
                    on conflict (what, source, subject) do update
                    set
                        attempted_at = excluded.attempted_at,
                        outcome = excluded.outcome
                    """, enricher.what(), enricher.source(), subject, now, outcome.label());
        }
    }
}
