package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.ApiError;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The sign-in: authorization code with PKCE, and tokens that end.
///
/// An access token lives an hour. A refresh token lives six months from the consent, however often it is renewed.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow">Spotify: Authorization
///     Code with PKCE</a>
final class Accounts {
    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    private static final Duration ACCESS_LIFE = Duration.ofSeconds(3600);
    private static final int SIGN_IN_MONTHS = 6;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9_.~-]{43,128}");

    private final World world;
    private final Random random;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Access> accesses = new HashMap<>();
    private final Map<String, Refresh> refreshes = new HashMap<>();

    private record Code(SignIn signIn, String redirectUri, String challenge, Instant until) {}

    private record Access(SignIn signIn, Instant until) {}

    /// @param until the end of the sign-in, or sooner once another token has replaced this one
    private record Refresh(SignIn signIn, Instant until) {}

    Accounts(World world, long seed) {
        this.world = world;
        random = new Random(seed);
    }

    /// `GET /authorize`: the page with the question, or the way back to the app. The page sends its answer to the same
    /// address with `fake_user` or `fake_cancel` added.
    Reply authorize(Request request) {
        Map<String, String> query = request.query();
        @Nullable DeveloperApp app = world.apps.get(query.getOrDefault("client_id", ""));
        if (app == null) {
            return Reply.html(400, "INVALID_CLIENT: Invalid client");
        }
        String redirectUri = query.getOrDefault("redirect_uri", "");
        Optional<URI> target = uri(redirectUri);
        if (target.isPresent() && target.get().getScheme() != null && !DeveloperApp.isSecure(target.get())) {
            return Reply.html(400, "INVALID_CLIENT: Insecure redirect URI");
        }
        if (target.isEmpty() || !app.allows(target.get())) {
            return Reply.html(400, "INVALID_CLIENT: Invalid redirect URI");
        }
        if (!"code".equals(query.get("response_type"))) {
            return back(query, "error", "unsupported_response_type");
        }
        if (!"S256".equals(query.get("code_challenge_method"))
                || !CHALLENGE.matcher(query.getOrDefault("code_challenge", "")).matches()) {
            return Reply.html(400, "code_challenge_method must be S256, with a code_challenge of 43 characters");
        }
        Set<String> scopes = scopes(query.getOrDefault("scope", ""));
        if (!Scopes.ALL.containsAll(scopes)) {
            return back(query, "error", "invalid_scope");
        }
        return switch (world.consent) {
            case GRANT -> grant(query, app, scopes, world.users.firstEntry().getValue());
            case DENY -> back(query, "error", "access_denied");
            case ASK -> {
                @Nullable User user = world.users.get(query.getOrDefault("fake_user", ""));
                if (user != null) {
                    yield grant(query, app, scopes, user);
                }
                yield query.containsKey("fake_cancel")
                        ? back(query, "error", "access_denied")
                        : Reply.html(200, page(query, app, scopes));
            }
        };
    }

    private Reply grant(Map<String, String> query, DeveloperApp app, Set<String> scopes, User user) {
        String code = secret(120);
        SignIn signIn = new SignIn(user, app, scopes, world.clock.instant());
        codes.put(
                code,
                new Code(
                        signIn,
                        query.getOrDefault("redirect_uri", ""),
                        query.getOrDefault("code_challenge", ""),
                        world.clock.instant().plus(CODE_LIFE)));
        return back(query, "code", code);
    }

    private static Reply back(Map<String, String> query, String name, String value) {
        String uri = query.getOrDefault("redirect_uri", "");
        String state = query.containsKey("state") ? "&state=" + encoded(query.getOrDefault("state", "")) : "";
        return Reply.redirect(uri + (uri.contains("?") ? "&" : "?") + name + "=" + encoded(value) + state);
    }

    private String page(Map<String, String> query, DeveloperApp app, Set<String> scopes) {
        String self = "/authorize?"
                + query.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        StringBuilder page = new StringBuilder("<!doctype html><title>Fake Spotify</title><h1>Fake Spotify</h1><p>")
                .append(escaped(app.clientId()))
                .append(" wants: ")
                .append(escaped(String.join(", ", scopes)))
                .append("</p>");
        for (User user : world.users.values()) {
            page.append("<p><a href=\"")
                    .append(escaped(self + "&fake_user=" + encoded(user.id())))
                    .append("\">Agree as ")
                    .append(escaped(user.name()))
                    .append("</a></p>");
        }
        return page.append("<p><a href=\"")
                .append(escaped(self + "&fake_cancel=yes"))
                .append("\">Cancel</a></p>")
                .toString();
    }

    /// `POST /api/token`.
    Reply token(Request request) {
        Map<String, String> form = request.postedForm();
        if (!world.apps.containsKey(form.getOrDefault("client_id", ""))) {
            return refusal("invalid_client", "Invalid client");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> redeem(form);
            case "refresh_token" -> refresh(form);
            default -> refusal("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
        };
    }

    private Reply redeem(Map<String, String> form) {
        // Whatever comes of it, the code is used up.
        @Nullable Code code = codes.remove(form.getOrDefault("code", ""));
        if (code == null || !belongs(code.signIn, form)) {
            return refusal("invalid_grant", "Invalid authorization code");
        }
        if (world.clock.instant().isAfter(code.until)) {
            return refusal("invalid_grant", "Authorization code expired");
        }
        if (!code.redirectUri.equals(form.get("redirect_uri"))) {
            return refusal("invalid_grant", "Invalid redirect URI");
        }
        String verifier = form.getOrDefault("code_verifier", "");
        if (!VERIFIER.matcher(verifier).matches() || !challenge(verifier).equals(code.challenge)) {
            return refusal("invalid_grant", "code_verifier was incorrect");
        }
        return tokens(code.signIn, newRefresh(code.signIn));
    }

    private Reply refresh(Map<String, String> form) {
        String token = form.getOrDefault("refresh_token", "");
        @Nullable Refresh refresh = refreshes.get(token);
        if (refresh == null || !belongs(refresh.signIn, form)) {
            return refusal("invalid_grant", "Invalid refresh token");
        }
        if (!world.clock.instant().isBefore(refresh.until)) {
            return refusal("invalid_grant", "Refresh token expired");
        }
        if (!world.rotates) {
            return tokens(refresh.signIn, null);
        }
        Instant graceEnd = world.clock.instant().plus(world.refreshGrace);
        if (graceEnd.isBefore(refresh.until)) {
            refreshes.put(token, new Refresh(refresh.signIn, graceEnd));
        }
        return tokens(refresh.signIn, newRefresh(refresh.signIn));
    }

    private static boolean belongs(SignIn signIn, Map<String, String> form) {
        return signIn.app().clientId().equals(form.get("client_id"));
    }

    private String newRefresh(SignIn signIn) {
        String token = secret(131);
        refreshes.put(token, new Refresh(signIn, endOf(signIn)));
        return token;
    }

    private static Instant endOf(SignIn signIn) {
        return signIn.consentedAt()
                .atOffset(ZoneOffset.UTC)
                .plusMonths(SIGN_IN_MONTHS)
                .toInstant();
    }

    private Reply tokens(SignIn signIn, @Nullable String refreshToken) {
        var body = Json.object()
                .put("access_token", access(signIn))
                .put("token_type", "Bearer")
                .put("expires_in", ACCESS_LIFE.toSeconds());
        if (refreshToken != null) {
            body.put("refresh_token", refreshToken);
        }
        return Reply.json(200, body.put("scope", String.join(" ", new TreeSet<>(signIn.scopes()))));
    }

    /// A new access token.
    String access(SignIn signIn) {
        String token = secret(98);
        accesses.put(token, new Access(signIn, world.clock.instant().plus(ACCESS_LIFE)));
        return token;
    }

    /// What the listener does on the page of their apps: nothing of theirs is good any more.
    void revoke(User user) {
        accesses.values().removeIf(access -> access.signIn.user().equals(user));
        refreshes.values().removeIf(refresh -> refresh.signIn.user().equals(user));
        codes.values().removeIf(code -> code.signIn.user().equals(user));
    }

    /// Who asks.
    ///
    /// @throws ApiError 401 without a good token
    SignIn signIn(Request request) {
        @Nullable String header = request.headers().get("authorization");
        if (header == null) {
            throw new ApiError(401, "No token provided");
        }
        if (!header.startsWith("Bearer ")) {
            throw new ApiError(400, "Only valid bearer authentication supported");
        }
        @Nullable Access access = accesses.get(header.substring(7));
        if (access == null) {
            throw new ApiError(401, "Invalid access token");
        }
        if (!world.clock.instant().isBefore(access.until)) {
            throw new ApiError(401, "The access token expired");
        }
        return access.signIn;
    }

    private static Set<String> scopes(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String secret(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /// An error of the sign-in.
    private static Reply refusal(String error, String description) {
        return Reply.json(400, Json.object().put("error", error).put("error_description", description));
    }
}
