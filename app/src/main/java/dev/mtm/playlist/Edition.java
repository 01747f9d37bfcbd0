package dev.mtm.playlist;

import java.time.LocalDate;
import java.util.List;

/// A playlist as it is to be published.
///
/// @param key    names it in the store
/// @param title  what it is called when it is made
/// @param reason why these tracks, for the listener
/// @param asOf   the day that it is made of
/// @param tracks their Spotify ids in order, none twice
public record Edition(String key, String title, String reason, LocalDate asOf, List<String> tracks) {
    public Edition {
        tracks = List.copyOf(tracks);
    }
}
