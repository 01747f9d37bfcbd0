package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.analysis.AnalysisLog;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.question.RandomLife;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The pages of reports and analyses, as a reader goes through them.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ReportPagesTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern FIGURE = Pattern.compile("<a href=\"(/questions/[^\"]+)\"");

    private final List<String> defects = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Database database;
    private final WebServer server;

    ReportPagesTest(TestStores stores) {
        database = RandomLife.lived(stores, TODAY);
        server = TestServer.start(
                "127.0.0.1",
                0,
                TestLibrary.of(database, TODAY, RandomLife.ZONE),
                () -> TestServer.unknown(TODAY.atStartOfDay().toInstant(ZoneOffset.UTC), RandomLife.ZONE),
                () -> Health.UNREACHABLE,
                defects::add);
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = ask(path);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String freeze(String path) throws Exception {
        Matcher token = TOKEN.matcher(page(path));
        assertThat(token.find()).isTrue();
        URI form = server.address().resolve(path.replaceFirst("(\\?|$)", "/freeze$1"));
        HttpResponse<String> done = client.send(
                HttpRequest.newBuilder(form)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("csrf=" + token.group(1)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        return done.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void everyFigureOfAReportLeadsToItsQuestion() throws Exception {
        assertThat(page("/reports")).contains("href=\"/reports/2022\"", "href=\"/reports/2022-11\"", ">Nov</a>");
        String report = page("/reports/2022");
        List<String> links = FIGURE.matcher(report)
                .results()
                .map(link -> link.group(1).replace("&amp;", "&"))
                .distinct()
                .toList();
        assertThat(links)
                .hasSizeGreaterThan(12)
                .allSatisfy(link ->
                        assertThat(link).matches(".*from=202[12]-01-01.*until=202[12]-12-31.*&as_of=2022-12-31"));
        for (String link : links) {
            page(link);
        }
        Matcher listens = Pattern.compile(">([\\d,]+) listens</a>").matcher(report);
        assertThat(listens.find()).isTrue();
        assertThat(page(links.stream()
                        .filter(link -> link.startsWith("/questions/totals"))
                        .findFirst()
                        .orElseThrow()))
                .contains(">" + listens.group(1) + "<");
    }

    @Test
    void aReportIsFrozenAndStaysAndTwoAreCompared() throws Exception {
        assertThat(page("/analyses")).contains("None yet");
        assertThat(freeze("/reports/2022")).endsWith("/analyses/1");
        assertThat(page("/analyses/1")).contains("Kept as analysis 1.", "Analysis 1, frozen 2023-03-06");
        assertThat(page("/reports/2022")).contains("Analysis 1, frozen").doesNotContain("Freeze these figures");
        assertThat(freeze("/reports/2022-11?as_of=2022-11-20")).endsWith("/analyses/2?as_of=2022-11-20");
        assertThat(page("/analyses/2")).contains("everything as of 2022-11-20");
        assertThat(page("/analyses")).contains("href=\"/analyses/1\"", "href=\"/analyses/2\"", "November 2022");
        assertThat(page("/analyses/compare?one=1&other=2")).contains("2022 and November 2022", "Listens", "−");
        assertThat(new AnalysisLog(database, 1).all()).hasSize(2);
        assertThat(page("/analyses/1?as_of=2020-01-01"))
                .as("a frozen one is as it was, wherever the reader stands")
                .contains("Analysis 1, frozen 2023-03-06");
    }

    @Test
    void aDayOfThePastIsToldAsItWasAndWhatIsNotThereIsSaid() throws Exception {
        String then = page("/reports/2022-11?as_of=2022-11-10");
        assertThat(then).contains("As of 2022-11-10, not frozen.");
        assertThat(page("/reports/2022-11"))
                .contains("As of 2022-11-30, not frozen.")
                .isNotEqualTo(then);
        assertThat(page("/reports/1999-05")).contains("May 1999: silence");
        assertThat(page("/reports/2022-01-01..2022-03-31")).contains("1 January to 31 March 2022");
        assertThat(ask("/reports/2022-11?as_of=2021-01-01").statusCode()).isEqualTo(400);
        assertThat(ask("/reports/2022-11?as_of=2021-01-01").body()).contains("has not begun yet");
        assertThat(ask("/reports/soon").statusCode()).isEqualTo(400);
        assertThat(ask("/analyses/9").statusCode()).isEqualTo(404);
        assertThat(ask("/analyses/x").statusCode()).isEqualTo(404);
        assertThat(ask("/analyses/compare?one=1").statusCode()).isEqualTo(404);
    }
}
