package dev.mtm.narrative;

import java.util.List;
import java.util.stream.Stream;

/// What is told of a period.
///
/// @param theme     a few words, without a number; the title that a playlist of the period may have
/// @param reasoning why that theme
public record Narrative(Passage headline, Passage summary, List<Passage> highlights, String theme, Passage reasoning) {
    public Narrative {
        highlights = List.copyOf(highlights);
    }

    /// All that is told, in order.
    Stream<Passage> passages() {
        return Stream.of(
                        Stream.of(headline, summary),
                        highlights.stream(),
                        Stream.of(reasoning, new Passage(theme, List.of())))
                .flatMap(some -> some);
    }
}
