package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.reccobeats.FakeReccoBeats;
import dev.mtm.fakes.reccobeats.Features;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import dev.mtm.problem.MtmException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Facts from a service and from files, by the command line. The store knows four tracks of Mira and one of Øre.
@ParameterizedClass
@EnumSource(TestStores.class)
final class EnrichCommandTest {
    private static final List<String> IDS = List.of(
            "1111111111111111111111",
            "2222222222222222222222",
            "3333333333333333333333",
            "4444444444444444444444",
            "5555555555555555555555");

    private final TestStores stores;
    private Desk desk;

    @TempDir
    private Path folder = Path.of("");

    EnrichCommandTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void fill() {
        desk = Desk.at(stores, folder);
        StringBuilder plays = new StringBuilder();
        for (int i = 0; i < IDS.size(); i++) {
            for (int play = 0; play <= i; play++) {
                plays.append(plays.isEmpty() ? "[" : ",")
                        .append("""
                        {"ts":"2026-02-%02dT%02d:00:00Z","ms_played":200000,"conn_country":"DE","platform":"linux",
                         "master_metadata_track_name":"Song %d","master_metadata_album_artist_name":"%s",
                         "master_metadata_album_album_name":"Tides","spotify_track_uri":"spotify:track:%s",
                         "episode_name":null,"reason_start":"clickrow","reason_end":"trackdone","shuffle":false,
                         "skipped":false,"offline":false,"incognito_mode":false}
                        """.formatted(i + 1, play + 1, i + 1, i == 4 ? "Øre" : "Mira", IDS.get(i)));
            }
        }
        Path file =
                desk.file("Streaming_History_Audio_2026.json", plays.append("]").toString());
        assertThat(desk.run("import", file.toString()).status()).isZero();
    }

    @Test
    void whatIsLackingIsShownAndNobodyIsAskedBeforeAServiceIsSwitchedOn() {
        Desk.Outcome outlook = desk.run("enrich");
        assertThat(outlook.status()).as(outlook.err()).isZero();
        assertThat(outlook.out()
                        .lines()
                        .map(line -> line.replaceAll(" {2,}", " | "))
                        .toList())
                .containsSequence(
                        "what | asks | lacking | to ask | calls | could be done",
                        "tracks | spotify | 5 | 5 | 5 | it is switched off: set enrich-spotify = on",
                        "artists | spotify | 0 | 0 | 0 | it is switched off: set enrich-spotify = on",
                        "features | reccobeats | 5 | 5 | 1 | it is switched off: set enrich-reccobeats = on");
        Desk.Outcome refused = desk.run("enrich", "features");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualToNormalizingNewlines("mtm: reccobeats: it is switched off: set enrich-reccobeats = on.\n"
                        + "  Nothing was asked; everything else goes on without it.\n");
        assertThat(desk.run("enrich", "all").status())
                .as("nobody may be asked, none was named")
                .isZero();
        Desk.Outcome unknown = desk.run("enrich", "feature");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("feature: nothing of that name can be asked for", "features");
        assertThat(desk.run("enrich", "features", "--limit", "0").err()).contains("--limit: not a number to ask about");
        desk.environment.put("MTM_ENRICH_RECCOBEATS", "perhaps");
        assertThat(desk.run("enrich").err()).contains("enrich-reccobeats: neither on nor off: perhaps");
    }

    @Test
    void featuresComeWhatWasHeardMostFirstAndARunGoesOnWhereTheOtherEnded() {
        FakeClock clock = FakeClock.standingAt(desk.now);
        try (FakeReccoBeats fake = FakeReccoBeats.start(clock)) {
            desk.environment.put("MTM_ENRICH_RECCOBEATS", "on");
            desk.environment.put("MTM_RECCOBEATS_URL", fake.api().toString());
            IDS.subList(1, 5).forEach(id -> fake.knows(id, Features.of(id)));
            assertThat(desk.run("enrich", "features", "--forecast").out())
                    .contains("2026-03-06 12:00, at 2,000 calls a day");
            Desk.Outcome two = desk.run("enrich", "features", "--limit", "2");
            assertThat(two.status()).as(two.err()).isZero();
            assertThat(two.out().lines().toList().getLast().split(" +"))
                    .containsExactly("features", "reccobeats", "2", "0", "0", "3");
            assertThat(desk.rows("select track_id from tracks as t join track_features as f"
                            + " on f.track_key = t.track_key order by track_id"))
                    .containsExactly(IDS.get(3), IDS.get(4));

            fake.faults().next(Fault.rateLimited(Duration.ofMinutes(20)));
            Desk.Outcome later = desk.run("enrich", "features");
            assertThat(later.status()).isEqualTo(14);
            assertThat(later.err())
                    .isEqualToNormalizingNewlines("mtm: reccobeats: it asked to slow down.\n"
                            + "  What came is kept. Go on with `mtm enrich features` after 2026-03-06 12:20.\n");

            desk.now = desk.now.plus(Duration.ofMinutes(21));
            fake.faults().next(new Fault.Page());
            assertThat(enriched()).isEqualTo("0 of 3 audio features of tracks, 0 left");
            desk.now = desk.now.plus(Duration.ofHours(25));
            assertThat(desk.run("status").out())
                    .containsPattern("audio features of tracks +3 to ask reccobeats about: `mtm enrich features`");
            assertThat(enriched()).isEqualTo("2 of 3 audio features of tracks, 0 left");
            assertThat(enriched()).isEqualTo("nothing to ask");
            desk.environment.put("MTM_ENRICH_RECCOBEATS", "off");
            assertThatThrownBy(this::enriched).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e).hasMessage("nobody may be asked what your music is");
                assertThat(e.fix()).contains("`mtm enrich` shows");
            });
            desk.environment.put("MTM_ENRICH_RECCOBEATS", "on");
            assertThat(desk.rows("select count(*) from enrichment_attempt where outcome = 'missing'"))
                    .containsExactly("1");
            assertThat(desk.run("enrich", "features")
                            .out()
                            .lines()
                            .toList()
                            .getLast()
                            .split(" +"))
                    .containsExactly("features", "reccobeats", "0", "0", "0", "0");
            assertThat(fake.log().entries()).hasSize(4);
        }
    }

    /// What the server's job says.
    private String enriched() {
        try (App app =
                new App(desk.environment, Clock.fixed(desk.now, ZoneOffset.UTC), new PrintWriter(new StringWriter()))) {
            return Server.enrich(limit -> Server.enrich(app, limit)).work().run();
        }
    }

    @Test
    void aFileOfOursTellsFeaturesGenresAndLinksAndTwiceIsOnce() {
        Path file = desk.file("facts.csv", """
                track_id,name,artist_name,energy,key,tempo,features_source,genres,lyrics_url
                %s,,,0.5,-1,0,spotify,dream pop;shoegaze,https://genius.com/one
                spotify:track:%s,,,0.25,7,120.5,spotify,"[""folk""]",
                ,Song 3,mira,0.125,,,spotify,,
                9999999999999999999999,,,0.5,,,spotify,,
                %s,,,,,,spotify,,
                %s,,,1.5,,,spotify,,
                %s,,,loud,,,spotify,,
                %s,,,0.5,3.5,,spotify,,
                %s,,,0.5,,,,,
                %s,,,0.5,,,spotify,,javascript:alert(1)
                ,Song 3,,0.5,,,spotify,,
                %s,too,few
                """.formatted(
                        IDS.get(0),
                        IDS.get(1),
                        IDS.get(3),
                        IDS.get(3),
                        IDS.get(3),
                        IDS.get(3),
                        IDS.get(3),
                        IDS.get(3),
                        IDS.get(3)));
        Desk.Outcome dry = desk.run("enrich", "import", file.toString(), "--dry-run");
        assertThat(desk.rows("select count(*) from track_features")).containsExactly("0");
        Desk.Outcome first = desk.run("enrich", "import", file.toString());
        assertThat(first.status()).isZero();
        assertThat(verdicts(first)).containsExactly("12", "3", "0", "0", "1", "1", "7");
        assertThat(verdicts(dry)).isEqualTo(verdicts(first));
        assertThat(first.out())
                .contains(
                        "Line 7: energy is 1.5, not from 0 to 1.",
                        "Line 8: energy is no number: loud.",
                        "Line 9: key is 3.5, not a whole number.",
                        "Line 10: it does not say who told.",
                        "Line 11: lyrics_url is no address: javascript:alert(1).",
                        "And 2 more.");
        assertThat(desk.rows("select t.track_id, f.features_source, f.energy, f.key, f.tempo, t.genres, l.lyrics_url"
                        + " from track_features as f join tracks as t on t.track_key = f.track_key"
                        + " left join track_lyrics as l on l.track_key = t.track_key order by t.track_id"))
                .extracting(row -> row.replace("\", \"", "\",\""))
                .containsExactly(
                        IDS.get(0)
                                + " | spotify | 0.5 | null | null | [\"dream pop\",\"shoegaze\"] | https://genius.com/one",
                        IDS.get(1) + " | spotify | 0.25 | 7 | 120.5 | [\"folk\"] | null",
                        IDS.get(2) + " | spotify | 0.125 | null | null | null | null");
        assertThat(verdicts(desk.run("enrich", "import", file.toString())))
                .containsExactly("12", "0", "3", "0", "1", "1", "7");
    }

    @Test
    void whatAnotherSourceToldStaysOrIsReplacedWhole() {
        Path spotify = desk.file("a.csv", "track_id,energy,valence,tempo\n" + IDS.get(0) + ",0.5,0.5,120\n");
        Path other = desk.file("b.csv", "track_id;energy;loudness\n" + IDS.get(0) + ";0,25;0.3\n");
        Path third = desk.file("c.csv", "\uFEFFtrack_id\tenergy\tloudness\n" + IDS.get(0) + "\t0.25\t0.3\n");
        Desk.Outcome unsaid = desk.run("enrich", "import", spotify.toString());
        assertThat(unsaid.status()).isEqualTo(2);
        assertThat(unsaid.err()).contains("a.csv: the file does not say whose facts these are", "--source");
        assertThat(verdicts(desk.run("enrich", "import", "--source", "spotify", spotify.toString())))
                .containsExactly("1", "1", "0", "0", "0", "0", "0");
        assertThat(desk.run("enrich", "import", "--source", "soundstat", other.toString())
                        .status())
                .as("no row could be taken")
                .isEqualTo(3);
        Desk.Outcome kept = desk.run("enrich", "import", "--source", "soundstat", third.toString());
        assertThat(verdicts(kept)).containsExactly("1", "0", "0", "1", "0", "0", "0");
        assertThat(kept.out()).contains("What another source told stays");
        String row = "select features_source, energy, valence, tempo, loudness from track_features";
        assertThat(desk.rows(row).getFirst())
                .startsWith("spotify | 0.5 | 0.5 | 120")
                .endsWith(" | null");
        assertThat(verdicts(desk.run("enrich", "import", "--source", "soundstat", "--replace", third.toString())))
                .containsExactly("1", "1", "0", "0", "0", "0", "0");
        assertThat(desk.rows(row))
                .as("whole, and its loudness is no number of dB")
                .containsExactly("soundstat | 0.25 | null | null | null");
        assertThat(desk.run("enrich", "import", "--source", "Sound Stat", third.toString())
                        .err())
                .contains("--source: not the name of a source: Sound Stat");
    }

    @Test
    void whatExportifyWritesIsUnderstoodAsItIs() {
        Path file = desk.file("liked.csv", """
                "Track URI","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)","Popularity","Explicit",\
                "Added By","Added At","Genres","Record Label","Danceability","Energy","Key","Loudness","Mode","Speechiness",\
                "Acousticness","Instrumentalness","Liveness","Valence","Tempo","Time Signature"
                "spotify:track:%s","Song 1","Tides","Mira,Øre","2019-03-01","200000","41","false","mira",\
                "2024-01-01T00:00:00Z","dream pop,""new"" wave","Small, Label","0.582","0.491","0","-6.462","1","0.0251","0.575",\
                "0","0.121","0.425","76.009","4"
                "spotify:local:Mira::Song+2:180","Song 2","","Mira","","180000","0","false","mira",\
                "2024-01-01T00:00:00Z","","","","","","","","","","","","","",""
                """.formatted(IDS.get(0)));
        Desk.Outcome taken = desk.run("enrich", "import", file.toString());
        assertThat(verdicts(taken)).as(taken.err()).containsExactly("2", "1", "0", "0", "0", "1", "0");
        assertThat(desk.rows("select features_source, danceability, key, loudness, tempo, time_signature"
                        + " from track_features"))
                .containsExactly("spotify | 0.582 | 0 | -6.462 | 76.009 | 4");
        assertThat(desk.rows("select genres from tracks where genres is not null")
                        .getFirst())
                .contains("dream pop", "\\\"new\\\" wave");
    }

    @Test
    void aFileAboutArtistsTellsGenres() {
        Path file = desk.file("artists.csv", "artist_name,genres\nMIRA,dream pop\nNobody,polka\nØre,NA\n,folk\n");
        assertThat(desk.run("enrich", "import", file.toString()).err()).contains("whose facts these are");
        assertThat(verdicts(desk.run("enrich", "import", "--source", "lastfm", file.toString())))
                .containsExactly("4", "1", "0", "0", "1", "1", "1");
        assertThat(desk.rows("select name, genres, genres_source from artists order by name"))
                .containsExactly("Mira | [\"dream pop\"] | lastfm", "Øre | null | null");
        Path more = desk.file("more.csv", "artist_name,genres,genres_source\nMira,shoegaze,spotify\n");
        assertThat(verdicts(desk.run("enrich", "import", more.toString())))
                .containsExactly("1", "0", "0", "1", "0", "0", "0");
        assertThat(verdicts(desk.run("enrich", "import", "--replace", more.toString())))
                .containsExactly("1", "1", "0", "0", "0", "0", "0");
        assertThat(desk.rows("select genres, genres_source from artists where name = 'Mira'"))
                .containsExactly("[\"shoegaze\"] | spotify");
    }

    @Test
    void aFileThatIsNoTableOfFactsIsRefusedWithPlaceAndRemedy() {
        assertRefused("", "there is nothing in it");
        assertRefused("day,plays\n2026-01-01,3\n", "no column names a track or an artist; its columns are: day, plays");
        assertRefused("track_id,plays\nx,3\n", "no column has an audio feature, genres or a link to lyrics");
        assertRefused(
                "track_id,energy,features_source\n" + IDS.get(0) + ",0.5,spotify\n\"open,0.5,spotify\n",
                "it is no CSV to its end");
        assertThat(desk.rows("select count(*) from track_features")).containsExactly("0");
        Path latin =
                desk.file("latin.csv", "track_id,genres\nx,chanson française\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(desk.run("enrich", "import", latin.toString()).err()).contains("latin.csv: it is not in UTF-8");
        Desk.Outcome missing =
                desk.run("enrich", "import", folder.resolve("none.csv").toString());
        assertThat(missing.status()).isEqualTo(4);
        assertThat(missing.err()).contains("none.csv: there is no such file");
    }

    private void assertRefused(String content, String why) {
        Desk.Outcome refused =
                desk.run("enrich", "import", desk.file("odd.csv", content).toString());
        assertThat(refused.status()).as(why).isEqualTo(3);
        assertThat(refused.err()).contains("odd.csv: " + why);
    }

    /// Real files of one artist's tracks, as three services measured them. They are no part of the project:
    /// `MTM_TEST_FEATURES` names their folder, else it is looked for as `shared/data/audio_features` in the folders
    /// above.
    @Test
    void realFeatureFilesOfThreeSourcesAreTakenAndNeverMixed() throws Exception {
        Optional<Path> files = files();
        Assumptions.assumeTrue(files.isPresent(), "the folder of real feature files is not there");
        List<String> ids = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> tracks =
                CsvReader.builder().ofNamedCsvRecord(files.get().resolve("taylor_spotify-track-info.csv"))) {
            tracks.stream()
                    .map(track -> track.getField("spotify_track_uri"))
                    .filter(id -> id.length() == 22 && !ids.contains(id))
                    .forEach(ids::add);
        }
        assertThat(ids).hasSize(372);
        try (Database database = desk.open()) {
            database.write(session -> {
                for (int i = 0; i < ids.size(); i++) {
                    session.update(
                            "insert into tracks (track_key, track_id, kind) values (?, ?, 'music')",
                            1_000 + i,
                            ids.get(i));
                }
                return ids.size();
            });
        }
        Path reccobeats = files.get().resolve("taylor_reccobeats-audio-features.csv");
        Path soundstat = files.get().resolve("taylor_soundstat-audio-features.csv");
        Desk.Outcome taken = desk.run("enrich", "import", "--source", "reccobeats", reccobeats.toString());
        assertThat(verdicts(taken)).as(taken.out()).element(0).isEqualTo("375");
        assertThat(verdicts(taken)).element(5).as("of 156 nothing is told").isEqualTo("156");
        assertThat(verdicts(taken)).element(6).isEqualTo("0");
        Desk.Outcome rest = desk.run("enrich", "import", "--source", "soundstat", soundstat.toString());
        assertThat(verdicts(rest)).as(rest.out()).element(6).isEqualTo("0");
        assertThat(desk.rows("select features_source, count(*), count(loudness), count(liveness) from track_features"
                        + " group by features_source order by features_source"))
                .hasSize(2)
                .allMatch(row -> row.matches("reccobeats \\| (\\d+) \\| \\1 \\| \\1|soundstat \\| \\d+ \\| 0 \\| 0"));
        assertThat(verdicts(desk.run("enrich", "import", "--source", "reccobeats", reccobeats.toString())))
                .element(1)
                .as("twice is once")
                .isEqualTo("0");
    }

    private static Optional<Path> files() {
        @Nullable String named = System.getenv("MTM_TEST_FEATURES");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path found = above.resolve("shared/data/audio_features");
            if (Files.isDirectory(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// The numbers of the report: rows, new, known, other source, not in the store, tells nothing, rejected.
    private static List<String> verdicts(Desk.Outcome outcome) {
        return List.of(
                Objects.requireNonNull(outcome.out().lines().skip(1).findFirst().orElse(outcome.err()))
                        .strip()
                        .split(" {2,}"));
    }
}
