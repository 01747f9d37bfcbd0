package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Metrics.Figure;
import dev.mtm.narrative.Passage.Mention;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds what is told against the figures. Every number must be a mention of a figure and written as that figure may
/// be;
/// what stands between the mentions must say no number at all, nor anything in which one could hide; a number behind a
/// name must be of what has that name; and no word may compare otherwise than the figures do ([Comparisons]).
public final class FactChecker {
    private static final int LONGEST_PASSAGE = 1_500;
    private static final int LONGEST_THEME = 60;
    private static final int MOST_HIGHLIGHTS = 12;

    private static final Set<String> NAMES = Set.of(
            "title", "artist", "album", "genre", "decade", "day_part", "local_date", "weekday", "month", "feature");
    private static final Pattern NEXT_WORDS = Pattern.compile("^[ -](\\p{L}+)(?: (\\p{L}+))?");
    private static final Set<String> BETWEEN =
            Set.of("new", "different", "other", "more", "fewer", "whole", "separate", "of", "straight");

    private FactChecker() {}

    /// What is wrong with a narrative, a sentence each; nothing where all of it holds.
    public static List<String> faults(Narrative narrative, Metrics metrics) {
        List<String> faults = new ArrayList<>();
        if (narrative.highlights().size() > MOST_HIGHLIGHTS) {
            faults.add("there are more than " + MOST_HIGHLIGHTS + " highlights");
        }
        if (narrative.theme().isBlank() || narrative.theme().length() > LONGEST_THEME) {
            faults.add("the theme is empty, or longer than " + LONGEST_THEME + " letters");
        }
        narrative.passages().forEach(passage -> check(passage, metrics, faults));
        return faults;
    }

    /// @throws MtmException when anything in it cannot be traced to the metrics
    public static Narrative require(Narrative narrative, Metrics metrics) {
        List<String> faults = faults(narrative, metrics);
        if (!faults.isEmpty()) {
            throw new MtmException(
                    ErrorCode.CHECK_FAILED,
                    "this report is refused: " + faults.getFirst(),
                    metrics.label(),
                    "Tell it anew with `mtm analyse " + metrics.label().replace('_', '-') + " --rewrite`.");
        }
        return narrative;
    }

    private static void check(Passage passage, Metrics metrics, List<String> faults) {
        String text = passage.text();
        if (text.isBlank() || text.length() > LONGEST_PASSAGE) {
            faults.add("a passage is empty, or longer than " + LONGEST_PASSAGE + " letters");
            return;
        }
        int from = 0;
        List<Figure> figures = new ArrayList<>();
        for (Mention mention : passage.mentions()) {
            Optional<Figure> figure = metrics.figure(mention.path());
            if (figure.isEmpty()) {
                faults.add("there is no figure " + mention.path());
                return;
            }
            if (mention.text().isEmpty()
                    || mention.at() < from
                    || !text.startsWith(mention.text(), mention.at())
                    || !isApart(text, mention)) {
                faults.add("`" + mention.text() + "` does not stand where the report says");
                return;
            }
            if (!Spelling.all(figure.get(), metrics.zone()).contains(mention.text())) {
                faults.add("`" + mention.text() + "` is not what " + mention.path() + " says");
            }
            literal(text.substring(from, mention.at()), faults);
            from = mention.end();
            contradiction(figure.get(), text.substring(from, next(passage, mention)), faults);
            figures.add(figure.get());
        }
        literal(text.substring(from), faults);
        attribution(figures, faults);
        faults.addAll(Comparisons.faults(passage, metrics));
    }

    private static int next(Passage passage, Mention mention) {
        return passage.mentions().stream()
                .map(Mention::at)
                .filter(at -> at >= mention.end())
                .min(Integer::compare)
                .orElse(passage.text().length());
    }

    /// No letter or digit touches a figure, which would make another word or number of it.
    private static boolean isApart(String text, Mention mention) {
        return (mention.at() == 0 || !Character.isLetterOrDigit(text.charAt(mention.at() - 1)))
                && (mention.end() == text.length() || !Character.isLetterOrDigit(text.charAt(mention.end())));
    }

    private static void literal(String prose, List<String> faults) {
        for (String number : NumberWords.in(prose)) {
            faults.add("`" + number + "` is in none of the figures");
        }
    }

    private static void contradiction(Figure figure, String behind, List<String> faults) {
        Matcher words = NEXT_WORDS.matcher(behind);
        if (words.find()) {
            String first = words.group(1);
            String counted =
                    words.group(2) != null && BETWEEN.contains(first) && !first.equals("of") ? words.group(2) : first;
            if (Spelling.contradicts(figure, counted)) {
                faults.add(figure.path() + " counts no " + counted);
            }
        }
    }

    /// A number of a list is told of what was named last before it; where nothing was, of what is named next.
    private static void attribution(List<Figure> figures, List<String> faults) {
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            if (isNaming(figure)
                    || figure.section().name().equals("period")
                    || NAMES.stream()
                            .noneMatch(name -> figure.section().column(name).isPresent())) {
                continue;
            }
            Figure named = null;
            for (int j = 0; j < figures.size() && (j < i || named == null); j++) {
                named = isNaming(figures.get(j)) ? figures.get(j) : named;
            }
            if (named == null || !row(figure).equals(row(named))) {
                faults.add(figure.path() + " is told of something else");
            }
        }
    }

    private static boolean isNaming(Figure figure) {
        return NAMES.contains(figure.column().name())
                && !figure.section().name().equals("period");
    }

    private static String row(Figure figure) {
        return figure.path().substring(0, figure.path().lastIndexOf('.'));
    }
}
