package dev.mtm.fakes.spotify;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An invented track, or a file of the listener's own that they play with Spotify.
///
/// @param id null for a local file
/// @param number in the album, from 1; 0 for a local file
/// @param isrc null where it is not known
public record Track(
        @Nullable String id,
        String title,
        List<Artist> artists,
        Album album,
        int number,
        Duration length,
        boolean explicit,
        @Nullable String isrc) {
    public Track {
        artists = List.copyOf(artists);
    }

    /// A file of the listener's own.
    public static Track local(String artist, String album, String title, Duration length) {
        return new Track(
                null,
                title,
                List.of(Artist.local(artist)),
                Album.local(album),
                0,
                Duration.ofSeconds(length.toSeconds()),
                false,
                null);
    }

    public boolean isLocal() {
        return id == null;
    }

    /// `spotify:track:ID`, or for a local file `spotify:local:ARTIST:ALBUM:TITLE:SECONDS`.
    public String uri() {
        return id != null
                ? "spotify:track:" + id
                : "spotify:local:" + encoded(artists.getFirst().name()) + ":" + encoded(album.title()) + ":"
                        + encoded(title) + ":" + length.toSeconds();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
