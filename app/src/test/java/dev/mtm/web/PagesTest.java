package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.SignIn;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.RandomLife;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page and every answer of the API over HTTP, on a life of some years and on an empty store.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class PagesTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final ZoneId ZONE = RandomLife.ZONE;
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");

    private final List<String> defects = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Database database;
    private final WebServer server;

    PagesTest(TestStores stores) {
        database = stores.open();
        Library library = new TestLibrary(database, TODAY, ZONE);
        server = WebServer.start(
                "127.0.0.1", 0, () -> library, PagesTest::status, () -> Health.UNREACHABLE, defects::add);
    }

    private static Overview status() {
        return new Overview(
                TODAY.atStartOfDay().toInstant(ZoneOffset.UTC),
                ZONE,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SignIn.Calls(0, 600, null, null),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private void live() {
        RandomLife.fill(database, TODAY);
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address().toString().replaceAll("/$", "") + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = ask(path);
        assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(answer.body()).as(path).doesNotContain("<script>", " style=", " onclick=", "http:", "https:");
        return answer.body();
    }

    private static List<String> paths() {
        List<String> paths =
                new ArrayList<>(Chapter.ALL.stream().map(Chapter::path).toList());
        paths.addAll(List.of("/questions", "/imports", "/status", "/tracks/t2", "/artists/a1"));
        Questions.builtIn().names().forEach(name -> paths.add("/questions/" + name));
        return paths;
    }

    @Test
    void everyPageIsThereWithAndWithoutPlays() throws Exception {
        for (String path : paths()) {
            page(path);
        }
        live();
        for (String path : paths()) {
            assertThat(page(path)).as(path).contains("<main id=\"content\">", "aria-label=\"Pages\"");
        }
        assertThat(page("/")).contains("class=\"picture\"", "data-kind=\"heat-calendar\"", "<dt>Listens</dt>");
    }

    @Test
    void everyLinkOnAPageLeadsSomewhereAndKeepsTheDay() throws Exception {
        live();
        for (String path : List.of("/", "/tops/tracks", "/questions", "/questions/top-tracks", "/clock")) {
            String page = page(path + "?as_of=2022-05-01");
            List<String> links = LINK.matcher(page)
                    .results()
                    .map(found -> found.group(1).replace("&amp;", "&"))
                    .distinct()
                    .toList();
            assertThat(links).hasSizeGreaterThan(10);
            for (String link : links) {
                assertThat(ask(link).statusCode()).as(link).isEqualTo(200);
            }
            assertThat(links.stream().filter(link -> !link.startsWith("/static/") && !link.contains("as_of=")))
                    .as("only the way back to today leaves the day")
                    .containsExactly(path);
        }
    }

    @Test
    void anOldDayShowsWhatThatDayWouldHaveShown() throws Exception {
        live();
        String now = page("/tops/tracks");
        String then = page("/tops/tracks?as_of=2017-01-01");
        assertThat(then).isNotEqualTo(now).contains("value=\"2017-01-01\"", "Back to today");
        assertThat(ask("/tops/tracks?as_of=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void aQuestionShowsItsFormItsSqlAndTheWaysOut() throws Exception {
        live();
        String page = page("/questions/top-tracks?limit=3&by=time&year=");
        assertThat(page)
                .contains(
                        "name=\"limit\" value=\"3\"",
                        "<option value=\"time\" selected>",
                        "heard_tracks(",
                        "-- :limit = 3")
                .contains("/api/v1/questions/top-tracks.csv?limit=3&amp;by=time");
        HttpResponse<String> wrong = ask("/questions/top-tracks?limit=%3Cb%3E");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("role=\"alert\"", "&lt;b&gt;").doesNotContain("<b>");
        assertThat(ask("/questions/top-trakcs").body()).contains("Did you mean", "top-tracks");
    }

    @Test
    void theApiGivesTheSameAnswersAsData() throws Exception {
        live();
        for (Question question : Questions.builtIn().all()) {
            String given =
                    question.parameters().stream().anyMatch(one -> one.name().equals("track")) ? "?track=t2" : "";
            for (String ending : List.of("", ".csv", ".md")) {
                HttpResponse<String> answer = ask("/api/v1/questions/" + question.name() + ending + given);
                assertThat(answer.statusCode())
                        .as(question.name() + answer.body())
                        .isEqualTo(200);
            }
        }
        assertThat(ask("/api/v1/questions/totals").body())
                .startsWith("{\"question\":\"totals\",\"as_of\":\"2023-03-06\"");
        assertThat(ask("/api/v1/questions/totals?as_of=2022-01-01").body()).contains("\"as_of\":\"2022-01-01\"");
        assertThat(ask("/api/v1/questions").body()).contains("\"name\":\"forgotten-gems\"");
    }

    @Test
    void errorsOfTheApiHaveOneShape() throws Exception {
        HttpResponse<String> missing = ask("/api/v1/questions/nothing-such");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body())
                .isEqualTo("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"there is no question of this name\","
                        + "\"where\":\"nothing-such\",\"fix\":\"`mtm ask` lists them all.\"}}\n");
        assertThat(ask("/api/v1/questions/totals?limit=3").statusCode()).isEqualTo(400);
        assertThat(ask("/api/v1/questions/totals.pdf").statusCode()).isEqualTo(404);
        assertThat(ask("/api/v1/nothing").body()).startsWith("{\"error\":{\"code\":\"NOT_FOUND\"");
    }

    @Test
    void assetsComeWithTheProgramAndNothingElseDoes() throws Exception {
        assertThat(ask("/static/vendor/echarts.min.js").statusCode()).isEqualTo(200);
        assertThat(ask("/static/app.js").headers().firstValue("Cache-Control")).hasValue("public, max-age=86400");
        for (String path : List.of(
                "/static/",
                "/static/../META-INF/MANIFEST.MF",
                "/static/..%2fquestions/totals.sql",
                "/static/vendor/none.js",
                "/static/vendor/LICENSE")) {
            assertThat(ask(path).statusCode()).as(path).isIn(400, 404);
        }
    }
}
