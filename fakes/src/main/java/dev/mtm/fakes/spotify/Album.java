package dev.mtm.fakes.spotify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An invented album.
///
/// @param id null for the album of a local file, as are `released` and `tracks`
/// @param type `album`, `single` or `compilation`
/// @param released a year, a month or a day
public record Album(
        @Nullable String id,
        String title,
        @Nullable String type,
        List<Artist> artists,
        @Nullable String released,
        @Nullable Integer tracks) {
    public Album {
        artists = List.copyOf(artists);
    }

    /// A name from the tags of a local file.
    static Album local(String title) {
        return new Album(null, title, null, List.of(), null, null);
    }

    String precision() {
        return switch (released == null ? 0 : released.length()) {
            case 4 -> "year";
            case 7 -> "month";
            default -> "day";
        };
    }
}
