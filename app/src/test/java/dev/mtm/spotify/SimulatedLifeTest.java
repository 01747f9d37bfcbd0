package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.spotify.Fault;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.history.Derivation;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.listening.HomeZone;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.sync.Gaps;
import dev.mtm.sync.PlaySync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Weeks of a listener's life, with a service that misbehaves in every way that was seen of it: five weeks across a
/// change of
/// clocks, or a whole year where `MTM_DAYS=365` is set.
@ParameterizedClass
@EnumSource(TestStores.class)
final class SimulatedLifeTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Derivation DERIVATION = new Derivation(1, ZONE);
    private static final Duration STEP = Duration.ofHours(2);
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

    private final TestStores stores;
    private final Random random = new Random(11);
    private final Map<ErrorCode, Integer> troubles = new EnumMap<>(ErrorCode.class);

    @TempDir
    private Path folder = Path.of("");

    SimulatedLifeTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void noPlayIsLostOrDoubledAndEverySnapshotIsWhole() throws IOException {
        try (SpotifyDesk desk = new SpotifyDesk(stores, folder)) {
            desk.signedIn();
            Duration length = Duration.ofDays(Integer.parseInt(System.getenv().getOrDefault("MTM_DAYS", "35")));
            Instant end = SpotifyDesk.NOW.plus(length);
            Spotify process = desk.spotify();
            while (desk.fake.clock().instant().isBefore(end)) {
                if (random.nextInt(9) == 0) {
                    desk.fake.faults().next("/v1/", 1 + random.nextInt(3), FAULTS.get(random.nextInt(FAULTS.size())));
                }
                if (random.nextInt(50) == 0) {
                    process = desk.spotify(); // another start of the program
                }
                capture(desk, process);
                // Now and then the machine is off for days.
                desk.fake.clock().advance(random.nextInt(150) == 0 ? Duration.ofDays(4) : STEP);
            }
            desk.fake.faults().clear();
            desk.fake.clock().advance(Duration.ofDays(1));
            capture(desk, desk.spotify());
            check(desk);
        }
    }

    private void capture(SpotifyDesk desk, Spotify process) {
        Instant now = desk.fake.clock().instant();
        try {
            new PlaySync(desk.database, DERIVATION, process.plays(), desk.fake.clock()).run();
            new SnapshotTaker(desk.database, DERIVATION, process.tops())
                    .take(EnumSet.allOf(TimeRange.class), new HomeZone(ZONE).dayOf(now), now, false);
        } catch (MtmException e) {
            troubles.merge(e.code(), 1, Integer::sum);
            assertThat(e.code()).isIn(ErrorCode.SIGN_IN, ErrorCode.LATER, ErrorCode.REMOTE);
            if (process.signIn().standing().orElseThrow().endedAt() != null) {
                desk.fake.faults().clear();
                desk.signedIn(); // as the message asks
            }
        }
    }

    private void check(SpotifyDesk desk) throws IOException {
        Instant now = desk.fake.clock().instant();
        assertThat(troubles).containsKeys(ErrorCode.LATER, ErrorCode.REMOTE);
        List<String> told = desk.database.read(session -> session.list(
                "select ended_at from recent_play order by ended_at",
                row -> row.instant(1).toString()));
        assertThat(told).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(told);
        Gaps gaps = new Gaps(desk.database, 1);
        List<Play> lost = desk.user.life().plays(SpotifyDesk.NOW, now).stream()
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
        assertThat(snapshots).hasSizeGreaterThan(60).allMatch(snapshot -> snapshot.equals("50 1 50 50"));
        assertThat(snapshots.size() % 3).as("three ranges or none").isZero();
        assertThat(desk.fake.log().callsByDay().values()).allMatch(calls -> calls <= 100);
        importAll(desk, now);
        assertThat(gaps.open()).isEmpty();
        assertThat(desk.database.<Long>read(
                        session -> session.number("select count(*) from play_history as p where not exists"
                                + " (select 1 from same_play as m where m.play_id = p.play_id)")))
                .isEqualTo(desk.user.life().plays(Instant.EPOCH, now).size());
        assertThat(new ProjectionCheck(desk.database, DERIVATION).differences()).isEmpty();
    }

    private void importAll(SpotifyDesk desk, Instant now) throws IOException {
        Path export = folder.resolve("Streaming_History_Audio.json");
        Files.write(export, Objects.requireNonNull(desk.user.life().export(Instant.EPOCH, now)));
        new Importer(desk.database, DERIVATION, desk.fake.clock())
                .run(List.of(export), new Importer.Options(null, false), ImportProgress.silent());
    }
}
