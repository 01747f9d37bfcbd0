package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.imports.FewRows;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A SQLite store made by the schema script of the first design, taken over.
final class AdoptionTest {
    /// The first design's script, word for word but for its comments.
    private static final String SCRIPT = """
            PRAGMA foreign_keys = ON;
            CREATE TABLE IF NOT EXISTS tracks (
                track_id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                artist_name TEXT NOT NULL,
                album_name TEXT NOT NULL,
                duration_ms INTEGER NOT NULL,
                album_image_url TEXT,
                spotify_url TEXT,
                raw_json TEXT,
                added_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
            );
            CREATE TABLE IF NOT EXISTS snapshots (
                track_id TEXT NOT NULL,
                snapshot_date DATE NOT NULL,
                time_range TEXT NOT NULL CHECK(time_range IN ('short_term', 'medium_term', 'long_term')),
                rank INTEGER NOT NULL CHECK(rank >= 1 AND rank <= 50),
                PRIMARY KEY (track_id, snapshot_date, time_range),
                FOREIGN KEY (track_id) REFERENCES tracks(track_id) ON DELETE CASCADE
            );
            CREATE INDEX IF NOT EXISTS idx_snapshots_date ON snapshots(snapshot_date);
            CREATE INDEX IF NOT EXISTS idx_snapshots_track_date ON snapshots(track_id, snapshot_date);
            CREATE INDEX IF NOT EXISTS idx_tracks_artist ON tracks(artist_name);
            CREATE TABLE IF NOT EXISTS schema_version (
                version INTEGER PRIMARY KEY,
                applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
            );
            INSERT OR IGNORE INTO schema_version (version) VALUES (1);
            """;

    /// The first design's example migration.
    private static final String SECOND = """
            ALTER TABLE tracks ADD COLUMN primary_genre TEXT;
            INSERT INTO schema_version (version) VALUES (2);
            UPDATE tracks SET primary_genre = 'dream pop' WHERE track_id = 't1';
            """;

    /// The two queries that the first design prints, with the day in place of `now`.
    private static final String FORGOTTEN_GEMS = """
            SELECT t.track_id, t.name, t.artist_name
            FROM tracks t
            JOIN snapshots s ON t.track_id = s.track_id
            WHERE s.snapshot_date BETWEEN date('2024-06-01', '-365 days') AND date('2024-06-01', '-90 days')
            AND t.track_id NOT IN (
                SELECT track_id FROM snapshots
                WHERE snapshot_date >= date('2024-06-01', '-30 days')
            )
            GROUP BY t.track_id
            ORDER BY MAX(s.snapshot_date) DESC
            LIMIT 25""";

    private static final String DIVERSITY = """
            SELECT strftime('%Y-%m', s.snapshot_date) AS month,
                COUNT(DISTINCT s.track_id) AS tracks,
                COUNT(DISTINCT t.artist_name) AS unique_artists
            FROM snapshots s
            JOIN tracks t ON s.track_id = t.track_id
            WHERE s.time_range = 'short_term'
            GROUP BY month
            ORDER BY month""";

    private static final LocalDate TODAY = LocalDate.of(2024, 6, 1);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theFirstDesignsOwnStoreIsTakenOverAndNothingIsLost(int version) throws SQLException {
        Database empty = TestStores.SQLITE.openEmpty();
        List<List<String>> tracks;
        List<List<String>> snapshots;
        List<List<String>> gems;
        List<List<String>> diversity;
        String url = "jdbc:sqlite:" + ((DatabaseAddress.File) empty.address()).path();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            run(statement, SCRIPT);
            fill(statement);
            if (version == 2) {
                run(statement, SECOND);
            }
            run(statement, SCRIPT); // running it again is harmless
            tracks = rows(statement, ALL_TRACKS);
            snapshots = rows(statement, ALL_SNAPSHOTS);
            gems = rows(statement, FORGOTTEN_GEMS);
            diversity = rows(statement, DIVERSITY);
        }
        assertThat(gems).hasSizeBetween(5, 24);
        assertThat(diversity).hasSizeGreaterThan(7);
        try (Database database = empty) {
            Migrator migrator = new Migrator(database, Clock.systemUTC());
            assertThat(migrator.status().version()).isEqualTo(version);
            assertThat(desk(database).lines("select count(*) from sqlite_master where name = 'schema_migrations'"))
                    .as("nothing was touched yet")
                    .containsExactly("0");
            Path copy = Path.of(database.address().shown() + ".at-%04d".formatted(version));
            assertThat(migrator.backUp()).contains(copy);
            try (Database copied = Database.at(new DatabaseAddress.File(copy), Duration.ofSeconds(5))) {
                assertThat(desk(copied).lines("select count(*) from tracks")).containsExactly("30");
            }
            List<Integer> steps = migrator.up();
            assertThat(steps.getFirst()).isEqualTo(version + 1);
            assertThat(migrator.isCurrent()).isTrue();
            Desk desk = desk(database);
            assertThat(desk.lines("select track_id from tracks order by track_id"))
                    .isEqualTo(tracks.stream().map(List::getFirst).toList());
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                assertThat(rows(
                                statement,
                                ALL_TRACKS.replace(
                                        "from tracks",
                                        "from (select t.*, p.raw_json from tracks as t left join track_payload as p"
                                                + " on p.track_key = t.track_key)")))
                        .isEqualTo(tracks);
                assertThat(rows(statement, ALL_SNAPSHOTS)).isEqualTo(snapshots);
                assertThat(rows(statement, FORGOTTEN_GEMS)).isEqualTo(gems);
                assertThat(rows(statement, DIVERSITY)).isEqualTo(diversity);
                assertThat(rows(statement, "select origin from snapshots group by origin"))
                        .containsExactly(List.of("spotify"));
            }
            if (version == 2) {
                assertThat(desk.lines("select track_id, primary_genre from tracks where primary_genre is not null"))
                        .containsExactly("t1 | dream pop");
            }
            assertThat(answer(database, "forgotten-gems").stream().map(List::getFirst))
                    .isEqualTo(gems.stream().map(List::getFirst).toList());
            assertThat(answer(database, "diversity-by-month").stream().map(row -> row.subList(0, 3)))
                    .isEqualTo(diversity);
        }
    }

    private static Desk desk(Database database) {
        return new Desk(database, ZoneId.of("UTC"));
    }

    @Test
    void anImportIntoATakenOverStoreCanBeTakenBack() throws SQLException {
        try (Database database = TestStores.SQLITE.openEmpty();
                Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + ((DatabaseAddress.File) database.address()).path());
                Statement statement = connection.createStatement()) {
            run(statement, SCRIPT);
            fill(statement);
            new Migrator(database, Clock.systemUTC()).up();
            Desk desk = new Desk(database, ZoneId.of("UTC"));
            List<List<String>> tracks = rows(statement, TRACK_NAMES);
            List<List<String>> snapshots = rows(statement, ALL_SNAPSHOTS);
            desk.importer()
                    .run(
                            List.of(FewRows.extended(
                                    folder,
                                    "e",
                                    "2024-03-01T10:00:00Z; 60000; t1; Another Name; Another Artist",
                                    "2024-03-01T11:00:00Z; 60000; t99; New; Mira")),
                            new dev.mtm.imports.Importer.Options(null, false),
                            dev.mtm.imports.ImportProgress.silent());
            assertThat(desk.count("select count(*) from listens")).isEqualTo(2);
            desk.log().undo(1);
            assertThat(rows(statement, TRACK_NAMES)).isEqualTo(tracks);
            assertThat(rows(statement, ALL_SNAPSHOTS)).isEqualTo(snapshots);
        }
    }

    private static final String TRACK_NAMES =
            "select track_id, name, artist_name, album_name, duration_ms from tracks order by track_id";

    private static final String ALL_TRACKS = "select track_id, name, artist_name, album_name, duration_ms,"
            + " album_image_url, spotify_url, raw_json, added_at from tracks order by track_id";

    private static final String ALL_SNAPSHOTS =
            "select track_id, snapshot_date, time_range, rank from snapshots order by 1, 2, 3";

    private static List<List<String>> answer(Database database, String question) {
        return new Asker(database, 1, ZoneId.of("UTC"))
                .ask(Questions.builtIn().named(question), Map.of(), TODAY).rows().stream()
                        .map(row -> row.stream().map(String::valueOf).toList())
                        .toList();
    }

    /// Thirty tracks, each ranked in some of twelve months; the last day of each is its own, so that no
    /// order is open.
    private static void fill(Statement statement) throws SQLException {
        for (int i = 0; i < 30; i++) {
            statement.executeUpdate("""
                    INSERT INTO tracks (track_id, name, artist_name, album_name, duration_ms, album_image_url, spotify_url,
                        raw_json, added_at)
                    VALUES ('t%1$d', 'It''s no. %1$d', 'Artist %2$d', 'Album', %3$d, %4$s, 'https://x/%1$d', %5$s,
                        '2023-0%6$d-01 08:00:00')""".formatted(
                            i,
                            i % 7,
                            180_000 + i,
                            i % 3 == 0 ? null : "'https://i/" + i + "'",
                            i % 4 == 0 ? null : "'{\"id\": \"t" + i + "\", \"popularity\": " + i + "}'",
                            1 + i % 9));
            for (int month = 0; month < 12; month++) {
                if (i * 7 % 12 <= month && (i + month) % 3 != 0) {
                    LocalDate day = LocalDate.of(2023, 6, 1).plusMonths(month).plusDays(i % 28);
                    statement.executeUpdate(
                            "INSERT OR IGNORE INTO snapshots (track_id, snapshot_date, time_range, rank)"
                                    + " VALUES ('t%d', '%s', '%s', %d)"
                                            .formatted(
                                                    i,
                                                    day,
                                                    month % 4 == 1 ? "long_term" : "short_term",
                                                    1 + (i + month) % 50));
                }
            }
        }
        // Half of them fell silent in the winter, each on another day.
        statement.executeUpdate("DELETE FROM snapshots WHERE snapshot_date > '2024-02-25'"
                + " AND CAST(substr(track_id, 2) AS INTEGER) % 2 = 0");
    }

    private static void run(Statement statement, String script) throws SQLException {
        for (String sql : script.split(";\n", -1)) {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        }
    }

    private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
