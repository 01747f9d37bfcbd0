package dev.mtm.narrative;

import dev.mtm.analysis.Metrics.Figure;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a figure may be written in prose. There are few ways, all of them exact or plainly rounded, so that a number in
/// a
/// text can be held against the figure that it claims to be.
final class Spelling {
    /// By a placeholder: `{totals.0.listens:noun}`.
    enum Form {
        /// As the unit wants it.
        PLAIN,
        /// With what is counted: "1 listen", "1,234 listens".
        NOUN,
        /// "once", "twice", "12 times"
        TIMES,
        /// A day without its year; a moment without its hour; a share without a decimal.
        SHORT
    }

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);

    /// No name is longer than that in prose.
    private static final int LONGEST_NAME = 80;

    /// What a column counts, in the singular.
    private static final Map<String, String> NOUNS = Map.ofEntries(
            Map.entry("listens", "listen"),
            Map.entry("other_listens", "listen"),
            Map.entry("peak_listens", "listen"),
            Map.entry("plays", "play"),
            Map.entry("skips", "skip"),
            Map.entry("tracks", "track"),
            Map.entry("new_tracks", "track"),
            Map.entry("effective_tracks", "track"),
            Map.entry("artists", "artist"),
            Map.entry("new_artists", "artist"),
            Map.entry("effective_artists", "artist"),
            Map.entry("days", "day"),
            Map.entry("silent_days", "day"),
            Map.entry("months", "month"));

    /// All that prose may count: behind a figure, each must be what the figure counts.
    private static final Set<String> COUNTED = Set.of(
            "listen",
            "play",
            "skip",
            "track",
            "song",
            "artist",
            "musician",
            "band",
            "album",
            "record",
            "genre",
            "day",
            "week",
            "month",
            "year",
            "hour",
            "minute",
            "second",
            "time",
            "session",
            "streak",
            "place",
            "night",
            "percent");

    private Spelling() {}

    static String of(Figure figure, Form form, ZoneId zone) {
        return switch (figure.value()) {
            case Long number -> number(figure, number, form);
            case Double fraction -> fraction(figure, fraction, form);
            case null -> "";
            default -> text(figure, form, zone);
        };
    }

    /// Every way in which a figure may stand in a text.
    static Set<String> all(Figure figure, ZoneId zone) {
        Set<String> all = new java.util.HashSet<>();
        for (Form form : Form.values()) {
            all.add(of(figure, form, zone));
        }
        if (figure.value() instanceof Long number && isCount(figure) && !isDifference(figure)) {
            all.add(number.toString());
            NumberWords.word(number).ifPresent(all::add);
        }
        Set<String> capitals = new java.util.HashSet<>();
        all.stream().filter(one -> !one.isEmpty()).forEach(one -> {
            capitals.add(one);
            capitals.add(Character.toUpperCase(one.charAt(0)) + one.substring(1));
        });
        return isName(figure) ? Set.copyOf(all) : capitals;
    }

    /// What the figure counts, in the singular; empty where it counts nothing.
    private static Optional<String> noun(Figure figure) {
        String column = figure.column().name().replaceFirst("_(?:before|more)$", "");
        return Optional.ofNullable(isCount(figure) || figure.column().unit() == Unit.SCORE ? NOUNS.get(column) : null);
    }

    /// Whether a word behind a figure says that it counts something else.
    static boolean contradicts(Figure figure, String word) {
        String one = word.toLowerCase(Locale.ROOT);
        String singular = COUNTED.contains(one) || !one.endsWith("s") ? one : one.substring(0, one.length() - 1);
        if (!COUNTED.contains(singular) || isName(figure)) {
            return false;
        }
        String noun = noun(figure).orElse("");
        return !singular.equals(noun)
                && !(noun.equals("listen") && singular.equals("time"))
                && !(noun.equals("track") && singular.equals("song"));
    }

    /// Whether it names something, rather than counting it.
    static boolean isName(Figure figure) {
        return switch (figure.column().unit()) {
            case TEXT, ARTIST, ALBUM, TRACK -> true;
            default -> false;
        };
    }

    private static boolean isCount(Figure figure) {
        return switch (figure.column().unit()) {
            case COUNT, RANK -> true;
            default -> false;
        };
    }

    private static boolean isDifference(Figure figure) {
        return figure.column().name().endsWith("_more");
    }

    private static String number(Figure figure, long number, Form form) {
        if (isDifference(figure)) {
            return switch (figure.column().unit()) {
                case MILLISECONDS -> Wording.milliseconds(Math.abs(number)) + (number < 0 ? " less" : " more");
                default -> Wording.grouped(Math.abs(number)) + (number < 0 ? " fewer" : " more");
            };
        }
        return switch (figure.column().unit()) {
            case MILLISECONDS -> Wording.milliseconds(number);
            case HOUR -> String.format(Locale.ROOT, "%02d:00", number);
            case WEEKDAY, YEAR ->
                new Wording(java.time.ZoneOffset.UTC).of(figure.column().unit(), number);
            default ->
                switch (form) {
                    case PLAIN, SHORT -> Wording.grouped(number);
                    case TIMES -> number == 1 ? "once" : number == 2 ? "twice" : Wording.grouped(number) + " times";
                    case NOUN ->
                        noun(figure)
                                .map(noun -> Wording.grouped(number) + " " + noun + (number == 1 ? "" : "s"))
                                .orElse(Wording.grouped(number));
                };
        };
    }

    private static String fraction(Figure figure, double fraction, Form form) {
        int decimals = form == Form.SHORT ? 0 : 1;
        if (figure.column().unit() == Unit.SCORE) {
            return rounded(fraction, decimals);
        }
        double percent = figure.column().unit() == Unit.RATIO ? fraction * 100 : fraction;
        return figure.column().name().endsWith("_change")
                ? rounded(Math.abs(percent), decimals) + " % " + (percent < 0 ? "less" : "more")
                : rounded(percent, decimals) + " %";
    }

    private static String rounded(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String text(Figure figure, Form form, ZoneId zone) {
        String value = String.valueOf(figure.value());
        boolean brief = form == Form.SHORT;
        return switch (figure.column().unit()) {
            case DATE -> (brief ? SHORT_DAY : DAY).format(LocalDate.parse(value));
            case MONTH -> (brief ? SHORT_MONTH : MONTH).format(YearMonth.parse(value));
            case INSTANT -> {
                LocalDateTime local = LocalDateTime.ofInstant(Instant.parse(value), zone);
                yield (brief ? DAY : MOMENT).format(local);
            }
            case ALBUM -> quoted(value);
            case ARTIST -> {
                String name = name(value);
                yield NumberWords.in(name).isEmpty() ? name : quoted(value);
            }
            case TEXT, TRACK ->
                switch (figure.column().name()) {
                    case "title" -> figure.section().name().equals("period") ? name(value) : quoted(value);
                    case "genre" -> quoted(value);
                    default -> name(value);
                };
            default -> name(value);
        };
    }

    private static String quoted(String name) {
        return "“" + name(name) + "”";
    }

    /// A name that others wrote, as a part of a sentence: in one line, with no mark in it that ends a quotation.
    static String name(String told) {
        String plain = Wording.visible(told)
                .replaceAll("[“”„\"«»]", "’")
                .replaceAll("\\s+", " ")
                .strip();
        if (plain.codePointCount(0, plain.length()) > LONGEST_NAME) {
            plain = plain.substring(0, plain.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
        }
        return plain.isEmpty() ? "?" : plain;
    }

    /// The forms by the words that a placeholder may use.
    static Optional<Form> form(String word) {
        List<Form> found = new ArrayList<>();
        for (Form form : Form.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
                found.add(form);
            }
        }
        return found.stream().findFirst();
    }
}
