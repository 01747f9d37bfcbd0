package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.jobs.Job;
import dev.mtm.listening.HomeZone;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import dev.mtm.sync.Gaps;
import dev.mtm.sync.PlaySync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A month of a listener's life with the server's jobs in their rhythm, a service that misbehaves in every way that was
/// seen of it, a change of clocks, and servers in processes of their own that are killed (SIGKILL) at their work; a
/// year of it where `MTM_DAYS=365` is set.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class SimulatedLifeTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Derivation DERIVATION = new Derivation(1, ZONE);
    private static final int DAYS = Integer.parseInt(System.getenv().getOrDefault("MTM_DAYS", "31"));
    private static final Instant START = Instant.parse("2026-03-22T12:00:00Z");
    private static final List<Fault> FAULTS = List.of(
            Fault.serverError(500),
            Fault.serverError(503),
            Fault.unauthorized(),
            Fault.rateLimited(Duration.ofSeconds(30)),
            Fault.quotaExceeded(Duration.ofHours(20)),
            new Fault.BadGateway(),
            new Fault.Page(),
            new Fault.HalfBody(),
            new Fault.Cut(),
            new Fault.Lost());

    /// Those that take no token away that was given out.
    private static final List<Fault> TOKEN_FAULTS = List.of(
            Fault.serverError(500),
            Fault.serverError(503),
            Fault.rateLimited(Duration.ofSeconds(30)),
            new Fault.BadGateway(),
            new Fault.Page(),
            new Fault.Reset());

    private final TestStores stores;
    private static final Duration BETWEEN_KILLS = Duration.ofDays(12);

    private final Random random = new Random(11);
    private final Random tokens = new Random(12);
    private final Map<ErrorCode, Integer> troubles = new EnumMap<>(ErrorCode.class);
    private final List<Instant> signIns = new ArrayList<>();
    private int kills;
    private int atWork;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    /// The program since its last start.
    @SuppressWarnings("NullAway.Init")
    private Spotify process;

    SimulatedLifeTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void noPlayIsLostOrDoubledAndEverySnapshotIsWhole() throws Exception {
        try (SpotifyDesk opened = new SpotifyDesk(stores, folder)) {
            desk = opened;
            desk.fake.clock().moveTo(START);
            // A kill between a new token and the store costs the sign-in, whatever the program does: not so here.
            desk.fake.refreshGrace(Duration.ofHours(12));
            signIn();
            process = desk.spotify();
            Listener listener = new Listener(desk.database, DERIVATION);
            Job sync = Server.sync(() -> listener.known().last(), () -> {
                new PlaySync(desk.database, DERIVATION, process.plays(), desk.fake.clock()).run();
                return "";
            });
            Job snapshot = Server.snapshot(() -> ZONE, () -> {
                Instant now = desk.fake.clock().instant();
                new SnapshotTaker(desk.database, DERIVATION, process.tops())
                        .take(EnumSet.allOf(TimeRange.class), dayOf(now), now, false);
                return "";
            });
            Map<Job, Instant> due = new LinkedHashMap<>();
            due.put(sync, START);
            due.put(snapshot, START);
            Instant end = START.plus(Duration.ofDays(DAYS));
            Instant kill = START.plus(BETWEEN_KILLS);
            while (desk.fake.clock().instant().isBefore(end)) {
                misbehave();
                if (random.nextInt(200) == 0) {
                    process = desk.spotify(); // another start of the program
                }
                if (random.nextInt(400) == 0) {
                    desk.fake.clock().advance(Duration.ofDays(4)); // The machine is off.
                }
                Map.Entry<Job, Instant> next = Collections.min(due.entrySet(), Map.Entry.comparingByValue());
                if (desk.fake.clock().instant().isBefore(next.getValue())) {
                    desk.fake.clock().moveTo(next.getValue());
                }
                MtmException failure = run(next.getKey());
                next.setValue(next.getKey().after(desk.fake.clock().instant(), failure));
                if (failure == null && desk.fake.clock().instant().isAfter(kill)) {
                    aServerIsKilled();
                    kill = desk.fake.clock().instant().plus(BETWEEN_KILLS);
                }
            }
            desk.fake.faults().clear();
            desk.fake.clock().advance(Duration.ofDays(1));
            process = desk.spotify();
            MtmException failure = run(sync);
            if (failure != null && failure.code() == ErrorCode.SIGN_IN) {
                failure = run(sync); // the second six months ended on the last day
            }
            assertThat(failure).isNull();
            assertThat(run(snapshot)).isNull();
            check();
            Trials.told("simulated life", stores, kills, atWork);
            assertThat(atWork).isPositive();
        }
    }

    /// What was planned and not met yet, as no call was made, does not pile up.
    private void misbehave() {
        if (desk.fake.faults().pending() > 0) {
            return;
        }
        if (tokens.nextInt(60) == 0) {
            desk.fake
                    .faults()
                    .next("/api/token", 1 + tokens.nextInt(2), TOKEN_FAULTS.get(tokens.nextInt(TOKEN_FAULTS.size())));
        }
        if (random.nextInt(50) == 0) {
            desk.fake.faults().next("/v1/", 1 + random.nextInt(3), FAULTS.get(random.nextInt(FAULTS.size())));
        }
        if (random.nextInt(8) == 0) {
            desk.fake.faults().next("/v1/me/player/recently-played", 1, new Fault.Disorder());
        }
    }

    /// Another process serves this store, finds that everything is due, and is killed while it does it, the first ones
    /// rather early.
    private void aServerIsKilled() throws Exception {
        kills++;
        Path log = folder.resolve("log-" + kills);
        long unended = unended();
        long asked = desk.fake.log().entries().size();
        Process server = Child.startAt(desk.fake.clock().instant(), environment(), log, "serve", "--port", "0");
        Victim.kill(
                server,
                process -> desk.fake.log().entries().size() > asked,
                random.nextLong(25L << Math.min(kills, 6)));
        assertThat(desk.fake.log().entries().size()).as(Files.readString(log)).isGreaterThan((int) asked);
        if (unended() > unended) {
            atWork++;
        }

        desk.fake.clock().advance(Duration.ofMinutes(1)); // it lived on a clock that runs
        process = desk.spotify();
    }

    /// Runs of jobs of which no end is known.
    private long unended() {
        return desk.database.<Long>read(
                session -> session.number("select count(*) from job_run where ended_at is null"));
    }

    private Map<String, String> environment() {
        return Map.of(
                "MTM_DB", Desk.text(desk.database.address()),
                "MTM_ZONE", ZONE.getId(),
                "MTM_BUSY_WAIT", "20",
                "XDG_DATA_HOME", folder.resolve("data").toString(),
                "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                "MTM_KEY_FILE", desk.keyFile().toString(),
                "MTM_SPOTIFY_CLIENT_ID", FakeSpotify.APP.clientId(),
                "MTM_SPOTIFY_ACCOUNTS_URL", desk.fake.accounts().toString(),
                "MTM_SPOTIFY_API_URL", desk.fake.api().toString());
    }

    private void signIn() {
        desk.signedIn();
        signIns.add(desk.fake.clock().instant());
    }

    /// @return what it threw; null when it was done
    private @Nullable MtmException run(Job job) {
        try {
            job.work().run();
            return null;
        } catch (MtmException e) {
            troubles.merge(e.code(), 1, Integer::sum);
            assertThat(e.code()).isIn(ErrorCode.SIGN_IN, ErrorCode.LATER, ErrorCode.REMOTE);
            if (process.signIn().standing().orElseThrow().endedAt() != null) {
                desk.fake.faults().clear();
                signIn(); // as the message asks
            }
            return e;
        }
    }

    private void check() throws IOException {
        Instant now = desk.fake.clock().instant();
        assertThat(troubles).containsKeys(ErrorCode.LATER, ErrorCode.REMOTE);
        assertThat(desk.fake.log().entries().stream()
                        .filter(entry -> entry.path().equals("/api/token"))
                        .map(RequestLog.Entry::fault))
                .as("also where tokens are given")
                .contains("Refusal", "");
        List<String> told = desk.database.read(session -> session.list(
                "select ended_at from recent_play order by ended_at",
                row -> row.instant(1).toString()));
        assertThat(told).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(told);
        Gaps gaps = new Gaps(desk.database, 1);
        List<Play> lost = desk.user.life().plays(START, now).stream()
                .filter(play -> play.isListed() && !play.reportedAt().isAfter(now))
                .filter(play -> !known.contains(
                        play.end().truncatedTo(ChronoUnit.SECONDS).toString()))
                .toList();
        assertThat(lost.stream()
                        .filter(play -> gaps.all().stream()
                                .noneMatch(gap -> !play.end().isBefore(gap.from())
                                        && !play.start().isAfter(gap.until())))
                        .map(Play::end))
                .as("what is missing lies in the gaps that are told of")
                .isEmpty();
        List<String> snapshots = desk.database.read(session -> session.list(
                """
                select snapshot_date, time_range, count(*), min(rank), max(rank), count(distinct rank)
                from snapshots
                where origin = 'spotify'
                group by snapshot_date, time_range
                order by snapshot_date, time_range
                """, row -> row.number(3) + " " + row.number(4) + " " + row.number(5) + " " + row.number(6)));
        assertThat(snapshots).hasSizeGreaterThan(DAYS * 3 / 2).allMatch(snapshot -> snapshot.equals("50 1 50 50"));
        assertThat(snapshots.size() % 3).as("three ranges or none").isZero();
        assertThat(monthsWithSnapshots())
                .isEqualTo(Stream.iterate(
                                YearMonth.from(dayOf(START)),
                                month -> !month.isAfter(YearMonth.from(dayOf(now))),
                                month -> month.plusMonths(1))
                        .toList());
        if (DAYS > 190) {
            assertThat(signIns.get(1))
                    .as("the sign-in ends after six months and not before")
                    .isBetween("2026-09-22T11:00:00Z", "2026-10-02T12:00:00Z");
        } else {
            assertThat(signIns).hasSize(1);
        }
        assertThat(desk.fake.log().callsByDay())
                .allSatisfy((day, calls) -> assertThat(calls).isLessThanOrEqualTo(100));
        // A call that failed is made again: one day of the year comes to 101 so.
        assertThat(callsAndTokensByDay())
                .allSatisfy((day, calls) -> assertThat(calls).isLessThanOrEqualTo(105));
        importAll(now);
        assertThat(gaps.open()).isEmpty();
        assertThat(desk.database.<Long>read(
                        session -> session.number("select count(*) from play_history as p where not exists"
                                + " (select 1 from same_play as m where m.play_id = p.play_id)")))
                .isEqualTo(desk.user.life().plays(Instant.EPOCH, now).size());
        assertThat(new ProjectionCheck(desk.database, DERIVATION).differences()).isEmpty();
    }

    private List<YearMonth> monthsWithSnapshots() {
        List<LocalDate> days = desk.database.read(session -> session.list(
                "select distinct snapshot_date from snapshots order by snapshot_date", row -> row.date(1)));
        return days.stream().map(YearMonth::from).distinct().toList();
    }

    private static LocalDate dayOf(Instant instant) {
        return new HomeZone(ZONE).dayOf(instant);
    }

    /// All that was asked of the service, new tokens included.
    private Map<LocalDate, Long> callsAndTokensByDay() {
        return desk.fake.log().entries().stream()
                .filter(entry -> !entry.path().equals("/authorize"))
                .collect(Collectors.groupingBy(
                        entry -> LocalDate.ofInstant(entry.at(), ZoneOffset.UTC), TreeMap::new, Collectors.counting()));
    }

    private void importAll(Instant now) throws IOException {
        Path export = folder.resolve("Streaming_History_Audio.json");
        Files.write(export, Objects.requireNonNull(desk.user.life().export(Instant.EPOCH, now)));
        new Importer(desk.database, DERIVATION, desk.fake.clock())
                .run(List.of(export), new Importer.Options(null, false), ImportProgress.silent());
    }
}
