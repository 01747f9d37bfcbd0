package dev.mtm.fakes.reccobeats;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Faults;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import dev.mtm.fakes.service.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on loopback that plays `GET /v1/audio-features`. It knows the tracks that it is told of, and where it is
/// asked to, most others, each with invented features. Those that it does not know it leaves out, and it answers in
/// an order of its own.
///
/// Safe for use by several threads. Close it.
public final class FakeReccoBeats implements AutoCloseable {
    /// No more ids are taken at once.
    public static final int MOST_IDS = 40;

    private final Map<String, Features> known = new ConcurrentHashMap<>();
    private final boolean invents;
    private final FakeServer server;

    private FakeReccoBeats(FakeClock clock, int port, boolean invents) throws IOException {
        this.invents = invents;
        server = FakeServer.start(clock, port, address -> this::answer);
    }

    /// One that knows nothing yet, on a free port.
    public static FakeReccoBeats start(FakeClock clock) {
        try {
            return start(clock, 0, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param invents whether it knows two in three of all tracks
    /// @throws IOException if the port is taken
    public static FakeReccoBeats start(FakeClock clock, int port, boolean invents) throws IOException {
        return new FakeReccoBeats(clock, port, invents);
    }

    /// Where it is, with its version.
    public URI api() {
        return URI.create(server.address() + "/v1");
    }

    /// Where it is steered by hand.
    URI address() {
        return server.address();
    }

    public Faults faults() {
        return server.faults();
    }

    public RequestLog log() {
        return server.log();
    }

    /// From now on it knows this track.
    public void knows(String trackId, Features features) {
        known.put(trackId, features);
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        if (!request.method().equals("GET") || !request.path().equals("/v1/audio-features")) {
            return refusal(404, "Not found");
        }
        List<String> ids = Stream.of(request.query().getOrDefault("ids", "").split(",", -1))
                .filter(id -> !id.isBlank())
                .toList();
        if (ids.isEmpty()) {
            return refusal(400, "ids must not be empty");
        }
        if (ids.size() > MOST_IDS) {
            return refusal(400, "ids must not be more than " + MOST_IDS);
        }
        if (ids.stream().anyMatch(id -> !id.matches("[0-9A-Za-z]{22}|[0-9a-f-]{36}"))) {
            return refusal(400, "invalid id");
        }
        ObjectNode body = Json.object();
        ArrayNode content = body.putArray("content");
        for (String id : new TreeSet<>(ids).descendingSet()) {
            Features features = features(id);
            if (features != null) {
                write(content.addObject(), id, features);
            }
        }
        return Reply.json(200, body);
    }

    private @Nullable Features features(String id) {
        Features told = known.get(id);
        return told == null && invents && Math.floorMod(id.hashCode(), 3) > 0 ? Features.of(id) : told;
    }

    private static void write(ObjectNode node, String id, Features features) {
        node.put(
                "id",
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
        node.put("href", "https://open.spotify.com/track/" + id);
        node.put("acousticness", features.acousticness());
        node.put("danceability", features.danceability());
        node.put("energy", features.energy());
        node.put("instrumentalness", features.instrumentalness());
        node.put("key", features.key());
        node.put("liveness", features.liveness());
        node.put("loudness", features.loudness());
        node.put("mode", features.mode());
        node.put("speechiness", features.speechiness());
        node.put("tempo", features.tempo());
        node.put("valence", features.valence());
    }

    private static Reply refusal(int status, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("timestamp", "2026-03-10T12:00:00Z")
                        .put("error", message)
                        .put("status", status));
    }
}
