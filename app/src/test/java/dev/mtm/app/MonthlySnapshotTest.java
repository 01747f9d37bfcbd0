package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import dev.mtm.jobs.Job;
import dev.mtm.listening.HomeZone;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every month has its snapshot as long as the server runs and Spotify answers once in it. The job goes in the server's
/// rhythm; a server that starts runs what it missed at once.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class MonthlySnapshotTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    @SuppressWarnings("NullAway.Init")
    private Spotify spotify;

    @SuppressWarnings("NullAway.Init")
    private Job job;

    private Instant due = SpotifyDesk.NOW;

    MonthlySnapshotTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        desk = new SpotifyDesk(stores, folder);
        spotify = desk.signedIn();
        job = Server.snapshot(() -> ZONE, () -> {
            taker().take(EnumSet.allOf(TimeRange.class), today(), now(), false);
            return "";
        });
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private SnapshotTaker taker() {
        return new SnapshotTaker(desk.database, new Derivation(1, ZONE), spotify.tops());
    }

    private Instant now() {
        return desk.fake.clock().instant();
    }

    private LocalDate today() {
        return new HomeZone(ZONE).dayOf(now());
    }

    /// The server runs until that time.
    private void runs(String until) {
        while (due.isBefore(Instant.parse(until))) {
            if (now().isBefore(due)) {
                desk.fake.clock().moveTo(due);
            }
            due = job.after(now(), failureOf(job));
        }
        desk.fake.clock().moveTo(Instant.parse(until));
    }

    /// No server runs until that time.
    private void isOff(String until) {
        desk.fake.clock().moveTo(Instant.parse(until));
    }

    private static @Nullable MtmException failureOf(Job job) {
        try {
            job.work().run();
            return null;
        } catch (MtmException e) {
            return e;
        }
    }

    private List<LocalDate> days(String month) {
        return desk
                .database
                .<List<LocalDate>>read(session -> session.list(
                        "select distinct snapshot_date from snapshots order by snapshot_date", row -> row.date(1)))
                .stream()
                .filter(day -> YearMonth.from(day).equals(YearMonth.parse(month)))
                .toList();
    }

    @Test
    void aMachineThatIsOffForMostOfTheMonthKeepsOneWhenItIsOn() {
        runs("2026-03-12T22:00:00Z");
        assertThat(days("2026-03"))
                .containsExactly(
                        LocalDate.parse("2026-03-10"), LocalDate.parse("2026-03-11"), LocalDate.parse("2026-03-12"));
        isOff("2026-04-27T07:00:00Z");
        runs("2026-04-27T07:01:00Z");
        assertThat(days("2026-04")).as("at once, not in the evening").containsExactly(LocalDate.parse("2026-04-27"));
        isOff("2026-05-31T21:30:00Z");
        runs("2026-05-31T21:31:00Z");
        assertThat(days("2026-05")).as("half an hour before June").containsExactly(LocalDate.parse("2026-05-31"));
        assertThat(taker().kept(today())).isEqualTo(new SnapshotTaker.Kept(LocalDate.parse("2026-05-31"), List.of()));
    }

    @Test
    void daysOfFailureAreTriedAgainEachHourWithFewCalls() {
        runs("2026-03-12T22:00:00Z");
        isOff("2026-04-01T05:00:00Z");
        desk.fake.faults().quotaExceededFor(Duration.ofDays(26));
        int calls = desk.fake.log().entries().size();
        runs("2026-04-20T05:00:00Z");
        assertThat(days("2026-04")).isEmpty();
        assertThat(desk.fake.log().entries().size() - calls)
                .as("a wish to wait is asked about again after two days, with a new token and one call")
                .isLessThanOrEqualTo(2 * 10);
        desk.fake.faults().clear();
        desk.fake.down();
        runs("2026-04-29T05:00:00Z");
        assertThat(days("2026-04")).isEmpty();
        desk.fake.up();
        runs("2026-04-29T07:00:00Z");
        assertThat(days("2026-04")).as("within the hour").containsExactly(LocalDate.parse("2026-04-29"));
    }

    @Test
    void aMonthThatCouldNotBeKeptIsNamed() {
        assertThat(taker().kept(today())).isEqualTo(new SnapshotTaker.Kept(null, List.of()));
        runs("2026-03-12T22:00:00Z");
        isOff("2026-06-02T09:00:00Z");
        assertThat(taker().kept(today()))
                .isEqualTo(new SnapshotTaker.Kept(
                        LocalDate.parse("2026-03-12"),
                        List.of(YearMonth.parse("2026-04"), YearMonth.parse("2026-05"))));
        runs("2026-06-02T09:01:00Z");
        assertThat(taker().kept(today()).without())
                .containsExactly(YearMonth.parse("2026-04"), YearMonth.parse("2026-05"));
    }
}
