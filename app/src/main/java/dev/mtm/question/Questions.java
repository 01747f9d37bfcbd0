package dev.mtm.question;

import dev.mtm.db.Resources;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.Comparator;
import java.util.List;

/// The catalogue of questions: every file in `questions/`.
public final class Questions {
    private static final String FOLDER = "questions";
    private static final String ENDING = ".sql";
    private static final int SUGGESTIONS = 3;

    private final List<String> names;

    private Questions(List<String> names) {
        this.names = names;
    }

    /// The questions that come with the program. Only their names are read.
    public static Questions builtIn() {
        return new Questions(Resources.names(FOLDER).stream()
                .filter(file -> file.endsWith(ENDING))
                .map(file -> file.substring(0, file.length() - ENDING.length()))
                .toList());
    }

    /// The names, sorted.
    public List<String> names() {
        return names;
    }

    /// Reads one question.
    ///
    /// @throws MtmException when there is none of that name, naming those that are spelled nearly so
    public Question named(String name) {
        if (!names.contains(name)) {
            List<String> near = names.stream()
                    .filter(other -> isNear(name, other))
                    .sorted(Comparator.comparing((String other) -> distance(name, other))
                            .thenComparing(other -> other))
                    .limit(SUGGESTIONS)
                    .toList();
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "there is no question of this name",
                    name,
                    near.isEmpty()
                            ? "`mtm ask` lists them all."
                            : "Did you mean " + String.join(" or ", near) + "? `mtm ask` lists them all.");
        }
        return Question.parse(name, Resources.text(FOLDER + "/" + name + ENDING));
    }

    /// All questions, by group, then by name.
    public List<Question> all() {
        return names.stream()
                .map(this::named)
                .sorted(Comparator.comparing(Question::group).thenComparing(Question::name))
                .toList();
    }

    private static boolean isNear(String given, String name) {
        return distance(given, name) <= Math.max(2, given.length() / 3)
                || (given.length() >= 3 && (name.contains(given) || given.contains(name)));
    }

    /// How many letters must be put in, taken out or exchanged to get from one word to the other.
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int exchanged = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
