package dev.mtm.spotify;

import dev.mtm.listening.Artist;
import dev.mtm.listening.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Spotify's JSON as values of ours. Fields that went in 2026 are taken where they are still given.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/reference">Spotify: Web API
/// reference</a>
final class Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    /// @throws dev.mtm.problem.MtmException when it is no JSON
    static JsonNode node(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw Failures.unusable("something that is no JSON, or not all of it");
        }
    }

    /// @throws dev.mtm.problem.MtmException when it is no JSON object
    static JsonNode object(byte[] body) {
        JsonNode node = node(body);
        if (!node.isObject()) {
            throw Failures.unusable("something that is no JSON object");
        }
        return node;
    }

    /// What an error body says, after a comma; empty when it says nothing.
    static String errorMessage(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            String message = error.isObject() ? error.path("message").asString("") : error.asString("");
            return message.isBlank() ? "" : ", " + message;
        } catch (JacksonException e) {
            return "";
        }
    }

    /// A track; empty for an episode, a chapter, or an item that was taken down, of which there is neither
    /// id nor name.
    static Optional<Track> track(JsonNode node) {
        String id = text(node.path("id"));
        String name = text(node.path("name"));
        if (!node.isObject() || !node.path("type").asString("track").equals("track") || id == null && name == null) {
            return Optional.empty();
        }
        JsonNode album = node.path("album");
        return Optional.of(new Track(
                id,
                name,
                artists(node.path("artists")),
                text(album.path("name")),
                text(album.path("images").path(0).path("url")),
                text(node.path("external_urls").path("spotify")),
                node.path("duration_ms").canConvertToInt()
                                && node.path("duration_ms").asInt() > 0
                        ? Duration.ofMillis(node.path("duration_ms").asInt())
                        : null,
                date(album.path("release_date")),
                text(node.path("external_ids").path("isrc")),
                node.path("popularity").canConvertToInt()
                        ? node.path("popularity").asInt()
                        : null,
                node.toString()));
    }

    private static List<Artist> artists(JsonNode nodes) {
        List<Artist> artists = new ArrayList<>();
        for (JsonNode node : nodes) {
            String name = node.path("name").asString("");
            if (!name.isBlank()) {
                artists.add(new Artist(text(node.path("id")), name));
            }
        }
        return artists;
    }

    /// Empty where it is no instant.
    static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.of(Instant.parse(node.asString("")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// Null where there is none, or a blank one.
    static @Nullable String text(JsonNode node) {
        String text = node.asString("");
        return text.isBlank() ? null : text;
    }

    private static @Nullable String date(JsonNode node) {
        String text = node.asString("");
        return text.matches("\\d{4}(-\\d\\d){0,2}") && !text.startsWith("0000") ? text : null;
    }
}
