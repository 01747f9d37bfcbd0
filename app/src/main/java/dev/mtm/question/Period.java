package dev.mtm.question;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stretch of days as a reader names it, both ends included: a year, a month, or two days. It may reach past the day
/// of a question, which sees nothing later anyway.
public record Period(LocalDate from, LocalDate until) {
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final String BETWEEN = "..";

    public static Period of(Year year) {
        return new Period(year.atDay(1), year.atMonth(12).atEndOfMonth());
    }

    public static Period of(YearMonth month) {
        return new Period(month.atDay(1), month.atEndOfMonth());
    }

    /// The stretch that a text names: `2024`, `2024-03`, `2024-03-01..2024-05-31`, where each day may be written as the
    /// days of questions are.
    ///
    /// @param option by which it was given, for messages
    /// @throws MtmException when the text names none
    public static Period parse(String option, String text, LocalDate today) {
        String given = text.strip();
        int between = given.indexOf(BETWEEN);
        try {
            if (YEAR.matcher(given).matches()) {
                return of(Year.from(Parameter.day(option, given + "-01-01", today)));
            }
            if (MONTH.matcher(given).matches()) {
                return of(YearMonth.from(Parameter.day(option, given + "-01", today)));
            }
            if (between > 0) {
                Period period = new Period(
                        Parameter.day(option, given.substring(0, between), today),
                        Parameter.day(option, given.substring(between + BETWEEN.length()), today));
                if (!period.from.isAfter(period.until)) {
                    return period;
                }
            }
        } catch (MtmException e) {
            throw unfit(option, text, e);
        }
        throw unfit(option, text, null);
    }

    private static MtmException unfit(String option, String text, @Nullable MtmException cause) {
        String fix = "Give a year such as 2024, a month such as 2024-03, or two days such as 2024-03-01..2024-05-31.";
        return cause == null
                ? new MtmException(ErrorCode.USAGE, "`" + text + "` is no period", option, fix)
                : new MtmException(ErrorCode.USAGE, "`" + text + "` is no period", option, fix, cause);
    }

    /// The stretch that the parameters `from`, `until` and `year` choose, where they choose its beginning.
    ///
    /// @throws MtmException when one of them does not fit
    public static Optional<Period> chosen(Map<String, String> given, LocalDate today) {
        if (given.containsKey("from")) {
            LocalDate from = Parameter.day("from", given.getOrDefault("from", ""), today);
            LocalDate until = Parameter.day("until", given.getOrDefault("until", "today"), today);
            return from.isAfter(until) ? Optional.empty() : Optional.of(new Period(from, until));
        }
        if (given.containsKey("year")) {
            Object year = new Parameter("year", ParameterType.YEAR, List.of(), null, "")
                    .value(given.getOrDefault("year", ""), today);
            return Optional.of(of((Year) Objects.requireNonNull(year)));
        }
        return Optional.empty();
    }

    /// The stretch of the same kind right before: the year before a year, the month before a month, else as many days.
    public Period before() {
        if (isYear()) {
            return of(Year.from(from).minusYears(1));
        }
        if (isMonth()) {
            return of(YearMonth.from(from).minusMonths(1));
        }
        return new Period(from.minusDays(ChronoUnit.DAYS.between(from, until) + 1), from.minusDays(1));
    }

    private boolean isYear() {
        return equals(of(Year.from(from)));
    }

    private boolean isMonth() {
        return equals(of(YearMonth.from(from)));
    }

    /// As a reader would write it.
    public String text() {
        if (isYear()) {
            return from.toString().substring(0, 4);
        }
        return isMonth() ? YearMonth.from(from).toString() : from + BETWEEN + until;
    }

    /// The parameters that ask a question of this stretch.
    public Map<String, String> given() {
        return Map.of("from", from.toString(), "until", until.toString());
    }
}
