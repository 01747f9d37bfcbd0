package dev.mtm.question;

import dev.mtm.db.Resources;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The catalogue of questions: every file in `questions/`, of the program and of the listener.
public final class Questions {
    private static final String FOLDER = "questions";
    private static final String ENDING = ".sql";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int SUGGESTIONS = 3;

    private final List<String> names;
    /// Those that come with the program, once they were read: they do not change while it runs.
    private static final Map<String, Question> SHIPPED = new ConcurrentHashMap<>();

    private final Map<String, Path> own;
    private final List<MtmException> refused;

    private Questions(List<String> builtIn, Map<String, Path> own, List<MtmException> refused) {
        this.names =
                Stream.concat(builtIn.stream(), own.keySet().stream()).sorted().toList();
        this.own = Map.copyOf(own);
        this.refused = List.copyOf(refused);
    }

    /// The questions that come with the program. Only their names are read.
    public static Questions builtIn() {
        return new Questions(shipped(), Map.of(), List.of());
    }

    /// The questions that come with the program, and the listener's own in a folder of theirs. A file there that has
    /// the name of a question of the program, or none that fits, is no question but a fault of the [#catalogue].
    ///
    /// @param folder it need not exist
    /// @throws MtmException when the folder cannot be read
    public static Questions with(Path folder) {
        Map<String, Path> own = new TreeMap<>();
        List<MtmException> refused = new ArrayList<>();
        List<String> shipped = shipped();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(ENDING)).toList()) {
                    String name = withoutEnding(file.getFileName().toString());
                    if (shipped.contains(name) || !NAME.matcher(name).matches()) {
                        refused.add(Question.refused(
                                file.toString(),
                                shipped.contains(name)
                                        ? "the program has a question of this name"
                                        : "the name of a question is small letters, digits and hyphens"));
                    } else {
                        own.put(name, file);
                    }
                }
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
        refused.sort(Comparator.comparing(MtmException::where));
        return new Questions(shipped, own, refused);
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
            return SHIPPED.computeIfAbsent(
                    name, shipped -> Question.parse(shipped, Resources.text(FOLDER + "/" + shipped + ENDING)));
        }
        try {
            return Question.parse(name, Files.readString(file), true);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// All questions, by group, then by name.
    ///
    /// @throws MtmException when one of the listener's own is at fault
    public List<Question> all() {
        Catalogue catalogue = catalogue();
        if (!catalogue.faults().isEmpty()) {
            throw catalogue.faults().getFirst();
        }
        return catalogue.questions();
    }

    /// All questions that can be asked, by group, then by name, and what is wrong with the other files.
    public Catalogue catalogue() {
        List<Question> questions = new ArrayList<>();
        List<MtmException> faults = new ArrayList<>(refused);
        for (String name : names) {
            try {
                questions.add(named(name));
            } catch (MtmException e) {
                faults.add(e);
            }
        }
        questions.sort(Comparator.comparing(Question::group).thenComparing(Question::name));
        return new Catalogue(questions, faults);
    }

    /// The questions of a folder.
    ///
    /// @param faults one for each file that is no question
    public record Catalogue(List<Question> questions, List<MtmException> faults) {
        public Catalogue {
            questions = List.copyOf(questions);
            faults = List.copyOf(faults);
        }
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
