package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.question.RandomLife;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Questions that readers write in the browser.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class EditorTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final String COUNT = "select count(*) as plays, min(local_date) as first_day from listens";

    @TempDir
    private static @Nullable Path shared;

    private final Path folder;
    private final List<String> defects = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Database database;
    private final WebServer server;

    EditorTest(TestStores stores) throws Exception {
        folder = Files.createTempDirectory(Objects.requireNonNull(shared), "questions");
        database = RandomLife.lived(stores, TODAY);
        Supplier<Library> library = TestLibrary.of(database, TODAY, RandomLife.ZONE, folder);
        server = TestServer.start(
                "127.0.0.1",
                0,
                library,
                () -> {
                    throw new IllegalStateException("nobody looks at the status here");
                },
                () -> Health.UNREACHABLE,
                defects::add);
    }

    @AfterEach
    void close() {
        server.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
        Matcher token = Pattern.compile("meta name=\"csrf\" content=\"([^\"]+)\"")
                .matcher(get("/questions").body());
        assertThat(token.find()).isTrue();
        String body = fields.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                + "&csrf=" + token.group(1);
        URI to = server.address().resolve(path);
        return client.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> tried(String text) throws Exception {
        return post("/questions/new", Map.of("do", "try", "name", "", "text", text));
    }

    @Test
    void aBareQueryGetsItsHeaderAndIsAnswered() throws Exception {
        HttpResponse<String> answer = tried(COUNT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "-- title:   My question",
                        "-- column:  plays count \"Plays\"",
                        "-- column:  first_day date \"First day\"",
                        "<td class=\"amount\">");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aQuestionIsKeptChangedAndRemoved() throws Exception {
        HttpResponse<String> kept = post("/questions/new", Map.of("do", "keep", "name", "my-plays", "text", COUNT));
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(303);
        assertThat(kept.headers().firstValue("Location")).hasValue("/questions/my-plays");
        assertThat(get("/questions/my-plays").body()).contains("My question", "Kept.", "Remove this question");
        assertThat(get("/questions").body()).contains("/questions/my-plays", "yours");
        assertThat(get("/api/v1/questions/my-plays").body()).contains("\"plays\":");

        String text = Files.readString(folder.resolve("my-plays.sql"));
        String changed = text.replace("My question", "How many?").replace("\n", "\r\n");
        assertThat(post("/questions/my-plays/edit", Map.of("do", "keep", "name", "my-plays", "text", changed))
                        .statusCode())
                .isEqualTo(303);
        assertThat(Files.readString(folder.resolve("my-plays.sql")))
                .isEqualTo(text.replace("My question", "How many?"));
        assertThat(get("/questions/my-plays/edit").body()).contains("How many?");

        assertThat(post("/questions/my-plays/remove", Map.of()).statusCode()).isEqualTo(303);
        assertThat(folder).isEmptyDirectory();
        assertThat(get("/questions/my-plays").statusCode()).isEqualTo(404);
        assertThat(post("/questions/my-plays/remove", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void aCopyOfAShippedQuestionIsTheBeginning() throws Exception {
        assertThat(get("/questions/new?from=top-artists").body())
                .contains("value=\"my-top-artists\"", "-- title:   Top artists", "-- chart:", "select");
        assertThat(get("/questions/new?from=nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeKeptStaysBeforeTheReaderWithTheReason() throws Exception {
        for (Map.Entry<String, String> bad : Map.of(
                        "top-tracks",
                        "the program has a question of this name",
                        "../secret",
                        "small letters, digits and hyphens",
                        "",
                        "small letters, digits and hyphens",
                        "x".repeat(61),
                        "small letters, digits and hyphens")
                .entrySet()) {
            HttpResponse<String> answer =
                    post("/questions/new", Map.of("do", "keep", "name", bad.getKey(), "text", COUNT));
            assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(400);
            assertThat(answer.body()).contains(bad.getValue(), COUNT);
        }
        HttpResponse<String> broken =
                post("/questions/new", Map.of("do", "keep", "name", "broken", "text", "selec </textarea><b>1"));
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(broken.body()).contains("selec &lt;/textarea&gt;&lt;b&gt;1").doesNotContain("<b>1");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsChangedByAQueryAndAFaultIsExplained() throws Exception {
        long before = count();
        for (String text : List.of(
                "delete from listens",
                "select 1 as one; delete from listens",
                "with gone as (delete from listens returning 1) select count(*) as n from gone",
                "select * from nowhere",
                "select count(*) as n from listens where artist = :someone",
                "",
                "select",
                "-- title: x\nselect 1 as one")) {
            HttpResponse<String> answer = tried(text);
            assertThat(answer.statusCode()).as(text + answer.body()).isBetween(400, 499);
            assertThat(answer.body()).contains("role=\"alert\"");
        }
        assertThat(count()).isEqualTo(before);
    }

    private long count() {
        return database.<Long>read(session -> session.number("select count(*) from listens"));
    }
}
