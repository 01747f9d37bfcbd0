package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.cli.Running;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.spotify.SpotifyDesk;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a listener types and reads who captures from Spotify.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class SpotifyCommandTest {
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/authorize\\S+");

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;
    private final FakeSpotify fake = FakeSpotify.start(FakeClock.standingAt(Desk.NOW));
    private final InputStream input = System.in;
    private Desk desk;

    SpotifyCommandTest(TestStores stores) {
        this.stores = stores;
        this.desk = Desk.at(stores, Path.of("target"));
    }

    @BeforeEach
    void open() {
        System.setIn(InputStream.nullInputStream());
        fake.consent(Consent.GRANT);
        fake.addUser("mira", "Mira Example", LocalDate.of(2025, 3, 1), LocalDate.of(2027, 3, 1));
        desk = Desk.at(stores, folder);
        desk.environment.put("MTM_SPOTIFY_CLIENT_ID", FakeSpotify.APP.clientId());
        desk.environment.put("MTM_SPOTIFY_ACCOUNTS_URL", fake.accounts().toString());
        desk.environment.put("MTM_SPOTIFY_API_URL", fake.api() + "/");
    }

    @AfterEach
    void close() {
        System.setIn(input);
        fake.close();
    }

    @Test
    void fromSigningInToForgottenGems() throws Exception {
        assertThat(desk.run("status").out()).contains("nobody: `mtm login`").contains("0 of 600, 600 left");
        assertThat(desk.run("sync")).isEqualTo(new Outcome(13, "", """
                mtm: Spotify: nobody is signed in.
                  Sign in once: `mtm login`. Imports and questions go on without it.
                """));
        String login = login();
        assertThat(login).contains("Signed in as Mira Example. Next: `mtm snapshot` and `mtm sync`");
        assertThat(desk.run("snapshot").out()).isEqualTo("""
                short term: 50 tracks kept
                medium term: 50 tracks kept
                long term: 50 tracks kept
                Next: `mtm ask forgotten-gems`
                """);
        assertThat(desk.run("snapshot", "--range", "short").out()).isEqualTo("short term: kept today already\n");
        assertThat(desk.run("snapshot", "--range", "short", "--replace").out())
                .startsWith("short term: 50 tracks kept");
        assertThat(desk.run("snapshot", "--range", "weekly").status()).isEqualTo(2);
        assertThat(desk.run("sync").out()).isEqualTo("50 new plays.\n");
        assertThat(desk.run("sync").out()).isEqualTo("Nothing new.\n");
        assertThat(desk.run("now-playing").status()).isZero();
        assertThat(desk.run("status").out())
                .contains("Mira Example")
                .contains("user-top-read")
                .contains("holds for 184 more days, until 2026-09-06")
                .contains("plays fetched last  2026-03-06 12:00")
                .containsPattern("gaps +none");
        assertThat(desk.run("status").out())
                .containsPattern("top lists kept +2026-03-06")
                .doesNotContain("months without");
        assertThat(desk.run("ask", "recent-plays", "--limit", "3").out()).contains("spotify-recent");
        // The clock of a server of PostgreSQL is not the one of this test.
        assertThat(desk.run("doctor").out().replace("OFF  database", ""))
                .contains("ok   what counts")
                .doesNotContain("OFF");
        assertThat(desk.run("logout").out()).isEqualTo("Signed out. Your plays and snapshots stay.\n");
        assertThat(desk.run("logout").out()).isEqualTo("Nobody was signed in.\n");
        assertThat(desk.plays()).isEqualTo(50);
    }

    @Test
    void theAddressMayBePastedWhileTheBrowserIsWaitedFor() throws Exception {
        PipedOutputStream keyboard = new PipedOutputStream();
        System.setIn(new PipedInputStream(keyboard, 10_000));
        keyboard.write('\n');
        assertThat(login(page -> keyboard.write((SpotifyDesk.address(page) + "\n").getBytes(StandardCharsets.UTF_8))))
                .contains("Paste the address here")
                .contains("Signed in as Mira Example.");
    }

    @Test
    void aPodcastIsNotNothing() throws Exception {
        login();
        Play play = fake.users().getFirst().life().plays().stream()
                .filter(next ->
                        next.start().isAfter(desk.now) && next.reportedAt().equals(next.end()))
                .findFirst()
                .orElseThrow();
        later(Duration.between(desk.now, play.start().plusSeconds(10)));
        fake.faults()
                .next(
                        "/v1/me/player",
                        1,
                        new Fault.Changed(body ->
                                body.put("currently_playing_type", "episode").putNull("item")));
        assertThat(desk.run("now-playing").out()).isEqualTo("A podcast is playing.\n");
    }

    @Test
    void whatCannotBeKeptIsTold() throws Exception {
        login();
        fake.faults().next("/v1/me/top", 1, Fault.hole(7));
        assertThat(desk.run("snapshot", "--range", "short").out())
                .startsWith("short term: 49 tracks kept, 1 place left out: Spotify names no track there\n");
        fake.faults().next("/v1/me/player", 1, Fault.hole(7));
        assertThat(desk.run("sync").out())
                .isEqualTo("49 new plays.\n1 entry was left out: Spotify names no track or no time in it.\n");
    }

    @Test
    void aGapIsToldAndAnExportClosesIt() throws Exception {
        login();
        desk.run("sync");
        later(Duration.ofDays(20));
        assertThat(desk.run("sync").out())
                .contains("50 new plays.")
                .contains("Spotify had forgotten plays between 2026-03-0")
                .contains("An export of yours that reaches over that time brings them.");
        assertThat(desk.run("status").out()).containsPattern("gaps +1").contains("Plays are missing between");
        later(Duration.ofDays(1));
        Path export = folder.resolve("Streaming_History_Audio.json");
        Files.write(export, fake.users().getFirst().life().export(Instant.parse("2025-03-01T00:00:00Z"), desk.now));
        Outcome imported = desk.run("import", export.toString());
        assertThat(imported.out())
                .containsPattern("It closes a gap: \\d+ plays between 2026-03-0\\d \\d\\d:\\d\\d and 2026-03-\\d\\d");
        assertThat(desk.run("status").out()).containsPattern("gaps +none");
        assertThat(desk.run("imports", "undo", "1").status()).isZero();
        assertThat(desk.run("status").out()).as("open again").containsPattern("gaps +1");
    }

    @Test
    void whenTheSignInEndsTheRestGoesOn() throws Exception {
        login();
        desk.run("sync");
        later(Duration.ofDays(183).plusHours(12));
        assertThat(desk.run("status").out()).contains("holds less than a day, until 2026-09-06");
        later(Duration.ofHours(12));
        assertThat(desk.run("status").out()).contains("at its end: sign in again with `mtm login`");
        later(Duration.ofDays(6));
        assertThat(desk.run("status").out()).containsPattern("top lists kept +never: `mtm snapshot`");
        Outcome ended = desk.run("sync");
        assertThat(ended.status()).isEqualTo(13);
        assertThat(ended.err()).contains("the sign-in has ended").contains("mtm login");
        assertThat(desk.run("status").out()).contains("sign in again with `mtm login`");
        assertThat(desk.run("ask", "totals").status()).isZero();
    }

    @Test
    void theServerSyncsAndTakesSnapshotsByItself() throws Exception {
        login();
        try (App app = new App(desk.environment, Clock.fixed(desk.now, ZoneOffset.UTC), new PrintWriter(System.err))) {
            try (Running server = app.serve("127.0.0.1", 0)) {
                for (int i = 0; i < 600 && (desk.plays() < 50 || snapshots() < 3); i++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                assertThat(desk.plays()).isEqualTo(50);
                assertThat(snapshots()).isEqualTo(3);
                assertThat(desk.run("status").out())
                        .containsPattern("sync due +2026-03-06 12:[34]0, while `mtm serve` runs")
                        .containsPattern("snapshot due +2026-03-06 20:00");
                assertThat(SpotifyDesk.visit(server.address().resolve("/status")))
                        .contains("Mira Example")
                        .contains("50 new plays");
            }
        }
        assertThat(fake.log().entries().stream().filter(entry -> entry.path().contains("recently-played")))
                .as("once, not in a loop")
                .hasSize(1);
    }

    private long snapshots() {
        return Long.parseLong(desk.rows("select count(distinct time_range) from snapshots where origin = 'spotify'")
                .getFirst());
    }

    @Test
    void monthsWithoutTopListsAreNamed() throws Exception {
        login();
        assertThat(desk.run("snapshot").status()).isZero();
        later(Duration.ofDays(90));
        assertThat(desk.run("status").out())
                .containsPattern("top lists kept +2026-03-06")
                .containsPattern("months without any +2026-04, 2026-05; Spotify does not tell them any more");
    }

    @Test
    void nothingOfATokenIsPrintedOrExported() throws Exception {
        String printed = login();
        printed += desk.run("sync").out()
                + desk.run("status").out()
                + desk.run("doctor").out();
        assertThat(desk.run("export", folder.resolve("out").toString()).status())
                .isZero();
        StringBuilder all = new StringBuilder(printed);
        try (var files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).doesNotContain("sign_in");
                all.append(Files.readString(file));
            }
        }
        String key = Files.readString(desk.folder.resolve("config/mtm/secret.key"));
        for (String sealed : desk.rows("select sealed_access || ' ' || sealed_refresh from spotify_sign_in")) {
            assertThat(all).doesNotContain(sealed.split(" ", -1));
        }
        assertThat(all).doesNotContain(key);
        assertThat(fake.log().entries())
                .noneMatch(entry -> entry.query().toString().contains("token"));
    }

    @Test
    void withoutAnAppItIsSaidHowToMakeOne() {
        desk.environment.remove("MTM_SPOTIFY_CLIENT_ID");
        Outcome none = desk.run("login");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err())
                .contains("no app of yours is set up at Spotify yet")
                .contains("docs/spotify.md");
        desk.environment.put("MTM_SPOTIFY_CLIENT_ID", "nobody");
        desk.environment.put("MTM_SPOTIFY_BUDGET", "many");
        assertThat(desk.run("status").err()).contains("not a number of calls: many");
        desk.environment.put("MTM_SPOTIFY_BUDGET", "600");
        desk.environment.put("MTM_SPOTIFY_API_URL", "spotify");
        assertThat(desk.run("status").err()).contains("not an address: spotify");
    }

    private void later(Duration time) {
        desk.now = desk.now.plus(time);
        fake.clock().moveTo(desk.now);
    }

    /// Signs in with a browser on this machine; gives what was printed.
    private String login() throws Exception {
        return login(page -> assertThat(SpotifyDesk.visit(page)).contains("You can close this page"));
    }

    private interface Browser {
        void open(URI page) throws Exception;
    }

    private String login(Browser browser) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> command = CompletableFuture.supplyAsync(() -> Main.run(
                new String[] {"login", "--wait", "60"},
                desk.environment,
                Clock.fixed(desk.now, ZoneOffset.UTC),
                new PrintWriter(out, true),
                new PrintWriter(err, true)));
        Matcher page = PAGE.matcher(out.toString());
        while (!page.find() && !command.isDone()) {
            TimeUnit.MILLISECONDS.sleep(20);
            page = PAGE.matcher(out.toString());
        }
        assertThat(err.toString()).isEmpty();
        browser.open(URI.create(page.group()));
        assertThat(command.get(60, TimeUnit.SECONDS)).isZero();
        return out.toString();
    }
}
