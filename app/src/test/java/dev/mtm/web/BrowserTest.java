package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import dev.mtm.access.AccessFile;
import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.account.SignIn;
import dev.mtm.backup.Drill;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Covers;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.imports.Desk;
import dev.mtm.imports.ExportFiles;
import dev.mtm.jobs.JobLog;
import dev.mtm.question.RandomLife;
import dev.mtm.spotify.SpotifyApp;
import dev.mtm.sync.Gaps;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages in a real Chromium: what a person does with them. Nothing is asked of another host, nothing is complained
/// of in the console, and axe finds no fault of levels A and AA.
@NullMarked
class BrowserTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private Database database = TestStores.SQLITE.open();
    private final Supplier<Library> library = TestLibrary.of(() -> database, TODAY, RandomLife.ZONE);
    private final AccessFile access = new AccessFile(TestLibrary.arrivals().resolve("access"));
    private final WebServer server = TestServer.start(
            Site.ofThisMachine("127.0.0.1", 0),
            access,
            library,
            BrowserTest::status,
            () -> Health.UNREACHABLE,
            complaints::add);

    @BeforeAll
    static void open() {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium is installed (Debian: apt-get install chromium)");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        assertThat(complaints).isEmpty();
    }

    private static Overview status() {
        Instant now = TODAY.atStartOfDay().toInstant(ZoneOffset.UTC);
        return new Overview(
                now,
                RandomLife.ZONE,
                123_456,
                Optional.of(now),
                Optional.of(now),
                Optional.of(new SignIn.Standing("mira", "Mira", List.of(), now, now.plusSeconds(9_000_000), null)),
                new SignIn.Calls(12, 600, null, null),
                List.of(
                        new JobLog.Standing(
                                "backup",
                                now,
                                false,
                                Optional.of(new JobLog.Run(
                                        now,
                                        now,
                                        JobLog.Outcome.DONE,
                                        "music-1f0c77aa-20230306T030000Z-v0021.db.gz, opened again"))),
                        new JobLog.Standing(
                                "snapshot",
                                now,
                                false,
                                Optional.of(new JobLog.Run(
                                        now,
                                        now,
                                        JobLog.Outcome.FAILED,
                                        "Spotify does not answer. It is tried again.")))),
                List.of(new Gaps.Gap(now.minusSeconds(900_000), now.minusSeconds(800_000), now, 12, false)),
                new Overview.Backed(
                        30,
                        Optional.of(now),
                        "/srv/.local/share/mtm/backups",
                        Optional.of(new Drill.Recorded(now, "a", true))),
                TestServer.VERSIONS,
                List.of("its header has no title (/srv/.local/share/mtm/questions/mine.sql). Begin with -- title:"));
    }

    private Page page(int width, ColorScheme colours) {
        return page(width, colours, server);
    }

    private Page page(int width, ColorScheme colours, WebServer server) {
        BrowserContext context = Objects.requireNonNull(browser)
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(colours)
                        .setReducedMotion(ReducedMotion.REDUCE));
        Page page = context.newPage();
        String home = server.address().getAuthority();
        return watched(page, home);
    }

    /// Complains of whatever the page does that it should not.
    private Page watched(Page page, String home) {
        page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
        page.onPageError(error -> complaints.add("script: " + error));
        page.onRequest(request -> {
            if (!home.equals(URI.create(request.url()).getAuthority())
                    && !request.url().startsWith("data:")) {
                complaints.add("another host: " + request.url());
            }
        });
        return page;
    }

    private void go(Page page, String path) {
        page.navigate(server.address().resolve(path).toString());
    }

    private void live() {
        database.close();
        database = RandomLife.lived(TestStores.SQLITE, TODAY);
    }

    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("overview", "/"),
            Map.entry("tops", "/tops/artists?year=2022"),
            Map.entry("compare", "/compare?one=2022&other=2021"),
            Map.entry("attention", "/attention"),
            Map.entry("evolution", "/evolution"),
            Map.entry("clock", "/clock"),
            Map.entry("question", "/questions/top-tracks?limit=5"),
            Map.entry("questions", "/questions"),
            Map.entry("editor", "/questions/new"),
            Map.entry("track", "/tracks/t2"),
            Map.entry("artist", "/artists/Artist%202"),
            Map.entry("history", "/history?words=song+2"),
            Map.entry("year", "/years/2022"),
            Map.entry("reports", "/reports"),
            Map.entry("report", "/reports/2022"),
            Map.entry("analyses", "/analyses"),
            Map.entry("imports", "/imports"),
            Map.entry("import", "/imports/1"),
            Map.entry("playlists", "/playlists"),
            Map.entry("playlist", "/playlists/top-tracks?year=2022"),
            Map.entry("snapshots", "/snapshots"),
            Map.entry("settings", "/settings"),
            Map.entry("status", "/status"));

    /// What readers look at most.
    private static final Set<String> MAIN = Set.of(
            "overview", "tops", "compare", "evolution", "clock", "track", "year", "report", "question", "status");

    /// The main ones in both themes at both widths. Axe looks at each of all when it is wide and light, and when it is
    /// dark on a phone.
    @Test
    void everyPageIsRightAtTwoWidthsAndInBothThemes(@TempDir Path folder) throws Exception {
        live();
        Path file = Files.writeString(
                folder.resolve("Streaming_History_Audio_2022_3.json"),
                ExportFiles.list(ExportFiles.row(3), ExportFiles.row(Map.of("ts", "\"never\""))));
        new Desk(database, RandomLife.ZONE).take(file);
        new ApiTokens(access, Clock.systemUTC()).make("home-assistant", true);
        library.get().backups().make();
        Files.createDirectories(PICTURES);
        for (int width : List.of(390, 1280)) {
            Page page = page(width, ColorScheme.LIGHT);
            for (Map.Entry<String, String> one : PAGES.entrySet()) {
                for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    boolean judged = (colours == ColorScheme.LIGHT) == (width == 1280);
                    if (!judged && !MAIN.contains(one.getKey())) {
                        continue;
                    }
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
                    go(page, one.getValue());
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(PICTURES.resolve(one.getKey() + "-" + width + "-"
                                    + colours.name().toLowerCase(Locale.ROOT) + ".png")));
                    if (judged) {
                        requireReadable(page, one.getKey() + " " + width);
                    }
                }
                assertThat((Boolean) page.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as(one.getKey() + " fits into " + width)
                        .isTrue();
            }
            page.context().close();
        }
    }

    /// No violation of level A or AA.
    private static void requireReadable(Page page, String what) {
        assertThat(new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                        .analyze()
                        .getViolations())
                .as(what)
                .extracting(
                        rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                .isEmpty();
    }

    @Test
    void aReaderSignsInAtSpotifyAndThePageOfSettingsSaysSo(@TempDir Path folder) {
        try (FakeSpotify fake = FakeSpotify.start(
                FakeClock.standingAt(TODAY.atStartOfDay(RandomLife.ZONE).toInstant()))) {
            fake.consent(Consent.ASK);
            fake.addUser("mira", "Mira Example", LocalDate.of(2022, 3, 1), LocalDate.of(2024, 5, 1));
            Supplier<Library> signingIn = TestLibrary.of(
                    database,
                    TODAY,
                    RandomLife.ZONE,
                    folder,
                    new SpotifyApp(Optional.of(FakeSpotify.APP.clientId()), fake.accounts(), fake.api()));
            try (WebServer other = TestServer.start(
                    "127.0.0.1", 0, signingIn, BrowserTest::status, () -> Health.UNREACHABLE, complaints::add)) {
                Page page = page(390, ColorScheme.LIGHT, other);
                page.navigate(other.address().resolve("settings").toString());
                page.getByText("Sign in at Spotify").click();
                assertThat(page.locator(".notice").innerText()).startsWith("Go on at Spotify");
                requireReadable(page, "a sign-in that has begun");
                Page spotify = page.waitForPopup(() -> page.locator("a.button").click());
                spotify.getByText("Agree as Mira Example").click();
                spotify.getByText("Thank you. You can close this page").waitFor();
                spotify.close();
                Locator signedIn = page.getByText("Mira Example is signed in");
                page.waitForResponse(
                        "**/settings", () -> page.evaluate("() => { dispatchEvent(new Event('focus')); }"));
                page.locator("h1").waitFor();
                for (int i = 0; signedIn.count() == 0 && i < 100; i++) {
                    page.reload();
                }
                assertThat(signedIn.count()).isEqualTo(1);
                assertThat(page.getByText("Sign in again").count()).isEqualTo(1);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve("signed-in-390-light.png")));
            }
        }
    }

    @Test
    void aYearIsReadAndItsCardsAreTakenAlong() throws Exception {
        live();
        Page page = page(390, ColorScheme.DARK);
        go(page, "/years");
        page.locator("main a[href^='/years/2022']").first().click();
        assertThat(page.url()).endsWith("/years/2022?as_of=2022-12-31");
        assertThat(page.locator(".told .prose").count()).isGreaterThan(3);
        assertThat(
                        (Boolean)
                                page.evaluate(
                                        "document.querySelector('.card img').complete && document.querySelector('.card img').naturalWidth > 0"))
                .isTrue();
        Locator cards = page.locator(".card a[download]");
        assertThat(cards.count()).isEqualTo(4);
        for (int i = 0; i < cards.count(); i++) {
            Locator card = cards.nth(i);
            Download download = page.waitForDownload(() -> card.click());
            Path file = download.path();
            if (download.suggestedFilename().endsWith(".png")) {
                BufferedImage picture = Objects.requireNonNull(ImageIO.read(file.toFile()));
                assertThat(card.innerText()).startsWith(picture.getWidth() + "x" + picture.getHeight());
            } else {
                assertThat(download.suggestedFilename()).matches("music-2022-.*\\.svg");
                assertThat(DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(file.toFile())
                                .getDocumentElement()
                                .getTagName())
                        .isEqualTo("svg");
            }
        }
        page.locator(".ways a").first().click();
        assertThat(page.url()).contains("/years/20").doesNotContain("/years/2022");
    }

    @Test
    void twoPeriodsAreComparedWithTheKeyboardAlone() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/compare?one=2022&other=2021");
        String before = page.locator("main").innerText();
        assertThat(before).contains("2021");
        page.locator("form.ask input[name=other]").focus();
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().type("2020");
        page.keyboard().press("Enter");
        page.waitForURL("**other=2020**");
        assertThat(page.locator("main").innerText()).contains("2020").isNotEqualTo(before);
        assertThat(page.locator("td.move").count()).isGreaterThan(0);
    }

    @Test
    void aZipIsDroppedOnThePageAndReadWhileTheReaderWatches(@TempDir Path folder) throws Exception {
        Path zip = Files.write(
                folder.resolve("my_spotify_data.zip"),
                ExportFiles.zip(Map.of(
                        "Streaming_History_Audio_2022.json",
                        ExportFiles.bytes(ExportFiles.list(0, 4_000).replace("2024-", "2022-")))));
        Path broken = Files.writeString(folder.resolve("notes.json"), "{\"no\": \"history\"}");
        Page page = page(390, ColorScheme.DARK);
        go(page, "/imports");
        page.locator("#files").setInputFiles(new Path[] {zip, broken});
        Locator done = page.locator("#arrivals li[data-state=done]");
        done.waitFor();
        assertThat(done.innerText()).contains("my_spotify_data.zip", "4,000 new plays in 4,000 rows.");
        Locator failed = page.locator("#arrivals li[data-state=failed]");
        failed.waitFor();
        assertThat(failed.innerText()).contains("notes.json", "Nothing in it is a listening history");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("dropped-390-dark.png")));
        done.locator("a").click();
        page.waitForURL("**/imports/1");
        assertThat(page.locator("main").innerText()).contains("Streaming_History_Audio_2022.json", "4,000");
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }

    @Test
    void anEmptyStoreSaysWhatToDo() {
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/");
        assertThat(page.locator("main").innerText()).contains("mtm import");
        assertThat(page.locator("#slider").isVisible()).isFalse();
        go(page, "/imports");
        assertThat(page.locator("main").innerText()).contains("None yet");
    }

    @Test
    void theSliderTakesTheReaderThroughTimeAndEveryLinkKeepsTheDay() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/tops/tracks");
        String now = page.locator("tbody").first().innerText();
        page.locator("#slider").focus();
        page.keyboard().press("Home");
        page.waitForURL("**as_of=**");
        assertThat(page.locator("tbody").count() == 0
                        || !page.locator("tbody").first().innerText().equals(now))
                .isTrue();
        page.getByText("+1 year").click();
        String day = page.locator("#as-of").inputValue();
        page.locator("header nav a").getByText("Clock").click();
        assertThat(page.locator("#as-of").inputValue()).isEqualTo(day);
        page.getByText("Back to today").click();
        assertThat(page.locator("#as-of").inputValue()).isEqualTo("2023-03-06");
    }

    @Test
    void playingMovesOnByItselfUntilItIsStopped() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/clock");
        page.locator("#play").click();
        page.waitForURL("**as_of=**");
        String first = page.locator("#as-of").inputValue();
        page.waitForFunction("day => document.getElementById('as-of').value > day", first);
        page.locator("#play").click();
        assertThat(page.locator("#play").innerText()).isEqualTo("Play");
    }

    @Test
    void aQuestionIsAskedOtherwiseWithItsForm() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/questions");
        page.locator("main a[href='/questions/top-tracks']").click();
        page.locator("form.ask input[name=limit]").fill("3");
        page.locator("form.ask select[name=by]").selectOption("time");
        page.locator("form.ask button").click();
        assertThat(page.url()).contains("limit=3", "by=time");
        Locator rows = page.locator(".panel table tbody tr");
        assertThat(rows.count()).isEqualTo(3);
        rows.first().locator("a[href^='/tracks/']").click();
        assertThat(page.url()).contains("/tracks/t");
    }

    @Test
    void aQuestionIsWrittenTriedAndKept() {
        live();
        Page page = page(390, ColorScheme.LIGHT);
        go(page, "/questions");
        page.getByText("Write one of your own").click();
        page.locator("textarea").fill("select count(*) as plays from listens");
        page.locator("button[value=try]").click();
        assertThat(page.locator("textarea").inputValue())
                .startsWith("-- title:   My question\n")
                .contains("-- column:  plays count \"Plays\"\n");
        assertThat(page.locator(".panel table tbody tr").count()).isEqualTo(1);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve("editor-390.png")));
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
        page.locator("input[name=name]").fill("how-many");
        page.locator("button[value=keep]").click();
        page.waitForURL("**/questions/how-many");
        assertThat(page.locator(".notice").innerText()).startsWith("Kept.");
        assertThat(page.locator("h1").innerText()).isEqualTo("My question");
    }

    @Test
    void theKeyboardAloneReachesEverything() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        go(page, "/");
        page.keyboard().press("Tab");
        assertThat((String) page.evaluate("document.activeElement.textContent")).isEqualTo("To the content");
        page.keyboard().press("Enter");
        assertThat(page.url()).endsWith("#content");
        List<String> reached = new ArrayList<>();
        go(page, "/clock");
        for (int i = 0; i < 22; i++) {
            page.keyboard().press("Tab");
            reached.add(
                    String.valueOf(page.evaluate("document.activeElement.textContent || document.activeElement.id")));
        }
        assertThat(reached).contains("Overview", "Your data", "as-of", "Go", "slider");
    }

    @Test
    void anImportIsTakenBackWithTheKeyboard(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("history.json"), ExportFiles.list(0, 20));
        // It is from 2024, a year after the reader's day: that must not spoil a page.
        new Desk(database, RandomLife.ZONE).take(file);
        Page page = page(390, ColorScheme.LIGHT);
        go(page, "/imports");
        page.locator("summary").focus();
        page.keyboard().press("Enter");
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve("undo-390-light.png")));
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForURL("**/imports");
        assertThat(page.locator(".notice").innerText()).isEqualTo("Import 1 is undone: 20 plays went with it.");
        assertThat(page.locator("summary").count()).isZero();
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("undone-390-light.png")));
    }

    @Test
    void aPasswordIsAskedForAndThePageBehindItIsShownThen(@TempDir Path folder) {
        AccessFile access = new AccessFile(folder.resolve("access"));
        new PagePassword(access).set("four words to remember");
        try (WebServer locked = WebServer.start(new Ground(
                new Site("127.0.0.1", 0, "/music", List.of(), List.of(), false),
                access,
                TestLibrary.arrivals(),
                null,
                Clock.systemUTC(),
                library,
                BrowserTest::status,
                () -> Health.UNREACHABLE,
                complaints::add,
                line -> {}))) {
            live();
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = page(390, colours, locked);
                page.navigate(locked.address().resolve("clock").toString());
                assertThat(page.url()).contains("/music/sign-in?to=");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(
                                PICTURES.resolve("sign-in-390-" + colours.name().toLowerCase(Locale.ROOT) + ".png")));
                assertThat(new AxeBuilder(page)
                                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                                .analyze()
                                .getViolations())
                        .isEmpty();
                page.keyboard().type("four words to remember");
                page.keyboard().press("Enter");
                page.waitForURL("**/music/clock");
                assertThat(page.locator("h1").innerText()).isEqualTo("When you listen");
                page.getByText("Sign out").click();
                page.waitForURL("**/music/sign-in");
                page.context().close();
            }
        }
    }

    @Test
    void aCoverIsLaidOverTheDrawnOneAndAMissingOneIsNoComplaint(@TempDir Path folder) throws Exception {
        live();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
        HttpServer host = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        host.createContext("/", exchange -> {
            try (exchange) {
                boolean there = exchange.getRequestURI().getPath().equals("/there");
                exchange.sendResponseHeaders(there ? 200 : 404, png.size());
                exchange.getResponseBody().write(png.toByteArray());
            }
        });
        host.start();
        URI base = URI.create("http://127.0.0.1:" + host.getAddress().getPort());
        database.write(session -> session.update(
                "update tracks set album_image_url = case when track_id = 't2' then ? else ? end",
                base + "/there",
                base + "/missing"));
        try (WebServer covered = WebServer.start(new Ground(
                Site.ofThisMachine("127.0.0.1", 0),
                AccessFile.empty(),
                TestLibrary.arrivals(),
                new Covers(folder.resolve("covers"), base, Covers.USUAL, Clock.systemUTC()),
                Clock.systemUTC(),
                library,
                BrowserTest::status,
                () -> Health.UNREACHABLE,
                complaints::add,
                line -> {}))) {
            Page page = page(1280, ColorScheme.LIGHT, covered);
            for (Map.Entry<String, Integer> one :
                    Map.of("tracks/t2", 64, "tracks/t3", 0).entrySet()) {
                page.navigate(covered.address().resolve(one.getKey()).toString());
                page.waitForLoadState();
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(one.getKey().replace("tracks/", "cover-") + "-1280-light.png")));
                assertThat(page.locator(".sleeve svg").isVisible()).isTrue();
                assertThat(page.evaluate(
                                "(wide => wide === 64 ? 64 : 0)(document.querySelector('.sleeve img').naturalWidth)"))
                        .as(one.getKey())
                        .isEqualTo(one.getValue());
                assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            }
        } finally {
            host.stop(0);
        }
    }

    @Test
    void everyKindOfPictureIsDrawn() {
        live();
        Page page = page(1280, ColorScheme.LIGHT);
        for (String name :
                List.of("listens-by-day", "listens-by-month", "hour-by-weekday", "diversity-by-month", "reasons")) {
            go(page, "/questions/" + name);
            assertThat(page.locator(".picture canvas").count()).as(name).isEqualTo(1);
        }
        go(page, "/questions/rank-history?track=t2");
        assertThat(page.locator(".picture canvas").count()).isEqualTo(1);
    }
}
