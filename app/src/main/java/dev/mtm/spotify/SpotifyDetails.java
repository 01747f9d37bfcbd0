package dev.mtm.spotify;

import dev.mtm.enrich.DetailSource;
import dev.mtm.listening.Track;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// @see <a href="https://developer.spotify.com/documentation/web-api/reference/get-track">Spotify: Get Track</a>
/// @see <a href="https://developer.spotify.com/documentation/web-api/reference/get-an-artist">Spotify: Get Artist</a>
final class SpotifyDetails implements DetailSource {
    private final SpotifyApi api;
    private final SignInStore store;
    private final PoliteHttp http;

    SpotifyDetails(SpotifyApi api, SignInStore store, PoliteHttp http) {
        this.api = api;
        this.store = store;
        this.http = http;
    }

    @Override
    public Optional<String> obstacle() {
        Optional<SignInStore.Stored> signedIn = store.find();
        if (signedIn.isEmpty()) {
            return Optional.of("nobody is signed in at Spotify: `mtm login`");
        }
        return signedIn.get().endedAt() == null
                ? Optional.empty()
                : Optional.of("the sign-in at Spotify has ended: `mtm login`");
    }

    @Override
    public Optional<Track> track(String id) {
        return find("/tracks/" + id)
                .map(node -> Wire.track(node).orElseThrow(() -> Failures.unusable("a track without id and name")));
    }

    @Override
    public Optional<ArtistDetails> artist(String id) {
        Optional<JsonNode> found = find("/artists/" + id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode node = found.get();
        String told = Wire.text(node.path("id"));
        String name = Wire.text(node.path("name"));
        if (told == null || name == null) {
            throw Failures.unusable("an artist without id or name");
        }
        List<String> genres = new ArrayList<>();
        for (JsonNode genre : node.path("genres")) {
            String text = Wire.text(genre);
            if (text != null) {
                genres.add(text);
            }
        }
        return Optional.of(new ArtistDetails(
                told, name, genres, Wire.text(node.path("images").path(0).path("url"))));
    }

    private Optional<JsonNode> find(String path) {
        try {
            return api.find(path);
        } catch (MtmException trouble) {
            if (trouble.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw trouble;
        }
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return http.forecast(calls);
    }
}
