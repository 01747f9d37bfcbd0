package dev.mtm.lyrics;

import dev.mtm.enrich.JsonSource;
import dev.mtm.net.RemoteFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lyrics from LRCLIB, which knows them by artist, title, album and length.
///
/// @see <a href="https://lrclib.net/docs">LRCLIB: API documentation</a>
public final class Lrclib {
    /// How far the lengths of the track and of what was found may be apart, as LRCLIB itself compares them.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final JsonSource service;

    public Lrclib(JsonSource service) {
        this.service = service;
    }

    /// Looks the lyrics of a track up: of its album first, then of any.
    ///
    /// @throws dev.mtm.net.RemoteFailure when there is no answer
    Optional<Lyrics> find(Song song) {
        Optional<Lyrics> found = ask(song, song.album());
        return found.isPresent() || song.album() == null ? found : ask(song, null);
    }

    private Optional<Lyrics> ask(Song song, @Nullable String album) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("artist_name", song.artist());
        query.put("track_name", song.title());
        if (album != null) {
            query.put("album_name", album);
        }
        if (song.length() != null) {
            query.put("duration", Long.toString(seconds(song.length())));
        }
        return service.find("/api/get" + JsonSource.query(query)).flatMap(answer -> lyrics(answer, song));
    }

    private static Optional<Lyrics> lyrics(JsonNode answer, Song song) {
        if (!answer.isObject()) {
            throw new RemoteFailure.Unrecoverable("it answered something else than lyrics", 200);
        }
        JsonNode told = answer.path("duration");
        if (song.length() != null
                && told.isNumber()
                && Math.abs(told.asDouble() - seconds(song.length())) > TOLERANCE.toSeconds()) {
            // Another recording: its lines would come at other times.
            return Optional.empty();
        }
        Lyrics lyrics = new Lyrics(
                text(answer.path("plainLyrics")),
                text(answer.path("syncedLyrics")),
                answer.path("instrumental").asBoolean(false));
        return lyrics.isEmpty() ? Optional.empty() : Optional.of(lyrics);
    }

    private static long seconds(Duration length) {
        return Math.round(length.toMillis() / 1000.0);
    }

    private static @Nullable String text(JsonNode node) {
        String text = node.asString("");
        return text.isBlank() ? null : text;
    }
}
