package dev.mtm.fakes.lyrics;

import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays api.genius.com: the search, which finds the ten songs that have most words of what is looked for in their
/// title
/// or artist.
///
/// @see <a href="https://docs.genius.com">Genius: API documentation</a>
public final class FakeGenius implements FakeServer.Service {
    /// The only token that it takes.
    public static final String TOKEN = "a-client-access-token";

    private static final int MOST = 10;

    private final List<Song> songs = new CopyOnWriteArrayList<>();

    private record Song(String artist, String title, String url, List<String> words) {}

    public FakeGenius know(String artist, String title, String url) {
        songs.add(new Song(artist, title, url, words(artist + " " + title)));
        return this;
    }

    @Override
    public Reply answer(Request request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return Reply.json(
                    401,
                    Json.object()
                            .put("error", "invalid_token")
                            .put(
                                    "error_description",
                                    "The access token provided is expired, revoked, malformed or invalid"));
        }
        if (!request.path().equals("/search")) {
            return refusal(404, "Not found", "");
        }
        List<String> words = words(request.query().getOrDefault("q", ""));
        ObjectNode body = Json.object();
        body.putObject("meta").put("status", 200);
        ArrayNode hits = body.putObject("response").putArray("hits");
        songs.stream()
                .filter(song -> common(song, words) > 0)
                .sorted(Comparator.comparingLong((Song song) -> -common(song, words)))
                .limit(MOST)
                .forEach(song -> {
                    ObjectNode result = hits.addObject()
                            .put("index", "song")
                            .put("type", "song")
                            .putObject("result")
                            .put("id", song.url().hashCode() & 0xfffff)
                            .put("title", song.title())
                            .put("full_title", song.title() + " by " + song.artist())
                            .put("artist_names", song.artist())
                            .put("url", song.url())
                            .put("lyrics_state", "complete");
                    result.putObject("primary_artist").put("id", 1).put("name", song.artist());
                });
        return Reply.json(200, body);
    }

    private static long common(Song song, List<String> words) {
        return words.stream().filter(song.words()::contains).count();
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+"));
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        ObjectNode body = Json.object();
        body.putObject("meta").put("status", status).put("message", message);
        return Reply.json(status, body);
    }
}
