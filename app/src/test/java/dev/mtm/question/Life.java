package dev.mtm.question;

import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Session;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A listening life put straight into the tables, with a counting rule of its own: 30 seconds or an unknown length.
final class Life {
    private static final long COUNTS_FROM_MS = 30_000;
    private static final int CALENDAR_MARGIN_DAYS = 62;

    private final Database database;
    private final ZoneId zone;
    private final int keyStep;
    private final Map<String, Integer> tracks = new HashMap<>();
    private final Map<String, Integer> artists = new HashMap<>();
    private final Map<String, Integer> artistOf = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();
    private final List<Heard> plays = new ArrayList<>();
    private final List<Object[]> newArtists = new ArrayList<>();
    private final List<Object[]> newTracks = new ArrayList<>();
    private final List<Object[]> newCredits = new ArrayList<>();
    private final List<Object[]> newRanks = new ArrayList<>();
    private final List<Object[]> newWeather = new ArrayList<>();
    private int stored;

    Life(Database database, ZoneId zone) {
        this(database, zone, 1);
    }

    /// @param keyStep 1 or -1: whether later tracks and artists get greater or smaller keys
    Life(Database database, ZoneId zone, int keyStep) {
        this.database = database;
        this.zone = zone;
        this.keyStep = keyStep;
    }

    private record Heard(
            int account, String track, Instant at, @Nullable Long listenedMs, boolean skipped) {}

    /// Accounts other than 1, which each store has.
    void account(int account) {
        database.write(session ->
                session.update("insert into account (account_id, name) values (?, ?)", account, "account " + account));
    }

    void track(String id, String title, String artist, @Nullable String album, long lengthMs) {
        if (!artists.containsKey(artist)) {
            artists.put(artist, 5_000 + keyStep * artists.size());
            newArtists.add(new Object[] {artists.get(artist), "id of " + artist, artist});
        }
        int key = 5_000 + keyStep * tracks.size();
        tracks.put(id, key);
        artistOf.put(id, artists.getOrDefault(artist, 0));
        lengths.put(id, lengthMs);
        newTracks.add(new Object[] {key, id, title, artist, album == null ? Session.NoText.UNKNOWN : album, lengthMs});
        newCredits.add(new Object[] {key, artists.get(artist)});
    }

    /// @param listenedMs null: the source does not tell
    void play(int account, String track, String at, @Nullable Long listenedMs, boolean skipped) {
        plays.add(new Heard(account, track, Instant.parse(at), listenedMs, skipped));
    }

    void rank(int account, String day, String timeRange, int rank, String track, String origin) {
        newRanks.add(new Object[] {account, track, LocalDate.parse(day), timeRange, rank, origin});
    }

    /// What Spotify tells of a track that is there already.
    void payload(String track, String json) {
        database.write(session -> session.update(
                "insert into track_payload (track_key, raw_json) values (?, ?)", tracks.get(track), new Json(json)));
    }

    /// Where a listener lives.
    void home(int account, double latitude, double longitude) {
        database.write(session -> session.update(
                "update account set home_latitude = ?, home_longitude = ? where account_id = ?",
                latitude,
                longitude,
                account));
    }

    /// What the weather was in an hour.
    ///
    /// @param location    as it is stored
    /// @param temperature null: unknown; so is `code`
    void weather(String location, String hour, @Nullable Double temperature, @Nullable Integer code) {
        newWeather.add(new Object[] {
            location,
            Instant.parse(hour),
            temperature == null ? Session.NoNumber.UNKNOWN : temperature,
            code == null ? Session.NoNumber.UNKNOWN : code
        });
    }

    /// Writes what was added since the last time, and makes listens, hours and days anew.
    void settle() {
        database.write(session -> {
            insert(session, "insert into artists (artist_key, artist_id, name) values (?, ?, ?)", newArtists);
            insert(session, """
                    insert into tracks (track_key, track_id, kind, name, artist_name, album_name, duration_ms)
                    values (?, ?, 'music', ?, ?, ?, ?)
                    """, newTracks);
            insert(session, "insert into track_artists (track_key, position, artist_key) values (?, 1, ?)", newCredits);
            insert(session, """
                    insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)
                    values (?, ?, ?, ?, ?, ?)
                    """, newRanks);
            session.update("""
                    insert into play_context (context_key, time_basis, platform)
                    values (1, 'end-minus-listened', 'phone')
                    on conflict do nothing
                    """);
            insert(
                    session,
                    "insert into weather_readings (location, hour, temperature, weather_code) values (?, ?, ?, ?)",
                    newWeather);
            List<Object[]> log = new ArrayList<>();
            for (; stored < plays.size(); stored++) {
                Heard play = plays.get(stored);
                log.add(new Object[] {
                    stored + 1,
                    play.account(),
                    tracks.get(play.track()),
                    play.at(),
                    orUnknown(play.listenedMs()),
                    play.skipped()
                });
            }
            insert(session, """
                    insert into play_history (
                        play_id, account_id, track_key, source_key, context_key, played_at, listened_ms, skipped,
                        ordinal
                    )
                    values (?, ?, ?, 1, 1, ?, ?, ?, 0)
                    """, log);
            session.update("delete from listens");
            session.update("delete from listening_hours");
            session.update("delete from heard_tracks");
            session.update("delete from days");
            project(session);
            return 0;
        });
    }

    private void project(Session session) throws SQLException {
        List<Object[]> listens = new ArrayList<>();
        Map<List<Object>, long[]> hours = new HashMap<>();
        Map<List<Object>, List<Heard>> heardOf = new HashMap<>();
        Map<Integer, TreeMap<LocalDate, Long>> playsOn = new HashMap<>();
        for (int i = 0; i < plays.size(); i++) {
            Heard play = plays.get(i);
            ZonedDateTime local = play.at().atZone(zone);
            playsOn.computeIfAbsent(play.account(), account -> new TreeMap<>())
                    .merge(local.toLocalDate(), 1L, Long::sum);
            Long listened = play.listenedMs();
            if (listened != null && listened < COUNTS_FROM_MS) {
                continue;
            }
            long heard = listened == null ? lengths.getOrDefault(play.track(), 0L) : listened;
            listens.add(new Object[] {
                play.account(),
                play.at(),
                tracks.get(play.track()),
                i + 1,
                artistOf.get(play.track()),
                orUnknown(listened),
                heard,
                listened == null,
                play.skipped(),
                local.toLocalDate()
            });
            heardOf.computeIfAbsent(
                            List.of(play.account(), Objects.requireNonNull(tracks.get(play.track()))),
                            track -> new ArrayList<>())
                    .add(new Heard(play.account(), play.track(), play.at(), heard, play.skipped()));
            long[] sums = hours.computeIfAbsent(
                    List.of(play.account(), local.toLocalDate(), local.getHour()), hour -> new long[4]);
            sums[0]++;
            sums[1] += heard;
            sums[2] += play.skipped() ? 1 : 0;
            sums[3] += listened == null ? heard : 0;
        }
        insert(session, """
                insert into listens (
                    account_id, played_at, track_key, play_id, artist_key, listened_ms, heard_ms, estimated,
                    skipped, local_date
                )
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, listens);
        insert(
                session,
                """
                insert into listening_hours (account_id, local_date, local_hour, listens, heard_ms, skips, estimated_ms)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                hours.entrySet().stream()
                        .map(hour -> new Object[] {
                            hour.getKey().get(0),
                            hour.getKey().get(1),
                            hour.getKey().get(2),
                            hour.getValue()[0],
                            hour.getValue()[1],
                            hour.getValue()[2],
                            hour.getValue()[3]
                        })
                        .collect(Collectors.toCollection(ArrayList::new)));
        List<Object[]> sums = new ArrayList<>();
        heardOf.forEach((track, heard) -> sums.add(new Object[] {
            track.get(0),
            track.get(1),
            artistOf.get(heard.getFirst().track()),
            heard.stream()
                    .map(play -> play.at().atZone(zone).toLocalDate())
                    .min(Comparator.naturalOrder())
                    .orElseThrow(),
            heard.size(),
            heard.stream()
                    .mapToLong(play -> Objects.requireNonNull(play.listenedMs()))
                    .sum(),
            heard.stream().map(Heard::at).min(Comparator.naturalOrder()).orElseThrow(),
            heard.stream().map(Heard::at).max(Comparator.naturalOrder()).orElseThrow()
        }));
        insert(session, """
                insert into heard_tracks (
                    account_id, track_key, artist_key, first_day, listens, heard_ms, first_at, last_at
                )
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """, sums);
        List<Object[]> days = new ArrayList<>();
        for (Map.Entry<Integer, TreeMap<LocalDate, Long>> account : playsOn.entrySet()) {
            LocalDate end = account.getValue().lastKey().plusDays(CALENDAR_MARGIN_DAYS);
            LocalDate day = account.getValue().firstKey().minusDays(CALENDAR_MARGIN_DAYS);
            for (; day.isBefore(end); day = day.plusDays(1)) {
                days.add(calendarDay(account.getKey(), day, account.getValue().getOrDefault(day, 0L)));
            }
        }
        insert(session, """
                insert into days (account_id, local_date, starts_at, ends_at, month, year, iso_week, weekday, plays)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, days);
    }

    private Object[] calendarDay(int account, LocalDate day, long plays) {
        return new Object[] {
            account,
            day,
            day.atStartOfDay(zone).toInstant(),
            day.plusDays(1).atStartOfDay(zone).toInstant(),
            day.toString().substring(0, 7),
            day.getYear(),
            "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
            day.getDayOfWeek().getValue(),
            plays
        };
    }

    private static Object orUnknown(@Nullable Long number) {
        return number == null ? Session.NoNumber.UNKNOWN : number;
    }

    private static void insert(Session session, String sql, List<Object[]> rows) throws SQLException {
        PreparedStatement statement = session.prepared(sql);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                session.bind(statement, i + 1, row[i]);
            }
            statement.addBatch();
        }
        statement.executeBatch();
        rows.clear();
    }
}
