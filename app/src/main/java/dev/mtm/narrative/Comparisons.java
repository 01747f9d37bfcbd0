package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Metrics.Figure;
import dev.mtm.narrative.Passage.Mention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds words that say that there is more or less of something where the figures say otherwise. A word is held against
/// two figures that it stands between; else against the nearest one in its sentence that tells of a change; else, where
/// it says "than before", against what it counts.
final class Comparisons {
    private static final Set<String> UP = Set.of(
            "more",
            "rose",
            "risen",
            "rise",
            "rising",
            "grew",
            "grown",
            "growing",
            "growth",
            "increase",
            "increased",
            "increasing",
            "climbed",
            "higher",
            "greater",
            "larger",
            "bigger",
            "longer",
            "surged",
            "soared");
    private static final Set<String> DOWN = Set.of(
            "less",
            "fewer",
            "fell",
            "fallen",
            "falling",
            "drop",
            "dropped",
            "dropping",
            "decline",
            "declined",
            "declining",
            "decrease",
            "decreased",
            "decreasing",
            "shrank",
            "shrunk",
            "lower",
            "smaller",
            "shorter",
            "sank",
            "plunged");

    private static final Pattern WORD = Pattern.compile(
            "(?i)(?:\\b(not|no|never|hardly|without|nor)(?: (?:a|an|any|much|many))? )?\\b(\\p{L}+)\\b");
    private static final Pattern THAN_BEFORE = Pattern.compile(
            "^(?: (\\p{L}+))? than (?:ever )?(?:before|(?:in |on )?the (?:period|year|month|week|days?) before|last (?:year|month|week))\\b");
    private static final Map<String, String> COUNTED =
            Map.of("tracks", "tracks", "songs", "tracks", "artists", "artists", "days", "days", "time", "heard_ms");

    /// In the place of every letter of a figure.
    private static final String MASK = "#";

    private static final Pattern SENTENCE = Pattern.compile("[^.!?;]+");

    private Comparisons() {}

    /// What contradicts the figures, a sentence each. Every mention has its figure.
    static List<String> faults(Passage passage, Metrics metrics) {
        StringBuilder masked = new StringBuilder(passage.text());
        passage.mentions()
                .forEach(one -> masked.replace(
                        one.at(), one.end(), MASK.repeat(one.text().length())));
        List<String> faults = new ArrayList<>();
        Matcher sentence = SENTENCE.matcher(masked);
        while (sentence.find()) {
            List<Mention> figures = passage.mentions().stream()
                    .filter(one -> one.at() >= sentence.start() && one.end() <= sentence.end())
                    .toList();
            Matcher word = WORD.matcher(masked).region(sentence.start(), sentence.end());
            while (word.find()) {
                String plain = word.group(2).toLowerCase(Locale.ROOT);
                int said = UP.contains(plain) ? 1 : DOWN.contains(plain) ? -1 : 0;
                String behind = masked.substring(word.end(), sentence.end());
                if (said != 0
                        && contradicts(word.group(1) == null ? said : -said, word.start(2), behind, figures, metrics)) {
                    faults.add("`" + word.group() + "` is not what the figures say");
                }
            }
        }
        return faults;
    }

    private static boolean contradicts(int said, int at, String behind, List<Mention> figures, Metrics metrics) {
        return between(at, behind, figures, metrics)
                .or(() -> figures.stream()
                        .sorted(Comparator.comparingInt(one -> Math.abs(one.at() - at)))
                        .flatMap(one -> change(one, metrics).stream())
                        .findFirst())
                .or(() -> before(behind, metrics))
                .filter(sign -> sign != said)
                .isPresent();
    }

    /// How two figures of the same kind compare, with a word and "than" between them. The second may be a name: then it
    /// is what the first counts, of what has that name.
    private static Optional<Integer> between(int at, String behind, List<Mention> figures, Metrics metrics) {
        if (!behind.matches("(?s) (?:\\p{L}+ ){0,2}?than (?:\\p{L}+ ){0,3}?#.*")) {
            return Optional.empty();
        }
        Optional<Figure> one = figures.stream()
                .filter(figure -> figure.end() <= at)
                .reduce((first, second) -> second)
                .flatMap(figure -> metrics.figure(figure.path()))
                .filter(figure -> figure.value() instanceof Number);
        Optional<Figure> other = figures.stream()
                .filter(figure -> figure.at() > at)
                .findFirst()
                .flatMap(figure -> metrics.figure(figure.path()))
                .flatMap(figure -> !Spelling.isName(figure) || one.isEmpty()
                        ? Optional.of(figure)
                        : metrics.figure(figure.path()
                                .replaceFirst("[^.]+$", one.get().column().name())));
        return one.isPresent()
                        && other.isPresent()
                        && one.get().value() instanceof Number left
                        && other.get().value() instanceof Number right
                        && kind(one.get()).equals(kind(other.get()))
                ? Optional.of(Double.compare(left.doubleValue(), right.doubleValue()))
                : Optional.empty();
    }

    private static String kind(Figure figure) {
        return figure.column().name().replaceFirst("_before$", "");
    }

    /// Where a change went of which a mention tells.
    private static Optional<Integer> change(Mention mention, Metrics metrics) {
        return metrics.figure(mention.path())
                .filter(figure -> figure.section().name().equals("change"))
                .map(figure -> figure.column().name().replaceFirst("_(?:before|more|change)$", ""))
                .flatMap(sum -> went(sum, metrics));
    }

    private static Optional<Integer> before(String behind, Metrics metrics) {
        Matcher than = THAN_BEFORE.matcher(behind);
        return than.find()
                ? went(than.group(1) == null ? "listens" : COUNTED.getOrDefault(than.group(1), "listens"), metrics)
                : Optional.empty();
    }

    /// Whether a sum is more than before (1), less (-1) or the same (0).
    private static Optional<Integer> went(String sum, Metrics metrics) {
        return metrics.figure("change.0." + sum + "_more")
                .map(figure -> figure.value() instanceof Long more ? Long.signum(more) : 0);
    }
}
