package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinesTest {
    private final Random random = new Random(20260101);

    @Test
    void linesFoundAreThoseWithANameThatHoldsEachWord() {
        List<List<String>> things = IntStream.range(0, 300)
                .mapToObj(i -> List.of(text(12), text(6), text(3)))
                .toList();
        Lines lines = Lines.of(things.stream()
                .map(names -> Lines.line(names.toArray(String[]::new)))
                .toList());
        int hits = 0;
        for (int round = 0; round < 500; round++) {
            List<String> words = Folding.words(text(3) + " " + text(2));
            if (words.isEmpty()) {
                continue;
            }
            List<Integer> expected = IntStream.range(0, things.size())
                    .filter(i -> words.stream()
                            .allMatch(word -> things.get(i).stream().anyMatch(name -> name.contains(word))))
                    .boxed()
                    .toList();
            assertThat(holding(lines, words)).as("%s", words).isEqualTo(expected);
            hits += expected.size();
        }
        assertThat(hits).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({"Nocturne, 0", "nocturne, 0", "ÉTUDE, 1", "night, '2,3'", "night owls, 3", "owls night, 3", "none, ''"})
    void caseAndAccentsDoNotMatter(String sought, String expected) {
        Lines lines = Lines.of(List.of(
                Lines.line("Nocturne"),
                Lines.line("Étude", ""),
                Lines.line("Night", "Day"),
                Lines.line("Owls", "Night")));
        assertThat(holding(lines, Folding.words(sought)))
                .isEqualTo(
                        expected.isEmpty()
                                ? List.of()
                                : List.of(expected.split(",")).stream()
                                        .map(Integer::valueOf)
                                        .toList());
    }

    @Test
    void aNameIsOneWordOfItsOwn() {
        Lines lines = Lines.of(List.of(Lines.line("Night", "Owls"), Lines.line("Night Owls", "")));
        assertThat(holding(lines, List.of("tow"))).isEmpty();
        assertThat(lines.isNamed(0, "night")).isTrue();
        assertThat(lines.isNamed(1, "night")).isFalse();
        assertThat(lines.startsWith(1, "night")).isTrue();
        assertThat(lines.startsWith(1, "owls")).isFalse();
    }

    @Test
    void inNoLinesNothingIsFound() {
        assertThat(holding(Lines.of(List.of()), List.of("a"))).isEmpty();
    }

    private static List<Integer> holding(Lines lines, List<String> words) {
        List<Integer> found = new ArrayList<>();
        lines.holding(words, found::add);
        return found;
    }

    /// Of few letters, so that words meet by chance.
    private String text(int longest) {
        int length = random.nextInt(longest + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab c日".charAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
