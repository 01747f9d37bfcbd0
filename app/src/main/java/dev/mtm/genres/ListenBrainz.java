package dev.mtm.genres;

import dev.mtm.enrich.JsonSource;
import dev.mtm.net.RemoteFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Genres from ListenBrainz, which finds an artist by one of their recordings.
///
/// @see <a href="https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html">ListenBrainz: metadata</a>
public final class ListenBrainz implements GenreSource {
    private final JsonSource service;

    /// @param service sends a user token
    public ListenBrainz(JsonSource service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "listenbrainz";
    }

    @Override
    public String title() {
        return "genres of artists, from ListenBrainz";
    }

    @Override
    public JsonSource service() {
        return service;
    }

    @Override
    public int calls() {
        return 1;
    }

    @Override
    public List<String> genres(Artist artist) {
        if (artist.title() == null) {
            return List.of();
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("artist_name", artist.name());
        query.put("recording_name", artist.title());
        query.put("metadata", "true");
        query.put("inc", "artist tag");
        return service.find("/1/metadata/lookup/" + JsonSource.query(query))
                .map(ListenBrainz::genres)
                .orElse(List.of());
    }

    /// A tag with the id of a genre is one; others may be anything. Those of a recording by several are nobody's own.
    private static List<String> genres(JsonNode found) {
        if (!found.isObject()) {
            throw new RemoteFailure.Unrecoverable("it answered something else than a recording", 200);
        }
        JsonNode tags = found.path("metadata").path("tag").path("artist");
        if (found.path("artist_mbids").size() > 1 || tags.isMissingNode()) {
            return List.of();
        }
        return Tag.genres(
                JsonSource.list(tags).stream()
                        .filter(tag -> !tag.path("genre_mbid").asString("").isBlank())
                        .map(tag -> new Tag(
                                tag.path("tag").asString(""), tag.path("count").asInt(0)))
                        .toList(),
                1);
    }
}
