package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What other programs got wrong with these exports, one test each.
@ParameterizedClass
@EnumSource(TestStores.class)
final class PeerDefectTest {
    private static final String SONG = """
            "ms_played":60000,"spotify_track_uri":"spotify:track:t1","master_metadata_track_name":"Harbour",\
            "master_metadata_album_artist_name":"Mira","master_metadata_album_album_name":"Tides\"""";

    private final TestStores stores;
    private final Desk desk;

    @TempDir
    private Path folder = Path.of("");

    PeerDefectTest(TestStores stores) {
        this.stores = stores;
        desk = new Desk(stores, ZoneId.of("Europe/Berlin"));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aDuplicateCheckByTimeWithoutTheTrackLosesNoPlay() {
        desk.take(FewRows.extended(
                folder,
                "offline",
                "2023-03-01T10:00:00Z; 60000; t1; Harbour; Mira",
                "2023-03-01T10:00:00Z; 60000; t2; Tower; Mira",
                "2023-03-01T10:00:00Z; 45000; t1; Harbour; Mira"));
        assertThat(desk.count("select count(*) from play_history")).isEqualTo(3);
    }

    @Test
    void theTimestampIsNoKeyAndIsNeverMovedToMakeRoom() {
        desk.take(FewRows.extended(
                folder,
                "offline",
                "2023-03-01T10:00:00Z; 60000; t1; Harbour; Mira",
                "2023-03-01T10:00:00Z; 60000; t2; Tower; Mira"));
        assertThat(playedAt()).containsExactly("2023-03-01 09:59:00", "2023-03-01 09:59:00");
    }

    @Test
    void theLengthOfATrackIsNotTheTimeListened() {
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 31000; t1; Harbour; Mira"));
        desk.change(session -> session.update("update tracks set duration_ms = 200000"));
        desk.listener().rebuild();
        assertThat(desk.lines("select listened_ms, heard_ms from listens")).containsExactly("31000 | 31000");
        assertThat(desk.lines("select listened_ms from play_history")).containsExactly("31000");
    }

    @Test
    void nothingIsCleanedUpLater() {
        String row = "2023-03-01T10:00:00Z; 60000; t1; Harbour; Mira";
        desk.take(FewRows.extended(folder, "twice", row, row));
        desk.listener().rebuild();
        desk.take(FewRows.extended(folder, "once", row));
        try (Desk later = new Desk(desk.database(), ZoneId.of("Europe/Berlin"))) {
            later.listener().rebuild();
            assertThat(later.count("select count(*) from play_history")).isEqualTo(2);
            assertThat(later.count("select count(*) from listens")).isEqualTo(2);
        }
    }

    @Test
    void everyReasonToEndIsKept() {
        List<String> reasons = List.of(
                "\"trackdone\"", "\"fwdbtn\"", "\"endplay\"", "\"unexpected-exit\"", "\"unknown\"", "\"\"", "null");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < reasons.size(); i++) {
            rows.add("{\"ts\":\"2023-03-01T1%d:00:00Z\",%s,\"reason_end\":%s}".formatted(i, SONG, reasons.get(i)));
        }
        ImportReport report = desk.take(FewRows.file(folder, "reasons", rows.toArray(String[]::new)));
        assertThat(report.total().fresh()).isEqualTo(reasons.size());
        assertThat(desk.count("select count(*) from listens")).isEqualTo(reasons.size());
    }

    @Test
    void aLineOfAnyLengthIsRead() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            rows.append("{\"ts\":\"2023-03-01T1%d:%02d:%02dZ\",%s},".formatted(i / 600, i / 60 % 60, i % 60, SONG));
        }
        rows.append("{\"ts\":\"2023-03-02T10:00:00Z\",\"platform\":\"")
                .append("p".repeat(200_000))
                .append("\",")
                .append(SONG)
                .append('}');
        ImportReport report = desk.take(FewRows.text(folder, "one-line", "[" + rows + "]"));
        assertThat(report.troubles()).isEmpty();
        assertThat(report.total()).isEqualTo(new ImportReport.Counts(1_501, 1_501, 0, 0, 0, 0));
    }

    @Test
    void aFirstRowLongerThanWhatIsLookedAtIsStillRecognised() {
        ImportReport report = desk.take(FewRows.file(
                folder,
                "long",
                "{\"ts\":\"2023-03-02T10:00:00Z\"," + SONG + ",\"x\":\"" + "x".repeat(100_000) + "\"}"));
        assertThat(report.total().fresh()).isEqualTo(1);
    }

    @Test
    void successIsNotPrintedWhereRowsAreLost() {
        String good = "{\"ts\":\"2023-03-01T10:00:00Z\"," + SONG + "}";
        String other = "{\"ts\":\"2023-03-01T11:00:00Z\"," + SONG + "}";
        for (String broken : List.of(
                "[" + good + "," + other.substring(0, 40),
                "[" + good + "," + other,
                "[" + good + ",}" + other + "]",
                "[" + good + "]" + other,
                "[" + good + ",{\"ts\":\"2023-03-01T11:00:00Z\",\"ip_addr\":\"203.0.113.77")) {
            try (Desk fresh = new Desk(stores, ZoneId.of("UTC"))) {
                ImportReport report = fresh.take(FewRows.text(folder, "broken", broken));
                assertThat(report.troubles()).as(broken).hasSize(1);
                assertThat(report.troubles().getFirst().what()).contains("row ");
                assertThat(report.total().rejected()).as(broken).isEqualTo(1);
                assertThat(fresh.naturalKeys()).as(broken).first().asString().contains("2023-03-01T09:59:00Z t1");
                assertThat(report.toString()).doesNotContain("203.0.113.77");
                assertThat(fresh.lines("select read_to_end from import_file"))
                        .first()
                        .isIn("0", "f");
            }
        }
    }

    @Test
    void utcIsNotReadAsTheTimeOfTheMachine() {
        TimeZone machine = TimeZone.getDefault();
        try {
            for (String far : List.of("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")) {
                TimeZone.setDefault(TimeZone.getTimeZone(far));
                try (Desk fresh = new Desk(stores, ZoneId.of("Europe/Berlin"))) {
                    fresh.take(
                            FewRows.extended(folder, "e", "2023-03-01T23:30:00Z; 60000; t1; Harbour; Mira"),
                            FewRows.account(folder, "a", "2023-03-26 01:30; 60000; Tower; Mira"));
                    assertThat(fresh.lines("select played_at from play_history order by played_at"))
                            .extracting(text -> text.substring(0, 19))
                            .containsExactly("2023-03-01 23:29:00", "2023-03-26 01:29:00");
                    assertThat(fresh.lines("select local_date, local_hour from listening_hours order by local_date"))
                            .containsExactly("2023-03-02 | 0", "2023-03-26 | 3");
                    assertThat(fresh.answers(Desk.TODAY).get("recent-plays on 2024-06-01 {}"))
                            .contains("2023-03-26T01:29:00Z");
                }
            }
        } finally {
            TimeZone.setDefault(machine);
        }
    }

    @Test
    void daysBeginAtMidnightInHalfHourZones() {
        try (Desk kolkata = new Desk(stores, ZoneId.of("Asia/Kolkata"))) {
            kolkata.take(FewRows.extended(
                    folder,
                    "e",
                    "2023-03-01T18:30:00Z; 60000; t1; Harbour; Mira", // starts at 23:59 of the first
                    "2023-03-01T18:31:00Z; 60000; t2; Tower; Mira")); // starts at 00:00 of the second
            assertThat(kolkata.lines("select local_date, local_hour, listens from listening_hours order by local_date"))
                    .containsExactly("2023-03-01 | 23 | 1", "2023-03-02 | 0 | 1");
        }
    }

    @Test
    void aRowWithoutATrackNameStopsNothing() {
        ImportReport report = desk.take(FewRows.file(
                folder,
                "nameless",
                "{\"ts\":\"2023-03-01T10:00:00Z\"," + SONG + "}",
                "{\"ts\":\"2023-03-01T10:01:00Z\",\"ms_played\":1000,\"master_metadata_track_name\":null,"
                        + "\"master_metadata_album_artist_name\":null,\"spotify_track_uri\":null}",
                "{\"ts\":\"2023-03-01T10:02:00Z\",\"ms_played\":1000,\"master_metadata_track_name\":null,"
                        + "\"spotify_track_uri\":\"spotify:track:t9\"}",
                "{\"ts\":\"2023-03-01T10:03:00Z\"," + SONG + "}"));
        assertThat(report.total()).isEqualTo(new ImportReport.Counts(4, 3, 0, 0, 1, 0));
        assertThat(desk.lines("select track_id, kind from tracks order by track_id"))
                .containsExactly("t1 | music", "t9 | music", "unnamed:video | video");
    }

    @Test
    void aMissingFieldIsAsOneThatIsNull() {
        String missing = "{\"ts\":\"2023-03-01T10:00:00Z\",\"ms_played\":60000,"
                + "\"spotify_track_uri\":\"spotify:track:t1\",\"master_metadata_track_name\":\"Harbour\"}";
        String empty = missing.replace(
                "}",
                ",\"master_metadata_album_artist_name\":null,\"master_metadata_album_album_name\":null,"
                        + "\"platform\":null,\"conn_country\":null,\"reason_start\":null,\"reason_end\":null,"
                        + "\"shuffle\":null,\"skipped\":null,\"offline\":null,\"incognito_mode\":null,"
                        + "\"episode_name\":null,\"audiobook_title\":null}");
        desk.take(FewRows.file(folder, "missing", missing));
        String digest = desk.digest();
        ImportReport again = desk.take(FewRows.file(folder, "empty", empty));
        assertThat(again.total().known()).isEqualTo(1);
        assertThat(Desk.difference(digest, desk.digest())).isEmpty();
        assertThat(desk.lines("select skipped, listened_ms from play_history")).containsExactly("∅ | 60000");
    }

    @Test
    void theOfflineTimestampMovesNoPlay() {
        List<String> told = List.of(
                "1677664740000", "1677664740", "0", "99", "null", "-1", "\"junk\"", "1.5e300", "{\"a\":1}", "true");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            rows.add("{\"ts\":\"2023-03-01T10:00:%02dZ\",%s,\"offline\":true,\"offline_timestamp\":%s}"
                    .formatted(i, SONG, told.get(i)));
        }
        ImportReport report = desk.take(FewRows.file(folder, "offline", rows.toArray(String[]::new)));
        assertThat(report.total().fresh()).isEqualTo(told.size());
        assertThat(playedAt()).first().isEqualTo("2023-03-01 09:59:00");
        assertThat(playedAt()).last().isEqualTo("2023-03-01 09:59:09");
    }

    @Test
    void skippedMayBeUnknown() {
        desk.take(FewRows.file(
                folder,
                "skipped",
                "{\"ts\":\"2023-03-01T10:00:00Z\"," + SONG + ",\"skipped\":null}",
                "{\"ts\":\"2023-03-01T11:00:00Z\"," + SONG + ",\"skipped\":true}",
                "{\"ts\":\"2023-03-01T12:00:00Z\"," + SONG + ",\"skipped\":false}",
                "{\"ts\":\"2023-03-01T13:00:00Z\"," + SONG + "}"));
        assertThat(desk.lines("select skipped from listens order by played_at"))
                .extracting(text -> text.replace("t", "1").replace("f", "0"))
                .containsExactly("∅", "1", "0", "∅");
    }

    @Test
    void theAlbumIsReadByItsTrueName() {
        desk.take(FewRows.file(
                folder,
                "album",
                "{\"ts\":\"2023-03-01T10:00:00Z\"," + SONG + "}",
                "{\"ts\":\"2023-03-01T11:00:00Z\"," + SONG.replace("t1", "t2").replace("album_album_name", "album_name")
                        + "}"));
        assertThat(desk.lines("select track_id, album_name from tracks order by track_id"))
                .containsExactly("t1 | Tides", "t2 | ∅");
    }

    @Test
    void aByteOrderMarkInANameMakesNoOtherSong() {
        desk.take(
                FewRows.extended(folder, "e", "2023-03-01T10:00:30Z; 60000; t1; \uFEFFHarbour; Mira"),
                FewRows.account(
                        folder,
                        "a",
                        "2023-03-01 10:00; 60000; Harbour; \uFEFFMira",
                        "2023-03-02 10:00; 60000; HARBOUR ; Mira"));
        assertThat(desk.answers(Desk.TODAY).get("top-tracks on 2024-06-01 {}")).contains("1,t1,2,120000,");
        assertThat(desk.lines("select name from tracks where track_id = 't1'")).containsExactly("\uFEFFHarbour");
    }

    @Test
    void theOrderOfFilesDecidesNothing() {
        Path older = FewRows.extended(folder, "older", "2020-03-01T10:00:00Z; 60000; t1; Old Name; Mira");
        Path newer = FewRows.extended(folder, "newer", "2023-03-01T10:00:00Z; 60000; t1; New Name; Mira");
        desk.take(newer);
        desk.take(older);
        try (Desk other = new Desk(stores, ZoneId.of("Europe/Berlin"))) {
            other.take(older, newer);
            assertThat(Desk.difference(desk.digest(), other.digest())).isEmpty();
            assertThat(other.lines("select name from tracks")).containsExactly("New Name");
        }
    }

    @Test
    void theSameFileUnderTwoNamesIsKnown() {
        String row = "2023-03-01T10:00:00Z; 60000; t1; Harbour; Mira";
        ImportReport both = desk.take(
                FewRows.extended(folder, "endsong_0", row, row), FewRows.extended(folder, "endsong_0 (1)", row, row));
        assertThat(both.files())
                .extracting(ImportReport.FileReport::counts)
                .containsExactly(new ImportReport.Counts(2, 2, 0, 0, 0, 0), new ImportReport.Counts(2, 0, 2, 0, 0, 0));
        ImportReport again = desk.take(FewRows.extended(folder, "Streaming_History_Audio_2023_0", row, row));
        assertThat(again.total()).isEqualTo(new ImportReport.Counts(2, 0, 2, 0, 0, 0));
        assertThat(Objects.requireNonNull(again.importId())).isEqualTo(2);
    }

    private List<String> playedAt() {
        return desk.lines("select played_at from play_history order by played_at").stream()
                .map(text -> text.substring(0, 19))
                .toList();
    }
}
