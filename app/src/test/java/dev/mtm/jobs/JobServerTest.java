package dev.mtm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The schedule in the store: what was missed, what fails, who runs what, and what is left by a server that
/// dies.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class JobServerTest {
    private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");
    private static final Rhythm NIGHTLY = Rhythm.daily(LocalTime.of(4, 0), () -> ZoneOffset.UTC);
    private static final JobServer.Tempo FAST =
            new JobServer.Tempo(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(2));

    private final DatabaseAddress store;
    private final SetClock clock = new SetClock();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    JobServerTest(TestStores stores) {
        try (Database database = stores.open()) {
            store = database.address();
        }
    }

    /// A clock that goes on by a millisecond or so with the machine's, from wherever it is set to.
    private static final class SetClock extends Clock {
        private volatile Duration ahead = Duration.between(Instant.now(), NOON);

        void set(Instant to) {
            ahead = Duration.between(Instant.now(), to);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(@Nullable ZoneId zone) {
            return this;
        }
    }

    private Database open() {
        return Database.at(store, Duration.ofSeconds(5));
    }

    private JobServer serve(Job... jobs) {
        return JobServer.start(this::open, List.of(jobs), clock, FAST, news::add);
    }

    private Job counting(Rhythm rhythm) {
        return new Job("count", rhythm, () -> "run " + runs.incrementAndGet());
    }

    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private JobLog.Standing standing() {
        try (Database database = open()) {
            return new JobLog(database).standings().getFirst();
        }
    }

    private List<JobLog.Run> log(String job) {
        try (Database database = open()) {
            return new JobLog(database).runs(job);
        }
    }

    /// Waits until the job has run so often and the schedule knows when it is due again.
    private void settled(int times) throws InterruptedException {
        until(
                times + " runs",
                () -> runs.get() == times
                        && !standing().running()
                        && standing().due().isAfter(clock.instant()));
    }

    @Test
    void aJobThatWasNeverDoneIsDueAtOnceAndThenAtItsTime() throws Exception {
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(1);
            assertThat(standing().due()).isEqualTo("2026-03-07T04:00:00Z");
            clock.set(Instant.parse("2026-03-07T04:00:01Z"));
            settled(2);
            assertThat(standing().due()).isEqualTo("2026-03-08T04:00:00Z");
        }
        assertThat(news).containsExactly("count done: run 1", "count done: run 2");
        assertThat(log("count")).extracting(JobLog.Run::message).containsExactly("run 2", "run 1");
    }

    @Test
    void whatWasMissedWhileNoServerRanIsCaughtUpOnce() throws Exception {
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(1);
        }
        clock.set(NOON.plus(Duration.ofDays(40)));
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(2);
            Thread.sleep(500);
        }
        assertThat(runs).hasValue(2);
        assertThat(standing().due()).isEqualTo("2026-04-16T04:00:00Z");
    }

    @Test
    void aStartOfTheServerRunsNothingThatIsNotDue() throws Exception {
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(1);
        }
        clock.set(NOON.plus(Duration.ofHours(3)));
        try (JobServer server = serve(counting(NIGHTLY))) {
            Thread.sleep(500);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void aClockThatWasAheadAndIsPutRightStopsNothing() throws Exception {
        clock.set(NOON.plus(Duration.ofDays(400)));
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(1);
        }
        clock.set(NOON);
        try (JobServer server = serve(counting(NIGHTLY))) {
            until("due anew", () -> standing().due().equals(Instant.parse("2026-03-07T04:00:00Z")));
            clock.set(Instant.parse("2026-03-07T04:00:01Z"));
            settled(2);
        }
        // As a server leaves it that dies at its work on such a clock.
        try (Database database = open()) {
            database.write(session -> session.update(
                    "update scheduled_tasks set picked = ?, picked_by = 'gone', execution_time = ?, last_heartbeat = ?",
                    true,
                    NOON,
                    NOON.plus(Duration.ofDays(400))));
        }
        try (JobServer server = serve(counting(NIGHTLY))) {
            clock.set(Instant.parse("2026-03-08T04:00:01Z"));
            settled(3);
        }
    }

    @Test
    void aJobWhoseServerDiedIsTakenOverByTheClockOfTheNext() throws Exception {
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(1);
        }
        try (Database database = open()) {
            database.write(session -> session.update(
                    "update scheduled_tasks set picked = ?, picked_by = 'gone', execution_time = ?, last_heartbeat = ?",
                    true,
                    NOON.minus(Duration.ofDays(2)),
                    NOON.minus(Duration.ofDays(2))));
        }
        try (JobServer server = serve(counting(NIGHTLY))) {
            settled(2);
        }
    }

    @Test
    void twoServersOnOneStoreRunAJobOnce() throws Exception {
        Job slow = new Job("count", NIGHTLY, () -> {
            int run = runs.incrementAndGet();
            sleep(300);
            return "run " + run;
        });
        try (JobServer one = serve(slow);
                JobServer other = serve(slow)) {
            settled(1);
            for (int day = 1; day <= 5; day++) {
                clock.set(NOON.plus(Duration.ofDays(day)));
                settled(1 + day);
            }
            Thread.sleep(500);
        }
        assertThat(runs).hasValue(6);
        assertThat(log("count")).hasSize(6).allMatch(run -> run.outcome() == JobLog.Outcome.DONE);
    }

    @Test
    void aJobThatThrowsIsRecordedAndTriedAtItsNextTime() throws Exception {
        Job broken = new Job("count", NIGHTLY, () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("token=hush");
        });
        try (JobServer server = serve(broken)) {
            settled(1);
        }
        assertThat(standing().due()).isEqualTo("2026-03-07T04:00:00Z");
        JobLog.Run run = log("count").getFirst();
        assertThat(run.outcome()).isEqualTo(JobLog.Outcome.FAILED);
        assertThat(run.message())
                .startsWith("a defect in the program (IllegalStateException at dev.mtm.jobs.JobServerTest")
                .doesNotContain("hush");
    }

    @Test
    void whatPassesIsTriedAgainAfterAnHourAndWhatDoesNotAtItsTime() throws Exception {
        for (ErrorCode code : List.of(ErrorCode.LATER, ErrorCode.REMOTE, ErrorCode.READ_ONLY)) {
            runs.set(0);
            clock.set(NOON);
            String name = "fails-" + code;
            Job failing = new Job(name, NIGHTLY, () -> {
                runs.incrementAndGet();
                throw new MtmException(code, "it does not work", "there", "Wait.");
            });
            try (JobServer server = serve(failing)) {
                until(
                        "a run",
                        () -> log(name).size() == 1 && log(name).getFirst().outcome() != null);
            }
            assertThat(log(name).getFirst().message()).isEqualTo("there: it does not work. Wait.");
            Instant due = due(name);
            if (code == ErrorCode.READ_ONLY) {
                assertThat(due).isEqualTo("2026-03-07T04:00:00Z");
            } else {
                assertThat(due).isBetween(NOON.plus(Duration.ofMinutes(60)), NOON.plus(Duration.ofMinutes(61)));
            }
            assertThat(runs).hasValue(1);
        }
    }

    private Instant due(String job) {
        try (Database database = open()) {
            return new JobLog(database)
                    .standings().stream()
                            .filter(standing -> standing.job().equals(job))
                            .findFirst()
                            .orElseThrow()
                            .due();
        }
    }

    @Test
    void aJobWithoutASignInRestsAndSaysSoOnce() throws Exception {
        Job signedOut = new Job("count", done -> done.plus(Duration.ofMinutes(10)), () -> {
            if (runs.incrementAndGet() < 4) {
                throw new MtmException(ErrorCode.SIGN_IN, "the sign-in has ended", "Spotify", "Run `mtm login`.");
            }
            return "back";
        });
        try (JobServer server = serve(signedOut)) {
            for (int run = 1; run <= 4; run++) {
                settled(run);
                if (run == 3) {
                    assertThat(log("count")).extracting(JobLog.Run::outcome).containsExactly(JobLog.Outcome.RESTING);
                }
                clock.set(NOON.plus(Duration.ofMinutes(11L * run)));
            }
        }
        assertThat(news)
                .startsWith("count resting: Spotify: the sign-in has ended. Run `mtm login`.", "count done: back");
    }

    @Test
    void theLastRunsOfEachJobAreKept() {
        try (Database database = open()) {
            JobLog log = new JobLog(database);
            for (int i = 0; i < JobLog.KEPT + 5; i++) {
                for (String job : List.of("a", "b")) {
                    Instant now = NOON.plusSeconds(i);
                    log.end(log.begin(job, now), job, now, JobLog.Outcome.DONE, "run " + i);
                }
            }
            assertThat(log.runs("a"))
                    .hasSize(JobLog.KEPT)
                    .first()
                    .extracting(JobLog.Run::message)
                    .isEqualTo("run 24");
            assertThat(log.runs("b"))
                    .hasSize(JobLog.KEPT)
                    .last()
                    .extracting(JobLog.Run::message)
                    .isEqualTo("run 5");
        }
    }

    @Test
    void aServerThatEndsCutsALongJobAndTheNextOneDoesItAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Job endless = new Job("count", NIGHTLY, () -> {
            begun.countDown();
            sleep(60_000);
            return "never";
        });
        JobServer server = serve(endless);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        try (JobServer next = serve(counting(NIGHTLY))) {
            settled(1);
        }
        assertThat(log("count"))
                .extracting(JobLog.Run::outcome)
                .containsExactly(JobLog.Outcome.DONE, JobLog.Outcome.CUT);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("cut off", e);
        }
    }

    @Test
    void connectionsOfTheScheduleKeepForeignKeys() throws Exception {
        if (store instanceof DatabaseAddress.File) {
            try (Database database = open();
                    Connection connection = database.connections().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("pragma foreign_keys")) {
                assertThat(row.getInt(1)).isEqualTo(1);
                assertThat(connection.getAutoCommit()).isTrue();
            }
        }
    }
}
