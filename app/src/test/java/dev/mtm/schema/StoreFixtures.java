package dev.mtm.schema;

import dev.mtm.catalog.NameKey;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Session;
import dev.mtm.db.SqlFile;
import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Small filled stores of every version of the schema, as files: a SQLite file, and a script for PostgreSQL. Each is
/// made once, by the code that made its version the newest, and never again.
final class StoreFixtures {
    static final Path FOLDER = Path.of("src/test/resources/fixtures/stores");

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-06-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private StoreFixtures() {}

    static Path file(TestStores stores, int version) {
        return FOLDER.resolve(
                "%04d.%s".formatted(version, stores == TestStores.SQLITE ? "sqlite.db.gz" : "postgresql.sql.gz"));
    }

    /// The store of a version, as it was then. Close it.
    static Database open(TestStores stores, int version) {
        Database empty = stores.openEmpty();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file(stores, version)))) {
            if (empty.address() instanceof DatabaseAddress.File store) {
                Files.write(store.path(), in.readAllBytes());
            } else {
                String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                empty.write(session -> {
                    for (String statement : SqlFile.statements(script)) {
                        session.execute(statement);
                    }
                    return version;
                });
            }
            return empty;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the fixture of a version.
    static void make(TestStores stores, int version, Path scratch) throws IOException {
        Files.createDirectories(FOLDER);
        try (Database database = stores.openEmpty()) {
            new Migrator(database, CLOCK).to(version, false);
            database.write(session -> {
                fill(session, version);
                return version;
            });
            byte[] content;
            if (stores == TestStores.SQLITE) {
                Path whole = scratch.resolve(version + ".db");
                database.alone("vacuum into '" + whole + "'");
                content = Files.readAllBytes(whole);
            } else {
                content = script(database, version).getBytes(StandardCharsets.UTF_8);
            }
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file(stores, version)))) {
                out.write(content);
            }
        }
    }

    /// Fills a store of a version with a few rows in every table that the version has.
    static void fill(Session session, int version) throws SQLException {
        for (String statement : rows(version)) {
            session.execute(statement);
        }
        if (version >= 11) {
            Derivation.rebuildAll(session, ZoneId.of("Europe/Berlin"));
        }
    }

    /// The steps up to a version as statements, then the rows.
    private static String script(Database database, int version) {
        List<String> statements = new ArrayList<>();
        statements.add("create table schema_migrations (version integer primary key, applied_at timestamp(0) not null,"
                + " note text not null, checksum text not null)");
        for (Migration migration : Migration.of("postgresql").subList(0, version)) {
            statements.addAll(migration.up());
            statements.add("insert into schema_migrations values (%d, '2024-06-01 12:00:00', %s, '%s')"
                    .formatted(migration.version(), quoted(migration.note()), migration.checksum()));
        }
        statements.addAll(rows(version));
        if (version >= 11) {
            List<String> derived = new ArrayList<>(List.of("same_play", "listens", "listening_hours", "days"));
            if (version >= 16) {
                derived.add("heard_tracks");
            }
            for (String table : derived) {
                statements.addAll(database.read(session -> session.list("select * from " + table, row -> {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= row.columnNames().size(); i++) {
                        values.add(quoted(row.textOrNull(i)));
                    }
                    return "insert into " + table + " values (" + String.join(", ", values)
                            + ") on conflict do nothing";
                })));
            }
        }
        return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining("\n"));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "'" + text.replace("'", "''") + "'";
    }

    /// The rows of a version, as statements that both databases take.
    private static List<String> rows(int version) {
        List<String> rows = new ArrayList<>();
        if (version >= 4) {
            rows.add("update account set zone = 'Europe/Berlin' where account_id = 1");
        }
        tracks(rows, version);
        snapshots(rows, version);
        if (version >= 6) {
            rows.add("insert into artists (artist_key, artist_id, name, genres) values"
                    + " (1, 'name:mira', 'Mira', '[\"dream pop\"]'), (2, 'name:øre', 'Øre', null)");
            rows.add("insert into track_artists (track_key, position, artist_key) values"
                    + " (1, 1, 1), (2, 1, 1), (2, 2, 2), (3, 1, 2)");
        }
        if (version >= 8) {
            imports(rows);
        }
        if (version >= 9) {
            plays(rows);
        }
        if (version >= 10) {
            rows.add("insert into same_play (play_id, same_as, score, reason, decided_by)"
                    + " values (9, 8, 90, 'played on two devices', 'hand')");
        }
        if (version >= 12) {
            facts(rows);
        }
        if (version >= 13) {
            rows.add(
                    "insert into analysis_snapshots (analysis_id, account_id, analysed_at, period_start, period_end,"
                            + " period_label, metrics_payload, narrative_report) values (1, 1, '2024-06-01 12:00:00',"
                            + " '2024-05-01 00:00:00', '2024-06-01 00:00:00', 'last_month', '{\"plays\": 10}', '[\"Quiet.\"]')");
            rows.add(
                    "insert into playlist_config (account_id, key, spotify_id, last_updated, current_theme, composition)"
                            + " values (1, 'daily', 'p1', '2024-06-01 12:00:00', 'harbours', '[\"t-two\"]')");
        }
        if (version >= 14) {
            rows.add("insert into api_cache (service, request, response, recorded_at, valid_seconds)"
                    + " values ('lyrics', 'get t-one', '{}', '2024-06-01 12:00:00', 3600)");
        }
        if (version >= 17) {
            rows.add(
                    "insert into spotify_sign_in (account_id, client_id, user_id, scopes, sealed_access, sealed_refresh,"
                            + " access_until, consented_at) values (1, 'app', 'mira', 'user-top-read', 'sealed', 'sealed',"
                            + " '2024-06-01 13:00:00', '2024-06-01 12:00:00')");
            rows.add("insert into call_budget (service, day, calls) values ('spotify', '2024-06-01', 12)");
            rows.add("insert into call_pause (service, paused_until, reason)"
                    + " values ('spotify', '2024-06-01 12:05:00', 'it asked to slow down')");
        }
        if (version >= 18) {
            rows.add("insert into play_sync (account_id, synced_at) values (1, '2024-06-01 12:00:00')");
            rows.add("insert into recent_play (account_id, ended_at, track_key, play_id)"
                    + " select account_id, '2024-06-01 11:00:00', track_key, play_id from play_history"
                    + " order by play_id limit 1");
            rows.add("insert into play_gap (account_id, from_at, until_at, found_at)"
                    + " values (1, '2024-05-01 10:00:00', '2024-05-02 10:00:00', '2024-05-03 10:00:00')");
        }
        if (version >= 19) {
            rows.add("insert into playlists (account_id, playlist, title, marker, spotify_id) values"
                    + " (1, 'top-tracks 2024', 'My top tracks of 2024', 'mtm000000000001', 'p2')");
            rows.add(
                    "insert into playlist_history (account_id, playlist, publication, published_at, as_of, spotify_id,"
                            + " added, removed) values (1, 'top-tracks 2024', 1, '2024-06-01 12:00:00', '2024-06-01', 'p2', 2, 0)");
            rows.add("insert into playlist_tracks (account_id, playlist, publication, position, track_id) values"
                    + " (1, 'top-tracks 2024', 1, 1, 't-two'), (1, 'top-tracks 2024', 1, 2, 't-one')");
        }
        if (version >= 20) {
            rows.add("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                    + " values ('backup', 'recurring', '2024-06-02 04:00:00', false, 1)");
            rows.add("insert into job_run (run_id, job, started_at, ended_at, outcome, message)"
                    + " values (1, 'backup', '2024-06-01 04:00:00', '2024-06-01 04:00:01', 'done', 'a file')");
        }
        if (version >= 21) {
            rows.add("insert into play_decision (play_id, hidden_at, apart_at)"
                    + " values (4, null, '2024-06-01 12:00:00'), (5, null, '2024-06-01 12:00:00')");
        }
        if (version >= 22) {
            rows.add("insert into enrichment_attempt (what, source, subject, attempted_at, outcome)"
                    + " values ('features', 'reccobeats', 't-two', '2024-06-01 12:00:00', 'missing')");
            rows.add("update track_lyrics set synced_lyrics = '[00:01.00] La la', instrumental = false, lyrics_source ="
                    + " 'lrclib', lyrics_at = '2024-06-01 12:00:00', lyrics_url = 'https://genius.com/Mira-ete'");
            rows.add("update artists set genres_source = 'spotify' where artist_key = 1");
            rows.add("insert into weather_readings (location, hour, temperature, precipitation, cloud_cover,"
                    + " weather_code, recorded_at) values ('52.5,13.4', '2024-06-01 10:00:00', 21.5, 0.25, 40, 2,"
                    + " '2024-06-01 12:00:00')");
            rows.add("update account set home_latitude = 52.5, home_longitude = 13.4 where account_id = 1");
        }
        return rows;
    }

    private static void tracks(List<String> rows, int version) {
        String[][] tracks = {
            {"t-one", "Été", "Mira", "200000", "{\"id\": \"t-one\", \"disc_number\": 1}"},
            {"t-two", "Harbour", "Mira", "180000", "[]"},
            {"t-three", "Don't", "Øre", "240000", "no JSON at all"},
        };
        for (int i = 0; i < tracks.length; i++) {
            String[] track = tracks[i];
            String shared = "%s, %s, 'Tides', %s, 'https://open.spotify.com/track/%s', '2024-01-01 00:00:00'"
                    .formatted(quoted(track[1]), quoted(track[2]), track[3], track[0]);
            String columns = "name, artist_name, album_name, duration_ms, spotify_url, added_at";
            if (version < 5) {
                rows.add("insert into tracks (track_id, %s, raw_json) values ('%s', %s, %s)"
                        .formatted(columns, track[0], shared, quoted(track[4])));
                continue;
            }
            rows.add("insert into tracks (track_key, track_id, %s) values (%d, '%s', %s)"
                    .formatted(columns, i + 1, track[0], shared));
            rows.add("insert into track_payload (track_key, raw_json) values (%d, %s)"
                    .formatted(i + 1, quoted(i == 2 ? '"' + track[4] + '"' : track[4])));
            if (version >= 6) {
                rows.add("update tracks set name_key = '%s' where track_key = %d"
                        .formatted(NameKey.of(track[2], track[1]), i + 1));
            }
        }
        if (version >= 2) {
            rows.add("update tracks set primary_genre = 'dream pop' where track_id = 't-one'");
        }
    }

    private static void snapshots(List<String> rows, int version) {
        List<String> ids = List.of("t-one", "t-two", "t-three");
        for (int month = 1; month <= 6; month++) {
            for (int i = 0; i < ids.size(); i++) {
                String shared =
                        "'%s', '2024-%02d-01', 'short_term', %d".formatted(ids.get(i), month, (i + month) % 3 + 1);
                rows.add(
                        version < 7
                                ? "insert into snapshots (track_id, snapshot_date, time_range, rank) values (" + shared
                                        + ")"
                                : "insert into snapshots (track_id, snapshot_date, time_range, rank, account_id, origin)"
                                        + " values (" + shared + ", 1, 'spotify')");
            }
        }
        if (version >= 7) {
            rows.add("insert into snapshots (track_id, snapshot_date, time_range, rank, account_id, origin)"
                    + " values ('t-one', '2024-05-31', 'long_term', 1, 1, 'computed')");
        }
    }

    private static void imports(List<String> rows) {
        rows.add(
                "insert into import_run (import_id, account_id, started_at, finished_at) values"
                        + " (1, 1, '2024-05-31 10:00:00', '2024-05-31 10:00:01'), (2, 1, '2024-06-01 10:00:00', '2024-06-01 10:00:01')");
        rows.add("insert into import_file (file_id, import_id, path, format, rows_read, new_plays, known, same_play,"
                + " not_music, rejected, read_to_end, first_play_id, end_play_id) values"
                + " (1, 1, 'my.zip/audio.json', 'spotify-extended', 10, 9, 0, 0, 0, 1, true, 1, 10),"
                + " (2, 2, 'StreamingHistory0.json', 'spotify-account', 2, 0, 1, 1, 0, 0, true, 10, 11)");
        rows.add("insert into import_rejection (file_id, row_number, reason, row_text)"
                + " values (1, 4, 'there is no time in it', '{\"ms_played\": 1}')");
        rows.add("insert into import_basis (import_id, based_on) values (2, 1)");
        rows.add(
                "insert into track_description (track_key, import_id, described_at, name, artist_name, album_name) values"
                        + " (1, 1, '2024-05-03 20:00:00', 'Été', 'Mira', 'Tides'), (2, 2, '2024-05-05 18:00:00', 'Harbour', 'Mira', null)");
    }

    /// Ten plays: the third is too short to count, the ninth was marked by hand as the eighth, and the tenth tells of
    /// the seventh, which the rule finds. Seven listens.
    private static void plays(List<String> rows) {
        rows.add("insert into play_context (context_key, time_basis, platform, country, shuffle) values"
                + " (1, 'end-minus-listened', 'linux', 'DE', false), (2, 'minute-precision', null, null, null)");
        String[] plays = {
            "1, 1, 1, 1, '2024-01-05 07:00:00', 200000, false",
            "2, 2, 1, 1, '2024-01-05 07:04:00', 180000, false",
            "3, 3, 1, 1, '2024-02-10 12:00:00', 12000, true",
            "4, 1, 1, 1, '2024-03-31 00:30:00', 200000, false",
            "5, 1, 1, 1, '2024-03-31 01:30:00', 150000, null",
            "6, 2, 1, 1, '2024-04-02 21:59:59', 180000, false",
            "7, 2, 1, 1, '2024-05-05 18:00:10', 180000, false",
            "8, 3, 1, 1, '2024-05-20 08:00:00', 240000, false",
            "9, 3, 1, 1, '2024-05-20 09:00:00', 240000, false",
            "10, 2, 2, 2, '2024-05-05 18:00:00', 180000, null"
        };
        for (String play : plays) {
            rows.add("insert into play_history (play_id, track_key, source_key, context_key, played_at, listened_ms,"
                    + " skipped, account_id, ordinal) values (" + play + ", 1, 0)");
        }
    }

    private static void facts(List<String> rows) {
        rows.add("update tracks set release_date = '2019-03', isrc = 'DEXX11900001', popularity = 41, genres ="
                + " '[\"dream pop\"]', updated_at = '2024-05-01 00:00:00' where track_key = 1");
        rows.add("insert into track_features (track_key, features_source, features_at, danceability, energy, valence,"
                + " key, mode, loudness, tempo, time_signature) values (1, 'reccobeats', '2024-05-01 00:00:00', 0.5, 0.25,"
                + " 0.75, 7, 1, -9.5, 120.5, 4)");
        rows.add(
                "insert into track_lyrics (track_key, lyrics, lyrics_summary) values (1, 'La la', 'A song of summer')");
    }
}
