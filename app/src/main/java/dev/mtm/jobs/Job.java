package dev.mtm.jobs;

/// Something that the server does by itself, again and again.
///
/// @param name what the schedule and the listener know it by
public record Job(String name, Rhythm rhythm, Work work) {
    /// What a job does. It runs on a thread of its own and opens what it needs itself.
    @FunctionalInterface
    public interface Work {
        /// Does it once.
        ///
        /// @return what was done, a sentence for the listener without secrets
        String run();
    }
}
