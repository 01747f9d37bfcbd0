package dev.mtm.enrich;

import dev.mtm.db.Database;
import dev.mtm.enrich.Enricher.Brought;
import dev.mtm.net.CallBudget;
import dev.mtm.net.RemoteFailure;
import dev.mtm.problem.MtmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs enrichers: some subjects at a time, each time with its facts and its attempts in one transaction, so that a run
/// that ends anywhere has lost nothing and the next one goes on where it ended.
public final class Enrichments {
    /// After so many answers in a row that make no sense, the service is left alone.
    private static final int MOST_NONSENSE = 3;

    private final Database database;
    private final List<Enricher> enrichers;
    private final Clock clock;

    /// @param enrichers of one kind of facts, the one that is asked first comes first
    public Enrichments(Database database, List<Enricher> enrichers, Clock clock) {
        this.database = database;
        this.enrichers = List.copyOf(enrichers);
        this.clock = clock;
    }

    /// An enricher as it stands.
    ///
    /// @param lacking  subjects without these facts
    /// @param waiting  those of them that are to be asked about now; the others were asked about lately, in vain
    /// @param calls    that asking about those that wait takes
    /// @param left     calls that are left today
    /// @param limit    the most calls of a day
    /// @param end      when the last of them could be made; empty where none may be made on any day
    /// @param obstacle why it cannot run; empty when it can
    public record Standing(
            String what,
            String source,
            String title,
            int lacking,
            int waiting,
            int calls,
            int left,
            int limit,
            Optional<Instant> end,
            Optional<String> obstacle) {}

    /// How far a run may go.
    ///
    /// @param subjects of each enricher, at most
    /// @param time     of all enrichers together: each may take its part of what is left
    public record Limit(int subjects, Duration time) {
        /// As far as there is anything to ask.
        public static final Limit NONE = new Limit(Integer.MAX_VALUE, Duration.ofDays(365));
    }

    /// Told after every call.
    @FunctionalInterface
    public interface Progress {
        /// @param done  subjects that were asked about
        /// @param total subjects that this run asks about
        void at(String title, long done, long total);
    }

    /// What a run of one enricher came to.
    ///
    /// @param found   subjects that have their facts now
    /// @param missing subjects that the service does not know
    /// @param failed  subjects of which it answered what makes no sense
    /// @param left    subjects that are still to be asked about
    /// @param stop    why it ended before the rest was asked about; null where it did not, or the limit was reached
    public record Ran(
            String what,
            String source,
            String title,
            int found,
            int missing,
            int failed,
            int left,
            @Nullable Stop stop) {}

    /// Why a run ended early.
    ///
    /// @param why      what the service said or did, or what is in the way; a sentence without a full stop
    /// @param until    when it can go on; null where that is not a matter of time
    /// @param obstacle whether nothing was asked at all, as the enricher could not run
    public record Stop(String why, @Nullable Instant until, boolean obstacle) {}

    /// The kinds of facts that there are.
    public List<String> kinds() {
        return enrichers.stream().map(Enricher::what).distinct().toList();
    }

    /// Every enricher as it stands, in their order.
    public List<Standing> standings() {
        return enrichers.stream().map(this::standing).toList();
    }

    private Standing standing(Enricher enricher) {
        Instant now = clock.instant();
        List<String> lacking = database.read(enricher::lacking);
        int waiting = waiting(enricher, lacking, now).size();
        int calls = Math.ceilDiv(waiting, enricher.atOnce());
        CallBudget.Forecast forecast = enricher.forecast(calls);
        return new Standing(
                enricher.what(),
                enricher.source(),
                enricher.title(),
                lacking.size(),
                waiting,
                calls,
                forecast.left(),
                forecast.limit(),
                forecast.end(),
                enricher.obstacle());
    }

    private List<String> waiting(Enricher enricher, List<String> lacking, Instant now) {
        Set<String> resting = database.read(session -> Attempts.resting(session, enricher, now));
        return lacking.stream().filter(subject -> !resting.contains(subject)).toList();
    }

    /// Runs the enrichers of some kinds, one after another.
    public List<Ran> run(Collection<String> kinds, Limit limit, Progress progress) {
        List<Enricher> asked = enrichers.stream()
                .filter(enricher -> kinds.contains(enricher.what()))
                .toList();
        long toCome =
                asked.stream().filter(enricher -> enricher.obstacle().isEmpty()).count();
        Instant end = clock.instant().plus(limit.time());
        List<Ran> ran = new ArrayList<>();
        for (Enricher enricher : asked) {
            Optional<String> obstacle = enricher.obstacle();
            Instant now = clock.instant();
            ran.add(run(
                    enricher,
                    obstacle,
                    limit.subjects(),
                    now.plus(Duration.between(now, end).dividedBy(Math.max(toCome, 1))),
                    progress));
            toCome -= obstacle.isEmpty() ? 1 : 0;
        }
        return ran;
    }

    private Ran run(Enricher enricher, Optional<String> obstacle, int most, Instant latest, Progress progress) {
        List<String> all = waiting(enricher, database.read(enricher::lacking), clock.instant());
        Tally tally = new Tally(enricher, all.size());
        if (obstacle.isPresent()) {
            return tally.ran(new Stop(obstacle.get(), null, true));
        }
        int total = Math.min(all.size(), most);
        int nonsense = 0;
        for (int from = 0; from < total && (from == 0 || clock.instant().isBefore(latest)); from += enricher.atOnce()) {
            List<String> some = all.subList(from, Math.min(from + enricher.atOnce(), total));
            switch (step(enricher, some)) {
                case Gave(Brought brought) -> {
                    tally.gave(some, brought);
                    nonsense = 0;
                }
                case Nonsense(String why) -> {
                    tally.failed(some);
                    nonsense++;
                    if (nonsense == MOST_NONSENSE) {
                        return tally.ran(new Stop(why, null, false));
                    }
                }
                case Halted(Stop stop) -> {
                    return tally.ran(stop);
                }
            }
            progress.at(enricher.title(), Math.min(from + enricher.atOnce(), total), total);
        }
        return tally.ran(null);
    }

    /// How a call went.
    private sealed interface Step {}

    /// The service answered.
    private record Gave(Brought brought) implements Step {}

    /// It answered what makes no sense, or refused.
    private record Nonsense(String why) implements Step {}

    /// It is not to be asked now.
    private record Halted(Stop stop) implements Step {}

    private Step step(Enricher enricher, List<String> subjects) {
        Step step;
        try {
            step = new Gave(enricher.ask(subjects));
        } catch (RemoteFailure failure) {
            step = step(failure);
        } catch (MtmException trouble) {
            step = step(trouble);
        }
        keep(enricher, subjects, step);
        return step;
    }

    private static Step step(RemoteFailure failure) {
        return switch (failure) {
            case RemoteFailure.RetryLater later -> new Halted(new Stop(later.why(), later.until(), false));
            case RemoteFailure.Unauthorised refused -> new Halted(new Stop(refused.why(), null, false));
            case RemoteFailure.Unrecoverable useless -> new Nonsense(useless.why());
        };
    }

    private static Step step(MtmException trouble) {
        return switch (trouble.code()) {
            case LATER, SIGN_IN ->
                trouble.getCause() instanceof RemoteFailure failure
                        ? step(failure)
                        : new Halted(new Stop(String.valueOf(trouble.getMessage()), null, false));
            case REMOTE -> new Nonsense(String.valueOf(trouble.getMessage()));
            case CHECK_FAILED,
                    USAGE,
                    BAD_INPUT,
                    NOT_FOUND,
                    DATABASE_UNAVAILABLE,
                    DATABASE_BUSY,
                    SCHEMA_MISMATCH,
                    STORE_DAMAGED,
                    READ_ONLY,
                    DISK_FULL,
                    CONFLICT,
                    NO_DATA,
                    FORBIDDEN,
                    TOO_LARGE,
                    INTERNAL -> throw trouble;
        };
    }

    private void keep(Enricher enricher, List<String> subjects, Step step) {
        if (step instanceof Halted) {
            return;
        }
        Instant now = clock.instant();
        database.write(session -> {
            if (step instanceof Gave(Brought brought)) {
                brought.keep().in(session);
                Attempts.note(session, enricher, brought.found(), Attempts.Outcome.FOUND, now);
                List<String> missing = subjects.stream()
                        .filter(subject -> !brought.found().contains(subject))
                        .toList();
                Attempts.note(session, enricher, missing, Attempts.Outcome.MISSING, now);
            } else {
                Attempts.note(session, enricher, subjects, Attempts.Outcome.FAILED, now);
            }
            return subjects.size();
        });
    }

    /// What one run of an enricher comes to.
    private static final class Tally {
        private final Enricher enricher;
        private final int waiting;
        private int found;
        private int missing;
        private int failed;

        Tally(Enricher enricher, int waiting) {
            this.enricher = enricher;
            this.waiting = waiting;
        }

        void gave(List<String> subjects, Brought brought) {
            found += brought.found().size();
            missing += subjects.size() - brought.found().size();
        }

        void failed(List<String> subjects) {
            failed += subjects.size();
        }

        Ran ran(@Nullable Stop stop) {
            return new Ran(
                    enricher.what(),
                    enricher.source(),
                    enricher.title(),
                    found,
                    missing,
                    failed,
                    waiting - found - missing - failed,
                    stop);
        }
    }
}
