package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtm.account.SignIn;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.jobs.JobLog;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.sync.Gaps;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server over HTTP: whom it answers, with which headers, and what the status page says.
@NullMarked
class WebServerTest {
    private static final Instant NOW = Instant.parse("2026-03-06T11:00:00Z");

    private Overview overview = overview(Optional.empty(), List.of());
    private Health health = new Health(true, true, 18);
    private final List<String> defects = new ArrayList<>();
    private final Database database = TestStores.SQLITE.open();
    private final Supplier<Library> library =
            TestLibrary.of(database, LocalDate.of(2026, 3, 6), ZoneId.of("Europe/Berlin"));
    private final WebServer server = start("127.0.0.1", 0);

    private WebServer start(String host, int port) {
        return TestServer.start(host, port, library, () -> overview, () -> health, defects::add);
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    private static Overview overview(Optional<SignIn.Standing> signIn, List<JobLog.Standing> jobs) {
        return overview(signIn, jobs, List.of(), List.of());
    }

    private static Overview overview(
            Optional<SignIn.Standing> signIn, List<JobLog.Standing> jobs, List<Gaps.Gap> gaps, List<String> faults) {
        return new Overview(
                NOW,
                ZoneId.of("Europe/Berlin"),
                12_345,
                Optional.of(NOW.minusSeconds(3_600)),
                Optional.empty(),
                signIn,
                new SignIn.Calls(42, 600, null, null),
                jobs,
                gaps,
                new Overview.Backed(3, Optional.of(NOW.minusSeconds(86_400)), "/var/backups/mtm", Optional.empty()),
                TestServer.VERSIONS,
                faults);
    }

    private static SignIn.Standing standing(String name, @Nullable Instant endedAt) {
        return new SignIn.Standing(
                "u1", name, List.of(), NOW.minus(Duration.ofDays(10)), NOW.plus(Duration.ofDays(170)), endedAt);
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.address().resolve(path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void thePageIsPlainAndLetsNothingElseIn() throws Exception {
        HttpResponse<String> page = ask("GET", "/status");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'self'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Server")).isEmpty();
        assertThat(page.body()).doesNotContain("<script>", "style=", "http:", "https:");
        assertThat(page.body())
                .contains("Plays</th><td>12,345</td>", "Last play</th><td>2026-03-06 11:00</td>")
                .contains("Last import</th><td>none yet</td>", "nobody is signed in")
                .contains("Calls to Spotify today</th><td>42 of 600</td>", "None is scheduled yet.")
                .contains("Missing plays</th><td>none that are known of</td>", "Backups</th><td>3</td>")
                .contains("Last backup</th><td>2026-03-05 12:00</td>", "Kept in</th><td>/var/backups/mtm</td>")
                .contains("Music Time Machine</th><td>1.2.3</td>", "Java</th><td>25.0.3+9</td>")
                .contains("Database</th><td>SQLite 3.54.1</td>", "Schema</th><td>21</td>", "store</th><td>5 MiB</td>")
                .doesNotContain("id=\"missing\"", "id=\"faults\"");
        HttpResponse<String> style = ask("GET", "/static/style.css");
        assertThat(style.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
        HttpResponse<String> nowhere = ask("GET", "/%3Cnothing%3E");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("There is no such page.").doesNotContain("nothing>");
        assertThat(ask("GET", "/static/nothing.css").body()).isEqualTo("There is no such page.\n");
    }

    @Test
    void thePageTellsWhoIsSignedInAndForHowLong() throws Exception {
        overview = overview(Optional.of(standing("<Ada & co>", null)), List.of());
        assertThat(ask("GET", "/status").body()).contains("&lt;Ada &amp; co&gt; is signed in; 170 days are left of it");
        overview = overview(Optional.of(standing("Ada", NOW.minusSeconds(60))), List.of());
        assertThat(ask("GET", "/status").body()).contains("the sign-in of Ada ended on 2026-03-06 11:59", "mtm login");
    }

    @Test
    void thePageTellsWhatIsMissingAndWhichQuestionsAreAtFault() throws Exception {
        overview = overview(
                Optional.empty(),
                List.of(),
                List.of(
                        new Gaps.Gap(NOW.minusSeconds(7_200), NOW.minusSeconds(3_600), NOW, 0, false),
                        new Gaps.Gap(NOW.minusSeconds(1_800), NOW, NOW, 1_234, false)),
                List.of("it has no <title>\u202e"));
        assertThat(ask("GET", "/status").body())
                .contains("Missing plays</th><td class=\"off\">2 gaps, told below</td>")
                .contains("<li>2026-03-06 10:00 to 2026-03-06 11:00, found on 2026-03-06 12:00</li>")
                .contains("; exports have brought 1,234 plays of it so far</li>")
                .contains("<li class=\"off\">it has no &lt;title&gt;\\u202e</li>");
    }

    @Test
    void thePageTellsHowEachJobWent() throws Exception {
        overview = overview(
                Optional.empty(),
                List.of(
                        new JobLog.Standing("backup", NOW.plusSeconds(7_200), false, Optional.empty()),
                        new JobLog.Standing(
                                "drill",
                                NOW,
                                true,
                                Optional.of(new JobLog.Run(
                                        NOW.minusSeconds(60), NOW, JobLog.Outcome.FAILED, "\"it\" <b>broke</b>")))));
        assertThat(ask("GET", "/status").body())
                .contains(
                        "<td>backup</td><td class=\"brief\">never</td><td></td><td class=\"brief\">2026-03-06 14:00</td>")
                .contains("<td>drill</td><td class=\"brief\">2026-03-06 11:59</td>")
                .contains(
                        "<td class=\"off\">failed: \"it\" &lt;b&gt;broke&lt;/b&gt;</td><td class=\"brief\">runs now</td>");
    }

    @Test
    void healthIsAStatusForMachines() throws Exception {
        assertThat(ask("GET", "/health"))
                .extracting(HttpResponse::statusCode, HttpResponse::body)
                .containsExactly(200, "{\"status\": \"ok\", \"database\": \"reachable\", \"schema_version\": 18}\n");
        health = Health.UNREACHABLE;
        assertThat(ask("GET", "/health"))
                .extracting(HttpResponse::statusCode, HttpResponse::body)
                .containsExactly(
                        503, "{\"status\": \"down\", \"database\": \"unreachable\", \"schema_version\": null}\n");
    }

    @Test
    void readyIsWhoCanAnswer() throws Exception {
        assertThat(ask("GET", "/ready"))
                .extracting(HttpResponse::statusCode, HttpResponse::body)
                .containsExactly(200, "{\"ready\": true}\n");
        for (Health no : List.of(Health.UNREACHABLE, new Health(true, false, 17))) {
            health = no;
            assertThat(ask("GET", "/ready"))
                    .extracting(HttpResponse::statusCode, HttpResponse::body)
                    .containsExactly(503, "{\"ready\": false}\n");
        }
    }

    @Test
    void metricsAreInTheFormOfPrometheus() throws Exception {
        overview = overview(
                Optional.of(standing("Ada \"of\" \\ \n", null)),
                List.of(
                        new JobLog.Standing("sync", NOW, false, Optional.empty()),
                        new JobLog.Standing(
                                "drill",
                                NOW,
                                false,
                                Optional.of(new JobLog.Run(NOW, NOW, JobLog.Outcome.FAILED, "it broke")))));
        ask("GET", "/questions/totals?as_of=2020-01-01");
        ask("GET", "/questions/top-tracks");
        ask("GET", "/secret-name");
        ask("PUT", "/status");
        ask("GET", "/health");
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> samples = samples(answer.body());
        assertThat(samples)
                .containsEntry("mtm_requests_total{route=\"/questions/{question}\",method=\"GET\",status=\"200\"}", 2.0)
                .containsEntry("mtm_requests_total{route=\"none\",method=\"GET\",status=\"404\"}", 1.0)
                .containsEntry("mtm_requests_total{route=\"none\",method=\"other\",status=\"405\"}", 1.0)
                .containsEntry("mtm_request_seconds_count{route=\"/questions/{question}\"}", 2.0)
                .containsEntry("mtm_request_seconds_bucket{route=\"/health\",le=\"+Inf\"}", 1.0)
                .containsEntry("mtm_store_up", 1.0)
                .containsEntry("mtm_plays", 12_345.0)
                .containsEntry("mtm_store_bytes", 5_000_000.0)
                .containsEntry("mtm_gaps", 0.0)
                .containsEntry("mtm_spotify_calls_used", 42.0)
                .containsEntry("mtm_job_failed{job=\"drill\"}", 1.0)
                .containsEntry("mtm_job_failed{job=\"sync\"}", 0.0)
                .containsEntry("mtm_job_due_timestamp_seconds{job=\"sync\"}", (double) NOW.getEpochSecond());
        assertThat(samples.get("jvm_memory_used_bytes")).isGreaterThan(1_000_000);
        assertThat(answer.body()).doesNotContain("secret-name", "as_of", "totals");
        assertThat(samples(new Metrics().text(null))).containsEntry("mtm_store_up", 0.0);
    }

    /// Reads the text format strictly: each family is told of before its samples, all of which follow each other.
    private static Map<String, Double> samples(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", 4)[2];
                assertThat(families.add(family)).as(line).isTrue();
                type = "";
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line).startsWith("# TYPE " + family + " ");
                type = line.substring(("# TYPE " + family + " ").length());
                assertThat(type).isIn("counter", "gauge", "histogram");
            } else if (!line.isEmpty()) {
                Matcher sample = Pattern.compile(
                                "([a-z_:]+)(\\{(?:[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\",?)+})? (\\S+)")
                        .matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String name = sample.group(1);
                assertThat(type.equals("histogram") ? name.replaceFirst("_(bucket|sum|count)$", "") : name)
                        .as(line)
                        .isEqualTo(family);
                assertThat(samples.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(sample.group(3))))
                        .as(line + " is there once")
                        .isNull();
            }
        }
        return samples;
    }

    @Test
    void aRequestThatRunsMayEndWhenTheServerDoes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        WebServer ending = TestServer.start(
                "127.0.0.1",
                0,
                library,
                () -> overview,
                () -> {
                    asked.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return health;
                },
                defects::add);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<HttpResponse<String>> running =
                    two.submit(() -> get(ending.address().resolve("/health")));
            asked.await();
            Future<?> closing = two.submit(ending::close);
            Thread.sleep(300);
            assertThat(closing.isDone()).isFalse();
            end.countDown();
            assertThat(running.get().statusCode()).isEqualTo(200);
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"})
    void onlyReadingAndFormsAreAllowed(String method) throws Exception {
        for (String path : List.of("/status", "/health", "/nothing")) {
            String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 405 ").contains("Allow: GET, POST\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8765", "127.0.0.1:8765", "127.1.2.3", "[::1]:80"})
    void namesOfThisMachineAreAnswered(String host) throws Exception {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8765",
                "10.0.0.1",
                "localhost@evil.example",
                ""
            })
    void foreignNamesAreNot(String host) throws Exception {
        String answer = raw("GET /status HTTP/1.1\r\nHost: " + host + "\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 4(21|00) ").doesNotContain("12,345");
    }

    @Test
    void whatIsWrongIsSaidWithoutATrace() throws Exception {
        try (WebServer broken = TestServer.start(
                "localhost",
                0,
                library,
                () -> {
                    throw new MtmException(ErrorCode.DATABASE_UNAVAILABLE, "it is away", "the store", "Start it.");
                },
                () -> {
                    throw new IllegalStateException("secret");
                },
                defects::add)) {
            assertThat(get(broken.address().resolve("/status")).statusCode()).isEqualTo(503);
            assertThat(get(broken.address().resolve("/status")).body())
                    .contains("<h1>This did not work</h1>", "the store: it is away.\n  Start it.");
            HttpResponse<String> defect = get(broken.address().resolve("/health"));
            assertThat(defect.statusCode()).isEqualTo(500);
            assertThat(defect.body()).isEqualTo("This is a defect in the program.\n");
        }
        assertThat(defects)
                .singleElement()
                .asString()
                .startsWith("defect in /health: java.lang.IllegalStateException at dev.mtm.web.WebServerTest")
                .doesNotContain("secret");
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7", "example.org", "no such host", ""})
    void anAddressThatOthersReachIsRefused(String host) {
        MtmException refused = catchThrowableOfType(MtmException.class, () -> start(host, 0));
        assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
        assertThat(refused).hasMessageContaining("no password yet");
        assertThat(refused.fix()).contains("127.0.0.1", "ssh -L");
    }

    @Test
    void aPortThatIsTakenIsSaidSo() {
        int port = server.address().getPort();
        MtmException refused = catchThrowableOfType(MtmException.class, () -> start("127.0.0.1", port));
        assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
        assertThat(refused).hasMessageContaining("the port " + port + " cannot be listened on");
        assertThat(refused.fix()).contains("--port");
    }

    /// The answer to a request of which every byte is given here.
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
