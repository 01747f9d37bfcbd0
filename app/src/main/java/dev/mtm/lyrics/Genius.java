package dev.mtm.lyrics;

import dev.mtm.catalog.NameKey;
import dev.mtm.enrich.JsonSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Where Genius has a page about a track. Its interface gives no lyrics, and its pages are not read.
///
/// @see <a href="https://docs.genius.com">Genius: API documentation</a>
public final class Genius {
    private static final String PAGES = "https://genius.com/";
    private static final Pattern ADDED = Pattern.compile(" - .*$| *[(\\[].*$");

    private final JsonSource service;

    /// @param service sends a client access token
    public Genius(JsonSource service) {
        this.service = service;
    }

    /// The address of the page of the first song found that has this artist and this title.
    ///
    /// @throws dev.mtm.net.RemoteFailure when there is no answer
    Optional<String> page(Song song) {
        return service.find("/search" + JsonSource.query(Map.of("q", song.artist() + " " + song.title())))
                .flatMap(answer -> JsonSource.list(answer.path("response").path("hits")).stream()
                        .filter(hit -> hit.path("type").asString("").equals("song"))
                        .map(hit -> hit.path("result"))
                        .filter(result -> isOf(result, song))
                        .map(result -> result.path("url").asString(""))
                        .filter(url -> url.startsWith(PAGES))
                        .findFirst());
    }

    private static boolean isOf(JsonNode result, Song song) {
        String artist = result.path("primary_artist").path("name").asString("");
        return plain(artist).equals(plain(song.artist()))
                && plain(result.path("title").asString("")).equals(plain(song.title()));
    }

    /// A name without what services put behind it, such as `- Remastered 2011` or `(feat. …)`; Genius writes
    /// typographic quotes.
    private static String plain(String name) {
        String folded = NameKey.folded(name).replace('’', '\'');
        String bare = ADDED.matcher(folded).replaceFirst("");
        return bare.isEmpty() ? folded : bare;
    }
}
