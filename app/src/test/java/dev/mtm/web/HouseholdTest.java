package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.access.AccessFile;
import dev.mtm.access.PagePassword;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.User;
import dev.mtm.question.RandomLife;
import dev.mtm.spotify.SpotifyApp;
import dev.mtm.spotify.SpotifyDesk;
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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What readers set, sign in for and publish in the browser.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class HouseholdTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final Pattern TOKEN = Pattern.compile("meta name=\"csrf\" content=\"([^\"]+)\"");
    private static final Pattern AT_SPOTIFY = Pattern.compile("class=\"button\" href=\"([^\"]+)\"");

    @TempDir
    private static @Nullable Path shared;

    private final Path folder;
    private final List<String> defects = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Database database;
    private final FakeSpotify fake = FakeSpotify.start(
            FakeClock.standingAt(TODAY.atStartOfDay(RandomLife.ZONE).toInstant()));
    private final User user;
    private final Library library;
    private final AccessFile access;
    private final WebServer server;

    HouseholdTest(TestStores stores) throws Exception {
        folder = Files.createTempDirectory(Objects.requireNonNull(shared), "house");
        database = RandomLife.lived(stores, TODAY);
        fake.consent(Consent.GRANT);
        user = fake.addUser("mira", "Mira <b>", LocalDate.of(2022, 3, 1), LocalDate.of(2024, 5, 1));
        Supplier<Library> open = TestLibrary.of(
                database,
                TODAY,
                RandomLife.ZONE,
                folder,
                new SpotifyApp(Optional.of(FakeSpotify.APP.clientId()), fake.accounts(), fake.api()));
        library = open.get();
        access = new AccessFile(folder.resolve("access"));
        server = TestServer.start(
                Site.ofThisMachine("127.0.0.1", 0),
                access,
                open,
                () -> {
                    throw new IllegalStateException("nobody looks at the status here");
                },
                () -> Health.UNREACHABLE,
                defects::add);
    }

    @AfterEach
    void close() {
        server.close();
        library.close();
        fake.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }

    /// Sends a form.
    ///
    /// @return the page that comes then
    private String sent(String path, Map<String, String> fields) throws Exception {
        HttpResponse<String> answer = answer(path, fields);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(303);
        return page(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> answer(String path, Map<String, String> fields) throws Exception {
        Matcher token = TOKEN.matcher(page("/questions"));
        assertThat(token.find()).isTrue();
        String body = fields.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                + "&csrf=" + token.group(1);
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theZoneAndTheRuleAreSetAndABackupIsMade() throws Exception {
        assertThat(sent("/settings/zone", Map.of("zone", "Asia/Kathmandu")))
                .contains("Your days and hours are now those of Asia/Kathmandu.", "value=\"Asia/Kathmandu\"");
        assertThat(library.listener().zone().id().getId()).isEqualTo("Asia/Kathmandu");
        HttpResponse<String> nowhere = answer("/settings/zone", Map.of("zone", "Middle/Earth"));
        assertThat(nowhere.statusCode()).isEqualTo(400);
        assertThat(nowhere.body()).contains("there is no zone Middle/Earth");
        assertThat(answer("/settings/zone", Map.of()).statusCode()).isEqualTo(400);

        assertThat(sent("/settings/rule", Map.of("rule", "any")))
                .contains("a play counts by the rule any.", "value=\"any\" checked");
        assertThat(library.listener().rule().label()).isEqualTo("any");
        assertThat(answer("/settings/rule", Map.of("rule", "mine")).statusCode())
                .isEqualTo(400);

        assertThat(sent("/settings/backup", Map.of())).contains("Backup made, and opened again: ");
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".db.gz"))).hasSize(1);
        }
    }

    @Test
    void aTokenIsShownOnceUsedAndTakenBack() throws Exception {
        assertThat(page("/settings"))
                .contains("No password is set", "mtm password")
                .doesNotContain("Tokens\">");
        String made = sent("/settings/tokens", Map.of("name", "home-assistant", "may", "read"));
        Matcher shown = Pattern.compile("<code id=\"secret\">(mtm_[A-Za-z0-9_-]+)</code>")
                .matcher(made);
        assertThat(shown.find()).as(made).isTrue();
        String token = shown.group(1);
        assertThat(page("/settings"))
                .contains("<td>home-assistant", "<td class=\"brief\">read</td><td class=\"brief\">never</td>")
                .doesNotContain(token);

        new PagePassword(access).set("four words to remember");
        assertThat(asked("/api/v1/questions", token, "").statusCode()).isEqualTo(200);
        HttpResponse<String> settings = asked("/settings", token, "");
        assertThat(settings.body()).contains("A password is set").doesNotContain(">never</td>", token);
        assertThat(asked("/settings/tokens", token, "name=b&may=change").statusCode())
                .isEqualTo(403);
        new PagePassword(access).remove();

        String strong = sent("/settings/tokens", Map.of("name", "b", "may", "change"));
        shown = Pattern.compile("<code id=\"secret\">(mtm_[A-Za-z0-9_-]+)</code>")
                .matcher(strong);
        assertThat(shown.find()).as(strong).isTrue();
        HttpResponse<String> breeding = asked("/settings/tokens", shown.group(1), "name=c&may=change");
        assertThat(breeding.statusCode()).as("a token makes no other").isEqualTo(403);
        assertThat(asked("/settings/tokens/home-assistant/revoke", shown.group(1), "x=y")
                        .statusCode())
                .isEqualTo(403);

        assertThat(answer("/settings/tokens", Map.of("name", "b", "may", "read"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(answer("/settings/tokens", Map.of("name", "<b>", "may", "read"))
                        .body())
                .contains("letters, digits")
                .doesNotContain("<b>");
        assertThat(answer("/settings/tokens/nobody/revoke", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(sent("/settings/tokens/home-assistant/revoke", Map.of()))
                .contains("The token of home-assistant opens nothing any more.")
                .doesNotContain("<td>home-assistant");
        assertThat(asked("/api/v1/questions", token, "").statusCode()).isEqualTo(401);
        assertThat(page("/settings")).doesNotContain("<td>c");
    }

    /// Asks with a token; sends a form where there is one.
    private HttpResponse<String> asked(String path, String token, String form) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path)).header("Authorization", "Bearer " + token);
        if (!form.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aReaderSignsInPublishesAPlaylistAndSignsOut() throws Exception {
        assertThat(page("/settings")).contains("Nobody is signed in.");
        ranked(fake.catalogue().tracks().getFirst().id());
        HttpResponse<String> early = answer("/playlists/current-obsessions/publish", Map.of());
        assertThat(early.statusCode()).as(early.body()).isEqualTo(401);
        assertThat(early.body()).contains("mtm login");

        String begun = sent("/settings/sign-in", Map.of());
        Matcher there = AT_SPOTIFY.matcher(begun);
        assertThat(there.find()).isTrue();
        URI agree = URI.create(there.group(1).replace("&amp;", "&"));
        assertThat(agree.toString()).startsWith(fake.accounts().toString());
        SpotifyDesk.visit(agree);
        while (page("/settings").contains("Go on at Spotify")) {
            Thread.sleep(10);
        }
        assertThat(page("/settings")).contains("Mira &lt;b&gt; is signed in").doesNotContain("Mira <b>");

        assertThat(page("/playlists")).contains("not yet", "/playlists/current-obsessions");
        assertThat(page("/playlists/top-tracks?year=2022")).contains("My top tracks of 2022");
        assertThat(page("/playlists/current-obsessions")).contains("It was not published yet");
        String published = sent("/playlists/current-obsessions/publish", Map.of());
        assertThat(published).contains("Current obsessions", "is at Spotify now, with 1 track", "What was published");
        assertThat(fake.playlists(user)).hasSize(1);

        assertThat(sent("/settings/sign-out", Map.of())).contains("Signed out.", "Nobody is signed in.");
    }

    /// A track that Spotify knows is the first of today's top list.
    private void ranked(@Nullable String track) {
        database.write(session -> {
            session.update(
                    "insert into tracks (track_key, track_id, name, artist_name, added_at)"
                            + " values (99999, ?, 'Song', 'Mira', ?)",
                    track,
                    TODAY.atStartOfDay(RandomLife.ZONE).toInstant());
            return session.update(
                    "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                            + " values (1, ?, ?, 'short_term', 1, 'spotify')",
                    track,
                    TODAY);
        });
    }

    @Test
    void aBrowserOnAnotherMachineBringsTheAddress() throws Exception {
        assertThat(answer("/settings/sign-in/finish", Map.of("address", "http://127.0.0.1:1/?code=x"))
                        .statusCode())
                .isEqualTo(401);
        Matcher there = AT_SPOTIFY.matcher(sent("/settings/sign-in", Map.of()));
        assertThat(there.find()).isTrue();
        String back = SpotifyDesk.address(URI.create(there.group(1).replace("&amp;", "&")));
        assertThat(answer("/settings/sign-in/finish", Map.of("address", "http://127.0.0.1/?code=x"))
                        .statusCode())
                .isBetween(400, 401);
        assertThat(sent("/settings/sign-in/finish", Map.of("address", back))).contains("Signed in as Mira &lt;b&gt;.");
    }

    @Test
    void whatIsMadeAnewShowsWhatWouldBeInItAndWhy() throws Exception {
        assertThat(page("/playlists/daily")).contains("No track fits it yet");
        database.write(session -> {
            session.update("delete from snapshots");
            return session.update("update tracks set track_id = substr(track_id || 'AAAAAAAAAAAAAAAAAAAAAA', 1, 22)");
        });
        assertThat(page("/playlists"))
                .contains(
                        "/playlists/daily\">Today, out of my history</a>", "/playlists/six-hour\">These six hours</a>");
        assertThat(page("/playlists/daily"))
                .contains(
                        "As it would be made now", "heavy rotation", "in the last 30 days", "It was not published yet.")
                .contains("<td class=\"amount\">30</td>", "AAAA\">Song ");
        assertThat(page("/playlists/six-hour")).contains("of this week", "in the last 7 days");
    }

    @Test
    void snapshotsAreListedOfTheDayThatTheReaderStandsOn() throws Exception {
        assertThat(page("/snapshots")).contains("<td class=\"brief\">2023", "Spotify");
        assertThat(page("/snapshots?as_of=2001-01-01")).doesNotContain("<tbody>\n<tr>");
    }
}
