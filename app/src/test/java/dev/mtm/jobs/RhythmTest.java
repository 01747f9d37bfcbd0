package dev.mtm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// When jobs are due, told from a calendar.
@NullMarked
class RhythmTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-06T00:00:00Z");

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void aDailyJobIsDueAtItsTimeOnTheListenersClock() {
        Rhythm nightly = Rhythm.daily(LocalTime.of(4, 0), () -> BERLIN);
        assertThat(nightly.after(at("2026-03-06T02:59:59Z"))).isEqualTo("2026-03-06T03:00:00Z");
        assertThat(nightly.after(at("2026-03-06T03:00:00Z"))).isEqualTo("2026-03-07T03:00:00Z");
        assertThat(nightly.after(at("2026-03-06T22:59:59Z"))).isEqualTo("2026-03-07T03:00:00Z");
        assertThat(nightly.first(MIDNIGHT)).as("never done").isEqualTo(MIDNIGHT);
    }

    @Test
    void aDailyJobComesOnceOnTheDaysOfTwentyThreeAndTwentyFiveHours() {
        Rhythm inTheGap = Rhythm.daily(LocalTime.of(2, 30), () -> BERLIN);
        assertThat(inTheGap.after(at("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(inTheGap.after(at("2026-03-29T01:30:00Z"))).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(inTheGap.after(at("2026-10-24T12:00:00Z"))).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(inTheGap.after(at("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void aMonthlyJobIsDueOnTheFirstDayAndNotAtOnce() {
        Rhythm monthly = Rhythm.monthly(LocalTime.of(5, 0), () -> BERLIN);
        assertThat(monthly.after(at("2026-01-31T12:00:00Z"))).isEqualTo("2026-02-01T04:00:00Z");
        assertThat(monthly.after(at("2026-02-01T03:59:59Z"))).isEqualTo("2026-02-01T04:00:00Z");
        assertThat(monthly.after(at("2026-02-01T04:00:00Z"))).isEqualTo("2026-03-01T04:00:00Z");
        assertThat(monthly.first(at("2026-12-31T12:00:00Z"))).isEqualTo("2027-01-01T04:00:00Z");
    }

    @Test
    void whatIsDoneInTurnsGoesOnSoonWhereARunLeftSomething() {
        boolean[] more = {true};
        Rhythm turns = Rhythm.inTurns(() -> more[0], Duration.ofMinutes(5), Duration.ofHours(1));
        assertThat(turns.after(MIDNIGHT)).isEqualTo("2026-03-06T00:05:00Z");
        more[0] = false;
        assertThat(turns.after(MIDNIGHT)).isEqualTo("2026-03-06T01:00:00Z");
        assertThat(turns.first(MIDNIGHT)).isEqualTo(MIDNIGHT);
        assertThat(turns.unhurried().first(MIDNIGHT)).isEqualTo("2026-03-06T01:00:00Z");
    }

    @Test
    void aListenerWhoMovesIsFollowedFromTheNextRunOn() {
        ZoneId[] zone = {BERLIN};
        Rhythm evening = Rhythm.daily(LocalTime.of(20, 0), () -> zone[0]);
        Rhythm monthly = Rhythm.monthly(LocalTime.of(5, 0), () -> zone[0]);
        assertThat(evening.after(at("2026-03-05T19:00:00Z"))).isEqualTo("2026-03-06T19:00:00Z");
        zone[0] = ZoneId.of("America/New_York");
        assertThat(evening.after(at("2026-03-06T19:00:00Z"))).isEqualTo("2026-03-07T01:00:00Z");
        zone[0] = ZoneId.of("Pacific/Auckland");
        assertThat(evening.after(at("2026-03-07T01:00:00Z"))).isEqualTo("2026-03-07T07:00:00Z");
        assertThat(monthly.after(at("2026-03-31T20:00:00Z"))).isEqualTo("2026-04-30T17:00:00Z");
    }

    /// Five hours of music without a break, then none: every look counted one after the other.
    @Test
    void looksOftenWhileThereIsMusicAndSeldomAfterwards() {
        Instant silence = MIDNIGHT.plus(Duration.ofHours(5));
        Instant[] now = {MIDNIGHT};
        Rhythm looks = Rhythm.followingPlays(() -> Optional.of(now[0].isBefore(silence) ? now[0] : silence));
        int count = 0;
        while (now[0].isBefore(MIDNIGHT.plus(Duration.ofDays(1)))) {
            now[0] = looks.after(now[0]);
            count++;
        }
        // 36 in six hours (the last hour still counts as listening), then 36 in eighteen.
        assertThat(count).isEqualTo(72);
        assertThat(Rhythm.followingPlays(Optional::empty).after(MIDNIGHT)).isEqualTo("2026-03-06T00:30:00Z");
    }
}
