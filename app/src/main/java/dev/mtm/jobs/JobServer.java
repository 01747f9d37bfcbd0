package dev.mtm.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import dev.mtm.db.Database;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Runs the jobs, one at a time, when they are due. What is due lies in the store: it outlives the server,
/// and of two servers on one store only one runs a job.
public final class JobServer implements AutoCloseable {
    /// Two machines may differ so much in their clocks.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final Supplier<Database> open;
    private final Clock clock;
    private final Consumer<String> news;
    private final Database connections;
    private final Scheduler scheduler;
    private volatile boolean ending;

    /// How fast it looks and how patient it is.
    ///
    /// @param look      between two looks at what is due
    /// @param heartbeat between two signs of life; when six are missing, another server takes the job over
    /// @param farewell  how long a job that runs may take to end when the server ends
    public record Tempo(Duration look, Duration heartbeat, Duration farewell) {
        public static final Tempo USUAL =
                new Tempo(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    private JobServer(Supplier<Database> open, List<Job> jobs, Clock clock, Tempo tempo, Consumer<String> news) {
        this.open = open;
        this.clock = clock;
        this.news = news;
        this.connections = open.get();
        connections.occupy();
        this.scheduler = Scheduler.create(connections.connections())
                .startTasks(jobs.stream().map(this::task).toList())
                .jdbcCustomization(new StoredTimes(connections.dialect()))
                .clock(clock::instant)
                .schedulerName(() -> "mtm " + ProcessHandle.current().pid())
                .executorService(Executors.newSingleThreadExecutor(work -> new Thread(work, "mtm-jobs")))
                .threads(1)
                .pollingInterval(tempo.look())
                .heartbeatInterval(tempo.heartbeat())
                .missedHeartbeatsLimit(6)
                .shutdownMaxWait(tempo.farewell())
                .failureLogging(LogLevel.OFF, false)
                .build();
    }

    /// Starts to run what is due. Close it; until then no other process can put another store in the place
    /// of this one, which might know nothing of the jobs.
    ///
    /// @param open opens the store, at the newest version; each run has one of its own
    /// @param news is told how each run went, a line each
    public static JobServer start(
            Supplier<Database> open, List<Job> jobs, Clock clock, Tempo tempo, Consumer<String> news) {
        JobServer server = new JobServer(open, jobs, clock, tempo, news);
        server.setRight(jobs);
        server.scheduler.start();
        return server;
    }

    /// Sets anew what was reckoned on a clock that was ahead: a job that is due later than if it were done
    /// just now, and one that runs in a server whose last sign of life is still to come.
    private void setRight(List<Job> jobs) {
        forgetOthers(jobs);
        Instant now = clock.instant();
        Instant soon = now.plus(CLOCKS_DIFFER);
        for (Job job : jobs) {
            Instant usual = job.rhythm().after(now);
            Instant latest = usual.isAfter(soon) ? usual : soon;
            connections.write(session -> session.update("""
                    update scheduled_tasks
                    set
                        execution_time = ?,
                        picked = ?,
                        picked_by = null,
                        last_heartbeat = null,
                        version = version + 1
                    where task_name = ? and (execution_time > ? or last_heartbeat > ?)
                    """, usual, false, job.name(), latest, soon));
        }
    }

    /// Takes jobs off the schedule that were switched off.
    private void forgetOthers(List<Job> jobs) {
        Set<String> names = jobs.stream().map(Job::name).collect(Collectors.toSet());
        List<String> scheduled =
                connections.read(session -> session.list("select task_name from scheduled_tasks", row -> row.text(1)));
        for (String other : scheduled) {
            if (!names.contains(other)) {
                connections.write(session ->
                        session.update("delete from scheduled_tasks where task_name = ? and picked = ?", other, false));
            }
        }
    }

    /// Waits a while for a job that runs; one that takes longer is cut off, and what it began is rolled
    /// back.
    @Override
    public void close() {
        ending = true;
        scheduler.stop();
        connections.close();
    }

    private RecurringTask<Void> task(Job job) {
        return Tasks.recurring(job.name(), schedule(job.rhythm()))
                // The library would ask the machine for the time.
                .onDeadExecution((done, next) -> next.reschedule(done, clock.instant()))
                .onFailure((done, next) -> next.reschedule(done, afterFailure(job, done)))
                .execute((instance, context) -> run(job));
    }

    private static Schedule schedule(Rhythm rhythm) {
        return new Schedule() {
            @Override
            public Instant getNextExecutionTime(ExecutionComplete done) {
                return rhythm.after(done.getTimeDone());
            }

            @Override
            public Instant getInitialExecutionTime(Instant now) {
                return rhythm.first(now);
            }

            /// What is in the store holds: a start of the server moves nothing to a later time.
            @Override
            public boolean isDeterministic() {
                return false;
            }
        };
    }

    private static Instant afterFailure(Job job, ExecutionComplete done) {
        Throwable cause = done.getCause().orElse(null);
        return cause instanceof CutOff
                ? done.getTimeDone() // for the next server
                : job.after(done.getTimeDone(), cause);
    }

    /// Runs a job once; the trouble that it had goes on to the schedule.
    private void run(Job job) {
        try (Database database = open.get()) {
            JobLog log = new JobLog(database);
            long run = log.begin(job.name(), clock.instant());
            try {
                String message = job.work().run();
                end(log, run, job, JobLog.Outcome.DONE, message);
            } catch (MtmException e) {
                JobLog.Outcome outcome = e.code() == ErrorCode.SIGN_IN ? JobLog.Outcome.RESTING : JobLog.Outcome.FAILED;
                throw endBadly(log, run, job, outcome, e.where() + ": " + e.getMessage() + ". " + e.fix(), e);
            } catch (RuntimeException e) {
                // Its text may hold anything, its kind does not.
                throw endBadly(log, run, job, JobLog.Outcome.FAILED, "a defect in the program (" + kind(e) + ")", e);
            }
        }
    }

    /// Whatever a job throws while the server ends, it throws because of that. Log and schedule hear the
    /// same.
    ///
    /// @return what to throw on to the schedule
    private RuntimeException endBadly(
            JobLog log, long run, Job job, JobLog.Outcome outcome, String message, RuntimeException cause) {
        if (ending) {
            end(log, run, job, JobLog.Outcome.CUT, JobLog.CUT_OFF);
            return new CutOff(cause);
        }
        end(log, run, job, outcome, message);
        return cause;
    }

    private void end(JobLog log, long run, Job job, JobLog.Outcome outcome, String message) {
        if (log.end(run, job.name(), clock.instant(), outcome, message)) {
            news.accept(job.name() + " " + outcome.label() + ": " + message);
        }
    }

    private static String kind(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /// Tells the schedule that the end of the server ended this run.
    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        CutOff(RuntimeException cause) {
            super(cause);
        }
    }
}
