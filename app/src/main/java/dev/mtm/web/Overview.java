package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.backup.Drill;
import dev.mtm.jobs.JobLog;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What the status page tells, as of one moment.
///
/// @param zone       of the listener; times are shown in it
/// @param lastImport when the last import that stands was started
/// @param signIn     empty when nobody is signed in
/// @param lastBackup when the newest backup was made
public record Overview(
        Instant now,
        ZoneId zone,
        long plays,
        Optional<Instant> lastPlay,
        Optional<Instant> lastImport,
        Optional<SignIn.Standing> signIn,
        SignIn.Calls calls,
        List<JobLog.Standing> jobs,
        Optional<Instant> lastBackup,
        Optional<Drill.Recorded> lastDrill) {
    public Overview {
        jobs = List.copyOf(jobs);
    }
}
