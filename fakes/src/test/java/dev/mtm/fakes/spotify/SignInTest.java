package dev.mtm.fakes.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Request;
import dev.mtm.fakes.service.RequestLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The sign-in against its description by Spotify; verifier and challenge are the example of RFC 7636, appendix B.
final class SignInTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String BACK = "http://127.0.0.1:40123/callback";
    private static final Instant START = Instant.parse("2026-03-31T12:00:00Z");

    private final FakeClock clock = FakeClock.standingAt(START);
    private final FakeSpotify fake = FakeSpotify.start(clock);
    private final Caller caller = new Caller(fake, "");

    @BeforeEach
    void addUsers() {
        fake.addUser("mira", "Mira", Life.of(List.of()));
        fake.addUser("tobi", "Tobi", Life.of(List.of()));
    }

    @AfterEach
    void close() {
        caller.close();
        fake.close();
    }

    @Test
    void aCodeIsGoodOnceAndOpensTheApi() throws IOException {
        String code = code();
        JsonNode tokens = tokens(redeem(Map.of("code", code)));
        assertThat(tokens.propertyNames())
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "refresh_token", "scope");
        assertThat(tokens.path("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").intValue()).isEqualTo(3600);
        assertThat(tokens.path("scope").stringValue()).isEqualTo("user-read-recently-played user-top-read");

        caller.token(tokens.path("access_token").stringValue());
        assertThat(caller.read("/me").path("id").stringValue()).isEqualTo("mira");

        assertRefused(redeem(Map.of("code", code)), "invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx, invalid_grant",
        "code_verifier, tooshort, invalid_grant",
        "redirect_uri, http://127.0.0.1:40124/callback, invalid_grant",
        "code, somethingelse, invalid_grant",
        "client_id, nobody, invalid_client",
        "grant_type, password, unsupported_grant_type",
    })
    void aWrongFieldGetsNoTokens(String field, String value, String error) throws IOException {
        Map<String, String> wrong = new HashMap<>(Map.of("code", code()));
        wrong.put(field, value);
        assertRefused(redeem(wrong), error);
    }

    @Test
    void aCodeEndsAfterTenMinutes() throws IOException {
        String code = code();
        clock.advance(Duration.ofMinutes(11));
        assertRefused(redeem(Map.of("code", code)), "invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/callback, true",
        "http://127.0.0.1:1/callback, true",
        "http://[::1]:65000/callback, true",
        "http://localhost:8080/callback, false",
        "http://127.0.0.1:8080/other, false",
        "http://127.0.0.1:8080/callback?more=1, false",
        "http://192.168.0.7:8080/callback, false",
        "https://example.org/callback, false",
        "http://[, false",
    })
    void onlyARegisteredLoopbackAddressIsGoneBackTo(String uri, boolean good) throws IOException {
        HttpResponse<String> answer = authorize(Map.of("redirect_uri", uri));
        assertThat(answer.statusCode()).isEqualTo(good ? 302 : 400);
        assertThat(answer.headers().firstValue("location").orElse("").startsWith(uri + "?code="))
                .isEqualTo(good);
    }

    @Test
    void localhostIsRefusedEvenWhenRegistered() throws IOException {
        fake.register(new DeveloperApp(
                FakeSpotify.APP.clientId(), "developer", List.of("http://localhost/callback", "http://127.0.0.1:9/x")));
        HttpResponse<String> local = authorize(Map.of("redirect_uri", "http://localhost/callback"));
        assertThat(local.statusCode()).isEqualTo(400);
        assertThat(local.body()).contains("Insecure redirect URI");
        assertThat(authorize(Map.of("redirect_uri", "http://127.0.0.1:9/x")).statusCode())
                .isEqualTo(302);
        assertThat(authorize(Map.of("redirect_uri", "http://127.0.0.1:10/x")).statusCode())
                .as("a registered port is the only one")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, nobody, 400, ''",
        "code_challenge_method, plain, 400, ''",
        "code_challenge, abc, 400, ''",
        "response_type, token, 302, unsupported_response_type",
        "scope, read-minds, 302, invalid_scope",
    })
    void aWrongQuestionIsRefused(String field, String value, int status, String error) throws IOException {
        HttpResponse<String> answer = authorize(Map.of(field, value));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 302) {
            assertThat(returned(answer)).isEqualTo(Map.of("error", error, "state", "a state & more"));
        }
    }

    @Test
    void whoCancelsGoesBackWithAnError() throws IOException {
        fake.consent(Consent.DENY);
        assertThat(returned(authorize(Map.of())))
                .isEqualTo(Map.of("error", "access_denied", "state", "a state & more"));
    }

    @Test
    void thePageLetsChooseWhoAgrees() throws IOException {
        fake.consent(Consent.ASK);
        HttpResponse<String> page = authorize(Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Agree as Mira", "Agree as Tobi", "Cancel");
        String agree = page.body()
                .replaceAll("(?s).*<a href=\"([^\"]*fake_user=tobi)\".*", "$1")
                .replace("&amp;", "&");
        HttpResponse<String> agreed = caller.get(fake.accounts() + agree);
        caller.token(tokens(redeem(Map.of("code", returned(agreed).get("code"))))
                .path("access_token")
                .stringValue());
        assertThat(caller.read("/me").path("id").stringValue()).isEqualTo("tobi");
        assertThat(returned(authorize(Map.of("fake_cancel", "yes")))).containsEntry("error", "access_denied");
    }

    @Test
    void anAccessTokenEndsAfterAnHour() throws IOException {
        caller.token(tokens(redeem(Map.of("code", code()))).path("access_token").stringValue());
        clock.advance(Duration.ofSeconds(3599));
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(caller.get("/me").statusCode()).isEqualTo(401);
        assertThat(caller.get("/me").body()).contains("The access token expired");
        caller.token("somethingelse");
        assertThat(caller.get("/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aRefreshReplacesTheTokenThatAsked() throws IOException {
        String first = refreshToken(redeem(Map.of("code", code())));
        String second = refreshToken(refresh(first));
        assertThat(second).isNotEqualTo(first);
        assertRefused(refresh(first), "invalid_grant");
        String third = refreshToken(refresh(second));
        assertThat(refresh(third).statusCode()).isEqualTo(200);
    }

    @Test
    void aReplacedTokenWorksDuringTheGrace() throws IOException {
        fake.refreshGrace(Duration.ofSeconds(30));
        String first = refreshToken(redeem(Map.of("code", code())));
        refresh(first);
        clock.advance(Duration.ofSeconds(29));
        assertThat(refresh(first).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(30));
        assertRefused(refresh(first), "invalid_grant");
    }

    @Test
    void withoutRotationTheTokenStays() throws IOException {
        fake.rotates(false);
        String token = refreshToken(redeem(Map.of("code", code())));
        assertThat(tokens(refresh(token)).has("refresh_token")).isFalse();
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aSignInEndsSixMonthsAfterTheConsentHoweverOftenItWasRenewed() throws IOException {
        String token = refreshToken(redeem(Map.of("code", code())));
        clock.moveTo(Instant.parse("2026-08-01T00:00:00Z"));
        token = refreshToken(refresh(token));
        clock.moveTo(Instant.parse("2026-09-30T11:59:59Z"));
        token = refreshToken(refresh(token));
        clock.moveTo(Instant.parse("2026-09-30T12:00:00Z"));
        assertRefused(refresh(token), "invalid_grant");
        assertThat(redeem(Map.of("code", code())).statusCode())
                .as("a new sign-in")
                .isEqualTo(200);
    }

    @Test
    void whoTakesBackTheirConsentEndsEverything() throws IOException {
        JsonNode tokens = tokens(redeem(Map.of("code", code())));
        fake.revoke(fake.users().getFirst());
        caller.token(tokens.path("access_token").stringValue());
        assertThat(caller.get("/me").statusCode()).isEqualTo(401);
        assertRefused(refresh(tokens.path("refresh_token").stringValue()), "invalid_grant");
    }

    @Test
    void theLogKeepsNoSecrets() throws IOException {
        String code = code();
        caller.token(tokens(redeem(Map.of("code", code))).path("access_token").stringValue());
        caller.get("/me");
        assertThat(fake.log().entries())
                .extracting(RequestLog.Entry::path)
                .containsExactly("/authorize", "/api/token", "/v1/me");
        assertThat(fake.log().entries().toString()).doesNotContain(CHALLENGE, "a state & more", "Bearer ", code);
        assertThat(fake.log().entries().getLast().headers()).containsEntry("authorization", "***");
    }

    private String code() throws IOException {
        return String.valueOf(returned(authorize(Map.of())).get("code"));
    }

    private HttpResponse<String> authorize(Map<String, String> changes) throws IOException {
        Map<String, String> query = new HashMap<>(Map.of(
                "client_id", FakeSpotify.APP.clientId(),
                "response_type", "code",
                "redirect_uri", BACK,
                "scope", "user-top-read user-read-recently-played",
                "state", "a state & more",
                "code_challenge_method", "S256",
                "code_challenge", CHALLENGE));
        query.putAll(changes);
        return caller.authorize(query);
    }

    private HttpResponse<String> redeem(Map<String, String> changes) throws IOException {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                BACK,
                "client_id",
                FakeSpotify.APP.clientId(),
                "code_verifier",
                VERIFIER));
        form.putAll(changes);
        return caller.token(form);
    }

    private HttpResponse<String> refresh(String token) throws IOException {
        return caller.token(
                Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", FakeSpotify.APP.clientId()));
    }

    private static String refreshToken(HttpResponse<String> answer) {
        return tokens(answer).path("refresh_token").stringValue();
    }

    private static JsonNode tokens(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Caller.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, String error) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Caller.json(answer).path("error").stringValue()).isEqualTo(error);
        assertThat(Caller.json(answer).path("error_description").stringValue()).isNotEmpty();
    }

    private static Map<String, String> returned(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        URI location = URI.create(answer.headers().firstValue("location").orElseThrow());
        assertThat(location.toString()).startsWith(BACK + "?");
        return Request.form(location.getRawQuery());
    }
}
