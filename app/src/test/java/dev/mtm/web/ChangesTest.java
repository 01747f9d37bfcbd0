package dev.mtm.web;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.question.RandomLife;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is sent by forms: let in from pages of the server, and from nowhere else.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ChangesTest {
    private static final Pattern FIELD = Pattern.compile("<input type=\"hidden\" name=\"csrf\" value=\"([^\"]+)\">");
    private static final Pattern META = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\">");

    @TempDir
    Path folder = Path.of("");

    private final List<String> defects = new ArrayList<>();
    private final Database database;
    private final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    ChangesTest(TestStores stores) {
        database = stores.open();
        Supplier<Library> library = TestLibrary.of(database, LocalDate.of(2024, 6, 1), RandomLife.ZONE);
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
    void stop() {
        server.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private void importFiles(int... ends) throws IOException {
        int from = 0;
        for (int end : ends) {
            Path file = Files.writeString(folder.resolve("history" + end + ".json"), list(from, end));
            new Desk(database, RandomLife.ZONE).take(file);
            from = end;
        }
    }

    private HttpResponse<String> page(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(HttpClient client, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String found(Pattern pattern, HttpResponse<String> page) {
        Matcher matcher = pattern.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    private long plays() {
        return database.read(session -> session.number("select count(*) from play_history"));
    }

    @Test
    void aPlayIsHiddenAndShownAgainOnThePageOfItsMoment() throws Exception {
        importFiles(300);
        Matcher link = Pattern.compile("href=\"(/plays/[^\"]+)\"")
                .matcher(page("/history").body());
        assertThat(link.find()).isTrue();
        String moment = link.group(1);
        HttpResponse<String> page = page(moment);
        assertThat(page.body()).contains("It counts as a listen.", "told by spotify-extended", "Hide this play");
        String token = found(FIELD, page);
        String hide = found(Pattern.compile("action=\"([^\"]+/hide)\""), page);
        assertThat(send(client, hide, "").statusCode()).isEqualTo(403);
        assertThat(listens()).isEqualTo(300);
        HttpResponse<String> done = send(client, hide, "csrf=" + token);
        assertThat(done.headers().firstValue("Location").orElseThrow()).endsWith(moment);
        assertThat(listens()).isEqualTo(299);
        page = page(moment);
        assertThat(page.body()).contains("Hidden. It counts nowhere", "You have hidden it", "Show it again");
        assertThat(page("/history?verdict=hidden").body()).contains(moment);
        send(client, found(Pattern.compile("action=\"([^\"]+/show)\""), page), "csrf=" + token);
        assertThat(listens()).isEqualTo(300);
        for (String gone : List.of("/plays/2001-01-01T00:00:00Z", "/plays/soon", moment + "/1")) {
            assertThat(page(gone).statusCode()).as(gone).isEqualTo(404);
        }
        assertThat(send(client, moment + "/1/burn", "csrf=" + token).statusCode())
                .isEqualTo(404);
        assertThat(send(client, moment + "/999999/hide", "csrf=" + token).statusCode())
                .isEqualTo(404);
    }

    private long listens() {
        return database.read(session -> session.number("select count(*) from listens"));
    }

    @Test
    void anImportIsUndoneByItsFormAndThePageSaysSoOnce() throws Exception {
        importFiles(300, 320, 321);
        HttpResponse<String> page = page("/imports?as_of=2024-01-05");
        assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
                .doesNotContain("Secure", found(FIELD, page));
        String token = found(FIELD, page);
        assertThat(found(META, page)).isEqualTo(token);
        assertThat(page.body()).contains("action=\"/imports/3/undo?as_of=2024-01-05\"", "Undo import 1");

        HttpResponse<String> done = send(
                client,
                "/imports/3/undo?as_of=2024-01-05",
                "csrf=" + token,
                "Origin",
                server.address().toString().replaceAll("/$", ""),
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location").orElseThrow()).endsWith("/imports?as_of=2024-01-05");
        assertThat(plays()).isEqualTo(320);
        assertThat(page("/imports").body())
                .contains(
                        "<p class=\"notice\" role=\"status\">Import 3 is undone: 1 play went with it.</p>",
                        "undone 20");
        assertThat(page("/imports").body()).doesNotContain("role=\"status\"");

        assertThat(send(client, "/imports/2/undo", "", Changes.HEADER, token).statusCode())
                .as("a script sends a header")
                .isEqualTo(303);
        assertThat(plays()).isEqualTo(300);
        assertThat(page("/imports").body()).contains("20 plays went with it");

        HttpResponse<String> twice = send(client, "/imports/2/undo", "csrf=" + token);
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("was undone already", "<h1>This did not work</h1>", "action=\"/search\"");
        assertThat(send(client, "/imports/99/undo", "csrf=" + token).statusCode())
                .isEqualTo(404);
        assertThat(send(client, "/imports/x/undo", "csrf=" + token).statusCode())
                .isEqualTo(404);
        assertThat(send(client, "/imports", "csrf=" + token).statusCode()).isEqualTo(404);
        assertThat(plays()).isEqualTo(300);
    }

    @Test
    void whatNoPageOfTheServerSentChangesNothing() throws Exception {
        importFiles(10);
        String token = found(FIELD, page("/imports"));
        String here = server.address().toString().replaceAll("/$", "");
        try (HttpClient other = HttpClient.newHttpClient()) {
            refused(send(other, "/imports/1/undo", "csrf=" + token), "no cookie");
            refused(
                    send(other, "/imports/1/undo", "csrf=" + token, "Cookie", "mtm-" + port() + "=x"),
                    "no such cookie");
        }
        refused(send(client, "/imports/1/undo", ""), "no token");
        refused(send(client, "/imports/1/undo", "csrf="), "an empty token");
        refused(send(client, "/imports/1/undo", "csrf=" + token.substring(1)), "a shorter token");
        refused(send(client, "/imports/1/undo", "csrf=" + token + "x"), "a longer token");
        refused(send(client, "/imports/1/undo", "csrf=" + token, Changes.HEADER, "x"), "a header that is wrong");
        refused(send(client, "/nothing", ""), "an address that does not exist");
        for (String[] headers : List.of(
                new String[] {"Origin", "https://evil.example"},
                new String[] {"Origin", "null"},
                new String[] {"Origin", here.replace("http:", "https:")},
                new String[] {"Origin", here + "0"},
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"},
                new String[] {"Sec-Fetch-Site", "none"},
                new String[] {"Sec-Fetch-Site", "same-origin", "Origin", "https://evil.example"})) {
            refused(send(client, "/imports/1/undo", "csrf=" + token, headers), String.join(" ", headers));
        }
        HttpResponse<String> answer = send(client, "/api/v1/imports/1/undo", "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"FORBIDDEN\"");
        assertThat(plays()).isEqualTo(10);

        HttpResponse<String> much = send(client, "/imports/1/undo", "csrf=" + token + "&x=" + "x".repeat(70_000));
        assertThat(much.statusCode()).isEqualTo(413);
        assertThat(much.body()).contains("<h1>This is too much</h1>", "at most 64 KiB");
        assertThat(plays()).isEqualTo(10);
    }

    private int port() {
        return URI.create(server.address().toString()).getPort();
    }

    private static void refused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).as(why).isEqualTo(403);
        assertThat(answer.body())
                .as(why)
                .contains(
                        "<h1>This is not let in</h1>", "was not sent by a page of this server", "Load the page again");
    }
}
