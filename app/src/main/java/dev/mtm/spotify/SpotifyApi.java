package dev.mtm.spotify;

import dev.mtm.net.PoliteHttp;
import dev.mtm.net.RemoteFailure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls of the Web API, signed in.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api">Spotify: Web API</a>
final class SpotifyApi {
    private final SpotifyApp app;
    private final PoliteHttp http;
    private final AccessToken token;

    SpotifyApi(SpotifyApp app, PoliteHttp http, AccessToken token) {
        this.app = app;
        this.http = http;
        this.token = token;
    }

    /// @param path with its query, from `/` on
    JsonNode ask(String path) {
        return find(path).orElseThrow(() -> Failures.unusable("nothing to " + path));
    }

    /// Empty when Spotify has nothing to tell (204).
    Optional<JsonNode> find(String path) {
        return call("GET", path, null);
    }

    /// @param body JSON
    Optional<JsonNode> send(String method, String path, String body) {
        return call(method, path, body);
    }

    private Optional<JsonNode> call(String method, String path, @Nullable String body) {
        String current = token.current();
        try {
            return attempt(method, path, body, current);
        } catch (RemoteFailure.Unauthorised refused) {
            String other = token.insteadOf(current);
            try {
                return attempt(method, path, body, other);
            } catch (RemoteFailure failure) {
                throw Failures.told(failure);
            }
        } catch (RemoteFailure failure) {
            throw Failures.told(failure);
        }
    }

    private Optional<JsonNode> attempt(String method, String path, @Nullable String body, String access) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(app.api() + path))
                .header("Authorization", "Bearer " + access)
                .header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        PoliteHttp.Answer answer = http.send(request);
        if (answer.status() == 204 || answer.status() / 100 == 2 && answer.body().length == 0) {
            return Optional.empty();
        }
        if (answer.status() / 100 != 2) {
            throw new RemoteFailure.Unrecoverable(
                    "it refuses (HTTP " + answer.status() + Wire.errorMessage(answer.body()) + ")", answer.status());
        }
        return Optional.of(Wire.node(answer.body()));
    }
}
