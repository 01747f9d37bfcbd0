package dev.mtm.fakes.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every kind of answer against the published document and against recorded answers, where these are at hand.
final class ContractTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static Contract contract;
    private static Path folder;

    private final FakeClock clock = FakeClock.standingAt(NOW);
    private final FakeSpotify fake = FakeSpotify.start(clock);
    private final User user = fake.addUser("mira", "Mira", Life.of(List.of()));
    private final Caller caller = new Caller(fake, fake.accessToken(user));
    private String playlist = "";

    /// @param path as the document names it; `{}` in it stands for the id of a thing that is there
    private record Question(String method, String path, String body, int status) {}

    @BeforeAll
    static void find() {
        Optional<Path> found = Contract.folder();
        assumeTrue(found.isPresent(), "no folder shared/data/spotify above, and MTM_TEST_SPOTIFY names none");
        folder = found.orElseThrow();
        contract = Contract.read(folder);
    }

    @BeforeEach
    void live() throws IOException {
        for (int i = 0; i < 30; i++) {
            Track track = track(i);
            String context = i % 2 == 0 ? "spotify:album:" + track.album().id() : "spotify:playlist:" + "0".repeat(22);
            Instant start = NOW.minus(Duration.ofHours(48)).plusSeconds(i * 600);
            Instant end = start.plus(track.length());
            user.life().add(new Play(track, start, track.length(), end, false, context));
        }
        Track now = track(30);
        user.life()
                .add(new Play(
                        now,
                        NOW.minusSeconds(9),
                        now.length(),
                        NOW.minusSeconds(9).plus(now.length()),
                        false,
                        "spotify:album:1"));
        playlist = Caller.json(caller.call("POST", "/me/playlists", "{\"name\":\"Gems\",\"description\":\"Why\"}"))
                .path("id")
                .stringValue();
        caller.call("POST", "/playlists/" + playlist + "/items", uris(0, 25));
    }

    @AfterEach
    void close() {
        caller.close();
        fake.close();
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>(List.of(
                new Question("GET", "/me", "", 200),
                new Question("GET", "/me/top/tracks", "", 200),
                new Question("GET", "/me/top/artists", "", 200),
                new Question("GET", "/me/player/recently-played", "", 200),
                new Question("GET", "/me/player/currently-playing", "", 200),
                new Question("GET", "/tracks/{id}", "", 200),
                new Question("GET", "/artists/{id}", "", 200),
                new Question("GET", "/me/playlists", "", 200),
                new Question("POST", "/me/playlists", "{\"name\":\"More\"}", 201),
                new Question("GET", "/playlists/{playlist_id}", "", 200),
                new Question("GET", "/playlists/{playlist_id}/items", "", 200),
                new Question("POST", "/playlists/{playlist_id}/items", uris(25, 26), 201),
                new Question("PUT", "/playlists/{playlist_id}/items", uris(0, 25), 200),
                new Question("DELETE", "/playlists/{playlist_id}/items", "{\"items\":[]}", 200),
                new Question("GET", "/me/library/contains", "", 200)));
        return questions;
    }

    private static List<Question> oldQuestions() {
        return List.of(
                new Question("GET", "/playlists/{playlist_id}/tracks", "", 200),
                new Question("POST", "/playlists/{playlist_id}/tracks", "{\"uris\":[]}", 201),
                new Question("DELETE", "/playlists/{playlist_id}/tracks", "{\"tracks\":[]}", 200),
                new Question("PUT", "/playlists/{playlist_id}/tracks", "{\"uris\":[]}", 200),
                new Question("GET", "/users/{user_id}/playlists", "", 200),
                new Question("POST", "/users/{user_id}/playlists", "{\"name\":\"More\"}", 201));
    }

    private JsonNode answer(Question question) throws IOException {
        String path = question.path
                .replace("/tracks/{id}", "/tracks/" + track(0).id())
                .replace(
                        "/artists/{id}",
                        "/artists/" + track(0).artists().getFirst().id())
                .replace("{playlist_id}", playlist)
                .replace("{user_id}", "mira")
                .replaceFirst("/contains$", "/contains?uris=" + track(0).uri());
        HttpResponse<String> answer = caller.call(question.method, path, question.body);
        assertThat(answer.statusCode()).as(question + " " + answer.body()).isEqualTo(question.status);
        return Caller.json(answer);
    }

    private Map<String, Set<String>> complaints(List<Question> questions) throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        for (Question question : questions) {
            Set<String> complaints =
                    contract.complaints(question.method, question.path, question.status, answer(question));
            if (!complaints.isEmpty()) {
                all.put(question.method + " " + question.path, complaints);
            }
        }
        return all;
    }

    /// Recorded answers have these fields, the document does not.
    private static Map<String, Set<String>> undocumented(String tracks, String track) {
        Map<String, Set<String>> fields = new TreeMap<>();
        fields.put("GET /me/player/currently-playing", Set.of("/actions/disallows: unknown"));
        fields.put("GET /me/playlists", Set.of("/items/*/primary_color: unknown"));
        fields.put("POST /me/playlists", Set.of("/primary_color: unknown"));
        fields.put("GET /playlists/{playlist_id}/items", undocumentedItems("/items/*", track));
        Set<String> whole = undocumentedItems("/" + tracks + "/items/*", track);
        whole.add("/primary_color: unknown");
        fields.put("GET /playlists/{playlist_id}", whole);
        return fields;
    }

    private static Set<String> undocumentedItems(String place, String track) {
        return new TreeSet<>(Set.of(
                place + "/primary_color: unknown",
                place + "/video_thumbnail: unknown",
                place + "/" + track + "/episode: unknown",
                place + "/" + track + "/track: unknown"));
    }

    @Test
    void answersOfTheOldShapeAreThoseOfTheDocument() throws IOException {
        fake.shape(FieldShape.OLD);
        List<Question> questions = questions();
        questions.addAll(oldQuestions());
        Map<String, Set<String>> expected = undocumented("tracks", "track");
        expected.put("GET /playlists/{playlist_id}/tracks", undocumentedItems("/items/*", "track"));
        expected.put("GET /users/{user_id}/playlists", Set.of("/items/*/primary_color: unknown"));
        expected.put("POST /users/{user_id}/playlists", Set.of("/primary_color: unknown"));
        assertThat(complaints(questions)).isEqualTo(expected);
    }

    @Test
    void answersOfTheNewShapeLackTheMarketsThatTheDocumentStillRequires() throws IOException {
        String lacking = "/album/available_markets: required";
        Map<String, Set<String>> expected = undocumented("items", "item");
        expected.put("GET /tracks/{id}", Set.of(lacking));
        expected.put("GET /me/top/tracks", Set.of("/items/*" + lacking));
        expected.put("GET /me/player/recently-played", Set.of("/items/*/track" + lacking));
        expected.merge("GET /me/player/currently-playing", Set.of("/item" + lacking), ContractTest::together);
        expected.merge("GET /playlists/{playlist_id}", Set.of("/items/items/*/item" + lacking), ContractTest::together);
        expected.merge("GET /playlists/{playlist_id}/items", Set.of("/items/*/item" + lacking), ContractTest::together);
        assertThat(complaints(questions())).isEqualTo(expected);
    }

    private static Set<String> together(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    @Test
    void theNewShapeIsTheOldOneWithoutTheFieldsThatAreGone() throws IOException {
        Set<String> ofATrack = Set.of("- /available_markets", "- /popularity", "- /album/available_markets");
        Set<String> ofAnArtist = Set.of("- /followers", "- /followers/href", "- /followers/total", "- /popularity");
        Map<String, Set<String>> expected = new TreeMap<>();
        expected.put("/tracks/{id}", ofATrack);
        expected.put("/me/top/tracks", below("/items/*", ofATrack));
        expected.put("/me/player/recently-played", below("/items/*/track", ofATrack));
        expected.put("/me/player/currently-playing", below("/item", ofATrack));
        expected.put("/playlists/{playlist_id}", below("/items/items/*/item", ofATrack));
        expected.put("/playlists/{playlist_id}/items", below("/items/*/item", ofATrack));
        expected.put("/artists/{id}", ofAnArtist);
        expected.put("/me/top/artists", below("/items/*", ofAnArtist));
        expected.put(
                "/me",
                Set.of(
                        "+ /account_id",
                        "- /country",
                        "- /email",
                        "- /explicit_content",
                        "- /explicit_content/filter_enabled",
                        "- /explicit_content/filter_locked",
                        "- /followers",
                        "- /followers/href",
                        "- /followers/total",
                        "- /product"));
        Map<String, Set<String>> found = new TreeMap<>();
        for (Question question : questions()) {
            if (!question.method.equals("GET") || question.path.endsWith("/contains")) {
                continue;
            }
            fake.shape(FieldShape.OLD);
            Set<String> old = Contract.places(answer(question));
            if (question.path.contains("playlists")) {
                old = renamed(old);
            }
            fake.shape(FieldShape.NEW);
            Set<String> differences = differences(old, Contract.places(answer(question)));
            if (!differences.isEmpty()) {
                found.put(question.path, differences);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    /// Places of a playlist under the names since February 2026.
    private static Set<String> renamed(Set<String> places) {
        Set<String> renamed = new TreeSet<>();
        for (String place : places) {
            renamed.add(place.replaceFirst("^/tracks(?=/|$)", "/items")
                    .replaceFirst("/items/\\*/tracks(?=/|$)", "/items/*/items")
                    .replaceFirst("/items/\\*/track(?=/|$)", "/items/*/item"));
        }
        return renamed;
    }

    private static Set<String> below(String place, Set<String> differences) {
        Set<String> below = new TreeSet<>();
        differences.forEach(difference -> below.add(difference.replaceFirst("/", place + "/")));
        return below;
    }

    @Test
    void whatIsNullInRealAnswersIsNullHere() throws IOException {
        fake.shape(FieldShape.OLD);
        JsonNode none = caller.read("/me/player/recently-played?before=1");
        assertThat(contract.complaints("GET", "/me/player/recently-played", 200, none))
                .containsExactlyInAnyOrder("/cursors: type", "/next: type");
        Track file = fake.catalogue().localFiles().getFirst();
        user.life().add(Play.of(file, NOW.minusSeconds(9_000), Duration.ofSeconds(60)));
        JsonNode recent = caller.read("/me/player/recently-played?limit=1");
        assertThat(contract.complaints("GET", "/me/player/recently-played", 200, recent))
                .containsExactlyInAnyOrder(
                        "/items/*/context: type",
                        "/items/*/track/album/album_type: enum",
                        "/items/*/track/album/album_type: type",
                        "/items/*/track/album/href: type",
                        "/items/*/track/album/id: type",
                        "/items/*/track/album/release_date: type",
                        "/items/*/track/album/release_date_precision: enum",
                        "/items/*/track/album/release_date_precision: type",
                        "/items/*/track/album/total_tracks: required",
                        "/items/*/track/album/uri: type",
                        "/items/*/track/artists/*/href: type",
                        "/items/*/track/artists/*/id: type",
                        "/items/*/track/artists/*/uri: type",
                        "/items/*/track/href: type",
                        "/items/*/track/id: type");
    }

    @Test
    void errorsAreThoseOfTheDocument() throws IOException {
        for (Fault fault : List.of(
                Fault.unauthorized(),
                Fault.missingScope(),
                Fault.noPremium(),
                Fault.rateLimited(Duration.ofSeconds(1)))) {
            fake.faults().next(fault);
            HttpResponse<String> answer = caller.get("/me");
            assertThat(contract.complaints("GET", "/me", answer.statusCode(), Caller.json(answer)))
                    .isEmpty();
        }
        fake.faults().next(Fault.quotaExceeded(Duration.ofSeconds(1)));
        assertThat(contract.complaints("GET", "/me", 429, Caller.json(caller.get("/me"))))
                .as("the document is older than the quota")
                .containsExactly("/error/reason: unknown");
        HttpResponse<String> bad = caller.call("PUT", "/me/library?uris=nonsense", "");
        assertThat(contract.complaints("PUT", "/me/library", 400, Caller.json(bad)))
                .as("everywhere else the document has the level above")
                .containsExactlyInAnyOrder("/error: unknown", "/message: required", "/status: required");
    }

    @Test
    void aBrokenAnswerIsCaught() throws IOException {
        fake.shape(FieldShape.OLD);
        JsonNode good = caller.read("/me/top/tracks");
        ObjectNode track = (ObjectNode) good.path("items").path(3);
        assertThat(top(good)).isEmpty();
        track.put("duration_ms", "long");
        assertThat(top(good)).containsExactly("/items/*/duration_ms: type");
        track.remove("duration_ms");
        track.put("durationMs", 1);
        assertThat(top(good)).containsExactly("/items/*/durationMs: unknown");
        track.remove("durationMs");
        track.put("type", "song");
        assertThat(top(good)).containsExactly("/items/*/type: enum");
        track.put("type", "track");
        ((ObjectNode) track.path("album")).remove("name");
        assertThat(top(good)).containsExactly("/items/*/album/name: required");
        ((ObjectNode) good).remove("total");
        assertThat(top(good)).containsExactlyInAnyOrder("/items/*/album/name: required", "/total: required");
        assertThat(contract.complaints("GET", "/me/top/nothing", 200, good)).isNotEmpty();
    }

    private static Set<String> top(JsonNode answer) {
        return contract.complaints("GET", "/me/top/tracks", 200, answer);
    }

    @Test
    void theOldShapeHasTheFieldsOfRecordedAnswers() throws IOException {
        fake.shape(FieldShape.OLD);
        caller.token(fake.accessToken(user));
        assertThat(differences("pyspotify_recently_played_tracks.json", caller.read("/me/player/recently-played")))
                .isEqualTo(Set.of());
        assertThat(differences("pyspotify_top_tracks.json", caller.read("/me/top/tracks")))
                .as("told where tracks cannot be played everywhere")
                .containsExactlyInAnyOrder(
                        "- /items/*/album/is_playable",
                        "- /items/*/is_playable",
                        "- /items/*/restrictions",
                        "- /items/*/restrictions/reason");
        assertThat(differences("pyspotify_top_artists.json", caller.read("/me/top/artists")))
                .isEqualTo(Set.of());
        assertThat(differences(
                        "pyspotify_playlist_items.redacted.json", caller.read("/playlists/" + playlist + "/items")))
                .as("recorded between the shapes, with both")
                .isNotEmpty()
                .allMatch(place -> place.startsWith("- /items/*/item"));
        JsonNode made = Caller.json(caller.call("POST", "/me/playlists", "{\"name\":\"More\"}"));
        assertThat(differences("pyspotify_new_playlist.redacted.json", made)).isEqualTo(Set.of());
        assertThat(differences(
                        "pyspotify_playlist_update_items.json",
                        answer(questions().get(11))))
                .isEqualTo(Set.of());
        assertThat(differences(
                        "pyspotify_playlist_not_found.json", Caller.json(caller.get("/playlists/" + "0".repeat(22)))))
                .isEqualTo(Set.of());
        fake.faults().next(Fault.rateLimited(Duration.ofSeconds(1)));
        assertThat(differences("pyspotify_rate_limit.json", Caller.json(caller.get("/me"))))
                .isEqualTo(Set.of());
    }

    private static Set<String> differences(String file, JsonNode ours) {
        return differences(Contract.places(Contract.recorded(folder, file)), Contract.places(ours));
    }

    /// Places that are only in the former (`-`) or only in the latter (`+`).
    private static Set<String> differences(Set<String> former, Set<String> latter) {
        Set<String> differences = new TreeSet<>();
        former.stream().filter(place -> !latter.contains(place)).forEach(place -> differences.add("- " + place));
        latter.stream().filter(place -> !former.contains(place)).forEach(place -> differences.add("+ " + place));
        return differences;
    }

    private Track track(int number) {
        return fake.catalogue().tracks().get(number * 7);
    }

    private String uris(int from, int to) {
        List<String> uris = new ArrayList<>();
        for (int i = from; i < to; i++) {
            uris.add('"' + track(i).uri() + '"');
        }
        return "{\"uris\":[" + String.join(",", uris) + "]}";
    }
}
