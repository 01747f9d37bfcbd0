package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.RandomLife;
import dev.mtm.question.SearchIndex;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    private final TestStores stores;
    private Database database;
    private final WebServer server;

    PagesTest(TestStores stores) {
        this.stores = stores;
        database = stores.open();
        server = TestServer.start(
                "127.0.0.1",
                0,
                TestLibrary.of(() -> database, TODAY, ZONE),
                PagesTest::status,
                () -> Health.UNREACHABLE,
                defects::add);
    }

    private static Overview status() {
        return TestServer.unknown(TODAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZONE);
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        client.close();
        assertThat(defects).isEmpty();
    }

    private void live() {
        database.close();
        database = RandomLife.lived(stores, TODAY);
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
        assertThat(answer.body()
                        .replaceAll("<a href=\"https://[^\"]*\" rel=\"noreferrer external\" target=\"_blank\">", ""))
                .as(path)
                .doesNotContain("<script>", " style=", " onclick=", "http:", "https:");
        return answer.body();
    }

    private static List<String> paths() {
        List<String> paths =
                new ArrayList<>(Chapter.ALL.stream().map(Chapter::path).toList());
        paths.addAll(List.of(
                "/questions",
                "/imports",
                "/status",
                "/search",
                "/search?q=song",
                "/years/2022",
                "/years/1999",
                "/reports",
                "/reports/2022",
                "/reports/2022-11",
                "/reports/last-7-days",
                "/analyses",
                "/playlists",
                "/playlists/daily",
                "/playlists/six-hour"));
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
            assertThat(page(path))
                    .as(path)
                    .contains("<main id=\"content\">", "aria-label=\"Pages\"", "role=\"search\"");
        }
        assertThat(page("/")).contains("class=\"picture\"", "data-kind=\"heat-calendar\"", "<dt>Listens</dt>");
    }

    @Test
    void everyLinkOnAPageLeadsSomewhereAndKeepsTheDay() throws Exception {
        live();
        Set<String> followed = new HashSet<>();
        for (String path : List.of(
                "/",
                "/tops/tracks",
                "/tops/artists",
                "/tops/albums",
                "/questions",
                "/questions/top-tracks",
                "/clock",
                "/tracks/t2",
                "/artists/Artist%202",
                "/albums/Artist%202/Album%200",
                "/search?q=song+1")) {
            String page = page(path + (path.contains("?") ? "&" : "?") + "as_of=2022-05-01");
            List<String> links = LINK.matcher(page)
                    .results()
                    .map(found -> found.group(1).replace("&amp;", "&"))
                    .distinct()
                    .toList();
            assertThat(links).hasSizeGreaterThan(10);
            for (String link : links.stream().filter(followed::add).toList()) {
                assertThat(ask(link).statusCode()).as(link).isEqualTo(200);
            }
            assertThat(links.stream().filter(link -> !link.startsWith("/static/") && !link.contains("as_of=")))
                    .as("only the way back to today leaves the day")
                    .containsExactly(path);
        }
    }

    @Test
    void everyPlaceIsComparedWithTheOneInThePeriodBefore() throws Exception {
        live();
        Map<String, Integer> before = new HashMap<>();
        for (String line : lines("/api/v1/questions/top-tracks.csv?year=2021&limit=999999")) {
            before.put(line.split(",", -1)[1], Integer.valueOf(line.split(",", -1)[0]));
        }
        List<String> expected = new ArrayList<>();
        for (String line : lines("/api/v1/questions/top-tracks.csv?year=2022")) {
            Integer then = before.get(line.split(",", -1)[1]);
            int risen = then == null ? 0 : then - Integer.parseInt(line.split(",", -1)[0]);
            expected.add(then == null ? "new" : risen == 0 ? "=" : (risen > 0 ? "▲ " : "▼ ") + Math.abs(risen));
        }
        assertThat(expected).hasSize(50).contains("new").anyMatch(change -> change.startsWith("▲"));
        for (String path : List.of(
                "/tops/tracks?year=2022",
                "/tops/tracks?from=2022-01-01&until=2022-12-31",
                "/compare?one=2022&other=2021")) {
            List<String> shown = Pattern.compile("<td class=\"move[a-z ]*\">([^<]*)</td>")
                    .matcher(page(path))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(shown).as(path).containsSubsequence(expected.subList(0, 15));
        }
        assertThat(page("/tops/tracks")).contains("Against a month before");
        assertThat(page("/tops/albums?from=2022-03-10&until=2022-03-19"))
                .contains("Against 2022-02-28..2022-03-09", "from=2022-01-01&amp;until=2022-12-31\">Last year</a>");
    }

    private List<String> lines(String path) throws Exception {
        return ask(path).body().lines().skip(1).toList();
    }

    @Test
    void everyTrackHasACoverOfItsOwn() throws Exception {
        live();
        Pattern row = Pattern.compile("<svg class=\"cover\"[^>]*>(.*?)</svg>.*?href=\"/tracks/(t\\d+)\"");
        Map<String, String> covers = new HashMap<>();
        for (String path : List.of("/tops/tracks", "/tops/tracks?year=2022", "/history")) {
            row.matcher(page(path))
                    .results()
                    .forEach(found -> assertThat(covers.computeIfAbsent(found.group(2), track -> found.group(1)))
                            .isEqualTo(found.group(1)));
        }
        assertThat(covers).hasSizeGreaterThan(50);
        assertThat(new HashSet<>(covers.values())).hasSizeGreaterThan(25);
        assertThat(covers.values())
                .allMatch(cover -> !cover.replaceFirst(".*?class=\"(c\\d)\".*?class=\"(c\\d)\".*", "$1 $2")
                        .matches("(c\\d) \\1"));
    }

    @Test
    void aTrackShowsHowItSoundsAndItsLyricsWhereTheyAreKept() throws Exception {
        live();
        assertThat(page("/tracks/t3")).doesNotContain("How it sounds", "Lyrics");
        database.write(session -> {
            session.update("insert into track_features (track_key, features_source, energy, tempo)"
                    + " select track_key, 'reccobeats', 0.5, 120 from tracks where track_id = 't2'");
            return session.update(
                    "insert into track_lyrics (track_key, lyrics, lyrics_source, lyrics_url)"
                            + " select track_key, ?, 'lrclib', 'https://genius.com/1' from tracks where track_id = 't2'",
                    "One <b>line</b>\nand \u202eanother");
        });
        assertThat(page("/tracks/t2"))
                .contains(
                        "How it sounds",
                        "tempo",
                        "reccobeats",
                        "One &lt;b&gt;line&lt;/b&gt;\nand \\u202eanother",
                        "Told by lrclib, for you alone.",
                        "href=\"https://genius.com/1\"");
    }

    @Test
    void twoPeriodsStandSideBySide() throws Exception {
        live();
        String page = page("/compare?one=2022-05&other=2021-06-01..2021-06-30");
        String listens = lines("/api/v1/questions/totals.csv?from=2022-05-01&until=2022-05-31")
                .getFirst()
                .split(",", -1)[0];
        assertThat(page)
                .contains(
                        "Artists · 2022-05",
                        "Artists · 2021-06",
                        "<dd>" + listens + "</dd>",
                        " in 2021-06</dd>",
                        ">gone</td>",
                        "other_from=2021-06-01");
        for (String wrong : List.of("soon", "2022-13", "2022-05-01..2022-04-01", "%3Cb%3E..%3Cb%3E", "1800", "..")) {
            HttpResponse<String> answer = ask("/compare?one=" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body())
                    .as(wrong)
                    .contains("is no period", "such as 2024-03")
                    .doesNotContain("<b>");
        }
        assertThat(page("/?as_of=2022-05-20")).contains("2022-05", " in 2022-04</dd>", " in 2021-05</dd>");
    }

    @Test
    void whatWasAnsweredIsForgottenWhenTheStoreChanges() throws Exception {
        live();
        page("/tops/tracks?limit=1");
        List<String> changes = List.of(
                "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at, ordinal)"
                        + " select max(play_id) + 1, 1, min(track_key), 1, 1, max(played_at), 7 from play_history",
                "insert into import_run (import_id, account_id, started_at, finished_at)"
                        + " select 9, 1, max(played_at), max(played_at) from play_history",
                "update import_run set undone_at = finished_at",
                "insert into same_play (play_id, same_as, score, reason, decided_by) values (1, 2, 100, 'told', 'hand')",
                "insert into play_decision (play_id, hidden_at) values (1, '2024-01-01 00:00:00')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 't1', '2023-03-09', 'short_term', 9, 'spotify')",
                "insert into tracks (track_key, track_id, kind) values (900000, 'new', 'music')",
                "update account set counting_rule = 'any'",
                "update account set zone = 'Asia/Tokyo'");
        for (int i = 0; i < changes.size(); i++) {
            String track = "t" + (100 + i);
            String change = changes.get(i);
            int listens = 1_000_000 + i;
            database.write(session -> {
                session.update(
                        "update heard_tracks set listens = ? where track_key ="
                                + " (select track_key from tracks where track_id = ?)",
                        listens,
                        track);
                return session.update(change);
            });
            assertThat(page("/tops/tracks?limit=1")).as(change).contains("href=\"/tracks/" + track + "\"");
        }
    }

    @Test
    void everyNumberOfAStoryStandsInItsAnswer() throws Exception {
        live();
        String first = page("/years/2018");
        String page = page("/years/2021");
        List<String> told = new ArrayList<>(List.of(page.split("<p class=\"prose\">", -1)));
        assertThat(told).hasSizeGreaterThan(8);
        assertThat(page).contains("Forgotten since", "The longest session", "href=\"/years/2022?as_of=");
        assertThat(first).contains("The discovery");
        told.addAll(List.of(first.split("<p class=\"prose\">", -1)).subList(1, 8));
        Pattern numbers = Pattern.compile("\\d[\\d,.:-]*");
        int checked = 0;
        for (String one : told.subList(1, told.size())) {
            String prose = one.substring(0, one.indexOf("</p>"));
            String shown = one.substring(one.indexOf("</p>")).replace(",", "");
            assertThat(one).contains("href=\"/questions/");
            for (var found : numbers.matcher(prose.replace(",", "")).results().toList()) {
                assertThat(shown).as(prose).contains(found.group().replaceAll("[.:-]+$", ""));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(15);
        assertThat(page("/years/2021?as_of=2020-05-01")).contains("nothing is known of that year");
        for (String path : List.of("/years/soon", "/years/0000", "/years/2021/1x1.png", "/years/2021/1200x630.gif")) {
            assertThat(ask(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aYearHasCardsToShow() throws Exception {
        live();
        call("<b>&\u202e\"", "Artist 2", "Album 0");
        for (String size : List.of("1080x1350", "1200x630")) {
            assertThat(page("/years/2021")).contains("href=\"/years/2021/" + size + ".png\" download=");
            HttpResponse<String> svg = ask("/years/2021/" + size + ".svg");
            assertThat(svg.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
            assertThat(svg.body()).startsWith("<svg ").contains(">2021</text>").doesNotContain("<b>");
            HttpResponse<byte[]> png = client.send(
                    HttpRequest.newBuilder(server.address().resolve("/years/2021/" + size + ".png"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(png.headers().firstValue("Content-Type")).hasValue("image/png");
            assertThat(ImageIO.read(new ByteArrayInputStream(png.body())).getWidth() + "")
                    .isEqualTo(size.substring(0, 4));
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
            String given = switch (question.group()) {
                case "a track" -> "?track=t2";
                case "one track, artist or album" -> "?artist=Artist%202";
                case "an album" -> "?artist=Artist%202&album=Album%200";
                default -> "";
            };
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
    void tracksArtistsAndAlbumsHavePagesUnderTheirNames() throws Exception {
        live();
        assertThat(page("/tracks/t2"))
                .contains("<h1>Song 2</h1>", "href=\"/artists/Artist%202\"", "href=\"/albums/Artist%202/Album%200\"")
                .contains("<dt>Share of plays skipped</dt>", "data-kind=\"line\"", "data-kind=\"bars\"")
                .contains("https://open.spotify.com/search/Artist%202%20Song%202", "rel=\"noreferrer external\"");
        assertThat(page("/artists/Artist%202"))
                .contains("<h1>Artist 2</h1>", "<dt>Tracks</dt>", "href=\"/tracks/t2\"")
                .contains("href=\"/albums/Artist%202/Album%200\"");
        assertThat(page("/albums/Artist%202/Album%200"))
                .contains("<h1>Album 0</h1>", "href=\"/artists/Artist%202\"", "href=\"/tracks/t2\"");
        assertThat(page("/tops/albums")).contains("href=\"/albums/Artist%202/Album%200\"");
        for (String path : List.of(
                "/tracks/nobody-knows",
                "/tracks/song",
                "/artists/a",
                "/artists/~",
                "/albums/Artist%202/Album%209999")) {
            HttpResponse<String> missing = ask(path);
            assertThat(missing.statusCode()).as(path).isEqualTo(404);
            assertThat(missing.body()).as(path).contains("is known", "role=\"search\"", "<h1>Nothing is here</h1>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AC/DC", "100%", "a;b?c#d&e=f+g", "..", ".", "...And You", "~2f ~", "back\\slash", "Sigur Rós 音"
            })
    void everyNameIsAnAddress(String name) throws Exception {
        live();
        call(name, "Artist 2", "Album 0");
        assertThat(page("/tracks/t2")).contains("/artists/" + Visit.part(name), "/albums/" + Visit.part(name) + "/");
        for (String path :
                List.of("/artists/" + Visit.part(name), "/albums/" + Visit.part(name) + "/" + Visit.part(name))) {
            String page = page(path);
            assertThat(page).as(path).contains("<h1>" + name.replace("&", "&amp;") + "</h1>", "href=\"/tracks/t2\"");
            assertThat(ask(path + "?as_of=2022-05-01").body()).contains("href=\"" + path + "\">Back to today");
        }
    }

    /// Renames an artist and an album of theirs.
    /// As a service that was asked tells it: an index of the names before is of another store then.
    private void call(String name, String artist, String album) {
        database.write(session -> {
            session.update(
                    "insert into call_budget (service, day, calls) values ('musicbrainz', ?, 1)"
                            + " on conflict (service, day) do update set calls = call_budget.calls + 1",
                    TODAY);
            session.update("update tracks set album_name = ? where album_name = ?", name, album);
            session.update("update tracks set artist_name = ? where artist_name = ?", name, artist);
            return session.update("update artists set name = ? where name = ?", name, artist);
        });
    }

    @Test
    void searchKnowsNeitherCaseNorAccents() throws Exception {
        assertThat(page("/search?q=song")).contains("Nothing that you have met");
        live();
        call("Björk Łódź", "Artist 2", "Album 0");
        for (String sought : List.of("bjork", "BJÖRK", "lodz+bjork", "bjo")) {
            assertThat(page("/search?q=" + sought.replace("Ö", "%C3%96")))
                    .as(sought)
                    .contains("<h2>Artists</h2>", "<h2>Tracks</h2>", "<h2>Albums</h2>", "Björk Łódź")
                    .contains("href=\"/tracks/t2\"");
        }
        assertThat(page("/search?q=song+2+bjork"))
                .contains("href=\"/tracks/t2\"")
                .doesNotContain("<h2>Artists</h2>");
        String many = page("/search?q=song");
        assertThat(many.split("href=\"/tracks/", -1)).hasSize(SearchIndex.MOST + 1);
        assertThat(page("/search?q=song+2").indexOf("\"/tracks/t2\""))
                .as("an equal name comes first")
                .isBetween(0, page("/search?q=song+2").indexOf("\"/tracks/t20\""));
        assertThat(page("/search?q=song&as_of=2015-01-01"))
                .as("nothing was met by then")
                .contains("Nothing that you have met");
        assertThat(ask("/api/v1/search?q=song+2+BJORK").body())
                .startsWith(
                        "{\"q\":\"song 2 BJORK\",\"as_of\":\"2023-03-06\",\"tracks\":[{\"track_id\":\"t2\",\"title\":\"Song 2\","
                                + "\"artist\":\"Björk Łódź\"}");
    }

    @Test
    void theHistoryIsSearchedByWords() throws Exception {
        live();
        call("Björk Łódź", "Artist 2", "Album 0");
        String found = page("/history?words=LODZ+song+2+bjork&as_of=2022-05-01");
        assertThat(found)
                .contains("href=\"/tracks/t2?as_of=2022-05-01\"", "name=\"words\" value=\"LODZ song 2 bjork\"")
                .contains("name=\"as_of\" value=\"2022-05-01\"")
                .contains("href=\"/history?words=LODZ+song+2+bjork\">Back to today")
                .doesNotContain("href=\"/tracks/t3?", ">2023-");
        for (String nothing : List.of("words=zzz&artist=Artist+3", "words=zzz", "words=bjork&until=2001-01-01")) {
            assertThat(page("/history?" + nothing)).as(nothing).contains("Nothing on this day.");
        }
        assertThat(page("/history?words=lodz&artist=Artist+3"))
                .contains("href=\"/tracks/t3\"")
                .doesNotContain("href=\"/tracks/t2\"");
        assertThat(ask("/history?words=" + "x".repeat(201)))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(400))
                .satisfies(refused -> assertThat(refused.body()).contains("at most 200 letters"));
        assertThat(page("/history?words=%27%22%3Cb%3E"))
                .contains("Nothing on this day.")
                .doesNotContain("<b>");
        // What comes is found at once, also where the index does not know of it yet.
        call("Ægir", "Björk Łódź", "Björk Łódź");
        database.write(session -> session.update(
                "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at, ordinal)"
                        + " select max(play_id) + 1, 1, min(track_key), 1, 1, max(played_at), 7 from play_history"));
        assertThat(page("/history?words=%C3%A6GIR")).contains("href=\"/tracks/t2\"");
    }

    @Test
    void artistsAndAlbumsTellAsMuchAsTracks() throws Exception {
        live();
        for (String path : List.of("/tracks/t2", "/artists/Artist%202", "/albums/Artist%202/Album%200")) {
            String page = page(path);
            assertThat(page)
                    .as(path)
                    .contains("<dt>Listens</dt>", "<dt>First listen</dt>", "<dt>Share of plays skipped</dt>")
                    .contains("/questions/facts-by-month?", "/questions/facts-by-hour?", "/questions/neighbours?")
                    .contains("/questions/sessions?", "/questions/rank-history?", "/questions/recent-plays?");
            Matcher every =
                    Pattern.compile("href=\"(/history\\?[^\"]*)\">Every play").matcher(page);
            assertThat(every.find()).as(path).isTrue();
            assertThat(page(every.group(1).replace("&amp;", "&"))).contains("href=\"/tracks/t2\"");
        }
        assertThat(page("/artists/Artist%202")).contains("/questions/top-tracks?", "/questions/top-albums?");
        assertThat(page("/tracks/t2")).doesNotContain("<dt>Tracks</dt>");
    }

    @Test
    void nonsenseIsSearchedForCalmly() throws Exception {
        live();
        for (String sought : List.of(
                "",
                "+++",
                "%25",
                "_",
                "%27%3B+drop+table+tracks%3B+--",
                "%22+or+1%3D1",
                "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "%00",
                "%F0%9F%8E%B5",
                "%CC%81",
                "x".repeat(3_000))) {
            assertThat(page("/search?q=" + sought)).as(sought).doesNotContain("href=\"/tracks/", "<h2>");
            assertThat(ask("/api/v1/search?q=" + sought).body()).as(sought).contains("\"tracks\":[]");
        }
        assertThat(page("/search")).contains("Write a part");
        assertThat(page("/search?q=song")).contains("<h2>Tracks</h2>");
        assertThat(ask("/search?q=song&as_of=soon").statusCode()).isEqualTo(400);
        assertThat(ask("/api/v1/search?q=song&as_of=soon").body()).startsWith("{\"error\":{\"code\":\"USAGE\"");
    }

    @Test
    void errorsOfPagesArePages() throws Exception {
        live();
        HttpResponse<String> missing = ask("/nothing-such?as_of=2022-05-01");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(missing.body()).contains("There is no such page.", "href=\"/?as_of=2022-05-01\"");
        HttpResponse<String> wrong = ask("/tops/tracks?limit=%3Cb%3E&as_of=2022-05-01");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("<h1>That does not fit</h1>", "limit: `&lt;b&gt;` does not fit.", "Give a whole number")
                .doesNotContain("<b>");
        HttpResponse<String> day = ask("/tops/tracks?as_of=%22%3E%3Cb%3E");
        assertThat(day.statusCode()).isEqualTo(400);
        assertThat(day.body())
                .contains("<h1>That does not fit</h1>", "value=\"2023-03-06\"")
                .doesNotContain("<b>");
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
