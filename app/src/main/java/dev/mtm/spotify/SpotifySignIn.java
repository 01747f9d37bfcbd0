package dev.mtm.spotify;

import dev.mtm.account.SignIn;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.net.RemoteFailure;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sign-in with Authorization Code and PKCE: no secret of the app is needed, and the listener comes back to
/// an address of this machine.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/concepts/redirect_uri">Spotify:
/// Redirect URIs</a>
final class SpotifySignIn implements SignIn {
    /// What the program asks for: reading, and playlists that nobody else sees.
    private static final List<String> SCOPES = List.of(
            "user-top-read",
            "user-read-recently-played",
            "user-read-currently-playing",
            "user-read-playback-state",
            "playlist-read-private",
            "playlist-modify-private");

    /// How long a consent holds, whatever is refreshed in between.
    private static final int MONTHS = 6;

    private final SpotifyApp app;
    private final SignInStore store;
    private final TokenEndpoint endpoint;
    private final PoliteHttp http;
    private final CallBudget budget;
    private final Clock clock;

    SpotifySignIn(
            SpotifyApp app,
            SignInStore store,
            TokenEndpoint endpoint,
            PoliteHttp http,
            CallBudget budget,
            Clock clock) {
        this.app = app;
        this.store = store;
        this.endpoint = endpoint;
        this.http = http;
        this.budget = budget;
        this.clock = clock;
    }

    @Override
    public Visit open(boolean other) {
        String clientId = app.clientId()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "no app of yours is set up at Spotify yet",
                        "spotify-client-id",
                        "Make one in five minutes, as docs/spotify.md tells, and set spotify-client-id in the settings file"
                                + " or MTM_SPOTIFY_CLIENT_ID."));
        Pkce pkce = Pkce.random();
        return new Started(clientId, pkce, new Callback(pkce.state()), other);
    }

    @Override
    public Optional<MtmException> obstacle() {
        try {
            store.find().ifPresent(store::refresh);
            return Optional.empty();
        } catch (MtmException e) {
            return Optional.of(e);
        }
    }

    @Override
    public boolean forget() {
        return store.remove();
    }

    @Override
    public Optional<Standing> standing() {
        return store.find()
                .map(stored -> new Standing(
                        stored.user(),
                        stored.name(),
                        stored.scopes(),
                        stored.since(),
                        stored.since()
                                .atOffset(ZoneOffset.UTC)
                                .plusMonths(MONTHS)
                                .toInstant(),
                        stored.endedAt()));
    }

    @Override
    public Calls calls() {
        CallBudget.Standing standing = budget.standing();
        return new Calls(
                standing.used(),
                standing.limit(),
                standing.pause().map(CallBudget.Pause::until).orElse(null),
                standing.pause().map(CallBudget.Pause::reason).orElse(null));
    }

    @Override
    public Optional<Instant> forecast(int calls) {
        return budget.forecast(calls, PoliteHttp.PACE).end();
    }

    private final class Started implements Visit {
        private final String clientId;
        private final Pkce pkce;
        private final Callback callback;
        private final boolean other;

        Started(String clientId, Pkce pkce, Callback callback, boolean other) {
            this.other = other;
            this.clientId = clientId;
            this.pkce = pkce;
            this.callback = callback;
        }

        @Override
        public URI page() {
            return URI.create(app.accounts() + "/authorize?client_id=" + encoded(clientId) + "&response_type=code"
                    + "&redirect_uri=" + encoded(callback.address().toString()) + "&scope="
                    + encoded(String.join(" ", SCOPES)) + "&state=" + encoded(pkce.state())
                    + "&code_challenge_method=S256&code_challenge=" + encoded(pkce.challenge()));
        }

        @Override
        public Optional<Standing> await(Duration atMost) {
            return callback.await(atMost).map(this::finish);
        }

        @Override
        public Standing finish(String address) {
            Map<String, String> query = query(address);
            if (!pkce.state().equals(query.get("state"))) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "this address does not belong to the sign-in that was started",
                        "the address",
                        "Open the page again, agree, and paste the whole address that the browser shows then.");
            }
            String code = query.getOrDefault("code", "");
            if (code.isEmpty()) {
                throw new MtmException(
                        ErrorCode.SIGN_IN,
                        query.getOrDefault("error", "").equals("access_denied")
                                ? "you did not agree, so nothing was changed"
                                : "the sign-in was refused (" + query.getOrDefault("error", "no reason given") + ")",
                        "Spotify",
                        "Sign in again when you like: `mtm login`");
            }
            try {
                Grant grant = endpoint.redeem(clientId, code, callback.address(), pkce);
                if (grant.refresh() == null) {
                    throw Failures.unusable("no refresh token");
                }
                JsonNode me = me(grant);
                String user = Wire.text(me.path("id"));
                if (user == null) {
                    throw Failures.unusable("nothing of who signed in");
                }
                String name = Wire.text(me.path("display_name"));
                if (!other) {
                    requireSameListener(user, name == null ? user : name);
                }
                store.keep(clientId, user, name, granted(grant), clock.instant());
                return standing().orElseThrow();
            } catch (TokenEndpoint.Refused e) {
                throw Failures.signInAgain("it does not take the code (" + e.getMessage() + ")");
            }
        }

        /// Plays of two people in one store could never be told apart again.
        private void requireSameListener(String user, String name) {
            Optional<SignInStore.Listener> before =
                    store.lastListener().filter(last -> !last.user().equals(user));
            if (before.isPresent()) {
                String known = before.get().name();
                throw new MtmException(
                        ErrorCode.CONFLICT,
                        "this sign-in is of " + name + ", and what is in this store is of "
                                + (known == null ? before.get().user() : known) + "; nothing was changed",
                        "Spotify",
                        "Give each listener a store: `mtm --db FILE login`. Sign out at Spotify in the browser if it was the"
                                + " wrong one. If both are you: `mtm login --other-listener`.");
            }
        }

        private static Grant granted(Grant grant) {
            return grant.scopes().isEmpty()
                    ? new Grant(grant.access(), grant.refresh(), grant.accessUntil(), SCOPES)
                    : grant;
        }

        @Override
        public void close() {
            callback.close();
        }
    }

    private JsonNode me(Grant grant) {
        try {
            PoliteHttp.Answer answer = http.send(HttpRequest.newBuilder(URI.create(app.api() + "/me"))
                    .header("Authorization", "Bearer " + grant.access()));
            if (answer.status() != 200) {
                throw Failures.told(new RemoteFailure.Unrecoverable(
                        "it refuses to say who signed in (HTTP " + answer.status() + Wire.errorMessage(answer.body())
                                + ")",
                        answer.status()));
            }
            return Wire.object(answer.body());
        } catch (RemoteFailure failure) {
            throw Failures.told(failure);
        }
    }

    private static Map<String, String> query(String address) {
        Map<String, String> query = new HashMap<>();
        String text = address.strip();
        for (String part : text.substring(text.indexOf('?') + 1).split("[&#]", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
