package dev.mtm.listening;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A track as a service describes it now. Null means that the service does not tell.
///
/// @param trackId       Spotify's id; null for a local file
/// @param name          title as printed; a track without one has an id
/// @param artists       in the order of the credit; may be empty
/// @param albumName     album as printed
/// @param albumImageUrl the largest cover
/// @param url           where it can be opened
/// @param duration      its length
/// @param releaseDate   `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as it is known
/// @param isrc          the code of the recording
/// @param popularity    0 to 100, as Spotify gave it until 2026
/// @param payload       what the service answered about it: a JSON object
public record Track(
        @Nullable String trackId,
        @Nullable String name,
        List<Artist> artists,
        @Nullable String albumName,
        @Nullable String albumImageUrl,
        @Nullable String url,
        @Nullable Duration duration,
        @Nullable String releaseDate,
        @Nullable String isrc,
        @Nullable Integer popularity,
        String payload) {
    public Track {
        artists = List.copyOf(artists);
    }

    /// As an export would name it.
    public TrackRef ref() {
        return new TrackRef(
                trackId, name, artists.isEmpty() ? null : artists.getFirst().name(), albumName);
    }
}
