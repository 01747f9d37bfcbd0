package dev.mtm.genres;

import dev.mtm.catalog.NameKey;
import dev.mtm.enrich.JsonSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Genres from MusicBrainz. It knows many artists by their page at Spotify; the others are looked for by name, and
/// taken
/// only where one alone has it.
///
/// @see <a href="https://musicbrainz.org/doc/MusicBrainz_API">MusicBrainz API</a>
public final class MusicBrainz implements GenreSource {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    /// Of 100, how well a name must fit.
    private static final int GOOD = 95;

    private final JsonSource service;

    /// @param service says who asks, as MusicBrainz demands
    public MusicBrainz(JsonSource service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "musicbrainz";
    }

    @Override
    public String title() {
        return "genres of artists, from MusicBrainz";
    }

    @Override
    public JsonSource service() {
        return service;
    }

    @Override
    public int calls() {
        return 3;
    }

    @Override
    public List<String> genres(Artist artist) {
        return byPage(artist)
                .or(() -> byName(artist))
                .flatMap(id -> ask("/artist/" + id, "inc", "genres"))
                .map(MusicBrainz::genres)
                .orElse(List.of());
    }

    private Optional<String> byPage(Artist artist) {
        return Optional.ofNullable(artist.spotifyId())
                .flatMap(id -> ask("/url", "resource", "https://open.spotify.com/artist/" + id, "inc", "artist-rels"))
                .flatMap(page -> only(JsonSource.list(page.path("relations")).stream()
                        .map(relation -> relation.path("artist"))
                        .toList()));
    }

    private Optional<String> byName(Artist artist) {
        // Within quotes, nothing but these two has a meaning of its own.
        String phrase = artist.name().replace("\\", "\\\\").replace("\"", "\\\"");
        return ask("/artist", "query", "artist:\"" + phrase + "\"", "limit", "5")
                .flatMap(found -> only(JsonSource.list(found.path("artists")).stream()
                        .filter(one -> one.path("score").asInt(0) >= GOOD
                                && NameKey.folded(one.path("name").asString("")).equals(NameKey.folded(artist.name())))
                        .toList()));
    }

    /// The id of the only artist; empty where there are several, or none.
    private static Optional<String> only(List<JsonNode> artists) {
        List<String> ids = artists.stream()
                .map(artist -> artist.path("id").asString(""))
                .filter(id -> ID.matcher(id).matches())
                .distinct()
                .toList();
        return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
    }

    private static List<String> genres(JsonNode artist) {
        return Tag.genres(
                JsonSource.list(artist.path("genres")).stream()
                        .map(genre -> new Tag(
                                genre.path("name").asString(""),
                                genre.path("count").asInt(0)))
                        .toList(),
                1);
    }

    private Optional<JsonNode> ask(String path, String... fields) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            query.put(fields[i], fields[i + 1]);
        }
        query.put("fmt", "json");
        return service.find(path + JsonSource.query(query));
    }
}
