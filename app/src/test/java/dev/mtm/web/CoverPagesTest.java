package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mtm.access.AccessFile;
import dev.mtm.access.PagePassword;
import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Covers;
import dev.mtm.question.RandomLife;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Covers on the pages: which are shown, to whom, and what a browser gets for them.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class CoverPagesTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);

    @TempDir
    Path folder = Path.of("");

    private final List<String> defects = new ArrayList<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<WebServer> servers = new ArrayList<>();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final Database database;
    private final HttpServer host;
    private final String base;

    CoverPagesTest(TestStores stores) throws IOException {
        database = stores.open();
        host = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        host.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                byte[] body = ("\u00ff\u00d8\u00ff" + path).getBytes(StandardCharsets.ISO_8859_1);
                exchange.sendResponseHeaders(path.contains("gone") ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        host.start();
        base = "http://127.0.0.1:" + host.getAddress().getPort();
        RandomLife.fill(database, TODAY);
        address("t2", base + "/widest");
        database.write(session -> {
            session.update("update tracks set album_name = 'Album 0' where track_id = 't53'");
            return session.update("""
                            insert into track_payload (track_key, raw_json)
                            select track_key, ?
                            from tracks
                            where track_id = 't2'
                            """, new Json("""
                            {"album": {"images": [
                                {"url": "%1$s/640", "width": 640}, {"url": "%1$s/300", "width": 300},
                                {"url": "%1$s/64", "width": 64}, {"url": "%1$s/16", "width": 16},
                                {"url": null, "width": 65}, {"width": "x"}, 7]}}
                            """.formatted(base)));
        });
    }

    private void address(String track, String address) {
        database.write(
                session -> session.update("update tracks set album_image_url = ? where track_id = ?", address, track));
    }

    @AfterEach
    void stop() {
        servers.forEach(WebServer::close);
        host.stop(0);
        database.close();
        browser.close();
        assertThat(defects).isEmpty();
    }

    private WebServer serve(AccessFile access, boolean guests, boolean on) {
        WebServer server = WebServer.start(new Ground(
                new Site("127.0.0.1", 0, "/music", List.of(), List.of(), guests),
                access,
                TestLibrary.arrivals(),
                on ? new Covers(folder.resolve("covers"), URI.create(base), Covers.USUAL, Clock.systemUTC()) : null,
                Clock.systemUTC(),
                TestLibrary.of(database, TODAY, RandomLife.ZONE),
                () -> {
                    throw new IllegalStateException();
                },
                () -> Health.UNREACHABLE,
                defects::add,
                line -> {}));
        servers.add(server);
        return server;
    }

    private HttpResponse<String> ask(WebServer server, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static String image(String path) {
        return "<img class=\"cover\" src=\"/music/covers/" + path + "\" alt=\"\"";
    }

    @Test
    void aCoverIsShownWhereOneIsKnownAndIsAlwaysLaidOverADrawnOne() throws Exception {
        address("t7", base + "/gone");
        address("t8", "no address at all");
        address("t9", "https://elsewhere.example/9");
        WebServer server = serve(AccessFile.empty(), false, true);
        for (String path : List.of("tops/tracks?limit=200", "questions/top-tracks?limit=200")) {
            String tops = ask(server, path).body();
            assertThat(tops)
                    .as("t53 is on the album of t2, t3 on none that has a cover")
                    .containsPattern("</svg>" + image("t2") + "[^>]*loading=\"lazy\"[^>]*><a href=\"/music/tracks/t2\"")
                    .containsPattern("</svg>" + image("t2") + "[^>]*><a href=\"/music/tracks/t53\"")
                    .containsPattern("</svg><a href=\"/music/tracks/t3\"");
        }
        assertThat(ask(server, "tops/albums?limit=200").body())
                .containsPattern("</svg>" + image("t2") + "[^>]*><a href=\"/music/albums/Artist%202/Album%200\"")
                .containsPattern("</svg><a href=\"/music/albums/Artist%203/Album%200\"");
        assertThat(ask(server, "tracks/t53").body()).contains(image("t2?size=large"));
        assertThat(ask(server, "albums/Artist%202/Album%200").body()).contains(image("t2?size=large"));
        assertThat(ask(server, "tracks/t3").body()).contains("class=\"sleeve\"").doesNotContain(image("t3"));
        assertThat(asked).as("a page waits for no cover").isEmpty();

        for (int i = 0; i < 2; i++) {
            assertThat(ask(server, "covers/t2").body()).isEqualTo("\u00ff\u00d8\u00ff/64");
            assertThat(ask(server, "covers/t2?size=large").body()).isEqualTo("\u00ff\u00d8\u00ff/300");
        }
        assertThat(asked).containsExactly("/64", "/300");
        HttpResponse<String> cover = ask(server, "covers/t2");
        assertThat(cover.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(cover.headers().firstValue("Cache-Control")).hasValue("private, max-age=604800");
        for (String track : List.of("t7", "t8", "t9", "t3", "unknown", "~2e~2e~2f")) {
            HttpResponse<String> nothing = ask(server, "covers/" + track);
            assertThat(nothing.statusCode()).as(track).isEqualTo(200);
            assertThat(nothing.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
            assertThat(nothing.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(nothing.body()).isEqualTo("<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        }
        assertThat(asked).containsExactly("/64", "/300", "/gone");

        database.write(session -> session.update("delete from track_payload"));
        assertThat(ask(server, "covers/t2").body()).as("what else is known").isEqualTo("\u00ff\u00d8\u00ff/widest");
    }

    @Test
    void guestsAndWhoWantsNoneSeeDrawnCoversOnly() throws Exception {
        AccessFile access = new AccessFile(folder.resolve("access"));
        new PagePassword(access).set("four words to remember");
        WebServer server = serve(access, true, true);
        assertThat(ask(server, "tops/tracks").body())
                .contains("<svg class=\"cover\"")
                .doesNotContain("<img");
        assertThat(ask(server, "covers/t2").statusCode()).isEqualTo(303);

        WebServer off = serve(AccessFile.empty(), false, false);
        assertThat(ask(off, "tops/tracks?limit=200").body())
                .contains("<svg class=\"cover\"")
                .doesNotContain("<img");
        assertThat(ask(off, "covers/t2").statusCode()).isEqualTo(404);
        assertThat(asked).isEmpty();
    }
}
