package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.ApiError;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The calls of the Web API. A call goes through the token, the owner's subscription, the quota and the scope, in this
/// order; the order of the real service is not known. Whoever uses it holds the lock of the world.
///
/// Where the reference is silent: `after` gives the newest plays behind the cursor, not those next to it, as far as the
/// limit allows.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api">Spotify: Web API</a>
final class Api {
    private static final int MOST_LIBRARY_URIS = 40;

    private final World world;
    private final Accounts accounts;
    private final Playlists playlists;
    private final String base;
    private final List<Route> routes = new ArrayList<>();

    /// What an answer with recent plays is made of.
    private record Told(List<Play> page, int limit, FieldShape shape) {}

    /// The last such answer: most polls find nothing new, and a simulated life polls thousands of times.
    private Reply recent = Reply.empty(204);

    private @Nullable Told told;

    /// A call of which there is one for each method and path.
    ///
    /// @param scopes one of them is needed; empty for none
    /// @param removed whether it is only there in the old shape
    private record Route(
            String method, Pattern path, Set<String> scopes, boolean removed, Function<Call, Reply> answer) {}

    private record Call(Request request, SignIn signIn, String id, Bodies bodies) {
        User user() {
            return signIn.user();
        }
    }

    Api(World world, Accounts accounts, Playlists playlists, String base) {
        this.world = world;
        this.accounts = accounts;
        this.playlists = playlists;
        this.base = base;
        route("GET", "/me", Set.of(), this::me);
        route("GET", "/me/top/tracks", Set.of(Scopes.TOP_READ), this::topTracks);
        route("GET", "/me/top/artists", Set.of(Scopes.TOP_READ), this::topArtists);
        route("GET", "/me/player/recently-played", Set.of(Scopes.RECENTLY_PLAYED), this::recentlyPlayed);
        route(
                "GET",
                "/me/player/currently-playing",
                Set.of(Scopes.CURRENTLY_PLAYING, Scopes.PLAYBACK_STATE),
                this::currentlyPlaying);
        route("GET", "/tracks/{id}", Set.of(), this::track);
        route("GET", "/artists/{id}", Set.of(), this::artist);
        route("GET", "/me/playlists", Set.of(Scopes.PLAYLIST_READ), this::playlists);
        route("POST", "/me/playlists", Set.of(), this::createPlaylist);
        route("GET", "/playlists/{id}", Set.of(), this::playlist);
        route("PUT", "/playlists/{id}", Set.of(), this::changePlaylist);
        removed("GET", "/users/{id}/playlists", this::playlistsOfUser);
        removed("POST", "/users/{id}/playlists", this::createPlaylist);
        route("GET", "/playlists/{id}/items", Set.of(Scopes.PLAYLIST_READ), this::items);
        route("POST", "/playlists/{id}/items", Set.of(), this::addItems);
        route("PUT", "/playlists/{id}/items", Set.of(), this::updateItems);
        route("DELETE", "/playlists/{id}/items", Set.of(), this::removeItems);
        removed("GET", "/playlists/{id}/tracks", this::items);
        removed("POST", "/playlists/{id}/tracks", this::addItems);
        removed("PUT", "/playlists/{id}/tracks", this::updateItems);
        removed("DELETE", "/playlists/{id}/tracks", this::removeItems);
        route("PUT", "/me/library", Set.of(), call -> library(call, true));
        route("DELETE", "/me/library", Set.of(), call -> library(call, false));
        route("GET", "/me/library/contains", Set.of(Scopes.LIBRARY_READ, Scopes.PLAYLIST_READ), this::contains);
    }

    private void route(String method, String path, Set<String> scopes, Function<Call, Reply> answer) {
        routes.add(new Route(method, pattern(path), scopes, false, answer));
    }

    private void removed(String method, String path, Function<Call, Reply> answer) {
        routes.add(new Route(method, pattern(path), Set.of(), true, answer));
    }

    private static Pattern pattern(String path) {
        return Pattern.compile("/v1" + path.replace("{id}", "([^/]+)"));
    }

    Reply answer(Request request) {
        try {
            SignIn signIn = accounts.signIn(request);
            if (!world.premium) {
                throw new ApiError(403, "Active premium subscription required for the owner of the app.");
            }
            @Nullable Duration usedUp = world.spend(signIn.app());
            if (usedUp != null) {
                return Reply.error(429, "Too many requests", "QUOTA_EXCEEDED")
                        .with("Retry-After", "" + usedUp.plusMillis(999).toSeconds());
            }
            for (Route route : routes) {
                Matcher matcher = route.path.matcher(request.path());
                if (route.method.equals(request.method()) && matcher.matches()) {
                    if (route.removed && world.shape == FieldShape.NEW) {
                        throw new ApiError(403, "Forbidden");
                    }
                    if (!route.scopes.isEmpty()) {
                        require(signIn, route.scopes.toArray(String[]::new));
                    }
                    String id = matcher.groupCount() > 0 ? matcher.group(1) : "";
                    return route.answer.apply(new Call(request, signIn, id, new Bodies(base, world.shape)));
                }
            }
            throw new ApiError(404, "Service not found");
        } catch (ApiError refused) {
            return refused.reply();
        }
    }

    private static void require(SignIn signIn, String... oneOf) {
        if (Arrays.stream(oneOf).noneMatch(signIn.scopes()::contains)) {
            throw new ApiError(403, "Insufficient client scope");
        }
    }

    private Reply me(Call call) {
        return Reply.json(200, call.bodies.me(call.user(), call.signIn.scopes()));
    }

    private Reply topTracks(Call call) {
        List<Track> top = call.user().life().topTracks(world.clock.instant(), range(call));
        return top(call, "tracks", top.stream().map(call.bodies::track).toList());
    }

    private Reply topArtists(Call call) {
        List<Artist> top = call.user().life().topArtists(world.clock.instant(), range(call));
        return top(call, "artists", top.stream().map(call.bodies::artist).toList());
    }

    private Reply top(Call call, String kind, List<ObjectNode> all) {
        Map<String, String> asked = call.request.query().containsKey("time_range")
                ? Map.of("time_range", range(call).name().toLowerCase(Locale.ROOT))
                : Map.of();
        return Reply.json(
                200, Bodies.page(base + "/me/top/" + kind, asked, all, offset(call), number(call, "limit", 20, 1, 50)));
    }

    private static TimeRange range(Call call) {
        return switch (call.request.query().getOrDefault("time_range", "medium_term")) {
            case "short_term" -> TimeRange.SHORT_TERM;
            case "medium_term" -> TimeRange.MEDIUM_TERM;
            case "long_term" -> TimeRange.LONG_TERM;
            default -> throw new ApiError(400, "Invalid time range");
        };
    }

    private Reply recentlyPlayed(Call call) {
        Map<String, String> query = call.request.query();
        if (query.containsKey("after") && query.containsKey("before")) {
            throw new ApiError(400, "Only one of 'before' and 'after' may be specified");
        }
        int limit = number(call, "limit", 20, 1, 50);
        long after = query.containsKey("after") ? time(query, "after") : Long.MIN_VALUE;
        long before = query.containsKey("before") ? time(query, "before") : Long.MAX_VALUE;
        List<Play> known = call.user().life().recent(world.clock.instant()).stream()
                .filter(play -> played(play) > after && played(play) < before)
                .toList();
        List<Play> page = known.stream().limit(limit).toList();
        Told now = new Told(page, limit, world.shape);
        if (!now.equals(told)) {
            recent = recent(call, page, limit);
            told = now;
        }
        return recent;
    }

    private Reply recent(Call call, List<Play> page, int limit) {
        String address = base + "/me/player/recently-played";
        ObjectNode body = Json.object();
        ArrayNode items = body.putArray("items");
        page.forEach(play -> items.add(call.bodies.play(play)));
        if (page.isEmpty()) {
            body.putNull("next").putNull("cursors");
        } else {
            long oldest = played(page.getLast());
            body.put("next", address + "?before=" + oldest + "&limit=" + limit);
            body.putObject("cursors").put("after", "" + played(page.getFirst())).put("before", "" + oldest);
        }
        return Reply.json(200, body.put("limit", limit).put("href", address + "?limit=" + limit));
    }

    private static long played(Play play) {
        return play.end().toEpochMilli();
    }

    private Reply currentlyPlaying(Call call) {
        return call.user()
                .life()
                .playing(world.clock.instant())
                .map(play -> Reply.json(200, call.bodies.playing(play, world.clock.instant())))
                .orElse(Reply.empty(204));
    }

    private Reply track(Call call) {
        return Reply.json(
                200, call.bodies.track(world.catalogue.findTrack(id(call)).orElseThrow(Api::notFound)));
    }

    private Reply artist(Call call) {
        return Reply.json(
                200, call.bodies.artist(world.catalogue.findArtist(id(call)).orElseThrow(Api::notFound)));
    }

    private static String id(Call call) {
        if (!call.id.matches("[0-9A-Za-z]{22}")) {
            throw new ApiError(400, "Invalid base62 id");
        }
        return call.id;
    }

    private static ApiError notFound() {
        return new ApiError(404, "Resource not found");
    }

    private Reply playlists(Call call) {
        return playlists(call, call.user(), base + "/me/playlists");
    }

    private Reply playlistsOfUser(Call call) {
        @Nullable User user = world.users.get(call.id);
        if (user == null) {
            throw notFound();
        }
        return playlists(call, user, base + "/users/" + user.id() + "/playlists");
    }

    private Reply playlists(Call call, User user, String address) {
        List<ObjectNode> all = playlists.of(user).stream()
                .filter(playlist -> playlist.open() || user.equals(call.user()))
                .map(call.bodies::listed)
                .toList();
        return Reply.json(200, Bodies.page(address, Map.of(), all, offset(call), number(call, "limit", 20, 1, 50)));
    }

    private Reply createPlaylist(Call call) {
        if (!call.id.isEmpty() && !call.id.equals(call.user().id())) {
            throw new ApiError(403, "You cannot create a playlist for another user");
        }
        ObjectNode wanted = Json.read(call.request.body());
        boolean open =
                !wanted.path("public").isBoolean() || wanted.path("public").booleanValue();
        require(call.signIn, open ? Scopes.PLAYLIST_MODIFY_PUBLIC : Scopes.PLAYLIST_MODIFY_PRIVATE);
        Playlist playlist = playlists.create(call.user(), wanted);
        return Reply.json(201, call.bodies.playlist(playlist, true))
                .with("Location", base + "/playlists/" + playlist.id());
    }

    private Reply playlist(Call call) {
        refuseFields(call);
        Playlist playlist = visible(call);
        boolean whole = world.shape == FieldShape.OLD || isOwner(call, playlist);
        return Reply.json(200, call.bodies.playlist(playlist, whole));
    }

    private Reply changePlaylist(Call call) {
        playlists.change(own(call), Json.read(call.request.body()));
        return Reply.empty(200);
    }

    private Reply items(Call call) {
        refuseFields(call);
        Playlist playlist = visible(call);
        boolean old = world.shape == FieldShape.OLD;
        if (!old && !isOwner(call, playlist)) {
            throw new ApiError(403, "Forbidden");
        }
        List<ObjectNode> all = playlist.items().stream()
                .map(item -> call.bodies.item(playlist, item))
                .toList();
        int limit = old ? number(call, "limit", 100, 1, 100) : number(call, "limit", 20, 1, 50);
        return Reply.json(200, Bodies.page(call.bodies.itemsAddress(playlist), Map.of(), all, offset(call), limit));
    }

    private Reply addItems(Call call) {
        Playlist playlist = own(call);
        ObjectNode body = bodyOf(call);
        int end = playlist.items().size();
        int position = call.request.query().containsKey("position")
                ? number(call, "position", end, 0, Integer.MAX_VALUE)
                : Json.number(body, "position", end);
        return snapshot(201, playlists.add(playlist, uris(call, body), position));
    }

    private Reply updateItems(Call call) {
        Playlist playlist = own(call);
        ObjectNode body = bodyOf(call);
        if (!body.has("range_start")) {
            return snapshot(200, playlists.replace(playlist, uris(call, body)));
        }
        checkSnapshot(playlist, body);
        return snapshot(
                200,
                playlists.reorder(
                        playlist,
                        Json.number(body, "range_start", 0),
                        Json.number(body, "insert_before", 0),
                        Json.number(body, "range_length", 1)));
    }

    private Reply removeItems(Call call) {
        Playlist playlist = own(call);
        ObjectNode body = bodyOf(call);
        checkSnapshot(playlist, body);
        JsonNode named = body.path(call.request.path().endsWith("/tracks") ? "tracks" : "items");
        if (!named.isArray()) {
            throw new ApiError(400, "Missing required field: items");
        }
        List<String> uris = new ArrayList<>();
        named.forEach(item -> uris.add(item.path("uri").asString("")));
        return snapshot(200, playlists.remove(playlist, uris));
    }

    private static void checkSnapshot(Playlist playlist, ObjectNode body) {
        String snapshot = Json.text(body, "snapshot_id", "");
        if (!snapshot.isEmpty() && !playlist.hadSnapshot(snapshot)) {
            throw new ApiError(400, "Invalid snapshot_id");
        }
    }

    private static Reply snapshot(int status, Playlist playlist) {
        return Reply.json(status, Json.object().put("snapshot_id", playlist.snapshotId()));
    }

    private static ObjectNode bodyOf(Call call) {
        return call.request.body().length == 0 ? Json.object() : Json.read(call.request.body());
    }

    /// From the query, or else from the body.
    private static List<String> uris(Call call, ObjectNode body) {
        @Nullable String listed = call.request.query().get("uris");
        if (listed != null) {
            return listed.isEmpty() ? List.of() : List.of(listed.split(",", -1));
        }
        if (!body.path("uris").isArray()) {
            throw new ApiError(400, "Missing required field: uris");
        }
        List<String> uris = new ArrayList<>();
        body.path("uris").forEach(uri -> uris.add(uri.asString("")));
        return uris;
    }

    /// What the fake cannot do must not look as if it could.
    private static void refuseFields(Call call) {
        if (call.request.query().containsKey("fields")) {
            throw new ApiError(400, "the fake does not know the parameter fields");
        }
    }

    private Playlist visible(Call call) {
        Playlist playlist = playlists.find(id(call)).orElseThrow(Api::notFound);
        if (!playlist.open()) {
            if (!isOwner(call, playlist)) {
                throw notFound();
            }
            require(call.signIn, Scopes.PLAYLIST_READ);
        }
        return playlist;
    }

    private Playlist own(Call call) {
        Playlist playlist = playlists.find(id(call)).orElseThrow(Api::notFound);
        if (!isOwner(call, playlist)) {
            throw playlist.open() ? new ApiError(403, "You do not own this playlist") : notFound();
        }
        require(call.signIn, scopeToModify(playlist));
        return playlist;
    }

    private static String scopeToModify(Playlist playlist) {
        return playlist.open() ? Scopes.PLAYLIST_MODIFY_PUBLIC : Scopes.PLAYLIST_MODIFY_PRIVATE;
    }

    private static boolean isOwner(Call call, Playlist playlist) {
        return playlist.owner().equals(call.user());
    }

    private Reply library(Call call, boolean kept) {
        List<String> uris = libraryUris(call);
        uris.forEach(uri -> require(
                call.signIn,
                uri.startsWith("spotify:playlist:")
                        ? playlists
                                .find(uri.substring(uri.lastIndexOf(':') + 1))
                                .map(Api::scopeToModify)
                                .orElseThrow(Api::notFound)
                        : Scopes.LIBRARY_MODIFY));
        Set<String> library = playlists.library(call.user());
        if (kept) {
            library.addAll(uris);
        } else {
            uris.forEach(library::remove);
        }
        return Reply.empty(200);
    }

    private Reply contains(Call call) {
        ArrayNode answers = Json.array();
        libraryUris(call)
                .forEach(uri -> answers.add(playlists.library(call.user()).contains(uri)));
        return Reply.json(200, answers);
    }

    private static List<String> libraryUris(Call call) {
        List<String> uris =
                List.of(call.request.query().getOrDefault("uris", "").split(",", -1));
        if (uris.size() > MOST_LIBRARY_URIS) {
            throw new ApiError(400, "Too many URIs requested");
        }
        if (!uris.stream().allMatch(uri -> uri.matches("spotify:(track|album|playlist):[0-9A-Za-z]{22}"))) {
            throw new ApiError(400, "Invalid URI");
        }
        return uris;
    }

    private static int offset(Call call) {
        return number(call, "offset", 0, 0, 100_000);
    }

    private static int number(Call call, String name, int otherwise, int least, int most) {
        @Nullable String text = call.request.query().get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new ApiError(400, "Invalid " + name);
        }
        return Integer.parseInt(text);
    }

    private static long time(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "");
        if (!text.matches("\\d{1,15}")) {
            throw new ApiError(400, "Invalid " + name);
        }
        return Long.parseLong(text);
    }
}
