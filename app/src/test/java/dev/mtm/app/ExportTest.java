package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything goes out in open formats and comes back, into either database, an empty store or one with a life of its
/// own.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ExportTest {
    private static final Set<String> DERIVED =
            Set.of("listens", "listening_hours", "heard_tracks", "days", "schema_migrations");

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    private Path export = Path.of("");

    ExportTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void exportAStore() {
        desk = Desk.with("two imports and something in every table", stores, folder, first -> {
            fine(first, "import", first.file("a.json", list(0, 400)).toString());
            fine(first, "import", first.file("b.json", list(350, 450)).toString());
            Stores.fill(first);
        });
        export = folder.resolve("export");
        assertThat(fine(desk, "export", export.toString())).contains("README.md");
    }

    private static String fine(Desk desk, String... arguments) {
        Outcome outcome = desk.run(arguments);
        assertThat(outcome.err()).as(String.join(" ", arguments)).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.out();
    }

    private static TreeSet<String> kept(Desk desk) {
        TreeSet<String> rows = new TreeSet<>();
        Stores.tables(desk).forEach((table, all) -> {
            if (!DERIVED.contains(table)) {
                // The words of songs stay where they are.
                all.forEach(row -> rows.add(row.replaceFirst(" lyrics=la,\n\"la\" ", " lyrics=null ")));
            }
        });
        return rows;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void anExportComesBackAsItWasIntoEitherDatabase() throws IOException {
        for (TestStores target : TestStores.values()) {
            Desk other = Desk.without(target, folder);
            assertThat(fine(other, "import", "--dry-run", export.toString())).contains("nothing was kept");
            List<String> log = other.rows(
                    target == TestStores.SQLITE
                            ? "select name from sqlite_master where name = 'play_history'"
                            : "select relname from pg_class where relname = 'play_history'");
            assertThat(log.isEmpty() || other.plays() == 0)
                    .as("a dry run keeps no play")
                    .isTrue();
            assertThat(fine(other, "import", export.toString())).contains("450", "taken over as it is");
            assertThat(Stores.differences(kept(desk), kept(other))).isEmpty();
            assertThat(Stores.answers(other)).isEqualTo(Stores.answers(desk));
            Path again = folder.resolve("again-" + target);
            fine(other, "export", again.toString());
            Map<String, String> expected = files(export);
            files(again)
                    .forEach((name, text) ->
                            assertThat(text.equals(expected.get(name))).as(name).isTrue());

            Map<String, String> answers = Stores.answers(other);
            assertThat(fine(other, "import", export.toString())).contains("Nothing new");
            assertThat(other.plays()).isEqualTo(450);
            assertThat(Stores.answers(other)).isEqualTo(answers);
            fine(other, "imports", "undo", "3");
            fine(other, "imports", "undo", "2");
            assertThat(other.plays()).isEqualTo(400);
        }
    }

    @Test
    void aPlaylistThatWasPublishedInBothStoresKeepsTheOneOfItsOwn() {
        for (TestStores target : TestStores.values()) {
            Desk other = Desk.at(target, folder);
            fine(other, "import", other.file("c.json", list(300, 600)).toString());
            try (Database database = other.open()) {
                database.write(session ->
                        session.update("insert into playlists (account_id, playlist, title, marker, spotify_id)"
                                + " values (1, 'on-this-day', 'On this day', 'mtm1', 'p9')"));
            }
            fine(other, "import", export.toString());
            assertThat(other.rows("select spotify_id, marker from playlists")).containsExactly("p9 | mtm1");
            assertThat(other.rows("select count(*) from playlist_history")).containsExactly("0");
            assertThat(other.rows("select count(*) from playlist_tracks")).containsExactly("0");
        }
    }

    @Test
    void aStoreWithALifeOfItsOwnTakesWhatItLacksAndKeepsItsOwn() {
        for (TestStores target : TestStores.values()) {
            Desk other = Desk.at(target, folder);
            other.environment.put("MTM_ZONE", "Asia/Tokyo");
            fine(other, "import", other.file("c.json", list(300, 600)).toString());
            String told = fine(other, "import", export.toString());
            assertThat(told)
                    .contains(
                            "450",
                            "299",
                            "150",
                            "Beside the plays: ",
                            "track_features 1",
                            "same_play 1",
                            "play_decision 1");
            assertThat(other.plays()).isEqualTo(600);
            assertThat(other.rows("select zone from account")).containsExactly("Asia/Tokyo");
            assertThat(other.rows("select count(*) from track_lyrics")).containsExactly("1");
            assertThat(other.rows("select t.duration_ms, t.isrc, f.tempo from tracks as t"
                            + " join track_features as f on f.track_key = t.track_key"))
                    .containsExactly("1234 | DEA123456789 | 120.12345678901234");
            assertThat(other.rows("select a.artist_id from track_artists as c"
                            + " join artists as a on a.artist_key = c.artist_key"
                            + " join tracks as t on t.track_key = c.track_key where t.track_id = 'onlyranked'"))
                    .containsExactly("artist-id");
            String pairs = "select p.played_at, o.played_at, m.score, m.reason, m.decided_by from same_play as m"
                    + " join play_history as p on p.play_id = m.play_id"
                    + " join play_history as o on o.play_id = m.same_as";
            assertThat(other.rows(pairs)).isEqualTo(desk.rows(pairs)).hasSize(1);
            String hidden = "select p.played_at, d.hidden_at from play_decision as d"
                    + " join play_history as p on p.play_id = d.play_id";
            assertThat(other.rows(hidden)).isEqualTo(desk.rows(hidden)).hasSize(1);
            String ranked = "select track_id, rank, origin from snapshots where origin = 'spotify'";
            assertThat(other.rows(ranked)).isEqualTo(desk.rows(ranked)).hasSize(1);
            assertThat(other.rows("select count(*) from analysis_snapshots")).containsExactly("1");
            assertThat(other.rows("select count(*) from api_cache")).containsExactly("1");
            assertThat(other.rows("select count(*) from playlist_config")).containsExactly("1");
            for (String facts : List.of(
                    "select subject, attempted_at, outcome from enrichment_attempt",
                    "select location, hour, temperature, cloud_cover, recorded_at from weather_readings",
                    "select home_latitude, home_longitude from account",
                    "select artist_id, genres, genres_source from artists where genres is not null")) {
                assertThat(other.rows(facts)).as(facts).isNotEmpty().isEqualTo(desk.rows(facts));
            }
            assertThat(
                            other.rows(
                                    "select p.title, p.spotify_id, h.published_at, t.track_id from playlists as p"
                                            + " join playlist_history as h on h.playlist = p.playlist"
                                            + " join playlist_tracks as t on t.playlist = h.playlist and t.publication = h.publication"))
                    .containsExactly("On this day | p1 | 2026-03-06 11:00:00 | onlyranked");

            TreeSet<String> before = Stores.content(other);
            assertThat(fine(other, "import", export.toString()))
                    .contains("Nothing new")
                    .doesNotContain("Beside");
            assertThat(Stores.differences(before, Stores.content(other)))
                    .allMatch(row -> row.startsWith("+ import_") || row.startsWith("+ track_description"));
            Outcome doctor = other.run("doctor");
            assertThat(doctor.out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                    .isEmpty();
        }
    }

    @Test
    void thePlaysAloneAreAFormatOfTheirOwn() {
        Desk other = Desk.without(stores, folder);
        fine(other, "import", export.resolve("play_history.jsonl").toString());
        assertThat(other.plays()).isEqualTo(450);
        assertThat(fine(other, "import", other.file("a.json", list(0, 450)).toString()))
                .contains("Nothing new");
    }

    @Test
    void aDamagedExportIsRefusedAndNothingIsChanged() throws IOException {
        Map<String, String> damages = Map.of(
                "tracks.jsonl", "a line less",
                "artists.jsonl", "{\"artist_key\": ",
                "account.jsonl", "{\"account_id\": 1, \"name\": \"me\", \"counting_rule\": null}",
                "play_context.jsonl", "a line less");
        for (Map.Entry<String, String> damage : damages.entrySet()) {
            Path file = export.resolve(damage.getKey());
            String whole = Files.readString(file);
            Files.writeString(
                    file,
                    damage.getValue().startsWith("{")
                            ? damage.getValue() + "\n"
                            : whole.substring(whole.indexOf('\n') + 1));
            Desk other = Desk.at(stores, folder);
            TreeSet<String> before = Stores.content(other);
            Outcome outcome = other.run("import", export.toString());
            assertThat(outcome.status()).as(damage.getKey() + outcome.err()).isEqualTo(3);
            assertThat(outcome.err()).contains("export", "Nothing was changed");
            assertThat(Stores.differences(before, Stores.content(other))).isEmpty();
            Files.writeString(file, whole);
        }
        Path manifest = export.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"schema\":\\d+", "\"schema\":9999"));
        Outcome newer = Desk.at(stores, folder).run("import", export.toString());
        assertThat(newer.status()).isEqualTo(7);
        assertThat(newer.err()).contains("9999");
    }

    @Test
    void anExportThatWouldPassForItsPlaysAloneIsRefused() throws IOException {
        Desk other = Desk.at(stores, folder);
        TreeSet<String> before = Stores.content(other);
        Path manifest = export.resolve("manifest.json");
        String whole = Files.readString(manifest);
        Map<String, byte[]> members = new TreeMap<>();
        members.put("my export/manifest.json", whole.getBytes(UTF_8));
        members.put("my export/play_history.jsonl", Files.readAllBytes(export.resolve("play_history.jsonl")));
        Outcome packed = other.run("import", desk.file("e.zip", zip(members)).toString());
        assertThat(packed.status()).isEqualTo(3);
        assertThat(packed.err()).contains("e.zip", "Unpack it and import the folder, to take everything back");
        for (String damage : List.of(whole.substring(0, whole.length() / 2), "", "[]", "{}", "null", "x")) {
            Files.writeString(manifest, damage);
            Outcome outcome = other.run("import", export.toString());
            assertThat(outcome.status()).as(damage).isEqualTo(3);
            assertThat(outcome.err())
                    .startsWith("mtm: " + manifest + ": the export is damaged: its manifest cannot be read");
        }
        assertThat(Stores.differences(before, Stores.content(other))).isEmpty();
        // Another program's manifest says nothing of the files beside it.
        Path album = Files.createDirectories(folder.resolve("album"));
        Files.writeString(album.resolve("manifest.json"), "{\"name\": \"An app\"}");
        Files.writeString(album.resolve("a.json"), list(0, 3));
        fine(other, "import", album.toString());
        assertThat(other.plays()).isEqualTo(3);
    }

    @Test
    void anExportNeverWritesIntoAFolderThatIsThere() {
        Outcome outcome = desk.run("export", export.toString());
        assertThat(outcome.status()).isEqualTo(11);
        assertThat(outcome.err()).contains("something of that name already");
    }

    @Test
    void theFilesExplainThemselves() throws IOException {
        assertThat(Files.readString(export.resolve("README.md")))
                .contains("## play_history", "450 rows")
                .contains("| `played_at` | text | when it started, UTC |")
                .contains("row of `tracks`")
                .contains("| `isrc` |");
        assertThat(Files.readAllLines(export.resolve("play_history.csv")))
                .hasSize(451)
                .element(0)
                .asString()
                .startsWith("play_id,account_id,track_key,")
                .endsWith("incognito");
        assertThat(Files.readString(export.resolve("track_lyrics.csv")))
                .as("whose lyrics are known, and never the words")
                .isEqualTo("track_key,lyrics_summary,instrumental,lyrics_source,lyrics_at,lyrics_url\n1,,,,,\n");
        assertThat(Files.readString(export.resolve("track_lyrics.jsonl"))).isEqualTo("{\"track_key\":1}\n");
        assertThat(export.resolve("listens.csv")).doesNotExist();
    }
}
