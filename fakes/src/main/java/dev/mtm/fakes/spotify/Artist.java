package dev.mtm.fakes.spotify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An invented artist.
///
/// @param id null for the artist of a local file
public record Artist(@Nullable String id, String name, List<String> genres) {
    public Artist {
        genres = List.copyOf(genres);
    }

    /// A name from the tags of a local file.
    static Artist local(String name) {
        return new Artist(null, name, List.of());
    }
}
