package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.SignIn;
import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.User;
import dev.mtm.spotify.SpotifyDesk;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `mtm playlist` as a listener uses it.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class PlaylistCommandTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    @SuppressWarnings("NullAway.Init")
    private FakeSpotify fake;

    @SuppressWarnings("NullAway.Init")
    private User user;

    @SuppressWarnings("NullAway.Init")
    private List<String> tracks;

    PlaylistCommandTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        fake = FakeSpotify.start(FakeClock.standingAt(Desk.NOW));
        fake.consent(Consent.GRANT);
        user = fake.addUser("mira", "Mira", LocalDate.of(2025, 3, 1), LocalDate.of(2025, 4, 1));
        desk = Desk.at(stores, folder);
        desk.environment.put("MTM_SPOTIFY_CLIENT_ID", FakeSpotify.APP.clientId());
        desk.environment.put("MTM_SPOTIFY_ACCOUNTS_URL", fake.accounts().toString());
        desk.environment.put("MTM_SPOTIFY_API_URL", fake.api().toString());
        tracks = fake.catalogue().tracks().stream()
                .map(track -> track.id())
                .filter(Objects::nonNull)
                .limit(4)
                .toList();
        try (Database database = desk.open()) {
            database.write(session -> {
                for (int i = 0; i < 5; i++) {
                    String id = i < 4 ? tracks.get(i) : "name:mira|harbour";
                    session.update(
                            "insert into tracks (track_key, track_id, name, artist_name, added_at)"
                                    + " values (?, ?, ?, 'Mira', ?)",
                            i + 1,
                            id,
                            "Song " + i,
                            Desk.NOW);
                    rank(session, "2026-03-01", id, i + 1);
                }
                for (int i = 0; i < 3; i++) {
                    rank(session, "2026-03-09", tracks.get(i + 1), 3 - i);
                }
                return 0;
            });
        }
    }

    private static void rank(dev.mtm.db.Session session, String day, String track, int rank)
            throws java.sql.SQLException {
        session.update(
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, ?, ?, 'short_term', ?, 'spotify')",
                track,
                LocalDate.parse(day),
                rank);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private void signIn() {
        try (App app = new App(
                        desk.environment, Clock.fixed(desk.now, ZoneOffset.UTC), new PrintWriter(Writer.nullWriter()));
                SignIn.Visit visit = app.signIn().open()) {
            SpotifyDesk.visit(visit.page());
            assertThat(visit.await(Duration.ofSeconds(10))).isPresent();
        }
    }

    private String fine(String... arguments) {
        Outcome outcome = desk.run(arguments);
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
        return outcome.out();
    }

    @Test
    void aPlaylistIsPreviewedPublishedAndItsHistoryShown() {
        assertThat(fine("playlist", "list"))
                .contains(
                        "current-obsessions  Current obsessions", "not yet", "My top tracks of {year}", "gems-by-plays")
                .contains("forgotten-gems", "on-this-day")
                .doesNotContain("totals");
        assertThat(fine("playlist", "preview", "current-obsessions"))
                .contains("Song 0  Mira", "Snapshot of", "Left out, as Spotify has no id of them: 1 track.")
                .contains("Publishing would make \"Current obsessions\" with 4 tracks.")
                .contains("Publishing takes up to 10 calls to Spotify, and 600 of 600 are left today: some 1 s.");
        desk.environment.put("MTM_SPOTIFY_BUDGET", "9");
        assertThat(fine("playlist", "preview", "current-obsessions"))
                .contains("10 calls to Spotify, more than the 9 that were set for a day: set spotify-budget higher");
        desk.environment.remove("MTM_SPOTIFY_BUDGET");
        Outcome refused = desk.run("playlist", "publish", "current-obsessions");
        assertThat(refused.status()).isEqualTo(13);
        assertThat(refused.err()).contains("`mtm login`");
        assertThat(fake.log().entries()).as("nobody was asked").isEmpty();

        signIn();
        assertThat(fine("playlist", "publish", "current-obsessions"))
                .startsWith("\"Current obsessions\" is at Spotify now, with 4 tracks, for you alone.");
        desk.environment.put("MTM_SPOTIFY_BUDGET", "12");
        assertThat(fine("playlist", "preview", "current-obsessions"))
                .containsPattern(
                        "10 calls to Spotify, and [3-9] of 12 are left today: not before tomorrow \\(UTC\\)\\.");
        desk.environment.put("MTM_SPOTIFY_BUDGET", "3");
        assertThat(desk.run("status").out()).contains(" of 3, 0 left; the next at 2026-03-07 01:00");
        desk.environment.remove("MTM_SPOTIFY_BUDGET");
        assertThat(fine("playlist", "publish", "current-obsessions"))
                .startsWith("\"Current obsessions\" is as it was published, with 4 tracks. Nothing to do.");
        assertThat(fine("playlist", "preview", "current-obsessions"))
                .contains("\"Current obsessions\" was published with these tracks in this order.");

        desk.now = Desk.NOW.plus(Duration.ofDays(4));
        fake.clock().moveTo(desk.now);
        assertThat(fine("playlist", "preview", "current-obsessions")).endsWith("""
                        Against what was published last, "Current obsessions" would change:
                          - Mira - Song 0
                          The others come in another order.
                        """);
        assertThat(fine("playlist", "publish", "current-obsessions")).isEqualTo("""
                "Current obsessions" is up to date at Spotify, with 3 tracks:
                  - Mira - Song 0
                  The others come in another order.
                """);
        assertThat(fake.playlists(user)).singleElement().satisfies(playlist -> {
            assertThat(playlist.open()).isFalse();
            assertThat(playlist.uris())
                    .containsExactly(
                            "spotify:track:" + tracks.get(3),
                            "spotify:track:" + tracks.get(2),
                            "spotify:track:" + tracks.get(1));
        });
        assertThat(fine("playlist", "history", "current-obsessions")).isEqualTo("""
                playlist            published (UTC)   as of       tracks  added  taken out
                Current obsessions  2026-03-10 11:00  2026-03-10       3      0          1
                Current obsessions  2026-03-06 11:00  2026-03-06       4      4          0
                """);
        assertThat(fine("playlist", "list")).contains("Current obsessions        2026-03-10 11:00  3\n");
    }

    @Test
    void aPlaylistOfItsOwnRulesIsPreviewedPublishedAndItsHistoryShown() {
        Outcome none = desk.run("playlist", "preview", "daily");
        assertThat(none.status()).isEqualTo(12);
        assertThat(none.err()).contains("no track fits that was not in it lately", "import or sync plays");
        assertThat(desk.run("playlist", "history", "six-hour").err()).contains("mtm playlist preview six-hour");
        desk.file("Streaming_History_Audio_2026.json", listening());
        fine("import", desk.folder.resolve("Streaming_History_Audio_2026.json").toString());
        assertThat(fine("playlist", "list"))
                .contains("daily               Today, out of my history", "six-hour            These six hours");
        assertThat(fine("playlist", "preview", "daily"))
                .startsWith("Lately Mira\n\n")
                .contains("2  Mira - Song", "heavy rotation  4 listens in the last 30 days")
                .contains("Friday, 6 March 2026. In it: 2 heavy rotation, 0 rediscoveries, 0 discoveries.")
                .contains("Too few fitted: heavy rotation were to be 15, rediscoveries were to be 9,")
                .contains("Of an artist there are 2 at most. Energy is known of 0 of 2, too few for an arc")
                .contains("600 of 600 are left today")
                .endsWith("Publishing would make \"Today, out of my history\" with 2 tracks.\n");
        assertThat(fine("playlist", "preview", "six-hour")).startsWith("Friday afternoon, around Mira\n");
        assertThat(desk.run("playlist", "publish", "daily").status()).isEqualTo(13);
        assertThat(fake.log().entries()).as("nobody was asked").isEmpty();

        signIn();
        assertThat(fine("playlist", "publish", "daily")).isEqualTo("""
                Lately Mira
                "Today, out of my history" is at Spotify now, with 2 tracks, for you alone.
                """);
        assertThat(fine("playlist", "publish", "daily")).contains("with 2 tracks. Nothing to do.");
        assertThat(fake.playlists(user))
                .singleElement()
                .satisfies(playlist -> assertThat(playlist.description())
                        .startsWith("Lately Mira. Made anew every day. 2 tracks as of 2026-03-05, by Music Time"));
        assertThat(fine("playlist", "history", "daily")).isEqualTo("""
                made (UTC)        theme        tracks  added  taken out  came back to  listens
                2026-03-06 11:00  Lately Mira       2      2          0             0        0
                """);
        desk.file("later.json", listening(List.of(6)));
        fine("import", desk.folder.resolve("later.json").toString());
        assertThat(fine("playlist", "history", "daily"))
                .as("each of its two tracks once since it was made")
                .endsWith("Lately Mira       2      2          0             2        2\n");
        desk.environment.put("MTM_MANAGED_PLAYLISTS", "daily, weekly");
        Outcome wrong = desk.run("serve", "--port", "0");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no managed playlist named weekly", "Give six-hour, daily, or both");
    }

    @Test
    void aMoodPlaylistSaysWhatItLacks() {
        desk.file("Streaming_History_Audio_2026.json", listening());
        fine("import", desk.folder.resolve("Streaming_History_Audio_2026.json").toString());
        assertThat(fine("playlist", "preview", "mood-candidates", "--profile", "workout"))
                .contains("How they sound is known of 0 of the 4 tracks that you listened to; `mtm enrich features`")
                .contains("so \"Mood: workout\" would not be published");
        try (Database database = desk.open()) {
            database.write(session -> session.update("""
                    insert into track_features (track_key, features_source, energy, valence, danceability, tempo)
                    select t.track_key, 'reccobeats', 0.9, 0.8, 0.7, case when t.name = 'Song 1' then 120 else 150 end
                    from tracks as t
                    where t.name in ('Song 1', 'Song 2', 'Song 3')
                    """));
        }
        assertThat(fine("playlist", "preview", "mood-candidates", "--profile", "workout"))
                .contains("known of 3 of the 4 tracks", "\"Mood: workout\" with 2 tracks");
        assertThat(fine("playlist", "preview", "mood-candidates", "--profile", "workout", "--least-tempo", "100"))
                .as("a bound of the listener's own")
                .contains("\"Mood: workout\" with 3 tracks");
        assertThat(fine("playlist", "preview", "gems-by-plays")).doesNotContain("How they sound");
    }

    /// Each of the tracks once in the afternoon of each of four days.
    private String listening() {
        return listening(List.of(1, 2, 3, 4));
    }

    private String listening(List<Integer> days) {
        StringBuilder json = new StringBuilder("[");
        for (int day : days) {
            for (int i = 0; i < tracks.size(); i++) {
                json.append(json.length() == 1 ? "" : ",").append("""
                        {"ts": "2026-03-0%dT12:%d0:00Z", "platform": "phone", "ms_played": 200000, "conn_country": "DE",
                        "master_metadata_track_name": "Song %d", "master_metadata_album_artist_name": "Mira",
                        "master_metadata_album_album_name": "Harbour", "spotify_track_uri": "spotify:track:%s",
                        "reason_start": "trackdone", "reason_end": "trackdone", "shuffle": false, "skipped": false,
                        "offline": false, "incognito_mode": false}""".formatted(day, i, i, tracks.get(i)));
            }
        }
        return json.append("]").toString();
    }

    @Test
    void whatSpotifyTookDownIsNamed() {
        signIn();
        try (Database database = desk.open()) {
            database.write(session -> {
                session.update(
                        "insert into tracks (track_key, track_id, name, artist_name, added_at)"
                                + " values (9, '0000000000000000000000', 'Song 9', 'Mira', ?)",
                        Desk.NOW);
                rank(session, "2026-03-01", "0000000000000000000000", 6);
                return 0;
            });
        }
        assertThat(fine("playlist", "publish", "current-obsessions")).isEqualTo("""
                "Current obsessions" is at Spotify now, with 4 tracks, for you alone.
                Left out, as Spotify does not know them any more:
                  Mira - Song 9
                Left out, as Spotify has no id of them: 1 track.
                """);
    }

    @Test
    void parametersOfTheQuestionAreOptions() {
        assertThat(fine("playlist", "preview", "top-tracks", "--help"))
                .contains("--year", "Default: today.", "--limit", "Default: 50.");
        assertThat(fine("playlist", "preview", "current-obsessions", "--limit", "2"))
                .contains("\"Current obsessions\" with 2 tracks");
        assertThat(fine("playlist", "preview", "top-tracks", "--year", "2024"))
                .contains("No track of it is at Spotify, so \"My top tracks of 2024\" would not be published.");
        Outcome none = desk.run("playlist", "preview", "top-tracks", "--year", "none");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("Choose one with --year.");
    }

    @Test
    void aWrongNameIsToldWithARemedy() {
        for (String command : List.of("preview", "publish", "history")) {
            Outcome unknown = desk.run("playlist", command, "current-obsession");
            assertThat(unknown.status()).as(command).isEqualTo(4);
            assertThat(unknown.err()).contains("current-obsessions");
        }
        Outcome noPlaylist = desk.run("playlist", "publish", "totals");
        assertThat(noPlaylist.status()).isEqualTo(2);
        assertThat(noPlaylist.err()).contains("this question makes no playlist", "`mtm playlist list`");
        Outcome notYet = desk.run("playlist", "history", "on-this-day");
        assertThat(notYet.status()).isEqualTo(12);
        assertThat(notYet.err()).contains("mtm playlist preview on-this-day");
        assertThat(desk.run("playlist").status()).isEqualTo(2);
    }
}
