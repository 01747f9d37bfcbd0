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

    /// What a track is called, folded.
    ///
    /// @param artist empty as `album`: no source told
    record Called(long key, String title, String artist, String album) {
        /// Whether each word is a part of one of the names.
        boolean holds(List<String> words) {
            for (String word : words) {
                if (!title.contains(word) && !artist.contains(word) && !album.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }
}
