package dev.mtm.analysis;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// The days that an analysis is about.
///
/// @param label by which analyses of the same kind are told, such as `last_7_days` or `2024-03`
public record Window(String label, Period period) {
    /// What is analysed where nothing was named.
    public static final String USUAL = "last-30-days";

    private static final Map<String, Integer> WHOLE_DAYS = Map.of("last-7-days", 7, USUAL, 30);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /// The days that a text names: `last-7-days`, `last-30-days`, `2024-03`, `2024` or `2024-01-01..2024-03-31`. The
    /// last days are those before today: today is not over.
    ///
    /// @param option by which it was given, for messages
    /// @throws MtmException when the text names none, or days that have not begun
    public static Window parse(String option, String text, LocalDate today) {
        String given = text.strip();
        Integer days = WHOLE_DAYS.get(given.replace('_', '-'));
        if (days != null) {
            return new Window(given.replace('-', '_'), new Period(today.minusDays(days), today.minusDays(1)));
        }
        Period period;
        try {
            period = Period.parse(option, given, today);
        } catch (MtmException e) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "`" + text + "` is no period",
                    option,
                    "Give last-7-days, last-30-days, a month such as 2024-03, a year such as 2024, or two days such as"
                            + " 2024-01-01..2024-03-31.",
                    e);
        }
        if (period.from().isAfter(today)) {
            throw new MtmException(
                    ErrorCode.USAGE, "`" + text + "` has not begun yet", option, "Give a period that has.");
        }
        return of(period);
    }

    public static Window of(Period period) {
        return new Window(period.text(), period);
    }

    /// Whether no day of it is still to come or going on.
    public boolean isClosed(LocalDate today) {
        return period.until().isBefore(today);
    }

    /// The day on which its questions are asked: its last one, so that the answers are the same ever after.
    LocalDate asOf(LocalDate today) {
        return isClosed(today) ? period.until() : today;
    }

    /// As people call it: "March 2024", "2024", "1 January to 31 March 2024".
    public String title() {
        String text = period.text();
        return switch (text.length()) {
            case 4 -> text;
            case 7 -> MONTH.format(YearMonth.from(period.from()));
            default ->
                period.from().equals(period.until())
                        ? DAY.format(period.from())
                        : (period.from().getYear() == period.until().getYear() ? SHORT_DAY : DAY).format(period.from())
                                + " to " + DAY.format(period.until());
        };
    }
}
