package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.SignIn;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.fakes.spotify.Track;
import dev.mtm.spotify.SpotifyDesk;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The server is killed (SIGKILL) while its jobs fetch plays and top lists from Spotify and make backups.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class ServeCrashTest {
    private static final long SEED = 20261122;
    private static final int KILLS = Trials.number(2);

    private static final Duration BETWEEN_PLAYS = Duration.ofMinutes(4);

    /// Between two starts: from the first to the last, fewer plays than Spotify remembers.
    private static final Duration LATER = BETWEEN_PLAYS.multipliedBy(40).dividedBy(KILLS + 1);

    @TempDir
    private Path folder = Path.of("");

    private final TestStores stores;
    private final Random random = new Random(SEED);
    private final Clock machine = Clock.systemUTC();
    private final Instant begun = machine.instant().truncatedTo(ChronoUnit.SECONDS);
    private final FakeSpotify fake = FakeSpotify.start(FakeClock.running(machine, begun));
    private final List<Process> started = new ArrayList<>();
    private final Life life;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    ServeCrashTest(TestStores stores) {
        this.stores = stores;
        life = life();
    }

    /// A play of three minutes every four, as long as the test can take.
    private Life life() {
        List<Track> tracks = fake.catalogue().tracks();
        List<Play> plays = new ArrayList<>();
        Instant end = begun.plus(LATER.multipliedBy(KILLS + 3L));
        Instant at = begun.minus(Duration.ofDays(20));
        for (int i = 0; at.isBefore(end); i++) {
            plays.add(Play.of(tracks.get(i % tracks.size()), at, Duration.ofMinutes(3)));
            at = at.plus(BETWEEN_PLAYS);
        }
        return Life.of(plays);
    }

    @BeforeEach
    void open() {
        fake.consent(Consent.GRANT);
        // A kill between a new token and the store costs the sign-in, whatever the program does: not so here.
        fake.refreshGrace(Duration.ofHours(12));
        fake.addUser("mira", "Mira Example", life);
        desk = Desk.at(stores, folder);
        desk.now = begun;
        desk.environment.put("MTM_BUSY_WAIT", "20");
        desk.environment.put("MTM_BACKUP_FOLDER", folder.resolve("backups").toString());
        desk.environment.put("MTM_SPOTIFY_CLIENT_ID", FakeSpotify.APP.clientId());
        desk.environment.put("MTM_SPOTIFY_ACCOUNTS_URL", fake.accounts().toString());
        desk.environment.put("MTM_SPOTIFY_API_URL", fake.api().toString());
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        fake.close();
    }

    @Test
    void noPlayIsLostOrDoubledAndEverySnapshotIsWhole() throws Exception {
        signIn();
        long work = workOfAWholeRound();
        int atWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            timePasses();
            Process process = start();
            Victim.kill(process, asksSpotify(), Victim.moment(random, work, kill, KILLS));
            if (count("select count(*) from job_run where ended_at is null") > 0) {
                atWork++;
            }
        }
        Trials.told("serve", stores, KILLS, atWork);
        assertThat(atWork).isPositive();
        timePasses();
        workOfAWholeRound();

        List<Instant> asked = fake.log().entries().stream()
                .filter(entry -> entry.path().endsWith("recently-played"))
                .map(RequestLog.Entry::at)
                .toList();
        List<Play> before = life.plays(Instant.EPOCH, asked.getFirst());
        Instant first = before.get(before.size() - 50).end();
        assertThat(ends())
                .isEqualTo(life.plays(first, asked.getLast()).stream()
                        .map(Play::end)
                        .toList());
        assertThat(desk.plays()).isEqualTo(ends().size());
        assertThat(desk.rows("""
                        select count(*), min(rank), max(rank), count(distinct rank)
                        from snapshots
                        where origin = 'spotify'
                        group by snapshot_date, time_range
                        """)).hasSizeBetween(6, 3 * (KILLS + 2)).containsOnly("50 | 1 | 50 | 50");
        assertThat(count("select count(*) from snapshots") % 150)
                .as("three ranges or none")
                .isZero();
        assertThat(desk.run("status").out()).containsPattern("gaps +none");
        assertThat(desk.run("doctor").out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                .isEmpty();
    }

    private List<Instant> ends() {
        try (Database database = desk.open()) {
            return database.read(session ->
                    session.list("select ended_at from recent_play order by ended_at", row -> row.instant(1)));
        }
    }

    private long count(String sql) {
        return Long.parseLong(desk.rows(sql).getFirst());
    }

    /// A server that does all that is due, and is ended.
    ///
    /// @return the milliseconds from its first question to Spotify
    private long workOfAWholeRound() throws Exception {
        long done = count("select coalesce(max(run_id), 0) from job_run");
        Victim.Sign asks = asksSpotify();
        Process process = start();
        long begin = 0;
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (count("select count(distinct job) from job_run where outcome = 'done'"
                        + " and job in ('sync', 'snapshot', 'backup', 'upkeep') and run_id > " + done)
                < 4) {
            if (begin == 0 && asks.of(process)) {
                begin = System.nanoTime();
            }
            assertThat(process.isAlive() && System.nanoTime() < giveUp)
                    .as(Files.readString(log()))
                    .isTrue();
            Thread.sleep(20);
        }
        long work = (System.nanoTime() - begin) / 1_000_000;
        process.destroy();
        process.waitFor();
        assertThat(begin).as("Spotify was asked").isPositive();
        return work;
    }

    /// For plays or top lists.
    private Victim.Sign asksSpotify() {
        long before = asked();
        return process -> asked() > before;
    }

    private long asked() {
        return fake.log().entries().stream().filter(RequestLog.Entry::isApiCall).count();
    }

    private Path log() {
        return folder.resolve("log-" + started.size());
    }

    private Process start() throws Exception {
        Process process =
                Child.start(desk.environment, folder.resolve("log-" + (started.size() + 1)), "serve", "--port", "0");
        started.add(process);
        return process;
    }

    /// Hours pass for Spotify, and in the store a day: everything is due again, and who was killed is known to be dead.
    private void timePasses() {
        fake.clock().advance(LATER);
        try (Database database = desk.open()) {
            database.write(session -> {
                Instant longAgo = begun.minus(Duration.ofHours(1));
                session.update("update scheduled_tasks set execution_time = ? where task_name <> 'drill'", longAgo);
                session.update("update scheduled_tasks set picked = ?, picked_by = null where picked = ?", false, true);
                List<LocalDate> days = session.list(
                        "select distinct snapshot_date from snapshots order by snapshot_date", row -> row.date(1));
                for (LocalDate day : days) {
                    session.update(
                            "update snapshots set snapshot_date = ? where snapshot_date = ?", day.minusDays(1), day);
                }
                return days.size();
            });
        }
    }

    private void signIn() {
        try (App app = new App(
                        desk.environment, Clock.fixed(begun, ZoneOffset.UTC), new PrintWriter(Writer.nullWriter()));
                SignIn.Visit visit = app.signIn().open()) {
            SpotifyDesk.visit(visit.page());
            assertThat(visit.await(Duration.ofSeconds(10))).isPresent();
        }
    }
}
