package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The objects of the Web API in one of its shapes.
///
/// @param base the address of the API, without a slash at the end
record Bodies(String base, FieldShape shape) {
    private static final List<String> MARKETS = List.of("AT", "DE", "GB", "JP", "US");

    private boolean old() {
        return shape == FieldShape.OLD;
    }

    ObjectNode track(Track track) {
        ObjectNode body = Json.object();
        body.set("album", album(track.album()));
        body.set("artists", artists(track.artists()));
        markets(body, !track.isLocal());
        body.put("disc_number", track.isLocal() ? 0 : 1)
                .put("duration_ms", track.length().toMillis())
                .put("explicit", track.explicit());
        ObjectNode external = body.putObject("external_ids");
        if (track.isrc() != null) {
            external.put("isrc", track.isrc());
        }
        reference(body, "track", track.id());
        body.put("is_local", track.isLocal()).put("name", track.title());
        if (old()) {
            body.put("popularity", track.isLocal() ? 0 : popularity(track.uri()));
        }
        return body.putNull("preview_url")
                .put("track_number", track.number())
                .put("type", "track")
                .put("uri", track.uri());
    }

    private ObjectNode album(Album album) {
        ObjectNode body = Json.object().put("album_type", album.type());
        body.set("artists", artists(album.artists()));
        markets(body, album.id() != null);
        reference(body, "album", album.id());
        body.set("images", album.id() == null ? Json.array() : images("ab67616d", album.id()));
        body.put("name", album.title())
                .put("release_date", album.released())
                .put("release_date_precision", album.released() == null ? null : album.precision());
        if (album.tracks() != null) {
            body.put("total_tracks", album.tracks());
        }
        return body.put("type", "album").put("uri", uri("album", album.id()));
    }

    private void markets(ObjectNode body, boolean somewhere) {
        if (old()) {
            ArrayNode markets = body.putArray("available_markets");
            if (somewhere) {
                MARKETS.forEach(markets::add);
            }
        }
    }

    private ArrayNode artists(List<Artist> artists) {
        ArrayNode bodies = Json.array();
        for (Artist artist : artists) {
            ObjectNode body = bodies.addObject();
            reference(body, "artist", artist.id());
            body.put("name", artist.name()).put("type", "artist").put("uri", uri("artist", artist.id()));
        }
        return bodies;
    }

    ObjectNode artist(Artist artist) {
        String id = String.valueOf(artist.id());
        ObjectNode body = Json.object();
        if (old()) {
            body.putObject("followers").putNull("href").put("total", 1000 * popularity(id));
        }
        ArrayNode genres = body.putArray("genres");
        artist.genres().forEach(genres::add);
        reference(body, "artist", id);
        body.set("images", images("ab676161", id));
        body.put("name", artist.name());
        if (old()) {
            body.put("popularity", popularity(id));
        }
        return body.put("type", "artist").put("uri", uri("artist", id));
    }

    ObjectNode play(Play play) {
        ObjectNode body = Json.object();
        body.set("track", track(play.track()));
        body.put("played_at", Json.millis(play.end()));
        body.set("context", context(play.context()));
        return body;
    }

    ObjectNode playing(Play play, Instant now) {
        ObjectNode body = Json.object().put("timestamp", play.start().toEpochMilli());
        body.set("context", context(play.context()));
        body.put("progress_ms", Duration.between(play.start(), now).toMillis());
        body.set("item", track(play.track()));
        body.put("currently_playing_type", "track");
        body.putObject("actions").putObject("disallows").put("resuming", true);
        return body.put("is_playing", true);
    }

    private @Nullable ObjectNode context(@Nullable String uri) {
        if (uri == null) {
            return null;
        }
        String[] parts = uri.split(":", -1);
        ObjectNode body = Json.object().put("type", parts[1]);
        reference(body, parts[1], parts[2]);
        body.remove("id");
        return body.put("uri", uri);
    }

    /// @param scopes decide what the old shape tells
    ObjectNode me(User user, Set<String> scopes) {
        ObjectNode body = Json.object().put("display_name", user.name());
        reference(body, "user", user.id());
        body.putArray("images");
        body.put("type", "user").put("uri", "spotify:user:" + user.id());
        if (!old()) {
            return body.put("account_id", user.accountId());
        }
        body.putObject("followers").putNull("href").put("total", 0);
        if (scopes.contains(Scopes.PRIVATE)) {
            body.put("country", "DE").put("product", "premium");
            body.putObject("explicit_content").put("filter_enabled", false).put("filter_locked", false);
        }
        if (scopes.contains(Scopes.EMAIL)) {
            body.put("email", user.id() + "@example.org");
        }
        return body;
    }

    /// A playlist in a list of playlists.
    ObjectNode listed(Playlist playlist) {
        ObjectNode body = playlistHead(playlist);
        body.putObject(old() ? "tracks" : "items")
                .put("href", itemsAddress(playlist))
                .put("total", playlist.items().size());
        return body;
    }

    /// A playlist by itself, with its first items.
    ///
    /// @param whole whether the items may be seen
    ObjectNode playlist(Playlist playlist, boolean whole) {
        ObjectNode body = playlistHead(playlist);
        body.putObject("followers").putNull("href").put("total", 0);
        if (whole) {
            List<ObjectNode> items =
                    playlist.items().stream().map(item -> item(playlist, item)).toList();
            body.set(old() ? "tracks" : "items", page(itemsAddress(playlist), Map.of(), items, 0, 100));
        }
        return body;
    }

    private ObjectNode playlistHead(Playlist playlist) {
        ObjectNode body =
                Json.object().put("collaborative", playlist.collaborative()).put("description", playlist.description());
        reference(body, "playlist", playlist.id());
        body.putArray("images");
        body.put("name", playlist.name());
        body.set(
                "owner",
                user(playlist.owner()).put("display_name", playlist.owner().name()));
        return body.putNull("primary_color")
                .put("public", playlist.open())
                .put("snapshot_id", playlist.snapshotId())
                .put("type", "playlist")
                .put("uri", "spotify:playlist:" + playlist.id());
    }

    private ObjectNode user(User user) {
        ObjectNode body = Json.object();
        reference(body, "user", user.id());
        return body.put("type", "user").put("uri", "spotify:user:" + user.id());
    }

    ObjectNode item(Playlist playlist, Playlist.Item item) {
        ObjectNode body = Json.object().put("added_at", Json.second(item.addedAt()));
        body.set("added_by", user(playlist.owner()));
        body.put("is_local", item.track().isLocal());
        body.putNull("primary_color");
        body.set(
                old() ? "track" : "item",
                track(item.track()).put("episode", false).put("track", true));
        body.putObject("video_thumbnail").putNull("url");
        return body;
    }

    String itemsAddress(Playlist playlist) {
        return base + "/playlists/" + playlist.id() + (old() ? "/tracks" : "/items");
    }

    /// A page of a list that has an offset and a limit.
    ///
    /// @param query what else stands in the addresses of the pages
    static ObjectNode page(String address, Map<String, String> query, List<ObjectNode> all, int offset, int limit) {
        ObjectNode body = Json.object().put("href", address(address, query, offset, limit));
        ArrayNode items = body.putArray("items");
        all.stream().skip(offset).limit(limit).forEach(items::add);
        return body.put("limit", limit)
                .put("next", offset + limit < all.size() ? address(address, query, offset + limit, limit) : null)
                .put("offset", offset)
                .put("previous", offset > 0 ? address(address, query, Math.max(0, offset - limit), limit) : null)
                .put("total", all.size());
    }

    private static String address(String address, Map<String, String> query, int offset, int limit) {
        StringBuilder text = new StringBuilder(address + "?offset=" + offset + "&limit=" + limit);
        query.forEach((name, value) -> text.append('&').append(name).append('=').append(value));
        return text.toString();
    }

    private void reference(ObjectNode body, String type, @Nullable String id) {
        ObjectNode external = body.putObject("external_urls");
        if (id != null) {
            external.put("spotify", "https://open.spotify.com/" + type + "/" + id);
        }
        body.put("href", id == null ? null : base + "/" + type + "s/" + id).put("id", id);
    }

    private static @Nullable String uri(String type, @Nullable String id) {
        return id == null ? null : "spotify:" + type + ":" + id;
    }

    private static ArrayNode images(String kind, String id) {
        ArrayNode images = Json.array();
        String picture = "%08x%08x%08x".formatted(id.hashCode(), 31 * id.hashCode(), 17 * id.hashCode());
        for (int size : List.of(640, 300, 64)) {
            images.addObject()
                    .put("height", size)
                    .put("url", "https://i.scdn.co/image/" + kind + "%08x".formatted(size) + picture)
                    .put("width", size);
        }
        return images;
    }

    private static int popularity(String id) {
        return Math.floorMod(id.hashCode(), 100);
    }
}
