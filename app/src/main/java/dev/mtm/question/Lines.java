package dev.mtm.question;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/// Many short texts that are looked through together. They lie behind each other in one long one, since a hundred
/// thousand small ones are fetched from as many places of the memory, and that is what takes the time.
final class Lines {
    /// Stands behind each name, and in no word that is sought.
    private static final char END = '\n';

    private final String text;
    private final int[] ends;

    private Lines(String text, int[] ends) {
        this.text = text;
        this.ends = ends;
    }

    /// @param lines each made by `line`
    static Lines of(List<String> lines) {
        int[] ends = new int[lines.size()];
        StringBuilder text =
                new StringBuilder(lines.stream().mapToInt(String::length).sum());
        for (int i = 0; i < ends.length; i++) {
            ends[i] = text.append(lines.get(i)).length();
        }
        return new Lines(text.toString(), ends);
    }

    /// The names of one thing, folded; words are sought in each of them.
    static String line(String... names) {
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            line.append(Folding.folded(name)).append(END);
        }
        return line.toString();
    }

    /// Tells the number of each line that holds every word in one of its names, the first line first.
    ///
    /// @param words folded, without blanks, at least one
    void holding(List<String> words, IntConsumer found) {
        // The longest word is the rarest, more or less; the others are looked for only where it stands.
        String longest =
                words.stream().max(Comparator.comparing(String::length)).orElseThrow();
        int line = 0;
        for (int at = text.indexOf(longest); at >= 0; at = text.indexOf(longest, ends[line])) {
            while (ends[line] <= at) {
                line++;
            }
            if (holds(line, words)) {
                found.accept(line);
            }
        }
    }

    private boolean holds(int line, List<String> words) {
        int start = start(line);
        for (String word : words) {
            if (text.indexOf(word, start, ends[line]) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the first name of a line begins so.
    boolean startsWith(int line, String beginning) {
        return text.startsWith(beginning, start(line));
    }

    /// Whether the first name of a line is this one.
    boolean isNamed(int line, String name) {
        return startsWith(line, name) && text.charAt(start(line) + name.length()) == END;
    }

    private int start(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }
}
