package dev.mtm.narrative;

import java.util.List;

/// A sentence or some, and where figures stand in it.
///
/// @param mentions in the order of the text
public record Passage(String text, List<Mention> mentions) {
    public Passage {
        mentions = List.copyOf(mentions);
    }

    /// A figure in a text.
    ///
    /// @param at   where it begins, in chars
    /// @param path of the figure in the metrics
    /// @param text as it is written there
    public record Mention(int at, String path, String text) {
        int end() {
            return at + text.length();
        }
    }
}
