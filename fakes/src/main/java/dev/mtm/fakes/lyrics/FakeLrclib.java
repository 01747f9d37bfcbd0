package dev.mtm.fakes.lyrics;

import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Plays lrclib.net: it knows the lyrics that it was given, by artist, title, album and length within two seconds.
///
/// @see <a href="https://lrclib.net/docs">LRCLIB: API documentation</a>
public final class FakeLrclib implements FakeServer.Service {
    private final List<Known> songs = new CopyOnWriteArrayList<>();
    private final boolean invents;

    /// Knows nothing yet.
    public FakeLrclib() {
        this(false);
    }

    private FakeLrclib(boolean invents) {
        this.invents = invents;
    }

    /// One that makes up lyrics for four songs in five.
    public static FakeLrclib inventing() {
        return new FakeLrclib(true);
    }

    /// Lyrics of a song.
    ///
    /// @param seconds its length
    /// @param plain   null: it has none of these; so is `synced`
    public record Known(
            String artist,
            String title,
            String album,
            double seconds,
            boolean instrumental,
            @Nullable String plain,
            @Nullable String synced) {}

    public FakeLrclib know(Known song) {
        songs.add(song);
        return this;
    }

    @Override
    public Reply answer(Request request) {
        if (!request.path().equals("/api/get")) {
            return refusal(404, "Not Found", "NotFound");
        }
        Map<String, String> query = request.query();
        if (query.getOrDefault("artist_name", "").isBlank()
                || query.getOrDefault("track_name", "").isBlank()) {
            return refusal(400, "artist_name and track_name are required", "ValidationError");
        }
        String duration = query.getOrDefault("duration", "");
        if (!duration.matches("(\\d+(\\.\\d+)?)?")) {
            return refusal(400, "duration must be a number of seconds", "ValidationError");
        }
        for (int i = 0; i < songs.size(); i++) {
            if (fits(songs.get(i), query, duration)) {
                return Reply.json(200, body(i + 1, songs.get(i)));
            }
        }
        String title = query.getOrDefault("track_name", "");
        return invents && Math.floorMod(title.hashCode(), 5) != 0
                ? Reply.json(200, body(Math.floorMod(title.hashCode(), 1_000_000), invented(query, duration)))
                : refusal(404, "Failed to find specified track", "TrackNotFound");
    }

    private static boolean fits(Known song, Map<String, String> query, String duration) {
        return same(song.artist(), query.get("artist_name"))
                && same(song.title(), query.get("track_name"))
                && (query.get("album_name") == null || same(song.album(), query.get("album_name")))
                && (duration.isEmpty() || Math.abs(song.seconds() - Double.parseDouble(duration)) <= 2);
    }

    private static boolean same(String one, @Nullable String other) {
        return one.toLowerCase(Locale.ROOT).equals(String.valueOf(other).toLowerCase(Locale.ROOT));
    }

    private static Known invented(Map<String, String> query, String duration) {
        String title = query.getOrDefault("track_name", "");
        String plain = "No words of " + title + " are known here,\nso these were made up.\n\nLa la la, " + title + ".";
        return new Known(
                query.getOrDefault("artist_name", ""),
                title,
                query.getOrDefault("album_name", ""),
                duration.isEmpty() ? 180 : Double.parseDouble(duration),
                false,
                plain,
                "[00:12.00] " + plain.replace("\n\n", "\n[00:21.50]\n").replaceFirst("\n", "\n[00:17.12] "));
    }

    private static ObjectNode body(int id, Known song) {
        return Json.object()
                .put("id", id)
                .put("name", song.title())
                .put("trackName", song.title())
                .put("artistName", song.artist())
                .put("albumName", song.album())
                .put("duration", song.seconds())
                .put("instrumental", song.instrumental())
                .put("plainLyrics", song.plain())
                .put("syncedLyrics", song.synced());
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        return Reply.json(
                status,
                Json.object()
                        .put("message", message)
                        .put("name", reason.isEmpty() ? "Error" : reason)
                        .put("statusCode", status));
    }
}
