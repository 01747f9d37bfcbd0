package dev.mtm.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The calendar and the hours of a zone against a walk from minute to minute, which asks java.time what the
/// wall clock shows and knows nothing of slots.
@Timeout(20)
final class HomeZoneTest {
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-29, 2024-04-02", // a day of 23 hours
        "Europe/Berlin, 2024-10-25, 2024-10-29", // a day of 25
        "America/New_York, 2024-11-01, 2024-11-05",
        "Asia/Kolkata, 2024-03-29, 2024-04-02", // half an hour off
        "Asia/Kathmandu, 2024-03-29, 2024-04-02", // a quarter of an hour off
        "Asia/Kathmandu, 1985-12-30, 1986-01-03", // skips a quarter of an hour at midnight
        "Pacific/Chatham, 2024-04-05, 2024-04-09", // put back from a quarter to four
        "Pacific/Chatham, 2024-09-27, 2024-10-01",
        "Australia/Lord_Howe, 2024-04-05, 2024-04-09", // put back by half an hour
        "Australia/Lord_Howe, 2024-10-04, 2024-10-08",
        "Pacific/Apia, 2011-12-28, 2012-01-02", // no December 30th
        "America/Sao_Paulo, 2018-11-02, 2018-11-06", // no midnight on the 4th
        "America/Havana, 2024-11-01, 2024-11-05", // two midnights on the 3rd
        "America/St_Johns, 2009-10-30, 2009-11-03", // a minute past midnight, then the day before once more
        "Antarctica/Casey, 2010-03-03, 2010-03-07", // two hours past midnight, then the day before once more
        "Africa/Monrovia, 1972-01-05, 1972-01-09", // an offset with seconds
    })
    void hoursCoverTheDaysWithoutGapsAndShowWhatTheWallClockShows(ZoneId id, LocalDate first, LocalDate last) {
        HomeZone zone = new HomeZone(id);
        List<HomeZone.HourSlot> slots = zone.hours(first, last);
        assertThat(slots.getFirst().startsAt()).isEqualTo(zone.startOf(first));
        assertThat(slots.getLast().endsAt()).isEqualTo(zone.startOf(last.plusDays(1)));
        Instant at = slots.getFirst().startsAt();
        for (HomeZone.HourSlot slot : slots) {
            assertThat(slot.startsAt()).as("no gap and no overlap").isEqualTo(at);
            assertThat(slot.endsAt()).isAfter(at).isBeforeOrEqualTo(at.plus(Duration.ofHours(1)));
            for (Instant minute = at; minute.isBefore(slot.endsAt()); minute = minute.plusSeconds(60)) {
                ZonedDateTime wall = minute.atZone(id);
                assertThat(slot.hour()).as("hour at %s", wall).isEqualTo(wall.getHour());
                assertThat(slot.date()).as("day at %s", wall).isEqualTo(zone.dayOf(minute));
            }
            at = slot.endsAt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-20, 2024-04-10",
        "Asia/Kolkata, 2023-12-20, 2024-01-10",
        "Pacific/Chatham, 2024-04-01, 2024-04-12",
        "Pacific/Apia, 2011-12-25, 2012-01-05",
        "America/Sao_Paulo, 2018-11-01, 2018-11-08",
        "America/Havana, 2024-10-30, 2024-11-06",
        "America/St_Johns, 2009-10-28, 2009-11-04",
        "Antarctica/Casey, 2010-03-01, 2010-03-08",
    })
    void everyMinuteBelongsToExactlyTheDayThatHoldsIt(ZoneId id, LocalDate first, LocalDate last) {
        HomeZone zone = new HomeZone(id);
        List<HomeZone.Day> days = zone.days(first, last);
        Instant at = days.getFirst().startsAt();
        for (HomeZone.Day day : days) {
            assertThat(day.startsAt()).isEqualTo(at);
            assertThat(day.startsAt().atZone(id).toLocalDate())
                    .as("the clock agrees")
                    .isEqualTo(day.date());
            for (Instant minute = at; minute.isBefore(day.endsAt()); minute = minute.plusSeconds(60)) {
                assertThat(zone.dayOf(minute)).isEqualTo(day.date());
            }
            at = day.endsAt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-31, 23",
        "Europe/Berlin, 2024-10-27, 25",
        "Europe/Berlin, 2024-07-01, 24",
        "America/St_Johns, 2009-10-31, 25",
    })
    void aDayHasAsManyHoursAsTheClockGivesIt(ZoneId id, LocalDate date, long hours) {
        HomeZone.Day day = new HomeZone(id).days(date, date).getFirst();
        assertThat(Duration.between(day.startsAt(), day.endsAt())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void aDayThatAZoneLeftOutIsNotInItsCalendar() {
        HomeZone apia = new HomeZone(ZoneId.of("Pacific/Apia"));
        assertThat(apia.days(LocalDate.of(2011, 12, 28), LocalDate.of(2012, 1, 1)))
                .extracting(HomeZone.Day::date)
                .containsExactly(
                        LocalDate.of(2011, 12, 28),
                        LocalDate.of(2011, 12, 29),
                        LocalDate.of(2011, 12, 31),
                        LocalDate.of(2012, 1, 1));
    }

    @Test
    void aPlayAtMidnightInKolkataBelongsToTheNewDay() {
        HomeZone kolkata = new HomeZone(ZoneId.of("Asia/Kolkata"));
        assertThat(kolkata.dayOf(Instant.parse("2024-05-01T18:29:59Z"))).isEqualTo("2024-05-01");
        assertThat(kolkata.dayOf(Instant.parse("2024-05-01T18:30:00Z"))).isEqualTo("2024-05-02");
        assertThat(kolkata.startOf(LocalDate.of(2024, 5, 2))).isEqualTo("2024-05-01T18:30:00Z");
    }

    @Test
    void weeksAreThoseOfIso8601() {
        List<HomeZone.Day> days =
                new HomeZone(ZoneId.of("UTC")).days(LocalDate.of(2020, 12, 31), LocalDate.of(2021, 1, 4));
        assertThat(days)
                .extracting(HomeZone.Day::isoWeek)
                .containsExactly("2020-W53", "2020-W53", "2020-W53", "2020-W53", "2021-W01");
        assertThat(days).extracting(HomeZone.Day::weekday).containsExactly(4, 5, 6, 7, 1);
        assertThat(days).extracting(HomeZone.Day::month).startsWith("2020-12", "2021-01");
    }
}
