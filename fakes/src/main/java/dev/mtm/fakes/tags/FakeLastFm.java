package dev.mtm.fakes.tags;

import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays the tags of artists at ws.audioscrobbler.com/2.0. Like the real one, it tells of errors with HTTP 200, and
/// writes
/// a list of one as an object.
///
/// @see <a href="https://www.last.fm/api/show/artist.getTopTags">Last.fm: artist.getTopTags</a>
public final class FakeLastFm implements FakeServer.Service {
    /// The only key that it takes.
    public static final String KEY = "0123456789abcdef0123456789abcdef";

    private final Map<String, List<Tag>> artists = new ConcurrentHashMap<>();

    /// What is said of an artist.
    ///
    /// @param count of 100, which the first one has
    public record Tag(String name, int count) {}

    public FakeLastFm know(String artist, Tag... tags) {
        artists.put(artist, List.of(tags));
        return this;
    }

    @Override
    public Reply answer(Request request) {
        Map<String, String> query = request.query();
        if (!KEY.equals(query.get("api_key"))) {
            return error(10, "Invalid API key - You must be granted a valid key by last.fm");
        }
        if (!"artist.gettoptags".equals(query.get("method")) || !"json".equals(query.get("format"))) {
            return error(3, "Invalid Method - No method with that name in this package");
        }
        String artist = query.getOrDefault("artist", "");
        List<Tag> tags = artists.get(artist);
        if (tags == null) {
            return error(6, "The artist you supplied could not be found");
        }
        ObjectNode body = Json.object();
        ObjectNode toptags = body.putObject("toptags");
        if (tags.size() == 1) {
            toptags.set("tag", body(tags.getFirst()));
        } else {
            ArrayNode list = toptags.putArray("tag");
            tags.forEach(tag -> list.add(body(tag)));
        }
        toptags.putObject("@attr").put("artist", artist);
        return Reply.json(200, body);
    }

    /// An error as it comes: inside an answer of 200.
    public static Reply error(int code, String message) {
        return Reply.json(200, Json.object().put("error", code).put("message", message));
    }

    private static ObjectNode body(Tag tag) {
        return Json.object()
                .put("count", tag.count())
                .put("name", tag.name())
                .put("url", "https://www.last.fm/tag/" + tag.name().replace(' ', '+'));
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        return Reply.json(status, Json.object().put("error", 8).put("message", message));
    }
}
