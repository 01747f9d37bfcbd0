package dev.mtm.fakes.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a client sees of each fault, and that the service is whole again afterwards.
final class FaultTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final FakeClock clock = FakeClock.standingAt(NOON);
    private final FakeSpotify fake = FakeSpotify.start(clock);
    private final User user = fake.addUser("mira", "Mira", LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1));
    private final Caller caller = new Caller(fake, fake.accessToken(user));

    @AfterEach
    void close() {
        caller.close();
        fake.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Fault.unauthorized(), 401, "The access token expired", "", ""),
                Arguments.of(Fault.missingScope(), 403, "Insufficient client scope", "", ""),
                Arguments.of(
                        Fault.noPremium(),
                        403,
                        "Active premium subscription required for the owner of the app.",
                        "",
                        ""),
                Arguments.of(Fault.rateLimited(Duration.ofSeconds(7)), 429, "API rate limit exceeded", "", "7"),
                Arguments.of(
                        Fault.quotaExceeded(Duration.ofHours(20)), 429, "Too many requests", "QUOTA_EXCEEDED", "72000"),
                Arguments.of(Fault.serverError(500), 500, "Server error.", "", ""),
                Arguments.of(Fault.serverError(503), 503, "Service unavailable", "", ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalHasStatusMessageAndHeaders(Fault fault, int status, String message, String reason, String retryAfter)
            throws IOException {
        fake.faults().next(fault);
        HttpResponse<String> answer = caller.get("/me");
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = Caller.json(answer).path("error");
        assertThat(error.path("status").intValue()).isEqualTo(status);
        assertThat(error.path("message").stringValue()).isEqualTo(message);
        assertThat(error.path("reason").asString("")).isEqualTo(reason);
        assertThat(answer.headers().firstValue("retry-after").orElse("")).isEqualTo(retryAfter);
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aCutBodyEndsTheConnectionBeforeItsEnd() throws IOException {
        fake.faults().next(new Fault.Cut());
        assertThatThrownBy(() -> caller.get("/me")).isInstanceOf(IOException.class);
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aListInDisorderLacksWhatTheNextOneShows() throws IOException {
        List<String> whole = recent();
        fake.faults().next(new Fault.Disorder());
        List<String> disordered = recent();
        assertThat(disordered).hasSize(whole.size() - 3).isSubsetOf(whole);
        assertThat(disordered)
                .isNotEqualTo(whole.stream().filter(disordered::contains).toList());
        assertThat(whole.subList(0, 10)).anyMatch(play -> !disordered.contains(play));
        assertThat(recent()).isEqualTo(whole);
    }

    private List<String> recent() throws IOException {
        List<String> times = new ArrayList<>();
        Caller.json(caller.get("/me/player/recently-played?limit=50"))
                .path("items")
                .forEach(play -> times.add(play.path("played_at").asString()));
        return times;
    }

    @Test
    void garbageComesAsIfItWereGood() throws IOException {
        fake.faults().next(new Fault.HalfBody());
        HttpResponse<String> half = caller.get("/me");
        assertThat(half.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> Caller.json(half)).isInstanceOf(JacksonException.class);
        fake.faults().next(new Fault.Page());
        HttpResponse<String> page = caller.get("/me");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!doctype html>");
        fake.faults().next(new Fault.WrongType());
        HttpResponse<String> text = caller.get("/me");
        assertThat(text.headers().firstValue("content-type")).hasValue("text/plain");
        assertThat(Caller.json(text).path("id").stringValue()).isEqualTo("mira");
        fake.faults().next(new Fault.BadGateway());
        assertThat(caller.get("/me").statusCode()).isEqualTo(502);
    }

    @Test
    void aLostAnswerWasWorkedForAndAResetWasNot() throws IOException {
        String body = "{\"name\":\"Gems\"}";
        fake.faults().next("/v1/me/playlists", 1, new Fault.Reset());
        assertThatThrownBy(() -> caller.call("POST", "/me/playlists", body)).isInstanceOf(IOException.class);
        assertThat(fake.playlists(user)).isEmpty();
        fake.faults().next("/v1/me/playlists", 1, new Fault.Lost());
        assertThatThrownBy(() -> caller.call("POST", "/me/playlists", body)).isInstanceOf(IOException.class);
        assertThat(fake.playlists(user)).hasSize(1);
        assertThat(fake.log().entries()).extracting(RequestLog.Entry::status).containsOnly(0);
    }

    @Test
    void aSlowAnswerComes() throws IOException {
        fake.faults().next(new Fault.Slow(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aServiceThatIsDownRefusesConnectionsAndForgetsNothing() throws IOException {
        caller.call("POST", "/me/playlists", "{\"name\":\"Gems\"}");
        fake.down();
        assertThatThrownBy(() -> caller.get("/me")).isInstanceOf(ConnectException.class);
        fake.up();
        assertThat(caller.read("/me/playlists").path("total").intValue()).isEqualTo(1);
    }

    @Test
    void faultsHitByPathNumberAndRule() throws IOException {
        fake.faults().next("/v1/me/top", 2, Fault.serverError(500));
        fake.faults().rule(seen -> seen.number() == 4, 1, Fault.serverError(503));
        assertThat(fake.faults().pending()).isEqualTo(3);
        assertThat(statuses("/me", "/me/top/tracks", "/me/top/artists", "/me/playlists", "/me/top/tracks"))
                .containsExactly(200, 500, 500, 503, 200);
        assertThat(fake.faults().pending()).isZero();
        assertThat(fake.log().entries())
                .extracting(RequestLog.Entry::fault)
                .containsExactly("", "Refusal", "Refusal", "Refusal", "");
    }

    @Test
    void aPauseLastsOnTheFakesClock() throws IOException {
        fake.faults().quotaExceededFor(Duration.ofHours(20));
        clock.advance(Duration.ofHours(19));
        caller.token(fake.accessToken(user));
        HttpResponse<String> refused = caller.get("/me");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("QUOTA_EXCEEDED");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("3600");
        assertThat(caller.token(Map.of()).statusCode())
                .as("the sign-in goes on")
                .isEqualTo(400);
        clock.advance(Duration.ofHours(1));
        caller.token(fake.accessToken(user));
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
        fake.faults().rateLimitedFor(Duration.ofSeconds(30));
        assertThat(caller.get("/me").body()).doesNotContain("QUOTA_EXCEEDED").contains("API rate limit exceeded");
    }

    @Test
    void theQuotaOfADayIsUsedUpAndComesBackAtMidnight() throws IOException {
        fake.quota(2);
        assertThat(statuses("/me", "/me", "/me")).containsExactly(200, 200, 429);
        HttpResponse<String> refused = caller.get("/me");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("43200");
        assertThat(Caller.json(refused).at("/error/reason").stringValue()).isEqualTo("QUOTA_EXCEEDED");
        clock.advance(Duration.ofHours(12));
        caller.token(fake.accessToken(user));
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
        assertThat(fake.log().callsByDay())
                .isEqualTo(Map.of(LocalDate.of(2026, 3, 10), 4L, LocalDate.of(2026, 3, 11), 1L));
    }

    @Test
    void withoutPremiumEveryCallIsRefused() throws IOException {
        fake.premium(false);
        assertThat(caller.get("/me").body()).contains("premium");
        assertThat(caller.get("/me/top/tracks").statusCode()).isEqualTo(403);
        fake.premium(true);
        assertThat(caller.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void itIsSteeredByHandOverHttp() throws IOException {
        control("POST", "/clock", "{\"advance\":\"PT1M\"}");
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(60));
        control("POST", "/clock", "{\"to\":\"2026-03-10T12:30:00Z\"}");
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(1800));
        control("POST", "/faults", "{\"fault\":\"quota\",\"path\":\"/v1/me\",\"times\":2,\"seconds\":60}");
        assertThat(statuses("/me", "/me", "/me")).containsExactly(429, 429, 200);
        control("POST", "/faults", "{\"fault\":\"error\",\"status\":503}");
        control("DELETE", "/faults", "");
        control("POST", "/settings", "{\"shape\":\"old\",\"consent\":\"deny\",\"quota\":3}");
        assertThat(caller.read("/me").has("followers")).isTrue();
        assertThat(statuses("/me", "/me")).containsExactly(200, 429);
        control("POST", "/settings", "{\"quota\":null,\"premium\":false}");
        assertThat(statuses("/me")).containsExactly(403);
        assertThat(control("GET", "/log", "").size()).isEqualTo(7);
        assertThat(control("GET", "", "").path("now").stringValue()).isEqualTo("2026-03-10T12:30:00Z");
        int lived = user.life().plays(Instant.EPOCH, clock.instant()).size();
        assertThat(control("GET", "/export/mira", "").size()).isEqualTo(lived).isPositive();
        control("POST", "/revoke/mira", "");
        assertThat(statuses("/me")).containsExactly(401);
    }

    @Test
    void aWrongControlIsExplained() throws IOException {
        for (String body : List.of("{\"fault\":\"mood\"}", "{", "{\"fault\":\"slow\",\"seconds\":\"many\"}")) {
            assertThat(caller.control("POST", "/faults", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(caller.control("POST", "/clock", "{\"to\":\"noon\"}").statusCode())
                .isEqualTo(400);
        assertThat(caller.control("POST", "/settings", "{\"shape\":\"round\"}").statusCode())
                .isEqualTo(400);
        assertThat(caller.control("GET", "/export/nobody", "").statusCode()).isEqualTo(404);
        assertThat(caller.control("GET", "/magic", "").statusCode()).isEqualTo(404);
        assertThat(fake.faults().pending()).isZero();
    }

    private JsonNode control(String method, String path, String body) throws IOException {
        HttpResponse<String> answer = caller.control(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Caller.json(answer);
    }

    private List<Integer> statuses(String... paths) {
        return Stream.of(paths)
                .map(path -> {
                    try {
                        return caller.get(path).statusCode();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
