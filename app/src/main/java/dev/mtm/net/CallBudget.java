package dev.mtm.net;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// How many calls to a service are left today, and whether it asked to wait. Both are kept in the store, so that they
/// hold
/// for every process and after every start. A day is one of UTC.
public final class CallBudget {
    /// No service is waited for longer. What is stored and lies further ahead was reckoned on a clock that was wrong.
    static final Duration LONGEST_PAUSE = Duration.ofHours(48);

    private final Database database;
    private final String service;
    private final int callsADay;
    private final Clock clock;

    /// @param service   whose calls are counted together
    /// @param callsADay the most calls of a day
    public CallBudget(Database database, String service, int callsADay, Clock clock) {
        this.database = database;
        this.service = service;
        this.callsADay = callsADay;
        this.clock = clock;
    }

    /// Where the budget stands.
    ///
    /// @param used  calls of today
    /// @param limit the most calls of a day
    /// @param pause until when the service asked to wait; empty when it did not
    public record Standing(int used, int limit, Optional<Pause> pause) {
        /// Calls that are left today.
        public int left() {
            return Math.max(0, limit - used);
        }
    }

    /// That no call is made for a while.
    public record Pause(Instant until, String reason) {}

    public Standing standing() {
        Instant now = clock.instant();
        return database.read(session -> new Standing(used(session, day(now)), callsADay, pause(session, now)));
    }

    /// What a job of many calls comes to.
    ///
    /// @param needed its calls
    /// @param left   calls that are left today
    /// @param limit  the most calls of a day
    /// @param end    when the last of them could be made; empty where none may be made on any day
    public record Forecast(int needed, int left, int limit, Optional<Instant> end) {}

    /// Foresees a job of many calls that begins now and is alone: it keeps its pace, makes no more calls on a day
    /// than are left of it, and none while the service asked to wait.
    ///
    /// @param pace from one call to the next, at least a millisecond
    public Forecast forecast(int calls, Duration pace) {
        Standing standing = standing();
        return new Forecast(calls, standing.left(), callsADay, end(calls, pace, standing));
    }

    private Optional<Instant> end(int calls, Duration pace, Standing standing) {
        Instant now = clock.instant();
        Instant from = standing.pause().map(Pause::until).orElse(now);
        int free = day(from).equals(day(now)) ? standing.left() : callsADay;
        int left = calls;
        while (left > 0) {
            Instant tomorrow =
                    day(from).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            long made = Math.min(free, Duration.between(from, tomorrow).dividedBy(pace));
            if (left <= made) {
                return Optional.of(from.plus(pace.multipliedBy(left)));
            }
            if (callsADay == 0) {
                return Optional.empty();
            }
            left -= Math.toIntExact(made);
            from = tomorrow;
            free = callsADay;
        }
        return Optional.of(from);
    }

    /// Takes one call from today's budget, before it is made.
    ///
    /// @throws RemoteFailure.RetryLater when the service asked to wait, or nothing is left
    void take() {
        Instant now = clock.instant();
        database.write(session -> {
            Optional<Pause> pause = pause(session, now);
            if (pause.isPresent()) {
                throw new RemoteFailure.RetryLater(
                        pause.get().reason(), pause.get().until(), null);
            }
            LocalDate day = day(now);
            session.update(
                    "insert into call_budget (service, day, calls) values (?, ?, 0) on conflict (service, day) do nothing",
                    service,
                    day);
            // One statement, so that two processes never take the same last call.
            int taken = session.update(
                    "update call_budget set calls = calls + 1 where service = ? and day = ? and calls < ?",
                    service,
                    day,
                    callsADay);
            if (taken == 0) {
                throw new RemoteFailure.RetryLater(
                        "the " + callsADay + " calls that were set for a day are used up",
                        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                        null);
            }
            return taken;
        });
    }

    /// Notes that the service asked to wait.
    void pause(Duration length, String reason) {
        // The store keeps whole seconds: rounded up, nobody asks too early.
        Instant now = clock.instant();
        Instant until = now.plus(length).plusSeconds(1);
        database.write(session -> session.update("""
                insert into call_pause (service, paused_until, reason)
                values (?, ?, ?)
                on conflict (service) do update
                set
                    paused_until = excluded.paused_until,
                    reason = excluded.reason
                where excluded.paused_until > call_pause.paused_until or call_pause.paused_until > ?
                """, service, until, reason, latest(now)));
    }

    private int used(Session session, LocalDate day) throws SQLException {
        return Math.toIntExact(session.number(
                "select coalesce(sum(calls), 0) from call_budget where service = ? and day = ?", service, day));
    }

    private Optional<Pause> pause(Session session, Instant now) throws SQLException {
        return session.first(
                "select paused_until, reason from call_pause where service = ? and paused_until > ? and paused_until <= ?",
                row -> new Pause(row.instant(1), row.text(2)),
                service,
                now,
                latest(now));
    }

    /// The end of the longest pause that could have been noted until now.
    private static Instant latest(Instant now) {
        return now.plus(LONGEST_PAUSE).plusSeconds(1);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
