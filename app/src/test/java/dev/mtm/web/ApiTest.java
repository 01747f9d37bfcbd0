package dev.mtm.web;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.mtm.access.AccessFile;
import dev.mtm.access.ApiTokens;
import dev.mtm.account.SignIn;
import dev.mtm.backup.Drill;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.jobs.JobLog;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.RandomLife;
import dev.mtm.sync.Gaps;
import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The API against its document, in both directions: every route is in it, and what it describes is answered as it
/// says.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ApiTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 6, 1);
    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    private static final ObjectMapper MAPPER = JsonMapper.shared();
    private static final JsonNode DOCUMENT = MAPPER.readTree(ApiTest.class.getResourceAsStream("/api/openapi.json"));

    @TempDir
    Path folder = Path.of("");

    private final List<String> defects = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Database database;

    ApiTest(TestStores stores) {
        database = stores.open();
    }

    @AfterEach
    void stop() {
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private Library library() {
        return TestLibrary.of(database, TODAY, RandomLife.ZONE).get();
    }

    private AccessFile access() {
        return new AccessFile(folder.resolve("access"));
    }

    private WebServer serve(Overview overview) {
        return WebServer.start(ground(overview));
    }

    private Ground ground(Overview overview) {
        return new Ground(
                Site.ofThisMachine("127.0.0.1", 0),
                access(),
                TestLibrary.arrivals(),
                null,
                Clock.fixed(NOW, ZoneOffset.UTC),
                this::library,
                () -> overview,
                () -> Health.UNREACHABLE,
                defects::add,
                line -> {});
    }

    /// A server of which nothing is known, and one of which everything is.
    private static Overview overview(boolean known) {
        return new Overview(
                NOW,
                RandomLife.ZONE,
                3,
                known ? Optional.of(NOW) : Optional.empty(),
                known ? Optional.of(NOW) : Optional.empty(),
                known ? Optional.of(new SignIn.Standing("u", "Ada", List.of(), NOW, NOW, NOW)) : Optional.empty(),
                new SignIn.Calls(1, 600, known ? NOW : null, known ? "a pause" : null),
                List.of(
                        new JobLog.Standing("sync", NOW, false, Optional.empty()),
                        new JobLog.Standing(
                                "backup",
                                NOW,
                                true,
                                Optional.of(
                                        known
                                                ? new JobLog.Run(NOW, NOW, JobLog.Outcome.DONE, "made")
                                                : new JobLog.Run(NOW, null, null, null)))),
                known ? List.of(new Gaps.Gap(NOW, NOW, NOW, 1, false)) : List.of(),
                new Overview.Backed(
                        known ? 1 : 0,
                        known ? Optional.of(NOW) : Optional.empty(),
                        "/backups",
                        known ? Optional.of(new Drill.Recorded(NOW, "a.zip", true)) : Optional.empty()),
                TestServer.VERSIONS,
                known ? List.of("mine.sql has no title") : List.of());
    }

    @Test
    void everyRouteIsInTheDocumentAndTheOtherWayRound() {
        Set<String> routes = new TreeSet<>();
        Javalin.create(config -> {
            try (Routes all = new Routes(ground(overview(false)))) {
                all.add(config.routes);
            }
            for (ParsedEndpoint one : config.unsafe.internalRouter.allHttpHandlers()) {
                if (one.endpoint.path.startsWith("/api/v1")) {
                    routes.add(one.endpoint.method + " " + one.endpoint.path.substring("/api/v1".length()));
                }
            }
        });
        Set<String> documented = new TreeSet<>();
        DOCUMENT.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(routes).hasSizeGreaterThan(10).isEqualTo(documented);
    }

    @Test
    void everyPathIsAnsweredAsItsSchemaSays() throws Exception {
        RandomLife.fill(database, LocalDate.of(2023, 3, 6));
        Desk desk = new Desk(database, RandomLife.ZONE);
        desk.take(Files.writeString(folder.resolve("a.json"), list(0, 20)));
        desk.take(Files.writeString(
                folder.resolve("b.json"),
                list(row(30), row(Map.of("ts", "\"never\"")), row(Map.of("ms_played", "\"long\"")))));
        String date = database.read(session -> session.list(
                        "select max(snapshot_date) from snapshots",
                        found -> found.date(1).toString()))
                .getFirst();
        Map<String, String> given = Map.of(
                "question", "top-tracks",
                "import", "2",
                "track", "t2",
                "artist", "Artist%202",
                "album", "Album%200",
                "date", date);
        String changes = new ApiTokens(access(), Clock.fixed(NOW, ZoneOffset.UTC)).make("changes", true);
        for (boolean known : new boolean[] {true, false}) {
            try (WebServer server = serve(overview(known))) {
                Map<String, JsonNode> paths = new TreeMap<>();
                DOCUMENT.path("paths").propertyStream().forEach(path -> paths.put(path.getKey(), path.getValue()));
                for (Map.Entry<String, JsonNode> path : paths.entrySet()) {
                    String asked = "/api/v1" + path.getKey();
                    for (Map.Entry<String, String> one : given.entrySet()) {
                        asked = asked.replace("{" + one.getKey() + "}", one.getValue());
                    }
                    for (String method : path.getValue().propertyNames()) {
                        boolean post = method.equals("post");
                        if (post && !known) {
                            continue; // taken back already
                        }
                        JsonNode operation = path.getValue().path(method);
                        String query = operation.has("requestBody") ? "?name=c.json" : "";
                        HttpRequest.Builder request =
                                HttpRequest.newBuilder(server.address().resolve(asked + query));
                        if (post) {
                            request.header("Authorization", "Bearer " + changes)
                                    .POST(HttpRequest.BodyPublishers.ofString(query.isEmpty() ? "" : list(50, 60)));
                        }
                        HttpResponse<String> answer =
                                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                        JsonNode content = operation
                                .path("responses")
                                .path(String.valueOf(answer.statusCode()))
                                .path("content");
                        assertThat(content.isEmpty())
                                .as(asked + " " + answer.statusCode() + answer.body())
                                .isFalse();
                        if (content.has("application/json")) {
                            requireFit(asked, content.path("application/json").path("schema"), answer.body());
                        } else {
                            assertThat(answer.headers()
                                            .firstValue("Content-Type")
                                            .orElseThrow())
                                    .startsWith("text/csv");
                        }
                    }
                }
            }
        }
        try (WebServer server = serve(overview(true))) {
            for (Question question : Questions.builtIn().all()) {
                if (question.lacking(Map.of()).isEmpty()) {
                    String asked = "/api/v1/questions/" + question.name();
                    requireFit(asked, schema("Answer"), get(server, asked).body());
                }
            }
            String rejections = get(server, "/api/v1/imports/2/rejections").body();
            assertThat(MAPPER.readTree(rejections).path("rejections")).hasSize(2);
            for (String missing : List.of(
                    "/api/v1/questions/nothing",
                    "/api/v1/imports/77",
                    "/api/v1/imports/x",
                    "/api/v1/imports/77/rejections",
                    "/api/v1/tracks/nobody",
                    "/api/v1/artists/nobody",
                    "/api/v1/albums/nobody/nothing",
                    "/api/v1/nothing",
                    "/api/v2/imports")) {
                HttpResponse<String> answer = get(server, missing);
                assertThat(answer.statusCode()).as(missing).isEqualTo(404);
                requireFit(missing, schema("Error"), answer.body());
            }
            for (String wrong : List.of("/api/v1/snapshots/soon", "/api/v1/tracks/t2?as_of=soon")) {
                HttpResponse<String> answer = get(server, wrong);
                assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
                requireFit(wrong, schema("Error"), answer.body());
            }
        }
    }

    private HttpResponse<String> get(WebServer server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.path("components").path("schemas").path(name);
    }

    private static void requireFit(String asked, JsonNode schema, String body) {
        ObjectNode root = MAPPER.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", DOCUMENT.path("components"));
        assertThat(schema.isMissingNode()).as(asked).isFalse();
        assertThat(SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31())
                        .getSchema(root)
                        .validate(MAPPER.readTree(body)))
                .as(asked + " " + body)
                .isEmpty();
    }

    @Test
    void whereThePlaysBreakOffHalfwayTheProgramNotices() throws Exception {
        assumeTrue(database.address() instanceof DatabaseAddress.File, "only SQLite can be made to hold such a time");
        Desk desk = new Desk(database, RandomLife.ZONE);
        desk.take(Files.writeString(folder.resolve("many.json"), list(0, 20_000)));
        database.write(session -> {
            session.execute("pragma ignore_check_constraints = on");
            session.update(
                    "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                            + " ordinal) select max(play_id) + 1, 1, min(track_key), 1, 1, '9999-99-99 99:99:99', 0"
                            + " from play_history");
            return 1;
        });
        try (WebServer server = serve(overview(false))) {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(server.address().resolve("/api/v1/plays.csv"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode())
                    .as("nobody knew better when it began")
                    .isEqualTo(200);
            assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        }
        assertThat(defects).singleElement().asString().contains("/api/v1/plays.csv");
        defects.clear();
    }

    @Test
    void everyPlayComesOutRowByRow() throws Exception {
        int plays = 20_000;
        Desk desk = new Desk(database, RandomLife.ZONE);
        desk.take(
                Files.writeString(folder.resolve("many.json"), list(0, plays)),
                Files.writeString(
                        folder.resolve("quotes.json"),
                        list(row("2020-01-01T10:00:00Z", "A, \"B\"", "one, two", 1_000))));
        try (WebServer server = serve(overview(false))) {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(server.address().resolve("/api/v1/plays.csv"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Length"))
                    .as("nobody knew its length when it began")
                    .isEmpty();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine())
                        .isEqualTo(
                                "played_at,track_id,title,artist,album,listened_ms,skipped,kind,source,platform,country,"
                                        + "counts");
                assertThat(lines.readLine())
                        .startsWith("2020-01-01T09:59:59Z,name:")
                        .endsWith(",\"one, two\",\"A, \"\"B\"\"\",Album,1000,"
                                + "false,music,spotify-extended,android,DE,false");
                long count = 0;
                String before = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String at = line.substring(0, line.indexOf(','));
                    assertThat(at).isGreaterThanOrEqualTo(before);
                    before = at;
                    count++;
                }
                assertThat(count).isEqualTo(plays);
            }
        }
        assertThat(URI.create("../v1"))
                .as("where the document says that the API is")
                .isEqualTo(
                        URI.create(DOCUMENT.path("servers").path(0).path("url").stringValue()));
    }
}
