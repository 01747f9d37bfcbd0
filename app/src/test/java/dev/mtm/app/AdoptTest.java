package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.SqlFile;
import dev.mtm.db.TestStores;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A music_db on PostgreSQL, taken over into a store on either database.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class AdoptTest {
    private static final String TABLES = """
            create table tracks (
                id varchar primary key, reccobeats_id varchar, name varchar, artist varchar, album varchar,
                image_url varchar, duration_ms integer, popularity integer, raw_data json, danceability float,
                energy float, key integer, loudness float, mode integer, speechiness float, acousticness float,
                instrumentalness float, liveness float, valence float, tempo float, time_signature integer, genres json,
                lyrics text, lyrics_summary varchar, genre_tags varchar, created_at timestamp, updated_at timestamp
            );
            create table artists (id varchar primary key, name varchar, genres json, image_url varchar);
            create table track_artists (
                track_id varchar references tracks, artist_id varchar references artists, primary key (track_id, artist_id)
            );
            create table play_history (
                id serial primary key, track_id varchar, played_at timestamp, context_uri varchar, listened_ms integer,
                skipped boolean, source varchar
            );
            create table analysis_snapshots (
                id serial primary key, date timestamp, period_start timestamp, period_end timestamp, period_label varchar,
                metrics_payload json, narrative_report json, model_used varchar, playlist_theme varchar,
                playlist_theme_reasoning text, six_hour_playlist_id varchar, daily_playlist_id varchar,
                playlist_composition json
            );
            create table playlist_config (
                key varchar primary key, spotify_id varchar, last_updated timestamp, current_theme varchar,
                description varchar, composition json
            );
            insert into artists (id, name, genres, image_url) values
                ('zed', 'Zed', '["dream pop", "indie"]', 'https://i.example/z'),
                ('abe', 'Abe', '["indie"]', null),
                ('mia', 'Mia', null, null);
            insert into tracks (
                id, reccobeats_id, name, artist, album, duration_ms, popularity, raw_data, danceability, energy, key,
                loudness, mode, tempo, genres, lyrics, lyrics_summary, genre_tags, created_at
            ) values
                ('t1', 'r1', 'One', 'Zed, Abe', 'First', 200000, 50, '{"disc_number": 1, "external_ids": {"isrc": "X1"}}',
                    0.5, 0.25, -1, -7.5, 1, 120.5, '["pop"]', 'la la', 'they sing', 'calm', '2024-01-01 10:00:00.7'),
                ('t2', null, 'Two', 'Mia', 'Second', 300000, 101, null, 1.5, null, 4, null, null, null, null, null, null,
                    null, '2024-01-02 10:00:00'),
                ('t3', null, 'Never heard', 'Mia', 'Second', 100000, null, null, null, null, null, null, null, null, null,
                    null, null, null, null);
            insert into track_artists (track_id, artist_id) values ('t1', 'abe'), ('t1', 'zed'), ('t2', 'mia'), ('t3', 'mia');
            insert into play_history (track_id, played_at, context_uri, listened_ms, skipped, source) values
                ('t1', '2024-03-01 10:03:20', 'spotify:playlist:p', 200000, false, 'recently_played'),
                ('t1', '2024-03-01 10:06:40.9', null, 200000, false, 'recently_played'),
                ('t2', '2024-03-02 22:05:00', null, null, null, 'recently_played'),
                ('t2', '2024-03-03 22:00:10', null, 10000, true, 'recently_played'),
                ('gone', '2024-03-03 23:00:00', null, 1, null, 'recently_played'),
                ('t1', null, null, 1, null, 'recently_played'),
                ('t1', '2024-03-04 10:00:00', null, -5, null, 'recently_played');
            insert into analysis_snapshots (date, period_label, metrics_payload, narrative_report, model_used) values
                ('2024-03-05 00:00:00', 'last_30_days', '{"plays": 4}', '"a story"', 'm');
            insert into playlist_config (key, spotify_id, last_updated, composition) values
                ('six_hour', 'pl', '2024-03-05 06:00:00', '[{"id": "t1"}]');
            """;

    /// The queries that this design prints: recent plays, tracks by plays.
    private static final String RECENT = "SELECT t.name, t.artist, ph.played_at FROM %1$splay_history ph"
            + " JOIN %1$stracks t ON ph.track_id = t.id ORDER BY ph.played_at DESC LIMIT 10";

    private static final String TOP = "SELECT t.name, t.artist, COUNT(*) as plays FROM %1$splay_history ph"
            + " JOIN %1$stracks t ON ph.track_id = t.id GROUP BY t.id, t.name, t.artist ORDER BY plays DESC LIMIT 10";

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    AdoptTest(TestStores stores) {
        this.stores = stores;
    }

    private Desk musicDb() {
        return musicDb(folder);
    }

    static Desk musicDb(Path folder) {
        Desk other = Desk.without(TestStores.POSTGRESQL, folder);
        try (Database database = other.open()) {
            database.write(session -> {
                for (String statement : SqlFile.statements(TABLES)) {
                    session.execute(statement);
                }
                return 0;
            });
        }
        return other;
    }

    @Test
    void everythingIsTakenOverAndTwiceIsOnce() {
        Desk other = musicDb();
        Desk desk = Desk.at(stores, folder);
        Outcome outcome = desk.run("adopt", Desk.text(other.store));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("   7    4      0          0          0         3  ")
                .doesNotContain("password")
                .contains("  3  tracks\n", "  3  artists\n", "  4  credits\n", "  2  tracks with audio features\n")
                .contains(
                        "Kept as import 1; `mtm imports undo 1` takes the plays back; what stands beside them stays.\n")
                .contains("  1  tracks with lyrics\n", "  1  analyses\n", "  1  playlists\n")
                .contains("Left out, out of its range: danceability, 1 times.")
                .contains("Left out, out of its range: key, 1 times.")
                .contains("Left out, out of its range: popularity, 1 times.");
        assertThat(desk.run("imports", "show", "1", "--rejected").out())
                .contains("its track is not in the table tracks (id=5)", "played_at is missing (id=6)")
                .contains("listened_ms is negative (id=7)");
        List<String> kept = kept(desk);
        assertThat(desk.rows("select played_at from play_history order by played_at"))
                .as("a play starts as long before its end as it was listened to, else as the track is long")
                .containsExactly(
                        "2024-03-01 10:00:00", "2024-03-01 10:03:20", "2024-03-02 22:00:00", "2024-03-03 22:00:00");
        assertThat(desk.rows("select a.name from track_artists as c join artists as a on a.artist_key = c.artist_key"
                        + " join tracks as t on t.track_key = c.track_key where t.track_id = 't1' order by c.position"))
                .as("in the order in which the credit is printed")
                .containsExactly("Zed", "Abe");
        Outcome again = desk.run("adopt", Desk.text(other.store));
        assertThat(again.out())
                .contains("   7    0      4          0          0         3  ", "  0  tracks\n", "  0  credits\n")
                .contains("Nothing new: 4 rows were here already, 3 rows were rejected.\n");
        assertThat(kept(desk)).isEqualTo(kept);
        assertThat(desk.run("ask", "top-artists", "--format", "csv").out())
                .contains("1,Zed,2,400000,1", "Mia,1,300000,1");
        assertThat(desk.run("ask", "release-facts", "--format", "csv").out()).contains("t1,,1,X1");
    }

    @Test
    void whatIsBlankIsUnknown() {
        Desk other = musicDb();
        try (Database database = other.open()) {
            database.write(session -> {
                session.execute("insert into artists (id, name, image_url) values ('blank', ' ', '')");
                session.execute(
                        "insert into tracks (id, name, artist, album, image_url, duration_ms, genre_tags, lyrics)"
                                + " values ('t4', 'Four', E' \\t', '', '', 0, '  ', ''), ('', 'Five', 'Ann', null, null, null, null, null)");
                session.execute("insert into track_artists (track_id, artist_id) values ('t4', 'blank')");
                session.execute("insert into play_history (track_id, played_at, context_uri, source) values"
                        + " ('t4', '2024-03-05 10:00:00', '', ''), ('', '2024-03-05 11:00:00', null, null)");
                return 0;
            });
        }
        Desk desk = Desk.at(stores, folder);
        Outcome outcome = desk.run("adopt", Desk.text(other.store));
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
        assertThat(outcome.out())
                .contains("   9    5      0          0          0         4  ")
                .contains("Left out, out of its range: duration_ms, 1 times.")
                .contains("Left out, out of its range: id of a track, 1 times.");
        assertThat(columns(
                        desk,
                        "select artist_name, album_name, album_image_url, duration_ms, genre_tags, lyrics from tracks as t"
                                + " left join track_lyrics as l on l.track_key = t.track_key where track_id = 't4'"))
                .containsExactly("null|null|null|null|null|null|");
        assertThat(columns(desk, "select artist_id, name, image_url from artists where artist_id = 'blank'"))
                .as("an artist without a name is called by its id")
                .containsExactly("blank|blank|null|");
        assertThat(columns(desk, "select count(*) from artists where trim(name) = ''"))
                .containsExactly("0|");
        assertThat(columns(desk, "select count(*) from play_context where context_uri = ''"))
                .containsExactly("0|");
    }

    @Test
    void aBlankArtistIsCreditedByNoImport() {
        Desk desk = Desk.at(stores, folder);
        desk.run(
                "import",
                desk.file("a.json", "[" + row("2024-03-01T10:03:22Z", " ", "Song", 200_000) + "]")
                        .toString());
        assertThat(desk.plays()).isEqualTo(1);
        assertThat(columns(desk, "select count(*) from artists")).containsExactly("0|");
    }

    @Test
    void theQueriesOfThatDesignStillRun() {
        Desk other = musicDb();
        try (Database database = other.open()) {
            // Without what an import rejects and says so; this program keeps whole seconds.
            database.write(session -> session.update(
                    "delete from play_history where played_at is null or listened_ms < 2 or track_id = 'gone'"));
            database.write(
                    session -> session.update("update play_history set played_at = date_trunc('second', played_at)"));
            // Lengths that are no whole seconds, and one more play of t1, so that no two tracks have as many plays.
            database.write(session -> session.update("insert into play_history (track_id, played_at, listened_ms)"
                    + " values ('t1', '2024-03-06 10:00:00', 61999), ('t1', '2024-03-07 10:00:00', 1)"
                    + ", ('t3', '2024-03-08 10:00:00', null)"));
            database.write(session -> session.update("update tracks set duration_ms = 100400 where id = 't3'"));
        }
        Desk desk = Desk.at(stores, folder);
        desk.run("adopt", Desk.text(other.store));
        for (String query : List.of(RECENT, TOP)) {
            List<String> theirs = columns(other, query.formatted(""));
            assertThat(theirs).hasSizeGreaterThan(2);
            assertThat(columns(desk, query.formatted("seed_"))).isEqualTo(theirs);
            if (stores == TestStores.POSTGRESQL) {
                assertThat(columns(desk, query.formatted("music_db."))).isEqualTo(theirs);
            }
        }
        if (stores == TestStores.POSTGRESQL) {
            String genres = "SELECT genre, COUNT(*) FROM %sartists, jsonb_array_elements_text(genres::jsonb) AS genre"
                    + " GROUP BY genre ORDER BY count DESC, genre";
            assertThat(columns(desk, genres.formatted("music_db."))).isEqualTo(columns(other, genres.formatted("")));
        }
        assertThat(columns(
                        desk,
                        "select energy, loudness, tempo, lyrics, genre_tags, key from seed_tracks where id = 't1'"))
                .containsExactly("0.25|-7.5|120.5|la la|calm|null|");
        assertThat(columns(desk, "select period_label, model_used from seed_analysis_snapshots"))
                .containsExactly("last_30_days|m|");
        assertThat(columns(desk, "select key, spotify_id, last_updated from seed_playlist_config"))
                .containsExactly("six_hour|pl|2024-03-05 06:00:00|");
    }

    @Test
    void itStandsBesideWhatIsHereAlready() {
        Desk other = musicDb();
        Desk desk = Desk.at(stores, folder);
        // The first play of t1, as Spotify's export tells it: two seconds apart.
        String spotify = row(java.util.Map.of(
                "ts", "\"2024-03-01T10:03:22Z\"",
                "ms_played", "200000",
                "spotify_track_uri", "\"spotify:track:t1\"",
                "master_metadata_track_name", "\"One\"",
                "master_metadata_album_artist_name", "\"Zed\""));
        assertThat(desk.run("import", desk.file("a.json", "[" + spotify + "]").toString())
                        .status())
                .isZero();
        Outcome outcome = desk.run("adopt", Desk.text(other.store));
        assertThat(outcome.out()).contains("   7    3      0          1          0         3  ", "  2  tracks\n");
        assertThat(desk.rows("select artist_name from tracks where track_id = 't1'"))
                .as("the names of the latest play win")
                .containsExactly("Zed, Abe");
        assertThat(desk.rows("select count(*) from listens")).containsExactly("3");
        assertThat(desk.run("imports", "undo", "2").out()).contains("4 plays went with it");
        assertThat(desk.rows("select count(*) from listens")).containsExactly("1");
        assertThat(desk.rows("select artist_name from tracks where track_id = 't1'"))
                .containsExactly("Zed");
        assertThat(desk.run("adopt", Desk.text(other.store)).out()).contains("   7    3      0          1 ");
        assertThat(desk.run("doctor").out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                .isEmpty();
    }

    @Test
    void whatIsNoMusicDbIsRefused() {
        Desk desk = Desk.at(stores, folder);
        Desk empty = Desk.without(TestStores.POSTGRESQL, folder);
        Outcome nothing = desk.run("adopt", Desk.text(empty.store));
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err())
                .contains("there is no column id in a table tracks", "Name a database with the tables");
        Outcome own = desk.run("adopt", Desk.text(Desk.at(TestStores.POSTGRESQL, folder).store));
        assertThat(own.err()).contains("there is no column id in a table tracks", "use `mtm move --to DB`");
        Outcome file = desk.run("adopt", folder.resolve("old.db").toString());
        assertThat(file.status()).isEqualTo(2);
        assertThat(file.err()).contains("only PostgreSQL databases are adopted", "name it with --db");
        assertThat(desk.plays()).isZero();
    }

    private static List<String> kept(Desk desk) {
        return List.of(
                        "tracks",
                        "artists",
                        "track_artists",
                        "track_features",
                        "track_lyrics",
                        "track_payload",
                        "play_history",
                        "listens",
                        "analysis_snapshots",
                        "playlist_config")
                .stream()
                .flatMap(table -> columns(desk, "select * from " + table + " order by 1, 2").stream())
                .toList();
    }

    private static List<String> columns(Desk desk, String sql) {
        try (Database database = desk.open()) {
            return database.read(session -> session.list(sql, row -> {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= row.columnNames().size(); i++) {
                    line.append(row.textOrNull(i)).append('|');
                }
                return line.toString();
            }));
        }
    }
}
