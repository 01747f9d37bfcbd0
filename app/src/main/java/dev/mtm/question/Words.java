package dev.mtm.question;

import java.util.List;
import java.util.stream.Collectors;

/// Words by which tracks are sought, and the tracks that were found.
///
/// @param text  as the reader wrote them
/// @param found the keys of the tracks
record Words(String text, List<Long> found) {
    Words {
        found = List.copyOf(found);
    }

    /// The keys as a list of JSON.
    String json() {
        return found.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
