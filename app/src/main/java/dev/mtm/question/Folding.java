package dev.mtm.question;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names as a reader without the right keyboard writes them.
final class Folding {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Folding() {}

    /// The words of a text, folded, each once.
    static List<String> words(String text) {
        return Stream.of(folded(text).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /// The name without case and accents.
    static String folded(String name) {
        String plain = name.chars().allMatch(c -> c < 0x80)
                ? name
                : MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                        .replaceAll("")
                        .replace('ø', 'o')
                        .replace('Ø', 'o')
                        .replace('ł', 'l')
                        .replace('Ł', 'l')
                        .replace("ß", "ss");
        return plain.strip().toLowerCase(Locale.ROOT);
    }
}
