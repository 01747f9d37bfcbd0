package dev.mtm.jobs;

import dev.mtm.problem.MtmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that the server does by itself, again and again.
///
/// @param name what the schedule and the listener know it by
public record Job(String name, Rhythm rhythm, Work work) {
    /// After that, a job that failed for a passing reason is tried again, if it is not due before.
    static final Duration SOON = Duration.ofHours(1);

    /// What a job does. It runs on a thread of its own and opens what it needs itself.
    @FunctionalInterface
    public interface Work {
        /// Does it once.
        ///
        /// @return what was done, a sentence for the listener without secrets
        String run();
    }

    /// When it is due again.
    ///
    /// @param failure what its run threw; null when it was done
    public Instant after(Instant ended, @Nullable Throwable failure) {
        Instant usual = rhythm.after(ended);
        Instant soon = ended.plus(SOON);
        return failure != null && passes(failure) && soon.isBefore(usual) ? soon : usual;
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof MtmException known
                && switch (known.code()) {
                    case SIGN_IN, LATER, REMOTE, DATABASE_BUSY, DATABASE_UNAVAILABLE, DISK_FULL -> true;
                    case CHECK_FAILED,
                            USAGE,
                            BAD_INPUT,
                            NOT_FOUND,
                            SCHEMA_MISMATCH,
                            STORE_DAMAGED,
                            READ_ONLY,
                            CONFLICT,
                            NO_DATA,
                            FORBIDDEN,
                            TOO_LARGE,
                            INTERNAL -> false;
                };
    }
}
