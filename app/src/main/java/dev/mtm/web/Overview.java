package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.backup.Drill;
import dev.mtm.jobs.JobLog;
import dev.mtm.sync.Gaps;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What the status page tells, as of one moment.
///
/// @param zone       of the listener; times are shown in it
/// @param lastImport when the last import that stands was started
/// @param signIn     empty when nobody is signed in
/// @param gaps       times of which plays are missing, the oldest first
/// @param faults     what is wrong with questions of the listener's own, a sentence each
public record Overview(
        Instant now,
        ZoneId zone,
        long plays,
        Optional<Instant> lastPlay,
        Optional<Instant> lastImport,
        Optional<SignIn.Standing> signIn,
        SignIn.Calls calls,
        List<JobLog.Standing> jobs,
        List<Gaps.Gap> gaps,
        Backed backed,
        Versions versions,
        List<String> faults) {
    public Overview {
        jobs = List.copyOf(jobs);
        gaps = List.copyOf(gaps);
        faults = List.copyOf(faults);
    }

    /// The backups.
    ///
    /// @param last   when the newest was made
    /// @param folder where they are
    public record Backed(int number, Optional<Instant> last, String folder, Optional<Drill.Recorded> drill) {}

    /// What the program runs on.
    ///
    /// @param database its name and version
    /// @param schema   the version of the store's tables
    /// @param bytes    how large the store is
    public record Versions(String program, String java, String database, int schema, long bytes) {}
}
