package dev.mtm.web;

import dev.mtm.analysis.Metrics;
import dev.mtm.enrich.CoverSource;
import dev.mtm.question.Answer;
import dev.mtm.question.Question;
import dev.mtm.web.Panel.Beside;
import dev.mtm.web.Panel.Other;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers that pages gave, until the store changes: a page that is looked at again is made of them. All requests share
/// one.
final class Memory {
    private static final int MOST_ANSWERS = 300;
    private static final int MOST_ROWS = 500;

    /// What the stamp does not tell, such as a genre that was read from a file, is on the pages after this time.
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_MEASURED = 30;

    private final LinkedHashMap<Asked, Found> found = new LinkedHashMap<>(16, 0.75F, true);
    private final LinkedHashMap<Object, Metrics> measured = new LinkedHashMap<>(16, 0.75F, true);
    private final Clock clock;

    /// So many answers are looked for at a time: more would take longer each, and memory each.
    private final Semaphore looking = new Semaphore(Runtime.getRuntime().availableProcessors() + 1, true);

    private String stamp = "";
    private Instant since = Instant.MIN;

    Memory(Clock clock) {
        this.clock = clock;
    }

    /// What was asked. The text of the question is a part of it, so an own one that was changed is another.
    record Asked(
            Question question,
            Map<String, String> given,
            LocalDate asOf,
            @Nullable Other other) {
        Asked {
            given = Map.copyOf(given);
        }
    }

    /// What was answered.
    ///
    /// @param beside null: nothing was to compare with
    /// @param covers of what is in the answer
    record Found(Answer answer, @Nullable Beside beside, CoverSource.Known covers) {
        private boolean isSmall() {
            return answer.rows().size() <= MOST_ROWS
                    && (beside == null || beside.answer().rows().size() <= MOST_ROWS);
        }
    }

    /// Forgets all when the store is not as it was, or when all that it knows is old.
    ///
    /// @param now the stamp of the store, as it is for this request
    synchronized void expect(String now) {
        if (!stamp.equals(now)) {
            found.clear();
            measured.clear();
            stamp = now;
        }
    }

    synchronized boolean holds(Asked asked) {
        return found.containsKey(asked);
    }

    /// The answer that is known, else the one that `ask` gives.
    Found answer(Asked asked, Supplier<Found> ask) {
        String before;
        synchronized (this) {
            Found known = found.get(asked);
            if (known != null) {
                return known;
            }
            before = stamp;
        }
        Found answer;
        looking.acquireUninterruptibly();
        try {
            answer = ask.get();
        } finally {
            looking.release();
        }
        synchronized (this) {
            // An answer of a store that has changed meanwhile may be of before or of after.
            if (answer.isSmall() && stamp.equals(before)) {
                found.put(asked, answer);
                if (found.size() > MOST_ANSWERS) {
                    found.pollFirstEntry();
                }
            }
        }
        return answer;
    }

    /// The figures that are known by a key, else those that `measure` gives.
    Metrics measured(Object key, Supplier<Metrics> measure) {
        String before;
        synchronized (this) {
            Metrics known = measured.get(key);
            if (known != null) {
                return known;
            }
            before = stamp;
        }
        Metrics metrics = measure.get();
        synchronized (this) {
            if (stamp.equals(before)) {
                measured.put(key, metrics);
                if (measured.size() > MOST_MEASURED) {
                    measured.pollFirstEntry();
                }
            }
        }
        return metrics;
    }
}
