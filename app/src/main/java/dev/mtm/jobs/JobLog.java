package dev.mtm.jobs;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the last runs of each job went.
public final class JobLog {
    /// So many runs of each job are kept.
    static final int KEPT = 20;

    static final String CUT_OFF = "the server ended before the job did";

    private final Database database;

    public JobLog(Database database) {
        this.database = database;
    }

    /// How a run ended.
    public enum Outcome {
        DONE,
        FAILED,
        /// It cannot go on without a new sign-in.
        RESTING,
        /// Its server ended before it did.
        CUT;

        /// The word for the listener, and in the store.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(String label) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.label().equals(label))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// One run.
    ///
    /// @param endedAt null while it runs, or where its server died
    /// @param outcome null as before
    /// @param message for the listener; null as before
    public record Run(
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Outcome outcome,
            @Nullable String message) {}

    /// A job as it stands.
    ///
    /// @param due     when its next run is
    /// @param running whether a server runs it now
    /// @param last    empty when it never ran
    public record Standing(String job, Instant due, boolean running, Optional<Run> last) {}

    /// Every job that a server has scheduled, by name.
    public List<Standing> standings() {
        return database.read(session -> {
            List<Standing> jobs = session.list(
                    "select task_name, execution_time, picked from scheduled_tasks order by task_name, task_instance",
                    row -> new Standing(
                            row.text(1), row.instant(2), Boolean.TRUE.equals(row.truthOrNull(3)), Optional.empty()));
            List<Standing> told = new ArrayList<>();
            for (Standing job : jobs) {
                told.add(new Standing(job.job(), job.due(), job.running(), last(session, job.job())));
            }
            return List.copyOf(told);
        });
    }

    /// The runs of a job that are kept, the newest first.
    public List<Run> runs(String job) {
        return database.read(session -> runs(session, job));
    }

    /// Notes that a run begins. One that was left open was cut off: a job runs in one place at a time.
    ///
    /// @return the id of the run
    long begin(String job, Instant now) {
        return database.write(session -> {
            session.update("""
                    update job_run
                    set ended_at = ?, outcome = ?, message = ?
                    where job = ? and ended_at is null
                    """, now, Outcome.CUT.label(), CUT_OFF, job);
            long run = session.number("select max(run_id) from job_run") + 1;
            session.update("insert into job_run (run_id, job, started_at) values (?, ?, ?)", run, job, now);
            return run;
        });
    }

    /// Notes how a run ended. A job that rests is noted once, not at every time at which it looks.
    ///
    /// @return whether this is news
    boolean end(long run, String job, Instant now, Outcome outcome, String message) {
        return database.write(session -> {
            session.update(
                    "update job_run set ended_at = ?, outcome = ?, message = ? where run_id = ?",
                    now,
                    outcome.label(),
                    message,
                    run);
            List<Long> rested = session.list(
                    "select run_id, outcome, message from job_run where job = ? and run_id < ? order by run_id desc limit 1",
                    row -> outcome == Outcome.RESTING
                                    && outcome.label().equals(row.textOrNull(2))
                                    && message.equals(row.textOrNull(3))
                            ? row.number(1)
                            : -1,
                    job,
                    run);
            for (long before : rested) {
                session.update("delete from job_run where run_id = ?", before);
            }
            session.update("""
                    delete from job_run
                    where job = ?
                        and run_id not in (select run_id from job_run where job = ? order by run_id desc limit ?)
                    """, job, job, KEPT);
            return rested.stream().noneMatch(before -> before > 0);
        });
    }

    private static Optional<Run> last(Session session, String job) throws SQLException {
        return runs(session, job).stream().findFirst();
    }

    private static List<Run> runs(Session session, String job) throws SQLException {
        return session.list(
                "select started_at, ended_at, outcome, message from job_run where job = ? order by run_id desc",
                row -> {
                    String outcome = row.textOrNull(3);
                    return new Run(
                            row.instant(1),
                            row.instantOrNull(2),
                            outcome == null ? null : Outcome.of(outcome),
                            row.textOrNull(4));
                },
                job);
    }
}
