package dev.mtm.fakes.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The faults that are planned; each request takes the first that is meant for it. Calls of a service and its sign-in
/// can both be hit. Safe for use by several threads.
public final class Faults {
    private final FakeClock clock;
    private final List<Plan> plans = new ArrayList<>();

    /// What a rule sees of a request.
    ///
    /// @param number how many requests came so far, this one included
    public record Seen(String method, String path, Instant at, int number) {}

    private static final class Plan {
        private final Predicate<Seen> applies;
        private final Fault fault;
        private int left;

        private Plan(Predicate<Seen> applies, Fault fault, int left) {
            this.applies = applies;
            this.fault = fault;
            this.left = left;
        }
    }

    private int seen;

    Faults(FakeClock clock) {
        this.clock = clock;
    }

    /// The next request, whatever it is.
    public void next(Fault fault) {
        next("/", 1, fault);
    }

    /// The next requests whose path begins so.
    public void next(String path, int times, Fault fault) {
        rule(seen -> seen.path().startsWith(path), times, fault);
    }

    /// The next requests of which a rule says so.
    public synchronized void rule(Predicate<Seen> applies, int times, Fault fault) {
        plans.add(new Plan(applies, fault, times));
    }

    /// Every call of the service for that long on the fake's clock, with a Retry-After that gets shorter.
    public void quotaExceededFor(Duration duration) {
        pause(duration, true);
    }

    /// The same without the reason QUOTA_EXCEEDED.
    public void rateLimitedFor(Duration duration) {
        pause(duration, false);
    }

    private synchronized void pause(Duration duration, boolean quota) {
        Instant end = clock.instant().plus(duration);
        Fault fault = quota ? Fault.quotaExceeded(duration) : Fault.rateLimited(duration);
        pauses.add(new Pause(end, fault));
    }

    private record Pause(Instant end, Fault fault) {}

    private final List<Pause> pauses = new ArrayList<>();

    public synchronized void clear() {
        plans.clear();
        pauses.clear();
    }

    /// How many requests are still to be hit by [#next(Fault)] and its like.
    public synchronized int pending() {
        return plans.stream().mapToInt(plan -> plan.left).sum();
    }

    synchronized Optional<Fault> take(Request request) {
        Instant now = clock.instant();
        Seen seen = new Seen(request.method(), request.path(), now, ++this.seen);
        for (Plan plan : plans) {
            if (plan.applies.test(seen)) {
                if (--plan.left == 0) {
                    plans.remove(plan);
                }
                return Optional.of(plan.fault);
            }
        }
        pauses.removeIf(pause -> !now.isBefore(pause.end));
        return pauses.isEmpty()
                        || request.path().equals("/authorize")
                        || request.path().equals("/api/token")
                ? Optional.empty()
                : Optional.of(remaining(pauses.getFirst(), now));
    }

    private static Fault remaining(Pause pause, Instant now) {
        Duration left = Duration.between(now, pause.end).plusMillis(999);
        return pause.fault instanceof Fault.Refusal(int status, String message, String reason, Duration unused)
                ? new Fault.Refusal(status, message, reason, left)
                : pause.fault;
    }
}
