package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.question.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// What a store holds, as text that is equal on both databases for equal stores, and a store with something in every
/// table.
@NullMarked
final class Stores {
    private Stores() {}

    /// Puts something into every table that an import leaves empty.
    static void fill(Desk desk) {
        try (Database database = desk.open()) {
            database.write(session -> {
                String json = "{\"name\": \"Größe \\\"x\\\"\\n\", \"disc_number\": 1}";
                String cast = database.dialect().label().equals("sqlite") ? "?" : "cast(? as jsonb)";
                session.update(
                        "update tracks set duration_ms = 1234, release_date = '1999', isrc = 'DEA123456789',"
                                + " popularity = 40, genre_tags = 'a, b', updated_at = ? where track_key = 1",
                        Desk.NOW);
                session.update("insert into track_payload (track_key, raw_json) values (1, " + cast + ")", json);
                session.update(
                        "insert into track_lyrics (track_key, lyrics, lyrics_summary) values (1, ?, null)",
                        "la,\n\"la\"");
                session.update(
                        "insert into enrichment_attempt (what, source, subject, attempted_at, outcome)"
                                + " values ('features', 'reccobeats', 'onlyranked', ?, 'missing')",
                        Desk.NOW);
                session.update(
                        "insert into weather_readings (location, hour, temperature, cloud_cover, recorded_at)"
                                + " values ('52.5,13.4', ?, -2.5, 100, ?)",
                        Desk.NOW,
                        Desk.NOW);
                session.update("update account set home_latitude = 52.5, home_longitude = 13.4");
                session.update(
                        "insert into track_features (track_key, features_source, features_at, tempo, energy, key, mode)"
                                + " values (1, 'reccobeats', ?, 120.12345678901234, 0.1, 11, 1)",
                        Desk.NOW);
                session.update(
                        "insert into tracks (track_key, track_id, name, artist_name, album_name, added_at)"
                                + " values (9001, 'onlyranked', 'Ranked', 'Someone', '', ?)",
                        Desk.NOW);
                session.update(
                        "insert into tracks (track_key, track_id, name, artist_name, added_at)"
                                + " values (9002, 'ranked-too', 'Ranked', 'Someone', ?)",
                        Desk.NOW);
                session.update("update tracks set counts_as = 9002 where track_key = 9001");
                session.update(
                        "insert into artists (artist_key, artist_id, name, genres, genres_source, image_url) values (9001,"
                                + " 'artist-id', 'Someone', " + cast + ", 'lastfm', 'https://example.org/a.jpg')",
                        "[\"dub\"]");
                session.update("insert into track_artists (track_key, position, artist_key) values (9001, 1, 9001)");
                session.update("insert into track_artists (track_key, position, artist_key) values (9002, 1, 9001)");
                session.update(
                        "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                                + " values (1, 'onlyranked', ?, 'short_term', 1, 'spotify')",
                        java.time.LocalDate.of(2026, 3, 1));
                session.update(
                        "insert into analysis_snapshots (analysis_id, account_id, analysed_at, period_label,"
                                + " metrics_payload) values (1, 1, ?, 'last_30_days', " + cast + ")",
                        Desk.NOW,
                        "{\"listens\": 3}");
                session.update(
                        "insert into playlist_config (account_id, key, spotify_id, last_updated) values (1, 'daily', 'x', ?)",
                        Desk.NOW);
                session.update("insert into playlists (account_id, playlist, title, marker, spotify_id)"
                        + " values (1, 'on-this-day', 'On this day', 'mtm0', 'p1')");
                session.update(
                        "insert into playlist_history (account_id, playlist, publication, published_at, as_of, spotify_id,"
                                + " added, removed) values (1, 'on-this-day', 1, ?, ?, 'p1', 1, 0)",
                        Desk.NOW,
                        java.time.LocalDate.of(2026, 3, 6));
                session.update("insert into playlist_tracks (account_id, playlist, publication, position, track_id)"
                        + " values (1, 'on-this-day', 1, 1, 'onlyranked')");
                session.update(
                        "insert into api_cache (service, request, response, recorded_at) values ('a', 'b', '', ?)",
                        Desk.NOW);
                List<Long> plays =
                        session.list("select play_id from play_history order by play_id limit 2", row -> row.number(1));
                session.update(
                        "insert into same_play (play_id, same_as, score, reason, decided_by)"
                                + " values (?, ?, 50, 'by ear', 'hand')",
                        plays.get(1),
                        plays.get(0));
                session.update("insert into play_decision (play_id, hidden_at) values (?, ?)", plays.get(0), Desk.NOW);
                return 0;
            });
        }
        assertThat(desk.run("rebuild").status()).isZero();
        assertThat(desk.run("snapshot", "rebuild").status()).isZero();
    }

    /// Every row of every table, with the times of the migrations.
    static TreeSet<String> content(Desk desk) {
        TreeSet<String> rows = new TreeSet<>();
        tables(desk).values().forEach(rows::addAll);
        return rows;
    }

    /// The rows that one has and the other has not: `-` and `+`.
    static List<String> differences(TreeSet<String> a, TreeSet<String> b) {
        return Stream.concat(
                        a.stream().filter(row -> !b.contains(row)).map(row -> "- " + row),
                        b.stream().filter(row -> !a.contains(row)).map(row -> "+ " + row))
                .limit(20)
                .toList();
    }

    /// The rows of each table.
    static Map<String, List<String>> tables(Desk desk) {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Database database = desk.open()) {
            boolean sqlite = database.dialect().label().equals("sqlite");
            database.read(session -> {
                List<String> names = session.list(
                        sqlite
                                ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
                                : "select cast(relname as text) from pg_class where relkind = 'r'"
                                        + " and relnamespace = current_schema()::regnamespace",
                        row -> row.text(1));
                for (String name : names) {
                    boolean versions = name.equals("schema_migrations");
                    List<String> rows = new ArrayList<>();
                    String all = "select " + (versions ? "version, applied_at" : "*") + " from " + name;
                    List<String> columns = session.columnNames(all);
                    session.each(all, row -> {
                        StringBuilder line = new StringBuilder(name);
                        for (int i = 0; i < columns.size(); i++) {
                            line.append(" | ")
                                    .append(columns.get(i))
                                    .append('=')
                                    .append(canonical(row.textOrNull(i + 1)));
                        }
                        rows.add(line.toString());
                    });
                    rows.sort(null);
                    tables.put(name, rows);
                }
                return 0;
            });
        }
        return tables;
    }

    /// Truth, whole reals and the blanks of JSON look different on the two databases.
    private static String canonical(@org.jspecify.annotations.Nullable String text) {
        return switch (text) {
            case null -> "null";
            case "t" -> "1";
            case "f" -> "0";
            default -> text.startsWith("{") || text.startsWith("[") ? text.replace(" ", "") : text;
        };
    }

    /// The answer of every question that can be asked without saying of what, as CSV.
    static Map<String, String> answers(Desk desk) {
        Map<String, String> answers = new TreeMap<>();
        Questions.builtIn().all().forEach(question -> {
            List<String> arguments = new ArrayList<>(List.of("ask", question.name(), "--format", "csv"));
            if (question.parameters().stream()
                    .anyMatch(parameter -> parameter.findFallback().isEmpty())) {
                arguments.addAll(List.of("--track", "onlyranked"));
            }
            Desk.Outcome outcome = desk.run(arguments.toArray(String[]::new));
            answers.put(question.name(), outcome.status() + outcome.out());
        });
        assertThat(answers.values()).anyMatch(answer -> answer.startsWith("0"));
        return answers;
    }
}
