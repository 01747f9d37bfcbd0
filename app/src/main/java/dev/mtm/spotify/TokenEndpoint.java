package dev.mtm.spotify;

import dev.mtm.net.PoliteHttp;
import dev.mtm.net.RemoteFailure;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Gives tokens for a code or for a refresh token.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow">Spotify: Authorization
/// Code
///     with PKCE Flow</a>
final class TokenEndpoint {
    private final SpotifyApp app;
    private final PoliteHttp http;
    private final Clock clock;

    TokenEndpoint(SpotifyApp app, PoliteHttp http, Clock clock) {
        this.app = app;
        this.http = http;
        this.clock = clock;
    }

    /// That Spotify does not take a code or refresh token (any more).
    static final class Refused extends Exception {
        Refused(String why) {
            super(why);
        }
    }

    Grant redeem(String clientId, String code, URI redirect, Pkce pkce) throws Refused {
        return ask(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                redirect.toString(),
                "client_id",
                clientId,
                "code_verifier",
                pkce.verifier()));
    }

    Grant refresh(String clientId, String refreshToken) throws Refused {
        return ask(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken, "client_id", clientId));
    }

    private Grant ask(Map<String, String> form) throws Refused {
        String body = new TreeMap<>(form)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        PoliteHttp.Answer answer;
        try {
            answer = http.send(HttpRequest.newBuilder(URI.create(app.accounts() + "/api/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        } catch (RemoteFailure failure) {
            throw failure instanceof RemoteFailure.Unauthorised ? unknownApp() : Failures.told(failure);
        }
        JsonNode told = Wire.object(answer.body());
        String error = told.path("error").asString("");
        if (answer.status() == 400 && error.equals("invalid_grant")) {
            throw new Refused(told.path("error_description").asString("invalid_grant"));
        }
        if (error.equals("invalid_client")) {
            throw unknownApp();
        }
        String access = told.path("access_token").asString("");
        if (answer.status() != 200 || access.isEmpty()) {
            throw Failures.unusable("no token but HTTP " + answer.status() + (error.isEmpty() ? "" : ", " + error));
        }
        String refresh = told.path("refresh_token").asString("");
        String scopes = told.path("scope").asString("").strip();
        return new Grant(
                access,
                refresh.isEmpty() ? null : refresh,
                clock.instant().plusSeconds(told.path("expires_in").asInt(3_600)),
                scopes.isEmpty() ? List.of() : Arrays.asList(scopes.split(" +", -1)));
    }

    private static MtmException unknownApp() {
        return new MtmException(
                ErrorCode.USAGE,
                "Spotify does not know the app with this client id",
                "spotify-client-id",
                "Copy the client id from your app's page at https://developer.spotify.com/dashboard.");
    }
}
