package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Json;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.imports.Histories;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every question against [Recount], from the files of an export to the last row of the answer.
///
/// What a track is called and which edition a track without an id counts as is knowledge of today, on
/// whatever day the reader stands.
@ParameterizedClass
@EnumSource(TestStores.class)
final class RecountLawTest {
    /// Before everything, in the middle of things, when clocks change, and long after.
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2020, 1, 1),
            LocalDate.of(2021, 12, 31),
            LocalDate.of(2022, 3, 27),
            LocalDate.of(2022, 4, 2),
            LocalDate.of(2022, 10, 30),
            LocalDate.of(2023, 3, 27),
            Desk.TODAY);

    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    RecountLawTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void everyAnswerIsWhatCountingByHandGives() {
        LongStream.rangeClosed(1, stores == TestStores.SQLITE ? 4 : 1).forEach(this::recount);
    }

    private void recount(long seed) {
        Histories.History history = Histories.plain(seed);
        try (Desk desk = new Desk(stores, history.zone())) {
            desk.take(history.files().stream().map(file -> file.into(folder)).toList());
            Map<String, Long> lengths = new LinkedHashMap<>();
            List<String> tracks = new Recount(history.files(), history.zone(), Map.of()).tracks();
            // Half of the tracks have a known length; of some, less than half a minute is half of it.
            for (int i = 0; i < tracks.size(); i += 2) {
                lengths.put(tracks.get(i), i % 4 == 0 ? 40_000L : 220_000L);
            }
            Recount recount = new Recount(history.files(), history.zone(), lengths);
            List<Recount.Ranked> ranked = ranked(tracks);
            List<Recount.Release> releases = releases(tracks);
            List<Recount.Sound> sounds = sounds(tracks);
            desk.change(session -> {
                for (Recount.Release release : releases) {
                    session.update(
                            "insert into track_payload (track_key, raw_json)"
                                    + " select track_key, ? from tracks where track_id = ?",
                            new Json(payload(release)),
                            release.track());
                }
                for (Recount.Sound sound : sounds) {
                    List<String> features = List.copyOf(sound.measures().keySet());
                    session.update(
                            "insert into track_features (track_key, features_source"
                                    + features.stream().map(one -> ", " + one).reduce("", String::concat)
                                    + ") select track_key, '" + sound.source() + "'"
                                    + features.stream()
                                            .map(one -> ", " + sound.measures().get(one))
                                            .reduce("", String::concat)
                                    + " from tracks where track_id = ?",
                            sound.track());
                }
                for (Map.Entry<String, Long> length : lengths.entrySet()) {
                    session.update(
                            "update tracks set duration_ms = ? where track_id = ?", length.getValue(), length.getKey());
                }
                for (int i = 0; i < tracks.size(); i += 3) {
                    session.update(
                            "update tracks set primary_genre = ? where track_id = ?", "genre " + i % 2, tracks.get(i));
                }
                for (Recount.Ranked rank : ranked) {
                    session.update(
                            "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                                    + " values (1, ?, ?, ?, ?, 'spotify')",
                            rank.track(),
                            rank.day(),
                            rank.range(),
                            rank.place());
                }
            });
            List<Recount.Weather> weather = weather();
            desk.change(session -> {
                session.update("update account set home_latitude = 0.0, home_longitude = -0.1");
                for (Recount.Weather reading : weather) {
                    session.update(
                            "insert into weather_readings (location, hour, temperature, weather_code)"
                                    + " values ('0.0,-0.1', ?, ?, ?)",
                            reading.hour(),
                            reading.temperature(),
                            reading.code());
                }
            });
            weather.forEach(recount::weather);
            desk.listener().rebuild();
            desk.snapshots();
            ranked.forEach(recount::rank);
            releases.forEach(recount::release);
            sounds.forEach(recount::sound);
            for (int i = 0; i < tracks.size(); i += 3) {
                recount.genre(tracks.get(i), "genre " + i % 2);
            }
            recount.rankMonths(Desk.TODAY);
            Asker asker = new Asker(desk.database(), 1, history.zone());
            for (Question question : Questions.builtIn().all()) {
                for (Map<String, String> given : givens(question, tracks, recount)) {
                    for (LocalDate today : DAYS) {
                        compare(asker, question, given, today, recount, seed);
                    }
                }
            }
        }
    }

    private static void compare(
            Asker asker, Question question, Map<String, String> given, LocalDate today, Recount recount, long seed) {
        String asked = question.name() + " " + given + " on " + today + ", seed " + seed;
        List<List<@Nullable Object>> expected = recount.rows(question.name(), given, today);
        if (expected == null) {
            assertThatThrownBy(() -> asker.askWithoutNames(question, given, today))
                    .as(asked)
                    .isInstanceOfSatisfying(
                            MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_DATA));
        } else {
            assertThat(asker.askWithoutNames(question, given, today).rows())
                    .as(asked)
                    .isEqualTo(expected);
        }
    }

    /// Top lists of a few days, some tracks in several of them.
    private static List<Recount.Ranked> ranked(List<String> tracks) {
        List<Recount.Ranked> ranked = new ArrayList<>();
        for (String day : List.of("2022-03-28", "2022-04-02", "2022-10-29", "2023-03-01", "2024-05-20")) {
            for (int place = 1; place <= 4; place++) {
                String track = tracks.get((place * 5 + day.hashCode() % 7 + 7) % tracks.size());
                String range = day.startsWith("2022-04") ? "long_term" : "short_term";
                ranked.add(new Recount.Ranked(LocalDate.parse(day), range, place, track, "spotify"));
            }
        }
        return ranked.stream().distinct().toList();
    }

    /// Releases of two tracks in three, some of them told in part, some on one day.
    private static List<Recount.Release> releases(List<String> tracks) {
        List<Recount.Release> releases = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            if (i % 3 > 0) {
                String date = i % 5 == 0 ? null : i % 5 == 1 ? "2019" : i % 5 == 2 ? "2020-03" : "2020-03-0" + i % 5;
                releases.add(new Recount.Release(
                        tracks.get(i),
                        date,
                        i % 4 == 0 ? null : (long) (i % 4),
                        i % 7 == 0 ? null : "DEAB1200000" + i % 2));
            }
        }
        return releases;
    }

    /// Two hours in three of two springs, with every kind of weather.
    private static List<Recount.Weather> weather() {
        List<Integer> codes = Arrays.asList(0, 1, 2, 3, 45, 51, 61, null, 71, 80, 86, 95, 99);
        List<Recount.Weather> weather = new ArrayList<>();
        for (String spring : List.of("2021-12-25T00:00:00Z", "2022-03-20T00:00:00Z")) {
            for (int hour = 0; hour < 24 * 40; hour++) {
                if (hour % 3 != 1) {
                    weather.add(new Recount.Weather(
                            Instant.parse(spring).plus(Duration.ofHours(hour)),
                            hour % 47 - 12.5,
                            codes.get(hour / 2 % codes.size())));
                }
            }
        }
        return weather;
    }

    /// How two tracks in three sound, as two sources have it, and not all of it.
    private static List<Recount.Sound> sounds(List<String> tracks) {
        List<Recount.Sound> sounds = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            Map<String, Double> measures = new LinkedHashMap<>();
            measures.put("valence", i * 7 % 100 / 100.0);
            measures.put("tempo", 80.25 + i * 13 % 70);
            if (i % 7 > 0) {
                measures.put("energy", i * 37 % 101 / 100.0);
                measures.put("acousticness", i * 11 % 100 / 100.0);
            }
            if (i % 5 > 0) {
                measures.put("danceability", i * 17 % 100 / 100.0);
                measures.put("instrumentalness", 0.5);
                measures.put("speechiness", 0.1);
                measures.put("loudness", -7.5 - i % 4);
            }
            if (i % 3 > 0) {
                sounds.add(new Recount.Sound(tracks.get(i), i % 4 == 0 ? "file" : "reccobeats", measures));
            }
        }
        return sounds;
    }

    private static String payload(Recount.Release release) {
        return "{\"album\": {\"release_date\": %s}, \"disc_number\": %s, \"external_ids\": {\"isrc\": %s}}"
                .formatted(quoted(release.date()), release.disc(), quoted(release.isrc()));
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : '"' + text + '"';
    }

    private static List<Map<String, String>> givens(Question question, List<String> tracks, Recount recount) {
        return switch (question.name()) {
            case "totals" ->
                List.of(
                        Map.of(),
                        Map.of("year", "2021"),
                        Map.of("year", "2022", "until", "2022-03-31"),
                        Map.of("from", "2021-12-31", "until", "2022-01-01"),
                        Map.of("from", "2022-01-01"),
                        Map.of("until", "2022-03-27"),
                        Map.of("from", "2022-03-25", "until", "2022-10-30"));
            case "listens-by-day",
                    "listens-by-month",
                    "listens-by-year",
                    "hour-by-weekday",
                    "hour-by-season",
                    "attention-by-month",
                    "attention",
                    "listens-by-weekday",
                    "listens-by-decade",
                    "feature-means",
                    "variety" ->
                List.of(
                        Map.of(),
                        Map.of("from", "2021-12-31"),
                        Map.of("until", "2022-03-27"),
                        Map.of("from", "2022-03-25", "until", "2022-10-30"));
            case "release-facts" ->
                List.of(
                        Map.of(),
                        Map.of("isrc", "DEAB12000001"),
                        Map.of("limit", "3"),
                        Map.of("isrc", "none of these"));
            case "top-tracks", "top-artists", "top-albums", "top-genres" ->
                withAnArtist(
                        question,
                        Map.of(),
                        Map.of("by", "time"),
                        Map.of("limit", "3"),
                        Map.of("year", "2021"),
                        Map.of("year", "2022", "by", "time"),
                        Map.of("from", "2021-12-31", "until", "2022-01-01"),
                        Map.of("from", "2022-01-02", "until", "2022-01-02"),
                        Map.of("from", "2022-03-25", "until", "2022-10-29", "by", "time", "limit", "4"));
            case "new-artists-by-year" ->
                List.of(Map.of(), Map.of("from", "2022"), Map.of("from", "2021", "until", "2021"));
            case "on-this-day" ->
                List.of(
                        Map.of(),
                        Map.of("day", "2023-10-28"),
                        Map.of("day", "2023-03-26", "per_year", "2"),
                        Map.of("day", "2024-02-29"));
            case "streaks" ->
                List.of(
                        Map.of(),
                        Map.of("limit", "2"),
                        Map.of("from", "2022-03-25", "until", "2022-10-30"),
                        Map.of("from", "2022-03-26", "until", "2022-03-28"));
            case "mood-by-month", "mood-by-hour" ->
                List.of(Map.of(), Map.of("from", "2021-01-01"), Map.of("from", "2021-12-31", "until", "2022-03-28"));
            case "mood-candidates" ->
                List.of(
                        Map.of(),
                        Map.of("profile", "focus", "most_energy", "90"),
                        Map.of("profile", "workout", "least_tempo", "90", "limit", "3"),
                        Map.of("profile", "party", "least_energy", "20", "least_dance", "0"),
                        Map.of("profile", "melancholic", "most_valence", "80"));
            case "record-days" ->
                List.of(Map.of(), Map.of("limit", "2"), Map.of("from", "2022-03-25", "until", "2022-10-30"));
            case "rediscoveries" ->
                List.of(
                        Map.of(),
                        Map.of("least", "1", "quiet", "3"),
                        Map.of("least", "1", "quiet", "30", "from", "2022-03-25", "until", "2022-10-30"),
                        Map.of("least", "1", "quiet", "1", "from", "2022-03-27", "limit", "3"));
            case "gems-by-plays" ->
                List.of(
                        Map.of(),
                        Map.of("least", "1"),
                        Map.of("least", "2", "loved_from", "2022-03-25", "loved_until", "2022-04-05"),
                        Map.of("least", "1", "loved_until", "2022-10-30", "quiet_since", "2022-10-29"));
            case "recent-plays" -> {
                List<Map<String, String>> some = new ArrayList<>(forAny(tracks, recount, Map.of()));
                some.addAll(forAny(tracks, recount, Map.of("from", "2022-01-01", "until", "2022-03-28", "limit", "3")));
                some.addAll(List.of(
                        Map.of(),
                        Map.of("words", "VOSS"),
                        Map.of("words", "e o", "limit", "9"),
                        Map.of("words", "ann", "artist", "Ann Ode", "verdict", "too-short"),
                        Map.of("words", "kettle"),
                        Map.of("limit", "7"),
                        Map.of("until", "2022-03-28", "limit", "500"),
                        Map.of("from", "2022-01-01", "until", "2022-03-28", "verdict", "same-play"),
                        Map.of("verdict", "not-music"),
                        Map.of("verdict", "too-short", "limit", "9"),
                        Map.of("verdict", "listen", "artist", "Mira Voss")));
                yield some;
            }
            case "this-month" -> List.of(Map.of(), Map.of("month", "2022-03"), Map.of("month", "2022-01"));
            case "hours-compared" ->
                List.of(
                        Map.of(),
                        Map.of("from", "2022-03-25", "other_from", "2021-01-01", "other_until", "2021-12-31"),
                        Map.of("until", "2022-04-02", "other_until", "2024-01-01"));
            case "listening-by-weather" ->
                List.of(
                        Map.of(),
                        Map.of("by", "temperature"),
                        Map.of("from", "2021-12-31", "until", "2022-03-27"),
                        Map.of("from", "2021-12-25", "until", "2022-05-01"),
                        Map.of("from", "2022-03-25", "by", "temperature"));
            case "devices", "discoveries", "loyal-artists" ->
                List.of(
                        Map.of(),
                        Map.of("from", "2021-12-31", "limit", "2"),
                        Map.of("from", "2021-01-01", "until", "2022-03-27"));
            case "reasons" ->
                List.of(Map.of(), Map.of("side", "start"), Map.of("from", "2021-01-01", "until", "2022-03-27"));
            case "most-skipped" ->
                List.of(
                        Map.of("least", "1"),
                        Map.of("least", "2", "from", "2021-01-01"),
                        Map.of("least", "1", "from", "2022-03-01", "until", "2022-04-02", "limit", "3"));
            case "tracks-by-day-part" ->
                List.of(
                        Map.of(),
                        Map.of("part", "night", "from", "2021-01-01"),
                        Map.of("part", "morning", "from", "2022-03-01", "until", "2022-04-05"),
                        Map.of("part", "afternoon", "from", "2021-01-01", "limit", "4"),
                        Map.of("part", "evening", "from", "2021-01-01", "until", "2022-10-30"));
            case "hardly-heard" ->
                List.of(
                        Map.of(),
                        Map.of("least", "1"),
                        Map.of("least", "2", "most", "1", "per_artist", "1"),
                        Map.of("least", "1", "most", "0", "per_artist", "50", "limit", "100"),
                        Map.of("least", "1", "from", "2022-03-25", "until", "2022-10-30", "limit", "4"));
            case "sessions" -> {
                List<Map<String, String>> some = new ArrayList<>(forAny(tracks, recount, Map.of("from", "2021-01-01")));
                some.add(Map.of());
                some.add(Map.of("from", "2021-01-01", "limit", "500"));
                some.add(Map.of("from", "2022-03-25", "until", "2022-03-28", "limit", "3"));
                yield some;
            }
            case "obsessive-days" ->
                List.of(
                        Map.of(),
                        Map.of("from", "2021-01-01", "limit", "500"),
                        Map.of("from", "2022-03-25", "until", "2022-03-28", "limit", "3"));
            case "turnover-by-month" ->
                List.of(
                        Map.of(),
                        Map.of("time_range", "long_term", "origin", "computed"),
                        Map.of("from", "2022-03", "until", "2022-04"));
            case "ranks-by-month" ->
                List.of(
                        Map.of(),
                        Map.of("from", "2021-01", "tracks", "3"),
                        Map.of("from", "2022-01", "until", "2022-04", "origin", "spotify"));
            case "eras" ->
                List.of(
                        Map.of(),
                        Map.of("origin", "spotify"),
                        Map.of("least", "2", "time_range", "long_term"),
                        Map.of("limit", "2"));
            case "first-heard", "track-features" -> forTracks(tracks, Map.of());
            case "facts-by-month", "facts-by-hour", "neighbours" -> forAny(tracks, recount, Map.of());
            case "facts" -> {
                List<Map<String, String>> some = new ArrayList<>(forAny(tracks, recount, Map.of()));
                some.addAll(forAny(tracks, recount, Map.of("from", "2022-03-25", "until", "2022-10-30")));
                yield some;
            }
            case "album-tracks" -> albums(recount);
            case "rank-history" -> {
                List<Map<String, String>> some = new ArrayList<>(forAny(tracks, recount, Map.of()));
                some.addAll(forTracks(tracks, Map.of("origin", "spotify")));
                some.addAll(forTracks(tracks, Map.of("time_range", "long_term", "origin", "computed")));
                yield some;
            }
            case "forgotten-gems" ->
                List.of(
                        Map.of(),
                        Map.of("origin", "spotify"),
                        Map.of("origin", "computed", "limit", "3"),
                        Map.of(
                                "loved_from", "2022-03-28",
                                "loved_until", "2022-04-02",
                                "quiet_since", "2022-10-30"));
            case "current-obsessions" ->
                List.of(
                        Map.of(),
                        Map.of("origin", "spotify", "limit", "3"),
                        Map.of("origin", "computed"),
                        Map.of("time_range", "long_term"));
            case "diversity-by-month" ->
                List.of(
                        Map.of(),
                        Map.of("time_range", "long_term", "origin", "computed"),
                        Map.of("from", "2022-03", "until", "2022-04"));
            default -> List.of(Map.of());
        };
    }

    @SafeVarargs
    private static List<Map<String, String>> withAnArtist(Question question, Map<String, String>... others) {
        List<Map<String, String>> givens = new ArrayList<>(List.of(others));
        if (question.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("artist"))) {
            givens.add(Map.of("artist", "Mira Voss"));
            givens.add(Map.of("artist", "Ann Ode", "year", "2022", "by", "time"));
        }
        return givens;
    }

    /// For some tracks, artists and albums.
    private static List<Map<String, String>> forAny(List<String> tracks, Recount recount, Map<String, String> others) {
        List<Map<String, String>> givens =
                new ArrayList<>(forTracks(tracks, others).stream().limit(3).toList());
        Map<String, String> album = albums(recount).getFirst();
        List<Map<String, String>> more =
                List.of(album, Map.of("album", String.valueOf(album.get("album"))), Map.of("artist", "Ann Ode"));
        for (Map<String, String> one : more) {
            Map<String, String> given = new LinkedHashMap<>(others);
            given.putAll(one);
            givens.add(given);
        }
        return givens;
    }

    private static List<Map<String, String>> albums(Recount recount) {
        List<Map<String, String>> albums = recount.albums().stream()
                .limit(4)
                .map(album -> Map.of("artist", album.get(0), "album", album.get(1)))
                .toList();
        assertThat(albums).isNotEmpty();
        return albums;
    }

    private static List<Map<String, String>> forTracks(List<String> tracks, Map<String, String> others) {
        List<Map<String, String>> givens = new ArrayList<>();
        for (String track : tracks.subList(0, 6)) {
            // One without an id means the edition that it counts as, which is asked for by its own id here.
            if (!track.startsWith("name:")) {
                Map<String, String> given = new LinkedHashMap<>(others);
                given.put("track", track);
                givens.add(given);
            }
        }
        return givens;
    }
}
