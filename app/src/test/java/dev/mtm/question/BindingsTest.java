package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the names in a query stand for, on any clock.
final class BindingsTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 5, 20);

    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata,     2024-03-05, 2024-03-04T18:30:00Z, 2024-03-05T18:30:00Z",
        "Asia/Kathmandu,   2024-03-05, 2024-03-04T18:15:00Z, 2024-03-05T18:15:00Z",
        "Pacific/Chatham,  2024-03-05, 2024-03-04T10:15:00Z, 2024-03-05T10:15:00Z",
        // Chatham's clock went back an hour on 2024-04-07: a day of 25 hours.
        "Pacific/Chatham,  2024-04-07, 2024-04-06T10:15:00Z, 2024-04-07T11:15:00Z",
        "Europe/Berlin,    2024-03-31, 2024-03-30T23:00:00Z, 2024-03-31T22:00:00Z",
        "Europe/Berlin,    2023-10-29, 2023-10-28T22:00:00Z, 2023-10-29T23:00:00Z",
        // Midnight did not exist in Beirut on 2022-03-27: the day starts at one.
        "Asia/Beirut,      2022-03-27, 2022-03-26T22:00:00Z, 2022-03-27T21:00:00Z",
        // Samoa skipped 2011-12-30.
        "Pacific/Apia,     2011-12-29, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "Pacific/Apia,     2011-12-31, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
        "America/New_York, 2024-03-10, 2024-03-10T05:00:00Z, 2024-03-11T04:00:00Z",
    })
    void aDayStartsAndEndsWhereTheListenersClockSays(String zone, String day, String start, String end) {
        Bindings bindings = bindings("from", ParameterType.DATE, day, zone);
        assertThat(bindings.bound("from_at")).isEqualTo(Instant.parse(start));
        assertThat(bindings.bound("from_end")).isEqualTo(Instant.parse(end));
    }

    @Test
    void aMonthAndAYearSpanTheirDays() {
        Bindings month = bindings("m", ParameterType.MONTH, "2024-02", "UTC");
        assertThat(month.bound("m")).isEqualTo("2024-02");
        assertThat(month.bound("m_at")).isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
        assertThat(month.bound("m_end")).isEqualTo(Instant.parse("2024-03-01T00:00:00Z"));
        assertThat(month.bound("m_last")).isEqualTo(LocalDate.of(2024, 2, 29));
        Bindings year = bindings("y", ParameterType.YEAR, "2023", "UTC");
        assertThat(year.bound("y")).isEqualTo(2023L);
        assertThat(year.bound("y_first")).isEqualTo(LocalDate.of(2023, 1, 1));
        assertThat(year.bound("y_end")).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
    }

    @Test
    void nothingReachesPastToday() {
        Instant end = Instant.parse("2024-05-21T00:00:00Z");
        Bindings day = bindings("d", ParameterType.DATE, "2031-01-01", "UTC");
        assertThat(day.bound("d")).isEqualTo(TODAY);
        assertThat(day.bound("d_at")).isEqualTo(end);
        assertThat(day.bound("d_end")).isEqualTo(end);
        Bindings month = bindings("m", ParameterType.MONTH, "2024-05", "UTC");
        assertThat(month.bound("m_at")).isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
        assertThat(month.bound("m_end")).isEqualTo(end);
        Bindings later = bindings("m", ParameterType.MONTH, "2024-07", "UTC");
        assertThat(later.bound("m")).isEqualTo("2024-05");
        Bindings year = bindings("y", ParameterType.YEAR, "2030", "UTC");
        assertThat(year.bound("y")).isEqualTo(2024L);
        assertThat(year.bound("y_first")).isEqualTo(TODAY.plusDays(1));
        assertThat(year.bound("y_last")).isEqualTo(TODAY);
    }

    @Test
    void noneSpansAllDaysUpToToday() {
        Bindings none = bindings("d", ParameterType.DATE, null, "UTC");
        assertThat(none.bound("d")).isEqualTo(Session.NoDate.UNKNOWN);
        assertThat(none.bound("d_at")).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(none.bound("d_end")).isEqualTo(Instant.parse("2024-05-21T00:00:00Z"));
        assertThat(none.used()).containsOnlyKeys("d").containsValue(null);
        assertThat(bindings("c", ParameterType.COUNT, "007", "UTC").used()).containsExactly(Map.entry("c", 7L));
    }

    @Test
    void todayIsBoundInEveryQuestion() {
        Bindings none = bindings("d", ParameterType.DATE, null, "Europe/Berlin");
        assertThat(none.bound("today")).isEqualTo(TODAY);
        assertThat(none.bound("today_end")).isEqualTo(Instant.parse("2024-05-20T22:00:00Z"));
        assertThat(none.bound("today_number")).isEqualTo(TODAY.toEpochDay());
        assertThat(none.bound("today_month_day")).isEqualTo("05-20");
    }

    @ParameterizedTest
    @CsvSource({
        "DATE,  today,             2024-05-20",
        "DATE,  today - 30 days,   2024-04-20",
        "DATE,  today - 3 months,  2024-02-20",
        "DATE,  today-1 year,      2023-05-20",
        "MONTH, today - 3 months,  2024-02",
        "YEAR,  today - 2 years,   2022",
        "COUNT, 007,               7",
        "TEXT,  none of it,        none of it",
    })
    void aValueReadsAsPeopleWriteIt(ParameterType type, String text, String value) {
        Parameter parameter = new Parameter("p", type, List.of(), "none", "");
        assertThat(String.valueOf(parameter.value(text, TODAY))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 2024-02-30",
        "DATE, 2024-2-1",
        "DATE, yesterday",
        "DATE, none",
        "DATE, 0000-01-01",
        "DATE, 1899-12-31",
        "DATE, 9999-01-01",
        "DATE, +12026-01-01",
        "MONTH, 9999-01",
        "YEAR, 9999",
        "YEAR, 1899",
        "DATE, today - 99999 years",
        "DATE, ''",
        "MONTH, 2024-13",
        "MONTH, 2024-01-01",
        "YEAR, 24",
        "COUNT, -1",
        "COUNT, 1.5",
        "COUNT, 9999999999",
        "CHOICE, three",
        "TRACK, ' '",
    })
    void aValueThatDoesNotFitIsRefusedWithWhatFits(ParameterType type, String text) {
        Parameter parameter = new Parameter("p", type, List.of("one", "two"), null, "");
        assertThatThrownBy(() -> parameter.value(text, TODAY)).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
            assertThat(e.where()).isEqualTo("p");
            assertThat(e.getMessage()).contains("`" + text + "`");
            assertThat(e.fix()).startsWith("Give ");
        });
    }

    private static Bindings bindings(String name, ParameterType type, @Nullable String text, String zone) {
        Parameter parameter = new Parameter(name, type, List.of(), "none", "");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(name, text == null ? null : parameter.value(text, TODAY));
        return new Bindings(List.of(parameter), values, TODAY, ZoneId.of(zone), 1);
    }
}
