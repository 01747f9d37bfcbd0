package dev.mtm.fakes.tags;

import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays musicbrainz.org/ws/2: artists by the page of another site, by a search for their name, and by their id.
/// Whoever
/// does not say who asks is refused.
///
/// @see <a href="https://musicbrainz.org/doc/MusicBrainz_API">MusicBrainz API</a>
public final class FakeMusicBrainz implements FakeServer.Service {
    private static final List<String> GENRES =
            List.of("dream pop", "shoegaze", "indie rock", "house", "jazz", "hip hop", "folk", "ambient", "soul");

    private final List<Artist> artists = new CopyOnWriteArrayList<>();
    private final boolean invents;

    /// Knows nobody yet.
    public FakeMusicBrainz() {
        this(false);
    }

    private FakeMusicBrainz(boolean invents) {
        this.invents = invents;
    }

    /// One that knows two artists in three as soon as it hears of them, with invented genres.
    public static FakeMusicBrainz inventing() {
        return new FakeMusicBrainz(true);
    }

    /// An artist.
    ///
    /// @param page   of another site that is theirs; null: none is known
    /// @param genres with how many voted for each
    private record Artist(String id, String name, @Nullable String page, Map<String, Integer> genres) {}

    /// Adds an artist, who may be one of several of that name.
    public FakeMusicBrainz know(String name, @Nullable String page, Map<String, Integer> genres) {
        String id = UUID.nameUUIDFromBytes((name + artists.size()).getBytes(StandardCharsets.UTF_8))
                .toString();
        artists.add(new Artist(id, name, page, Map.copyOf(genres)));
        return this;
    }

    @Override
    public Reply answer(Request request) {
        if (!request.headers().getOrDefault("user-agent", "").matches(".+/.+ \\( .+ \\)")) {
            return refusal(403, "Your requests are blocked: they do not say which application they come from.", "");
        }
        if (!"json".equals(request.query().get("fmt"))) {
            return refusal(406, "only JSON is played here", "");
        }
        String path = request.path();
        if (path.equals("/url")) {
            return url(request.query().getOrDefault("resource", ""));
        }
        if (path.equals("/artist")) {
            return search(request.query().getOrDefault("query", ""));
        }
        return artists.stream()
                .filter(artist -> path.equals("/artist/" + artist.id()))
                .findFirst()
                .map(artist -> Reply.json(200, whole(artist)))
                .orElseGet(FakeMusicBrainz::notFound);
    }

    private Reply url(String resource) {
        Optional<Artist> found = artists.stream()
                .filter(artist -> resource.equals(artist.page()))
                .findFirst();
        if (found.isEmpty()) {
            return notFound();
        }
        ObjectNode body = Json.object()
                .put(
                        "id",
                        UUID.nameUUIDFromBytes(resource.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("resource", resource);
        ObjectNode relation = body.putArray("relations")
                .addObject()
                .put("type", "free streaming")
                .put("target-type", "artist")
                .put("direction", "backward");
        relation.set("artist", named(found.get()));
        return Reply.json(200, body);
    }

    /// Of a query in the language of Lucene, only `artist:"…"` is understood.
    private Reply search(String query) {
        String name =
                query.replaceAll("^artist:\"|\"$", "").replace("\\\"", "\"").toLowerCase(Locale.ROOT);
        int seed = Math.floorMod(name.hashCode(), 1_000);
        if (invents
                && seed % 3 != 0
                && artists.stream().noneMatch(artist -> artist.name().equals(name))) {
            String other = GENRES.get((seed + 2) % GENRES.size());
            know(name, null, Map.of(GENRES.get(seed % GENRES.size()), 9, other, 4));
        }
        ObjectNode body = Json.object().put("created", "2026-03-10T12:00:00.000Z");
        ArrayNode found = body.putArray("artists");
        for (Artist artist : artists) {
            String known = artist.name().toLowerCase(Locale.ROOT);
            if (known.equals(name) || known.contains(name)) {
                found.add(named(artist).put("score", known.equals(name) ? 100 : 70));
            }
        }
        return Reply.json(200, body.put("count", found.size()).put("offset", 0));
    }

    private static ObjectNode named(Artist artist) {
        return Json.object()
                .put("id", artist.id())
                .put("name", artist.name())
                .put("sort-name", artist.name())
                .put("disambiguation", "");
    }

    private static ObjectNode whole(Artist artist) {
        ObjectNode body = named(artist);
        ArrayNode genres = body.putArray("genres");
        artist.genres().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(genre -> genres.addObject()
                        .put(
                                "id",
                                UUID.nameUUIDFromBytes(genre.getKey().getBytes(StandardCharsets.UTF_8))
                                        .toString())
                        .put("name", genre.getKey())
                        .put("count", genre.getValue())
                        .put("disambiguation", ""));
        return body;
    }

    private static Reply notFound() {
        return Reply.json(
                404,
                Json.object()
                        .put("error", "Not Found")
                        .put("help", "For usage, please see: https://musicbrainz.org/development/mmd"));
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        return Reply.json(status, Json.object().put("error", message));
    }
}
