package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.ApiError;
import dev.mtm.fakes.service.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The playlists of all users, and what they keep in their libraries. Whoever uses it holds the lock of the world.
final class Playlists {
    private static final int MOST_URIS = 100;

    private final World world;
    private final Random random;
    private final Map<String, Playlist> playlists = new LinkedHashMap<>();
    private final Map<User, Set<String>> libraries = new LinkedHashMap<>();

    Playlists(World world, long seed) {
        this.world = world;
        random = new Random(seed);
    }

    Set<String> library(User user) {
        return libraries.computeIfAbsent(user, owner -> new HashSet<>());
    }

    Optional<Playlist> find(String id) {
        return Optional.ofNullable(playlists.get(id));
    }

    /// Those that a user has in their library, the newest first.
    List<Playlist> of(User user) {
        return playlists.values().stream()
                .filter(playlist -> library(user).contains("spotify:playlist:" + playlist.id()))
                .toList()
                .reversed();
    }

    Playlist create(User owner, ObjectNode wanted) {
        String name = Json.text(wanted, "name", "");
        if (name.isEmpty()) {
            throw new ApiError(400, "Missing required field: name");
        }
        boolean open = truth(wanted, "public", true);
        boolean collaborative = truth(wanted, "collaborative", false);
        checkKind(open, collaborative);
        Playlist playlist = new Playlist(
                Catalogue.id(random),
                owner,
                name,
                Json.text(wanted, "description", ""),
                open,
                collaborative,
                List.of(),
                1);
        playlists.put(playlist.id(), playlist);
        library(owner).add("spotify:playlist:" + playlist.id());
        return playlist;
    }

    void change(Playlist playlist, ObjectNode wanted) {
        boolean open = truth(wanted, "public", playlist.open());
        boolean collaborative = truth(wanted, "collaborative", playlist.collaborative());
        checkKind(open, collaborative);
        playlists.put(
                playlist.id(),
                new Playlist(
                        playlist.id(),
                        playlist.owner(),
                        Json.text(wanted, "name", playlist.name()),
                        Json.text(wanted, "description", playlist.description()),
                        open,
                        collaborative,
                        playlist.items(),
                        playlist.version() + 1));
    }

    private static void checkKind(boolean open, boolean collaborative) {
        if (open && collaborative) {
            throw new ApiError(400, "You cannot set a public playlist to be collaborative.");
        }
    }

    Playlist add(Playlist playlist, List<String> uris, int position) {
        if (position < 0 || position > playlist.items().size()) {
            throw new ApiError(400, "Index out of bounds");
        }
        List<Playlist.Item> items = new ArrayList<>(playlist.items());
        items.addAll(position, items(uris));
        return keep(playlist.withItems(items));
    }

    Playlist replace(Playlist playlist, List<String> uris) {
        return keep(playlist.withItems(items(uris)));
    }

    /// Moves `length` items that begin at `start` in front of the item that is at `before` now.
    Playlist reorder(Playlist playlist, int start, int before, int length) {
        int size = playlist.items().size();
        if (start < 0 || length < 1 || start + length > size || before < 0 || before > size) {
            throw new ApiError(400, "Index out of bounds");
        }
        if (before > start && before < start + length) {
            return playlist;
        }
        List<Playlist.Item> items = new ArrayList<>(playlist.items());
        List<Playlist.Item> moved = new ArrayList<>(items.subList(start, start + length));
        items.subList(start, start + length).clear();
        items.addAll(before > start ? before - length : before, moved);
        return keep(playlist.withItems(items));
    }

    /// Takes out every item with one of these URIs.
    Playlist remove(Playlist playlist, List<String> uris) {
        checkNumber(uris);
        List<Playlist.Item> items = new ArrayList<>(playlist.items());
        items.removeIf(item -> uris.contains(item.track().uri()));
        return keep(playlist.withItems(items));
    }

    private Playlist keep(Playlist playlist) {
        playlists.put(playlist.id(), playlist);
        return playlist;
    }

    private List<Playlist.Item> items(List<String> uris) {
        checkNumber(uris);
        return uris.stream()
                .map(uri -> new Playlist.Item(track(uri), world.clock.instant()))
                .toList();
    }

    private static void checkNumber(List<String> uris) {
        if (uris.size() > MOST_URIS) {
            throw new ApiError(400, "You can add a maximum of 100 tracks per request.");
        }
    }

    private Track track(String uri) {
        String[] parts = uri.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("spotify") || !parts[1].equals("track")) {
            throw new ApiError(400, "Invalid track uri: " + uri);
        }
        return world.catalogue
                .findTrack(parts[2])
                .orElseThrow(() -> new ApiError(400, "Payload contains a non-existing ID"));
    }

    private static boolean truth(ObjectNode body, String name, boolean otherwise) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new ApiError(400, "Error parsing JSON.");
        }
        return value.booleanValue();
    }
}
