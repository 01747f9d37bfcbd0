package dev.mtm.genres;

import dev.mtm.enrich.JsonSource;
import dev.mtm.net.RemoteFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Genres from the tags that listeners give at Last.fm. It tells of errors inside an answer, and writes a list of one
/// without its list.
///
/// @see <a href="https://www.last.fm/api/show/artist.getTopTags">Last.fm: artist.getTopTags</a>
public final class LastFm implements GenreSource {
    /// Of 100, which the first tag has: what fewer say is chance.
    private static final int LEAST = 15;

    /// What many say of artists, and is no genre.
    private static final Set<String> NO_GENRES = Set.of(
            "albums i own",
            "all",
            "american",
            "australian",
            "awesome",
            "beautiful",
            "british",
            "canadian",
            "favorite",
            "favorite artists",
            "favorites",
            "favourite",
            "favourite artists",
            "favourites",
            "female vocalist",
            "female vocalists",
            "french",
            "german",
            "germany",
            "japanese",
            "love",
            "male vocalist",
            "male vocalists",
            "seen live",
            "spotify",
            "swedish",
            "uk",
            "under 2000 listeners",
            "usa");

    private static final int NOT_FOUND = 6;

    /// How long nothing is asked, as it does not say how long.
    private static final Duration TROUBLE = Duration.ofMinutes(5);

    private final JsonSource service;
    private final String key;

    /// @param key of the interface, which goes into the address
    public LastFm(JsonSource service, String key) {
        this.service = service;
        this.key = key;
    }

    @Override
    public String name() {
        return "lastfm";
    }

    @Override
    public String title() {
        return "genres of artists, from Last.fm";
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
        Map<String, String> query = new LinkedHashMap<>();
        query.put("method", "artist.gettoptags");
        query.put("artist", artist.name());
        query.put("autocorrect", "1");
        query.put("api_key", key);
        query.put("format", "json");
        JsonSource.Answer answer = service.answer("/" + JsonSource.query(query));
        JsonNode error = answer.body().path("error");
        if (!error.isMissingNode() || answer.status() / 100 != 2) {
            return none(error.asInt(0), JsonSource.error(answer.body()), answer.status());
        }
        JsonNode tags = answer.body().path("toptags");
        return tags.path("tag").isMissingNode() && tags.isObject() ? List.of() : genres(tags.path("tag"));
    }

    /// @see <a href="https://www.last.fm/api/errorcodes">Last.fm: error codes</a>
    private List<String> none(int error, String said, int status) {
        return switch (error) {
            case NOT_FOUND -> List.of();
            case 8, 11, 16 -> throw service.later(TROUBLE, "it has trouble of its own (error " + error + ")");
            case 29 -> throw service.later(TROUBLE, "it asked to slow down");
            case 4, 9, 10, 13, 14, 15, 26 -> throw new RemoteFailure.Unauthorised("it does not take the key: " + said);
            default -> throw new RemoteFailure.Unrecoverable("it refuses (HTTP " + status + ", " + said + ")", status);
        };
    }

    private static List<String> genres(JsonNode tags) {
        return Tag.genres(
                JsonSource.list(tags).stream()
                        .map(tag -> new Tag(
                                tag.path("name").asString(""), tag.path("count").asInt(0)))
                        .filter(tag -> !NO_GENRES.contains(tag.name().strip().toLowerCase(Locale.ROOT)))
                        .toList(),
                LEAST);
    }
}
