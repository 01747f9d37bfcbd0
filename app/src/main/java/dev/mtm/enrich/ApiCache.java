package dev.mtm.enrich;

import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Answers of other services, kept with the time until which they hold. The database's own clock dates an answer and
/// tells whether it still holds, so that no two clocks and no two spellings of a time are ever compared.
public final class ApiCache {
    private ApiCache() {}

    /// What is known of a request.
    public sealed interface Found {}

    /// An answer that holds.
    public record Fresh(String response, Instant recordedAt) implements Found {}

    /// An answer that held once: better than none where the service does not answer.
    public record Stale(String response, Instant recordedAt) implements Found {}

    /// No answer was ever kept.
    public record Absent() implements Found {}

    /// Where an answer comes from.
    public enum From {
        /// The service itself.
        API("api"),
        /// Another cache that had kept it before.
        CACHE("cache");

        private final String label;

        From(String label) {
            this.label = label;
        }
    }

    /// Looks an answer up.
    ///
    /// @param request the request in one spelling
    public static Found find(Session session, String service, String request) throws SQLException {
        String holds = switch (session.dialect()) {
            case Sqlite sqlite -> "datetime(recorded_at, '+' || valid_seconds || ' seconds') > datetime('now')";
            case Postgres postgres -> "recorded_at + valid_seconds * interval '1 second' > now() at time zone 'utc'";
        };
        return session.first(
                        "select response, recorded_at, case when valid_seconds is null or " + holds
                                + " then 1 else 0 end from api_cache where service = ? and request = ?",
                        row -> row.number(3) == 1
                                ? (Found) new Fresh(row.text(1), row.instant(2))
                                : new Stale(row.text(1), row.instant(2)),
                        service,
                        request)
                .orElse(new Absent());
    }

    /// Keeps an answer, in place of an older one.
    ///
    /// @param holds how long it holds from now on, whole seconds, at least one; null: for ever
    public static void keep(
            Session session, String service, String request, String response, From from, @Nullable Duration holds)
            throws SQLException {
        String now = switch (session.dialect()) {
            case Sqlite sqlite -> "datetime('now')";
            case Postgres postgres -> "now() at time zone 'utc'";
        };
        session.update(
                """
                insert into api_cache (service, request, response, source, valid_seconds)
                values (?, ?, ?, ?, ?)
                on conflict (service, request) do update
                set
                    response = excluded.response,
                    source = excluded.source,
                    valid_seconds = excluded.valid_seconds,
                    recorded_at = %s
                """.formatted(now), service, request, response, from.label, holds == null ? null : holds.toSeconds());
    }
}
