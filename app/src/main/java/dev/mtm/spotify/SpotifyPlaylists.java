package dev.mtm.spotify;

import dev.mtm.net.RemoteFailure;
import dev.mtm.playlist.PlaylistHost;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Playlists at Spotify. What a playlist holds is at `/items` since 2026, before at `/tracks`; making one
/// is a call of `/me` since then, before of the user. The newer is tried first.
///
/// @see <a
/// href="https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide">Spotify:
/// February 2026 migration guide</a>
final class SpotifyPlaylists implements PlaylistHost {
    private static final int MOST_OF_A_CALL = 100;
    private static final int PAGE = 50;

    /// A new token, who the listener is, the playlist, whether it is kept or making it, its description;
    /// and what the older shape of the API costs more.
    private static final int CALLS_BESIDE = 8;

    private static final String TRACK = "spotify:track:";

    /// What Spotify says of a track that it took down; the reference tells neither these words nor the
    /// status 400.
    private static final Pattern UNKNOWN_TRACK =
            Pattern.compile("non-existing id|invalid track uri", Pattern.CASE_INSENSITIVE);

    private final SpotifyApi api;
    private @Nullable String me;
    private String content = "/items";

    SpotifyPlaylists(SpotifyApi api) {
        this.api = api;
    }

    @Override
    public Optional<Hosted> find(String id) {
        Hosted hosted;
        try {
            hosted = hosted(api.ask("/playlists/" + id));
        } catch (MtmException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return hosted.mine() && !isKept(id) ? Optional.empty() : Optional.of(hosted);
    }

    /// Nobody can delete a playlist: it is taken out of the library, and still answers when asked for.
    private boolean isKept(String id) {
        try {
            return api.ask("/me/library/contains?uris=spotify:playlist:" + id)
                    .path(0)
                    .asBoolean(true);
        } catch (MtmException e) {
            boolean refused = e.getCause() instanceof RemoteFailure.Unrecoverable failure && failure.status() == 403;
            if (e.code() == ErrorCode.NOT_FOUND || refused) {
                return true; // It cannot be told: the call is newer than what this app may do, or the sign-in.
            }
            throw e;
        }
    }

    @Override
    public Optional<Hosted> findDescribed(String text) {
        for (int offset = 0; ; offset += PAGE) {
            JsonNode page = api.ask("/me/playlists?limit=" + PAGE + "&offset=" + offset);
            for (JsonNode node : page.path("items")) {
                if (node.path("description").asString("").contains(text)) {
                    Hosted hosted = hosted(node);
                    if (hosted.mine()) {
                        return Optional.of(hosted);
                    }
                }
            }
            if (isLast(page)) {
                return Optional.empty();
            }
        }
    }

    @Override
    public int mostCalls(int held, int tracks) {
        return CALLS_BESIDE + held / PAGE + 1 + (tracks + MOST_OF_A_CALL - 1) / MOST_OF_A_CALL;
    }

    @Override
    public Hosted create(String name, String description) {
        ObjectNode body = details(name, description).put("public", false).put("collaborative", false);
        try {
            return hosted(made(api.send("POST", "/me/playlists", body.toString())));
        } catch (MtmException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return hosted(made(api.send("POST", "/users/" + me() + "/playlists", body.toString())));
        }
    }

    @Override
    public void describe(String id, String name, String description) {
        api.send("PUT", "/playlists/" + id, details(name, description).toString());
    }

    @Override
    public List<String> tracks(String id, Runnable goOn) {
        List<String> tracks = new ArrayList<>();
        for (int offset = 0; ; offset += PAGE) {
            goOn.run();
            JsonNode page = page(id, offset);
            for (JsonNode element : page.path("items")) {
                JsonNode item = element.has("item") ? element.path("item") : element.path("track");
                String uri = item.path("uri").asString("");
                if (uri.startsWith(TRACK)) {
                    tracks.add(uri.substring(TRACK.length()));
                }
            }
            if (isLast(page)) {
                return tracks;
            }
        }
    }

    private static boolean isLast(JsonNode page) {
        return page.path("next").isNull() || page.path("next").isMissingNode();
    }

    private JsonNode page(String id, int offset) {
        String query = "?limit=" + PAGE + "&offset=" + offset;
        return either(path -> api.ask("/playlists/" + id + path + query));
    }

    /// One track that is not known makes Spotify refuse a whole call: it is looked for by halves.
    @Override
    public List<String> replace(String id, List<String> trackIds, Runnable goOn) {
        Deque<List<String>> parts = new ArrayDeque<>();
        for (int from = 0; from == 0 || from < trackIds.size(); from += MOST_OF_A_CALL) {
            parts.add(trackIds.subList(from, Math.min(from + MOST_OF_A_CALL, trackIds.size())));
        }
        List<String> unknown = new ArrayList<>();
        // The first call replaces everything, the next ones add at the end.
        String method = "PUT";
        while (!parts.isEmpty()) {
            List<String> part = parts.removeFirst();
            goOn.run();
            if (isTaken(method, id, part)) {
                method = "POST";
            } else if (part.size() == 1) {
                unknown.add(part.getFirst());
            } else {
                parts.addFirst(part.subList(part.size() / 2, part.size()));
                parts.addFirst(part.subList(0, part.size() / 2));
            }
        }
        return List.copyOf(unknown);
    }

    /// @return false where there is a track among them that Spotify does not know
    private boolean isTaken(String method, String id, List<String> trackIds) {
        ObjectNode body = Wire.newObject();
        ArrayNode uris = body.putArray("uris");
        trackIds.forEach(track -> uris.add(TRACK + track));
        try {
            either(path -> api.send(method, "/playlists/" + id + path, body.toString()));
            return true;
        } catch (MtmException e) {
            if (e.getCause() instanceof RemoteFailure.Unrecoverable refused
                    && refused.status() == 400
                    && UNKNOWN_TRACK.matcher(refused.why()).find()) {
                return false;
            }
            throw e;
        }
    }

    private interface Call<T> {
        T at(String path);
    }

    private <T> T either(Call<T> call) {
        try {
            return call.at(content);
        } catch (MtmException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            String other = content.equals("/items") ? "/tracks" : "/items";
            T answer = call.at(other);
            content = other;
            return answer;
        }
    }

    private static ObjectNode details(String name, String description) {
        return Wire.newObject().put("name", name).put("description", description);
    }

    private static JsonNode made(Optional<JsonNode> answer) {
        return answer.orElseThrow(() -> Failures.unusable("nothing about the playlist that it made"));
    }

    private Hosted hosted(JsonNode node) {
        String id = node.path("id").asString("");
        if (id.isEmpty()) {
            throw Failures.unusable("a playlist without an id");
        }
        return new Hosted(
                id,
                node.path("name").asString(""),
                node.path("description").asString(""),
                node.path("owner").path("id").asString("").equals(me()),
                size(node));
    }

    private static @Nullable Integer size(JsonNode node) {
        JsonNode total = node.path(node.has("items") ? "items" : "tracks").path("total");
        return total.canConvertToInt() ? Integer.valueOf(total.asInt()) : null;
    }

    private String me() {
        if (me == null) {
            me = api.ask("/me").path("id").asString("");
        }
        return Objects.requireNonNull(me);
    }
}
