package dev.mtm.question;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One thing that the reader may choose when asking.
///
/// @param choices  the words that fit, for [ParameterType#CHOICE]; else empty
/// @param fallback what holds when nothing is given, written as a reader would; null: something must be given
/// @param meaning  a phrase for the reader; empty when the name says it all
public record Parameter(
        String name,
        ParameterType type,
        List<String> choices,
        @Nullable String fallback,
        String meaning) {
    /// The day of the question, which each question has without naming it.
    static final Parameter TODAY = new Parameter("today", ParameterType.DATE, List.of(), "today", "");

    /// The word for no bound, no limit, nothing chosen.
    public static final String NONE = "none";

    /// The years of all days that may be given: the day before and the day after are such that SQLite, whose times are
    /// text, writes and sorts them as PostgreSQL does.
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 9998;

    private static final Pattern RELATIVE = Pattern.compile("today(?:\\s*-\\s*(\\d{1,5})\\s+(day|month|year)s?)?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    public Parameter {
        choices = List.copyOf(choices);
    }

    /// A day that an option of a command asks for, understood as the days of questions are.
    ///
    /// @throws MtmException when the text is none
    public static LocalDate day(String option, String text, LocalDate today) {
        return Objects.requireNonNull(
                (LocalDate) new Parameter(option, ParameterType.DATE, List.of(), null, "").value(text, today));
    }

    /// Whether it is one end of a range of days.
    boolean isEndOfRange() {
        return name.equals("from") || name.equals("until");
    }

    /// The parameter `year` where it stands beside `from` and `until`: it narrows both, so a query need not name it.
    /// Null where there is none.
    static @Nullable Parameter narrowing(List<Parameter> parameters) {
        Parameter narrowing = null;
        int ends = 0;
        for (Parameter parameter : parameters) {
            if (parameter.type() == ParameterType.YEAR && parameter.name().equals("year")) {
                narrowing = parameter;
            } else if (parameter.isEndOfRange()) {
                ends++;
            }
        }
        return ends == 2 ? narrowing : null;
    }

    /// Whether `none` is an answer: only where the header's own default is.
    boolean takesNone() {
        return NONE.equals(fallback);
    }

    /// The value that a text stands for: LocalDate, YearMonth, Year, Long or String; null for `none`.
    /// A track or artist is still as the reader wrote it.
    ///
    /// @throws MtmException when the text does not fit
    @Nullable
    Object value(String text, LocalDate today) {
        String given = text.strip();
        if (given.equals(NONE) && takesNone()) {
            return null;
        }
        try {
            return switch (type) {
                case DATE -> DAY.matcher(given).matches() ? told(LocalDate.parse(given)) : relative(given, today);
                case MONTH ->
                    MONTH.matcher(given).matches()
                            ? told(YearMonth.parse(given))
                            : YearMonth.from(relative(given, today));
                case YEAR ->
                    YEAR.matcher(given).matches() ? told(Year.parse(given)) : Year.from(relative(given, today));
                case COUNT -> {
                    require(COUNT.matcher(given).matches());
                    yield Long.valueOf(given);
                }
                case TEXT -> given;
                case CHOICE -> {
                    require(choices.contains(given));
                    yield given;
                }
                case TRACK, ARTIST -> {
                    require(!given.isEmpty());
                    yield given;
                }
                case WORDS -> {
                    require(given.length() <= SearchIndex.LONGEST
                            && !Folding.words(given).isEmpty());
                    yield given;
                }
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MtmException(ErrorCode.USAGE, "`" + text + "` does not fit", name, "Give " + whatFits() + ".", e);
        }
    }

    /// What may be given, as the end of a sentence that starts with "Give".
    public String whatFits() {
        String fits = switch (type) {
            case DATE -> "a day from " + FIRST_YEAR + " to " + LAST_YEAR + " such as 2024-03-05 or `today - 30 days`";
            case MONTH -> "a month such as 2024-03 or `today - 2 months`";
            case YEAR -> "a year such as 2024 or `today - 1 years`";
            case COUNT -> "a whole number from 0 to 999999999";
            case TEXT -> "any text";
            case CHOICE -> "one of " + String.join(", ", choices);
            case TRACK -> "a track's id, its Spotify link, or a part of `artist - title`";
            case ARTIST -> "an artist's name or a part of it";
            case WORDS ->
                "words, each in the title, the artist or the album, at most " + SearchIndex.LONGEST + " letters";
        };
        return takesNone() ? fits + ", or `none`" : fits;
    }

    private static <T extends TemporalAccessor> T told(T given) {
        int year = given.get(ChronoField.YEAR);
        require(year >= FIRST_YEAR && year <= LAST_YEAR);
        return given;
    }

    private static LocalDate relative(String given, LocalDate today) {
        Matcher words = RELATIVE.matcher(given);
        require(words.matches());
        if (words.group(1) == null) {
            return today;
        }
        int back = Integer.parseInt(words.group(1));
        LocalDate day = switch (words.group(2)) {
            case "day" -> today.minusDays(back);
            case "month" -> today.minusMonths(back);
            default -> today.minusYears(back);
        };
        require(day.getYear() >= 1);
        return day;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException();
        }
    }

    /// The default, if there is one.
    public Optional<String> findFallback() {
        return Optional.ofNullable(fallback);
    }
}
