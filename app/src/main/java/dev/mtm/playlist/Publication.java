package dev.mtm.playlist;

import java.time.Instant;
import java.time.LocalDate;

/// A state of a playlist that was published.
///
/// @param title   what the playlist is called
/// @param number  counts up from 1 for each playlist
/// @param asOf    the day of the question
/// @param tracks  how many it held
/// @param added   how many of them the publication before did not have
/// @param removed how many only the publication before had
public record Publication(
        String playlist,
        String title,
        int number,
        Instant publishedAt,
        LocalDate asOf,
        int tracks,
        int added,
        int removed) {
    /// Whether it is one of a playlist that is made anew by rules of its own.
    public boolean isManaged() {
        return playlist.startsWith(Managed.PREFIX);
    }

    /// Whether it is one of a question, for whatever values.
    public boolean isOf(String question) {
        return playlist.equals(question) || playlist.startsWith(question + " ");
    }
}
