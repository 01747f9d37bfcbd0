package dev.mtm.playlist;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A track that may come into a managed playlist.
///
/// @param track   its Spotify id
/// @param song    the same for tracks of equal artist and title
/// @param artists who is credited
/// @param why     why it may come in, for the listener
/// @param weight  above 0; the greater, the likelier it comes in
/// @param energy  0 to 1; null: nobody measured it
record Candidate(
        String track,
        String song,
        Set<String> artists,
        String why,
        double weight,
        @Nullable Double energy) {
    Candidate {
        artists = Set.copyOf(artists);
    }
}
