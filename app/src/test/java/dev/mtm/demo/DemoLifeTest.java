package dev.mtm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

final class DemoLifeTest {
    private static final String FOLDER = "Spotify Extended Streaming History/";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 5, 31);
    private static final Shape TEN_YEARS = Shape.tenYearsUntil(LAST_DAY);
    private static final Shape HALF_A_YEAR =
            new Shape(7, LocalDate.of(2019, 10, 1), LocalDate.of(2020, 3, 31), 12_000, BERLIN);

    /// The order of Spotify's own files.
    private static final List<String> FIELDS = List.of(
            "ts",
            "platform",
            "ms_played",
            "conn_country",
            "ip_addr",
            "master_metadata_track_name",
            "master_metadata_album_artist_name",
            "master_metadata_album_album_name",
            "spotify_track_uri",
            "episode_name",
            "episode_show_name",
            "spotify_episode_uri",
            "audiobook_title",
            "audiobook_uri",
            "audiobook_chapter_uri",
            "audiobook_chapter_title",
            "reason_start",
            "reason_end",
            "shuffle",
            "skipped",
            "offline",
            "offline_timestamp",
            "incognito_mode");

    private static final Comparator<Row> BY_TIME =
            Comparator.comparing(Row::stop).thenComparing(Row::start);

    @TempDir
    private static Path folder;

    private static Path zip;
    private static Summary summary;
    private static Map<String, List<Row>> files;
    private static List<Row> rows;

    /// One record as read back; `fields` are its names in file order.
    private record Row(List<String> fields, List<@Nullable Object> values) {
        @Nullable
        Object value(String field) {
            return values.get(FIELDS.indexOf(field));
        }

        boolean has(String field) {
            return value(field) != null;
        }

        String text(String field) {
            return (String) Objects.requireNonNull(value(field), field);
        }

        long millis() {
            return (Long) Objects.requireNonNull(value("ms_played"));
        }

        Instant stop() {
            return Instant.parse(text("ts"));
        }

        Instant start() {
            return stop().minusMillis(millis());
        }

        LocalDate day() {
            return stop().atZone(BERLIN).toLocalDate();
        }

        boolean isListen() {
            return millis() >= 30_000;
        }
    }

    @BeforeAll
    static void writesTenYears() throws IOException {
        zip = folder.resolve("ten-years.zip");
        summary = DemoLife.of(TEN_YEARS).writeTo(zip);
        files = read(zip);
        rows = inOrder(files);
    }

    @Test
    void writesTheSameBytesForTheSameShape() throws IOException {
        Path again = folder.resolve("again.zip");
        assertThat(DemoLife.of(TEN_YEARS).writeTo(again)).isEqualTo(summary);
        assertThat(Files.mismatch(zip, again)).isEqualTo(-1);
    }

    @Test
    void writesAnotherLifeForAnotherSeed() throws IOException {
        Path one = folder.resolve("seed-7");
        Path other = folder.resolve("seed-8");
        DemoLife.of(HALF_A_YEAR).writeJson(one);
        DemoLife.of(new Shape(8, HALF_A_YEAR.firstDay(), HALF_A_YEAR.lastDay(), 12_000, BERLIN))
                .writeJson(other);
        String name = "Streaming_History_Audio_2019-2020_0.json";
        assertThat(Files.mismatch(one.resolve(name), other.resolve(name))).isNotNegative();
    }

    @Test
    void writesTheSameFilesIntoAFolderAsIntoAZip() throws IOException {
        Path plain = folder.resolve("plain");
        assertThat(DemoLife.of(TEN_YEARS).writeJson(plain)).isEqualTo(summary);
        try (ZipFile packed = new ZipFile(zip.toFile());
                Stream<Path> written = Files.list(plain)) {
            assertThat(written.map(file -> FOLDER + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(
                            packed.stream().map(ZipEntry::getName).toList());
            for (ZipEntry entry : packed.stream().toList()) {
                byte[] content =
                        Files.readAllBytes(plain.resolve(entry.getName().substring(FOLDER.length())));
                assertThat(content).isNotEmpty();
                assertThat(Arrays.equals(packed.getInputStream(entry).readAllBytes(), content))
                        .isTrue();
            }
        }
    }

    @Test
    void namesFilesByTheirYearsAndNumber() {
        assertThat(files.keySet()).first().isEqualTo(FOLDER + "Streaming_History_Audio_2016-2017_0.json");
        assertThat(files.keySet()).last().isEqualTo(FOLDER + "Streaming_History_Video_2016-2026.json");
        assertThat(files.keySet()).filteredOn(name -> name.contains("Audio")).hasSizeBetween(10, 13);
        List<List<Row>> audio = files.entrySet().stream()
                .filter(file -> file.getKey().contains("Audio"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(audio.subList(0, audio.size() - 1))
                .allSatisfy(file -> assertThat(file).hasSizeBetween(12_000, 16_000));
    }

    @Test
    void countsWhatItWrites() {
        assertThat(summary.files()).isEqualTo(files.size());
        assertThat(summary.plays()).isEqualTo(rows.size()).isBetween(148_500L, 151_500L);
        assertThat(summary.tracks()).isEqualTo(distinct("spotify_track_uri")).isBetween(12_000, 20_000);
        assertThat(summary.artists())
                .isEqualTo(distinct("master_metadata_album_artist_name"))
                .isBetween(2_000, 5_000);
    }

    @Test
    void writesAllFieldsInOrder() {
        assertThat(rows).isNotEmpty().allMatch(row -> row.fields().equals(FIELDS));
    }

    @Test
    void fillsTheFieldsOfOneKindAndLeavesTheOthersNull() {
        List<String> kinds = FIELDS.subList(5, 16);
        Map<List<String>, Long> filled = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> kinds.stream().filter(row::has).toList(), Collectors.counting()));
        assertThat(filled.keySet())
                .containsExactlyInAnyOrder(kinds.subList(0, 4), kinds.subList(4, 7), kinds.subList(7, 11));
        assertThat(rows)
                .filteredOn(row -> row.has("audiobook_title"))
                .allSatisfy(row -> assertThat(row.day()).isAfterOrEqualTo(LocalDate.of(2023, 10, 1)));
    }

    @Test
    void givesEachTrackItsOwnUri() {
        Map<String, List<Object>> names = new HashMap<>();
        for (Row row : rows) {
            if (row.has("spotify_track_uri")) {
                List<Object> name = new ArrayList<>(row.values().subList(5, 8));
                assertThat(names.computeIfAbsent(row.text("spotify_track_uri"), uri -> name))
                        .isEqualTo(name);
            }
        }
        assertThat(names.keySet())
                .hasSize(summary.tracks())
                .allMatch(uri -> uri.matches("spotify:track:[0-9A-Za-z]{22}"));
    }

    @Test
    void playsOneThingAtATime() throws IOException {
        assertNoOverlap(rows);
        Path dense = folder.resolve("dense.zip");
        DemoLife.of(new Shape(3, LAST_DAY.minusDays(40), LAST_DAY, 833_333, BERLIN))
                .writeTo(dense);
        List<Row> hurried = inOrder(read(dense));
        assertThat(hurried).hasSizeBetween(90_000, 94_000);
        assertNoOverlap(hurried);
    }

    private static void assertNoOverlap(List<Row> plays) {
        int doubled = 0;
        int overlaps = 0;
        for (int index = 1; index < plays.size(); index++) {
            Row before = plays.get(index - 1);
            Row play = plays.get(index);
            if (play.equals(before)) {
                doubled++;
            } else {
                overlaps += play.start().isBefore(before.stop()) ? 1 : 0;
            }
        }
        assertThat(overlaps).isZero();
        assertThat(doubled / (double) plays.size()).isBetween(0.0005, 0.002);
    }

    @Test
    void staysWithinItsDays() {
        assertThat(rows.getFirst().start())
                .isAfterOrEqualTo(TEN_YEARS.firstDay().atStartOfDay(BERLIN).toInstant());
        assertThat(rows.getLast().stop())
                .isBefore(LAST_DAY.plusDays(1).atStartOfDay(BERLIN).toInstant());
        assertThat(rows.getLast().day()).isEqualTo(LAST_DAY);
    }

    @Test
    void keepsUsualShares() {
        assertThat(share(row -> !row.isListen())).isBetween(0.17, 0.25);
        assertThat(share(row -> !row.isListen() && row.text("reason_end").equals("fwdbtn")))
                .isBetween(0.16, 0.24);
        assertThat(share(row -> row.has("episode_name"))).isBetween(0.006, 0.014);
        assertThat(share(row -> row.has("audiobook_title"))).isBetween(0.0001, 0.002);
        assertThat(share(row -> Boolean.TRUE.equals(row.value("shuffle")))).isBetween(0.15, 0.35);
        assertThat(share(row -> Boolean.TRUE.equals(row.value("offline")))).isBetween(0.02, 0.08);
        assertThat(share(row -> Boolean.TRUE.equals(row.value("incognito_mode"))))
                .isBetween(0.003, 0.02);
        assertThat(share(row -> row.text("conn_country").equals("DE"))).isBetween(0.95, 0.999);
        assertThat(share(row -> !row.has("offline_timestamp"))).isBetween(0.04, 0.09);
        assertThat(share(row -> row.has("spotify_track_uri")
                        && row.text("master_metadata_track_name").chars().anyMatch(letter -> letter > 127)))
                .isBetween(0.03, 0.35);
        assertThat(share(row -> row.text("ip_addr").equals("x.x.x.x"))).isEqualTo(1);
    }

    @Test
    void writesOlderYearsAsOlderExportsDo() {
        assertThat(rows)
                .filteredOn(row -> row.day().getYear() == 2017)
                .isNotEmpty()
                .allMatch(row -> !row.has("skipped"))
                .allMatch(row -> isBetween(
                        row.value("offline_timestamp"),
                        1_400_000_000_000L,
                        row.stop().toEpochMilli()));
        assertThat(rows)
                .filteredOn(row -> row.day().getYear() == 2024)
                .isNotEmpty()
                .allMatch(row -> row.has("skipped"))
                .allMatch(row -> isBetween(
                        row.value("offline_timestamp"),
                        1_600_000_000L,
                        row.stop().getEpochSecond()));
    }

    private static boolean isBetween(@Nullable Object time, long least, long most) {
        return time == null || (time instanceof Long number && least <= number && number <= most);
    }

    @Test
    void beginsPlaysForTheReasonThatTheLastOneEnded() {
        Set<String> following = Set.of("trackdone", "fwdbtn", "backbtn", "trackerror");
        int checked = 0;
        int agreeing = 0;
        for (int index = 1; index < rows.size(); index++) {
            Row before = rows.get(index - 1);
            Row play = rows.get(index);
            if (!play.equals(before) && following.contains(play.text("reason_start"))) {
                checked++;
                agreeing += before.text("reason_end").equals(play.text("reason_start")) ? 1 : 0;
            }
        }
        assertThat(agreeing).isEqualTo(checked).isGreaterThan(rows.size() / 2);
    }

    @Test
    void hasFavouritesThatFellSilent() {
        Set<String> recent = rows.stream()
                .filter(row -> row.has("spotify_track_uri") && row.day().isAfter(LAST_DAY.minusDays(30)))
                .map(row -> row.text("spotify_track_uri"))
                .collect(Collectors.toSet());
        assertThat(recent).hasSizeGreaterThan(100);
        Map<String, Long> loved = listens(LAST_DAY.minusDays(365), LAST_DAY.minusDays(90));
        assertThat(loved.entrySet())
                .filteredOn(track -> track.getValue() >= 20 && !recent.contains(track.getKey()))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void hasObsessionsThatComeBackAfterAYear() {
        Map<String, Set<Integer>> years = new HashMap<>();
        for (int year = 2017; year <= 2025; year++) {
            for (Map.Entry<String, Long> track : listens(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1))
                    .entrySet()) {
                if (track.getValue() >= 30) {
                    years.computeIfAbsent(track.getKey(), uri -> new HashSet<>())
                            .add(year);
                }
            }
        }
        assertThat(years).hasSizeGreaterThan(50);
        assertThat(years.values()).filteredOn(loved -> loved.size() > 1).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void refusesShapesThatCannotBe() {
        assertThatThrownBy(() -> new Shape(1, LAST_DAY, LAST_DAY.minusDays(1), 100, BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-05-31");
        assertThatThrownBy(() -> new Shape(1, LAST_DAY, LAST_DAY, 0, BERLIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shape.ofPlays(100_000_000, LAST_DAY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void livesAsShortAsOneDay() throws IOException {
        Path day = folder.resolve("day");
        Summary written =
                DemoLife.of(new Shape(1, LAST_DAY, LAST_DAY, 365, BERLIN)).writeJson(day);
        assertThat(written).isEqualTo(new Summary(1, 1, 1, 1));
        assertThat(day.resolve("Streaming_History_Audio_2026_0.json")).content().startsWith("[{\"ts\":\"2026-05-");
    }

    /// The listens of each track from one day up to, not including, another.
    private static Map<String, Long> listens(LocalDate from, LocalDate to) {
        return rows.stream()
                .filter(row -> row.has("spotify_track_uri") && row.isListen())
                .filter(row -> !row.day().isBefore(from) && row.day().isBefore(to))
                .collect(Collectors.groupingBy(row -> row.text("spotify_track_uri"), Collectors.counting()));
    }

    private static int distinct(String field) {
        return Math.toIntExact(rows.stream()
                .map(row -> row.value(field))
                .filter(value -> value != null)
                .distinct()
                .count());
    }

    private static double share(Predicate<Row> property) {
        return rows.stream().filter(property).count() / (double) rows.size();
    }

    /// All records by time: the videos go between those of the other files.
    private static List<Row> inOrder(Map<String, List<Row>> files) {
        return files.values().stream().flatMap(List::stream).sorted(BY_TIME).toList();
    }

    private static Map<String, List<Row>> read(Path zip) throws IOException {
        Map<String, List<Row>> files = new LinkedHashMap<>();
        try (ZipFile entries = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : entries.stream().toList()) {
                try (InputStream content = entries.getInputStream(entry);
                        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), content)) {
                    files.put(entry.getName(), rows(json));
                }
            }
        }
        return files;
    }

    private static List<Row> rows(JsonParser json) {
        List<Row> rows = new ArrayList<>();
        assertThat(json.nextToken()).isEqualTo(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            List<String> fields = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                fields.add(json.currentName());
                values.add(
                        switch (json.nextToken()) {
                            case VALUE_NULL -> null;
                            case VALUE_TRUE -> true;
                            case VALUE_FALSE -> false;
                            case VALUE_NUMBER_INT -> json.getLongValue();
                            default -> json.getString();
                        });
            }
            rows.add(new Row(fields.equals(FIELDS) ? FIELDS : fields, values));
        }
        return rows;
    }
}
