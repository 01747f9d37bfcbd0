package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.mtm.access.AccessFile;
import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.problem.MtmException;
import dev.mtm.question.RandomLife;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in: with and without a password, as a guest, with a token, and through a proxy.
@NullMarked
class AccessTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final String PASSWORD = "four words to remember";
    private static final Pattern FIELD = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    Path folder = Path.of("");

    private final List<String> defects = new ArrayList<>();
    private final List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());
    private final Database database = TestStores.SQLITE.open();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(database));
    private final TestClock clock = new TestClock();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        assertThat(defects).isEmpty();
    }

    /// A clock that goes on when it is told to.
    private static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2023-03-06T11:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private AccessFile access() {
        return new AccessFile(folder.resolve("access"));
    }

    private WebServer serve(Site site) {
        Supplier<Library> library = TestLibrary.of(database, TODAY, RandomLife.ZONE);
        WebServer server = WebServer.start(new Ground(
                site,
                access(),
                TestLibrary.arrivals(),
                null,
                clock,
                library,
                this::overview,
                () -> new Health(true, true, 20),
                defects::add,
                log::add));
        opened.add(server);
        return server;
    }

    private WebServer locked() {
        new PagePassword(access()).set(PASSWORD);
        return serve(Site.ofThisMachine("127.0.0.1", 0));
    }

    private Overview overview() {
        return TestServer.unknown(clock.instant(), RandomLife.ZONE);
    }

    private HttpClient browser() {
        HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        opened.add(client);
        return client;
    }

    private static HttpResponse<String> get(HttpClient client, URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpClient client, URI address, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(HttpResponse<String> page) {
        Matcher matcher = FIELD.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> signIn(HttpClient client, URI home, String password, String to)
            throws Exception {
        String token = token(get(client, home.resolve("sign-in")));
        return post(client, home.resolve("sign-in"), "csrf=" + token + "&to=" + to + "&password=" + password);
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void withAPasswordEveryoneSignsInOnceAndOutAgain() throws Exception {
        URI home = locked().address();
        HttpClient client = browser();
        assertThat(location(get(client, home.resolve("/imports?as_of=2022-01-01"))))
                .isEqualTo("/sign-in?to=%2Fimports%3Fas_of%3D2022-01-01");
        assertThat(location(get(client, home))).isEqualTo("/sign-in");
        assertThat(location(get(client, home.resolve("/no-such-page")))).startsWith("/sign-in");
        assertThat(location(get(client, home.resolve("/status")))).startsWith("/sign-in");
        assertThat(location(post(client, home.resolve("/imports/1/undo"), ""))).isEqualTo("/sign-in");
        assertThat(location(post(client, home.resolve("/nothing"), ""))).isEqualTo("/sign-in");
        assertThat(get(client, home.resolve("/health")).statusCode()).isEqualTo(200);
        assertThat(get(client, home.resolve("/static/style.css")).statusCode()).isEqualTo(200);

        HttpResponse<String> gate = get(client, home.resolve("/sign-in?to=/imports"));
        assertThat(gate.body())
                .contains("type=\"password\"", "name=\"to\" value=\"/imports\"")
                .doesNotContain("<nav", "slider");
        assertThat(post(client, home.resolve("/sign-in"), "password=" + PASSWORD.replace(' ', '+'))
                        .statusCode())
                .as("a foreign page signs nobody in")
                .isEqualTo(403);

        HttpResponse<String> wrong = signIn(client, home, "something+else", "/imports");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("That is not the password.", "value=\"/imports\"");
        assertThat(location(get(client, home))).isEqualTo("/sign-in");

        String before = token(get(client, home.resolve("/sign-in")));
        HttpResponse<String> right = signIn(client, home, PASSWORD.replace(' ', '+'), "/imports");
        assertThat(location(right)).isEqualTo("/imports");
        assertThat(right.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax");
        HttpResponse<String> page = get(client, home.resolve("/imports"));
        assertThat(page.body()).contains("<h1>Imports</h1>", "Sign out");
        assertThat(token(page)).as("another cookie than before the sign-in").isNotEqualTo(before);
        assertThat(location(get(client, home.resolve("/sign-in")))).isEqualTo("/");

        assertThat(location(post(client, home.resolve("/sign-out"), "csrf=" + token(page))))
                .isEqualTo("/sign-in");
        assertThat(location(get(client, home))).isEqualTo("/sign-in");
        assertThat(Files.readString(folder.resolve("access")))
                .startsWith("password $argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD);
        assertThat(log)
                .as("neither questions, cookies, addresses nor passwords")
                .contains(
                        "{\"at\":\"2023-03-06T11:00:00Z\",\"method\":\"GET\",\"route\":\"/sign-in\",\"status\":200,\"ms\":"
                                + log.stream()
                                        .filter(line -> line.contains("\"/sign-in\",\"status\":200"))
                                        .findFirst()
                                        .orElseThrow()
                                        .replaceFirst(".*\"ms\":", ""))
                .allMatch(line -> line.matches("\\{\"at\":\"[^\"]+\",\"method\":\"[A-Z]+\",\"route\":\"[^\"?=]+\","
                        + "\"status\":\\d{3},\"ms\":\\d+\\.\\d}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("access"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "evil",
                "/a\r\nSet-Cookie: x=y"
            })
    void aSignInLeadsNowhereElse(String to) throws Exception {
        URI home = locked().address();
        String encoded = java.net.URLEncoder.encode(to, StandardCharsets.UTF_8);
        assertThat(location(signIn(browser(), home, PASSWORD.replace(' ', '+'), encoded)))
                .isEqualTo("/");
    }

    @Test
    void sessionsEndByThemselvesAndWithThePassword() throws Exception {
        URI home = locked().address();
        HttpClient client = browser();
        String password = PASSWORD.replace(' ', '+');
        signIn(client, home, password, "/");
        for (int week = 0; week < 4; week++) {
            clock.pass(Duration.ofDays(6));
            assertThat(get(client, home).statusCode())
                    .as("in use, week " + week)
                    .isEqualTo(200);
        }
        clock.pass(Duration.ofDays(6));
        assertThat(location(get(client, home))).as("thirty days at most").isEqualTo("/sign-in");
        signIn(client, home, password, "/");
        clock.pass(Duration.ofDays(7));
        assertThat(location(get(client, home))).as("not used for a week").isEqualTo("/sign-in");

        signIn(client, home, password, "/");
        HttpClient other = browser();
        signIn(other, home, password, "/");
        assertThat(get(client, home).statusCode()).isEqualTo(200);
        new PagePassword(access()).set("another password");
        assertThat(location(get(client, home))).isEqualTo("/sign-in");
        assertThat(location(get(other, home))).isEqualTo("/sign-in");
        assertThat(signIn(client, home, password, "/").statusCode()).isEqualTo(401);
        assertThat(location(signIn(client, home, "another+password", "/"))).isEqualTo("/");

        new PagePassword(access()).remove();
        assertThat(get(other, home).statusCode())
                .as("without a password, this machine is let in")
                .isEqualTo(200);
    }

    @Test
    void guessingGetsSlowerAlsoWhenDoneAtOnce() throws Exception {
        URI home = locked().address();
        HttpClient client = browser();
        String token = token(get(client, home.resolve("/sign-in")));
        Callable<Integer> guess = () -> post(client, home.resolve("/sign-in"), "csrf=" + token + "&password=guess")
                .statusCode();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> one : many.invokeAll(java.util.Collections.nCopies(24, guess))) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses.stream().filter(status -> status == 401)).hasSize(5);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(19);
        HttpResponse<String> right = signIn(client, home, PASSWORD.replace(' ', '+'), "/");
        assertThat(right.statusCode()).as("the right one waits as well").isEqualTo(429);
        assertThat(right.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(right.body()).contains("Too many tries. Wait 1 second.");
        long waited = 0;
        for (int tries = 0; tries < 4; tries++) {
            HttpResponse<String> next = signIn(client, home, "guess", "/");
            long wait = Long.parseLong(next.headers().firstValue("Retry-After").orElseThrow());
            clock.pass(Duration.ofSeconds(wait));
            waited += wait;
            assertThat(signIn(client, home, "guess", "/").statusCode()).isEqualTo(401);
        }
        assertThat(waited).isEqualTo(1 + 2 + 4 + 8);
        clock.pass(Duration.ofSeconds(16));
        assertThat(location(signIn(client, home, PASSWORD.replace(' ', '+'), "/")))
                .isEqualTo("/");
        assertThat(signIn(browser(), home, "guess", "/").statusCode())
                .as("a right one wipes the slate")
                .isEqualTo(401);
    }

    @Test
    void guestsSeeWhatIsPublicAsItIsTodayAndNothingElse() throws Exception {
        RandomLife.fill(database, TODAY);
        new PagePassword(access()).set(PASSWORD);
        URI home =
                serve(new Site("127.0.0.1", 0, "", List.of(), List.of(), true)).address();
        HttpClient guest = browser();
        for (String path : List.of("/", "/tops/tracks", "/tops/artists", "/tops/albums")) {
            HttpResponse<String> page = get(guest, home.resolve(path));
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body())
                    .as(path)
                    .contains("href=\"/sign-in\">Sign in</a>")
                    .doesNotContain(
                            "Played last",
                            "slider",
                            "/imports",
                            "/status",
                            "/history",
                            "href=\"/questions",
                            "href=\"/tracks/",
                            "href=\"/artists/",
                            "class=\"ask\"");
            assertThat(withoutToken(
                            get(guest, home.resolve(path + "?as_of=2020-01-01&from=2020-01-01&to=2020-01-01&limit=1"))))
                    .as("no other day, no other question")
                    .isEqualTo(withoutToken(page));
        }
        for (String path : List.of(
                "/history",
                "/gems",
                "/evolution",
                "/clock",
                "/imports",
                "/status",
                "/questions",
                "/questions/totals",
                "/search?q=song",
                "/tracks/t2",
                "/artists/Artist%202",
                "/nothing")) {
            assertThat(location(get(guest, home.resolve(path)))).as(path).startsWith("/sign-in");
        }
        for (String path :
                List.of("/api/v1/questions", "/api/v1/questions/totals", "/api/v1/search?q=a", "/api/v1/x")) {
            HttpResponse<String> answer = get(guest, home.resolve(path));
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"SIGN_IN\"");
        }
        signIn(guest, home, PASSWORD.replace(' ', '+'), "/");
        assertThat(get(guest, home).body()).contains("Played last", "slider", "/imports");
    }

    private static String withoutToken(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        return page.body().replaceAll("content=\"[A-Za-z0-9_-]{43}\"", "");
    }

    @Test
    void programsComeInWithTokens() throws Exception {
        URI home = locked().address();
        ApiTokens tokens = new ApiTokens(access(), clock);
        String reads = tokens.make("reads", false);
        String changes = tokens.make("changes", true);
        HttpClient client = browser();
        URI question = home.resolve("/api/v1/questions/totals");
        assertThat(get(client, question, "Authorization", "Bearer " + reads).statusCode())
                .isEqualTo(200);
        assertThat(tokens.list())
                .extracting(ApiTokens.Token::name, ApiTokens.Token::used)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("changes", null),
                        org.assertj.core.groups.Tuple.tuple("reads", clock.instant()));
        for (String wrong : List.of("", "x", reads + "x", reads.substring(1), reads.replace("mtm_", ""))) {
            assertThat(get(client, question, "Authorization", "Bearer " + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }
        URI undo = home.resolve("/imports/7/undo");
        HttpResponse<String> refused = post(client, undo, "", "Authorization", "Bearer " + reads);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("the token reads reads and changes nothing");
        assertThat(post(client, undo, "", "Authorization", "Bearer " + changes).statusCode())
                .as("it came in, but there is no such import")
                .isEqualTo(404);
        tokens.revoke("reads");
        assertThat(get(client, question, "Authorization", "Bearer " + reads).statusCode())
                .isEqualTo(401);
        assertThat(Files.readString(folder.resolve("access"))).doesNotContain(changes, reads);
        for (String name : List.of("", "a b", "../x", "x".repeat(41))) {
            assertThat(catchThrowableOfType(MtmException.class, () -> tokens.make(name, false)))
                    .as(name)
                    .isNotNull();
        }
        assertThat(catchThrowableOfType(MtmException.class, () -> tokens.make("changes", false)))
                .hasMessageContaining("of this name already");
        assertThat(catchThrowableOfType(MtmException.class, () -> tokens.revoke("nobody")))
                .hasMessageContaining("no token of this name");
    }

    @Test
    void withoutAPasswordNobodyComesInFromElsewhere() throws Exception {
        for (Site site : List.of(
                Site.ofThisMachine("0.0.0.0", 0),
                new Site("127.0.0.1", 0, "", List.of("music.example"), List.of(), false),
                new Site("127.0.0.1", 0, "", List.of(), List.of(Network.parse("127.0.0.1")), false))) {
            MtmException refused = catchThrowableOfType(MtmException.class, () -> serve(site));
            assertThat(refused).as(site.toString()).hasMessageContaining("no password yet");
            assertThat(refused.fix()).contains("mtm password", "ssh -L");
        }
        URI here = serve(Site.ofThisMachine("127.0.0.1", 0)).address();
        for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Forwarded-Host")) {
            HttpResponse<String> passedOn = get(browser(), here.resolve("/imports"), header, "203.0.113.9");
            assertThat(passedOn.statusCode()).as(header).isEqualTo(403);
            assertThat(passedOn.body()).contains("came through a proxy, and there is no password");
        }
        new PagePassword(access()).set(PASSWORD);
        URI everywhere = serve(Site.ofThisMachine("0.0.0.0", 0)).address();
        URI reached = URI.create("http://127.0.0.1:" + everywhere.getPort() + "/imports");
        assertThat(location(get(browser(), reached))).startsWith("/sign-in");
        new PagePassword(access()).remove();
        assertThat(get(browser(), reached).statusCode())
                .as("a removed password opens nothing")
                .isEqualTo(403);
        assertThat(raw(everywhere.getPort(), "10.1.2.3:8765")).startsWith("HTTP/1.1 403 ");
        assertThat(raw(everywhere.getPort(), "evil.example")).startsWith("HTTP/1.1 421 ");
    }

    private static String raw(int port, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /imports HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A proxy that shows `to` below `/music`, as nginx does it: it passes on what comes after `stripped`, and says of
    /// the caller what `headers` say.
    private URI proxy(URI to, String stripped, Map<String, String> headers) throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        proxy.createContext("/", exchange -> {
            try {
                URI asked = exchange.getRequestURI();
                String path = asked.getRawPath().substring(stripped.length());
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.getPort()
                                + path + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery())))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
                for (String name : List.of("Cookie", "Content-Type", "Origin", "X-Forwarded-For")) {
                    if (exchange.getRequestHeaders().containsKey(name)) {
                        request.header(name, exchange.getRequestHeaders().getFirst(name));
                    }
                }
                headers.forEach(request::setHeader);
                HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                answer.headers().map().forEach((name, values) -> {
                    if (!name.equalsIgnoreCase("content-length")
                            && !name.equalsIgnoreCase("transfer-encoding")
                            && !name.startsWith(":")) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                exchange.close();
            }
        });
        proxy.start();
        opened.add(client);
        opened.add(() -> proxy.stop(0));
        return URI.create("http://localhost:" + proxy.getAddress().getPort() + "/music/");
    }

    private Site behind(String base, String trusted) {
        return new Site("127.0.0.1", 0, base, List.of("Music.Example"), List.of(Network.parse(trusted)), false);
    }

    @Test
    void behindAProxyEveryLinkHasThePrefixWhicheverWayItIsTold() throws Exception {
        RandomLife.fill(database, TODAY);
        new PagePassword(access()).set(PASSWORD);
        URI bySetting = serve(behind("/music/", "127.0.0.0/8")).address();
        URI byHeader = serve(behind("", "127.0.0.1")).address();
        Map<String, String> told = Map.of(
                "X-Forwarded-Proto", "https", "X-Forwarded-Host", "music.example", "X-Forwarded-For", "203.0.113.9");
        Map<String, String> toldAll = new java.util.TreeMap<>(told);
        toldAll.put("X-Forwarded-Prefix", "/music/");
        for (URI home : List.of(
                proxy(bySetting, "/music", told), proxy(bySetting, "", told), proxy(byHeader, "/music", toldAll))) {
            // Where the browser uses https, cookies are secure, so it is played by hand here.
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(location(get(client, home.resolve("status")))).isEqualTo("/music/sign-in?to=%2Fstatus");
                HttpResponse<String> gate = get(client, home.resolve("sign-in"));
                assertThat(gate.body()).contains("action=\"/music/sign-in\"", "\"/music/static/style.css\"");
                String first = cookie(gate);
                HttpResponse<String> in = post(
                        client,
                        home.resolve("sign-in"),
                        "csrf=" + token(gate) + "&to=/status&password=" + PASSWORD.replace(' ', '+'),
                        "Cookie",
                        first,
                        "Origin",
                        "https://music.example");
                assertThat(location(in)).isEqualTo("/music/status");
                String session = cookie(in);
                for (String path :
                        List.of("", "tops/tracks", "questions/top-tracks", "search?q=song", "imports", "nothing")) {
                    HttpResponse<String> page = get(client, home.resolve(path), "Cookie", session);
                    List<String> links = Pattern.compile("(?:href|src|action)=\"(/[^\"]*)\"")
                            .matcher(page.body())
                            .results()
                            .map(found -> found.group(1))
                            .toList();
                    assertThat(links).hasSizeGreaterThan(10).allMatch(link -> link.startsWith("/music/"));
                }
                assertThat(get(client, home.resolve("static/style.css")).statusCode())
                        .isEqualTo(200);
                assertThat(post(
                                        client,
                                        home.resolve("sign-out"),
                                        "csrf=x",
                                        "Cookie",
                                        session,
                                        "Origin",
                                        "https://evil.example")
                                .statusCode())
                        .isEqualTo(403);
            }
        }
    }

    private static String cookie(HttpResponse<String> answer) {
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; Path=/music/", "; Secure", "; HttpOnly", "; SameSite=Lax");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void whatAStrangerSaysOfThemselvesIsNotBelieved() throws Exception {
        new PagePassword(access()).set(PASSWORD);
        URI home = serve(behind("", "192.0.2.1")).address();
        HttpClient client = browser();
        HttpResponse<String> page = get(
                client,
                home.resolve("/sign-in"),
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Prefix",
                "/evil",
                "X-Forwarded-Host",
                "evil.example");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=/;")
                .doesNotContain("Secure");
        assertThat(page.body()).doesNotContain("/evil");
        String form = "csrf=" + token(page) + "&password=guess";
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            statuses.add(post(client, home.resolve("/sign-in"), form, "X-Forwarded-For", "198.51.100." + i)
                    .statusCode());
        }
        assertThat(statuses)
                .as("each try counts for the one who made it")
                .containsExactly(401, 401, 401, 401, 401, 429, 429);
    }

    @Test
    void behindAProxyEachCallerIsSlowedDownAloneAndCannotPretend() throws Exception {
        new PagePassword(access()).set(PASSWORD);
        URI home = serve(behind("", "127.0.0.1")).address();
        HttpClient client = browser();
        String form = "csrf=" + token(get(client, home.resolve("/sign-in"))) + "&password=guess";
        for (int i = 0; i < 5; i++) {
            assertThat(post(client, home.resolve("/sign-in"), form, "X-Forwarded-For", "10.0.0." + i + ", 198.51.100.1")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(post(client, home.resolve("/sign-in"), form, "X-Forwarded-For", "10.9.9.9, 198.51.100.1")
                        .statusCode())
                .as("what stands before the last address may be made up")
                .isEqualTo(429);
        assertThat(post(client, home.resolve("/sign-in"), form, "X-Forwarded-For", "198.51.100.2")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(client, home.resolve("/sign-in"), "X-Forwarded-Host", "evil.example")
                        .statusCode())
                .isEqualTo(421);
        assertThat(get(client, home.resolve("/sign-in"), "X-Forwarded-Prefix", "//evil.example")
                        .body())
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "127.0.0.1/33", "::1/129", "10.0.0.0/8/8", "localhost", "1.2.3"})
    void aNetworkThatIsNoneIsSaidSo(String text) {
        assertThat(catchThrowableOfType(MtmException.class, () -> Network.parse(text)))
                .hasMessageContaining("not an address or a network");
    }

    @Test
    void networksHoldTheirAddresses() {
        assertThat(Network.parse("172.16.0.0/12").holds(InetAddress.ofLiteral("172.31.255.255")))
                .isTrue();
        assertThat(Network.parse("172.16.0.0/12").holds(InetAddress.ofLiteral("172.32.0.0")))
                .isFalse();
        assertThat(Network.parse("0.0.0.0/0").holds(InetAddress.ofLiteral("8.8.8.8")))
                .isTrue();
        assertThat(Network.parse("fd00::/8").holds(InetAddress.ofLiteral("fdff::1")))
                .isTrue();
        assertThat(Network.parse("::1").holds(InetAddress.ofLiteral("127.0.0.1")))
                .isFalse();
    }
}
