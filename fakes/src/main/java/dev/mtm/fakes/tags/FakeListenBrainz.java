package dev.mtm.fakes.tags;

import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays the lookup of metadata at api.listenbrainz.org.
///
/// @see <a href="https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html">ListenBrainz: metadata</a>
public final class FakeListenBrainz implements FakeServer.Service {
    /// The only token that it takes.
    public static final String TOKEN = "5f5a1b3e-0000-4000-8000-000000000000";

    private final List<Recording> recordings = new CopyOnWriteArrayList<>();

    private record Recording(String artist, String title, List<String> artists, List<Tag> tags) {}

    /// What is said of an artist.
    ///
    /// @param genre whether it is a genre
    public record Tag(String name, int count, boolean genre) {}

    /// @param artists the ids of who is credited
    public FakeListenBrainz know(String artist, String title, List<String> artists, List<Tag> tags) {
        recordings.add(new Recording(artist, title, List.copyOf(artists), List.copyOf(tags)));
        return this;
    }

    @Override
    public Reply answer(Request request) {
        if (!("Token " + TOKEN).equals(request.headers().get("authorization"))) {
            return refusal(401, "Invalid authorization token.", "");
        }
        if (!request.path().equals("/1/metadata/lookup/")) {
            return refusal(404, "Not Found", "");
        }
        return Reply.json(
                200,
                recordings.stream()
                        .filter(recording -> recording
                                        .artist()
                                        .equals(request.query().get("artist_name"))
                                && recording.title().equals(request.query().get("recording_name")))
                        .findFirst()
                        .map(recording ->
                                body(recording, "true".equals(request.query().get("metadata"))))
                        .orElseGet(Json::object));
    }

    private static ObjectNode body(Recording recording, boolean all) {
        ObjectNode body = Json.object().put("artist_credit_name", recording.artist());
        ArrayNode artists = body.putArray("artist_mbids");
        recording.artists().forEach(artists::add);
        body.put("recording_mbid", "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae").put("recording_name", recording.title());
        if (all) {
            ObjectNode tag = body.putObject("metadata").putObject("tag");
            ArrayNode tags = tag.putArray("artist");
            for (Tag said : recording.tags()) {
                ObjectNode told = tags.addObject()
                        .put("artist_mbid", recording.artists().getFirst())
                        .put("count", said.count());
                if (said.genre()) {
                    told.put("genre_mbid", "11ac6b2b-6b2b-4e12-8ff0-2b1f4bd5b4a3");
                }
                told.put("tag", said.name());
            }
            tag.putArray("recording");
            tag.putArray("release_group");
        }
        return body;
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        return Reply.json(status, Json.object().put("code", status).put("error", message));
    }
}
