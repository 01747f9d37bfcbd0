package dev.mtm.question;

import dev.mtm.db.Resources;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The catalogue of questions: every file in `questions/`, of the program and of the listener.
public final class Questions {
    private static final String FOLDER = "questions";
    private static final String ENDING = ".sql";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int SUGGESTIONS = 3;

    private final List<String> names;
    private final Map<String, Path> own;

    private Questions(List<String> builtIn, Map<String, Path> own) {
        this.names =
                Stream.concat(builtIn.stream(), own.keySet().stream()).sorted().toList();
        this.own = Map.copyOf(own);
    }

    /// The questions that come with the program. Only their names are read.
    public static Questions builtIn() {
        return new Questions(shipped(), Map.of());
    }

    /// The questions that come with the program, and the listener's own in a folder of theirs.
    ///
    /// @param folder it need not exist
    /// @throws MtmException when a file there has the name of a question of the program, or none that fits
    public static Questions with(Path folder) {
        Map<String, Path> own = new TreeMap<>();
        List<String> shipped = shipped();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(ENDING)).toList()) {
                    String name = withoutEnding(file.getFileName().toString());
                    if (shipped.contains(name) || !NAME.matcher(name).matches()) {
                        throw Question.refused(
                                file.toString(),
                                shipped.contains(name)
                                        ? "the program has a question of this name"
                                        : "the name of a question is small letters, digits and hyphens");
                    }
                    own.put(name, file);
                }
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
        return new Questions(shipped, own);
    }

    private static List<String> shipped() {
        return Resources.names(FOLDER).stream()
                .filter(file -> file.endsWith(ENDING))
                .map(Questions::withoutEnding)
                .toList();
    }

    private static String withoutEnding(String file) {
        return file.substring(0, file.length() - ENDING.length());
    }

    private static MtmException unreadable(Path path, IOException e) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                "it cannot be read (" + e.getMessage() + ")",
                path.toString(),
                "Check its permissions; it must be UTF-8.",
                e);
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
        Path file = own.get(name);
        if (file == null) {
            return Question.parse(name, Resources.text(FOLDER + "/" + name + ENDING));
        }
        try {
            return Question.parse(name, Files.readString(file), true);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
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
