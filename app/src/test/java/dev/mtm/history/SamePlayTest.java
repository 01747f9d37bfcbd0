package dev.mtm.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.imports.FewRows;
import dev.mtm.imports.ImportReport;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Which rows are witnesses of one playback, through the importer.
@ParameterizedClass
@EnumSource(TestStores.class)
final class SamePlayTest {
    private final TestStores stores;
    private final Desk desk;

    @TempDir
    private Path folder = Path.of("");

    SamePlayTest(TestStores stores) {
        this.stores = stores;
        desk = new Desk(stores, ZoneId.of("UTC"));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aMarkStandsWhereTheEdgeOfALaterImportCutsThePair() {
        // Two pairs a day apart; the account row of each starts before its richer witness.
        desk.take(
                FewRows.extended(
                        folder,
                        "extended",
                        "2023-03-02T10:00:40Z; 60000; t1; Harbour; Mira",
                        "2023-03-03T10:00:20Z; 60000; t1; Harbour; Mira"),
                FewRows.account(
                        folder,
                        "account",
                        "2023-03-02 10:00; 60000; Harbour; Mira",
                        "2023-03-03 10:00; 60000; Harbour; Mira"));
        assertThat(marks()).hasSize(2);
        // What is judged anew around this play ends between the two rows of the second pair.
        desk.take(FewRows.extended(folder, "earlier", "2023-03-02T09:00:00Z; 60000; t3; Other; Mira"));
        assertThat(marks()).hasSize(2);
        assertThat(desk.differences()).isEmpty();
    }

    @Test
    void theOrderOfImportingDoesNotDecideBetweenRowsOfOneSecond() {
        String[] rows = {
            "2023-03-02T10:00:00Z; 60100; t1; Harbour; Mira", "2023-03-02T10:00:00Z; 60900; t1; Harbour; Mira"
        };
        Path account = FewRows.account(folder, "account", "2023-03-02 10:00; 60500; Harbour; Mira");
        desk.take(FewRows.extended(folder, "a", rows[0]), FewRows.extended(folder, "b", rows[1]), account);
        try (Desk other = new Desk(stores, ZoneId.of("UTC"))) {
            other.take(FewRows.extended(folder, "b", rows[1]), FewRows.extended(folder, "a", rows[0]), account);
            assertThat(Desk.difference(desk.digest(), other.digest())).isEmpty();
        }
    }

    @Test
    void aRowThatAnotherExportTellsUnderOtherCircumstancesIsOnePlaybackWhicheverCameFirst() {
        Path old = FewRows.file(folder, "old", told("WebPlayer (Linux;)", null), told("WebPlayer (Linux;)", null));
        Path late = FewRows.file(folder, "late", told("web_player", true));
        Path account = FewRows.account(folder, "account", "2023-03-02 10:00; 60000; Harbour; Mira");
        ImportReport.Counts first = desk.take(old).total();
        ImportReport.Counts second = desk.take(late).total();
        desk.take(account);
        assertThat(first).isEqualTo(new ImportReport.Counts(2, 2, 0, 0, 0, 0));
        assertThat(second).isEqualTo(new ImportReport.Counts(1, 0, 0, 1, 0, 0));
        assertThat(desk.take(late).total()).isEqualTo(new ImportReport.Counts(1, 0, 1, 0, 0, 0));
        assertThat(desk.count("select count(*) from play_history")).isEqualTo(4);
        assertThat(desk.count("select count(*) from listens")).isEqualTo(2);
        assertThat(desk.count("select count(*) from listens where skipped")).isEqualTo(1);
        assertThat(marks()).as("the row that tells most stands for the others").hasSize(2);
        assertThat(desk.lines("""
                        select c.platform
                        from same_play as m
                        join play_history as q on q.play_id = m.same_as
                        join play_context as c on c.context_key = q.context_key
                        where m.reason = 'the same row told again'
                        """)).containsExactly("web_player");
        for (List<Path> order : List.of(List.of(late, account, old), List.of(account, old, late))) {
            try (Desk other = new Desk(stores, ZoneId.of("UTC"))) {
                order.forEach(other::take);
                assertThat(Desk.difference(desk.digest(), other.digest())).isEmpty();
                assertThat(other.differences()).isEmpty();
            }
        }
    }

    @Test
    void undoingTheExportThatToldMoreGivesTheRowOfTheOtherBack() {
        Path old = FewRows.file(folder, "old", told("WebPlayer (Linux;)", null));
        Path late = FewRows.file(folder, "late", told("web_player", true));
        desk.take(old);
        String alone = desk.digest();
        desk.take(late);
        assertThat(marks()).hasSize(1);
        desk.undo(2);
        assertThat(Desk.difference(alone, desk.digest())).isEmpty();
        desk.take(late);
        desk.undo(1);
        assertThat(marks()).isEmpty();
        assertThat(desk.count("select count(*) from listens where skipped")).isEqualTo(1);
        assertThat(desk.differences()).isEmpty();
    }

    private static String told(String platform, @Nullable Boolean skipped) {
        return """
                {"ts":"2023-03-02T10:00:40Z","ms_played":60000,"spotify_track_uri":"spotify:track:t1","platform":"%s",\
                "master_metadata_track_name":"Harbour","master_metadata_album_artist_name":"Mira","skipped":%s}""".formatted(platform, skipped);
    }

    @Test
    void threeTimesInARowStaysThreePlays() {
        desk.take(
                FewRows.extended(
                        folder,
                        "extended",
                        "2023-03-02T10:03:10Z; 180000; t1; Harbour; Mira",
                        "2023-03-02T10:06:11Z; 180000; t1; Harbour; Mira",
                        "2023-03-02T10:09:12Z; 180000; t1; Harbour; Mira"),
                FewRows.account(
                        folder,
                        "account",
                        "2023-03-02 10:03; 180000; Harbour; Mira",
                        "2023-03-02 10:06; 180000; Harbour; Mira",
                        "2023-03-02 10:09; 180000; Harbour; Mira"));
        assertThat(marks()).hasSize(3);
        assertThat(desk.count("select count(*) from listens")).isEqualTo(3);
    }

    @Test
    void pairsKeepTheirOrder() {
        desk.take(
                FewRows.extended(
                        folder,
                        "extended",
                        "2023-03-02T10:00:10Z; 31000; t1; Harbour; Mira",
                        "2023-03-02T10:00:50Z; 32000; t1; Harbour; Mira"),
                FewRows.account(
                        folder,
                        "account",
                        "2023-03-02 10:00; 31000; Harbour; Mira",
                        "2023-03-02 10:01; 32000; Harbour; Mira"));
        assertThat(desk.lines("""
                        select p.listened_ms, q.listened_ms
                        from same_play as m
                        join play_history as p on p.play_id = m.play_id
                        join play_history as q on q.play_id = m.same_as
                        order by p.listened_ms
                        """)).containsExactly("31000 | 31000", "32000 | 32000");
    }

    @Test
    void twoSongsAtOneSecondAreTwoPlays() {
        desk.take(FewRows.extended(
                folder,
                "extended",
                "2023-03-02T10:00:00Z; 60000; t1; Harbour; Mira",
                "2023-03-02T10:00:00Z; 60000; t2; Tower; Mira"));
        assertThat(desk.count("select count(*) from listens")).isEqualTo(2);
    }

    @Test
    void anotherSongOfTheSameMinuteIsNotTheSamePlay() {
        desk.take(
                FewRows.extended(folder, "extended", "2023-03-02T10:00:30Z; 60000; t1; Harbour; Mira"),
                FewRows.account(folder, "account", "2023-03-02 10:00; 60000; Harbour; Other Artist"));
        assertThat(marks()).isEmpty();
        assertThat(desk.count("select count(*) from listens")).isEqualTo(2);
    }

    @Test
    void endsFurtherApartThanAMinuteAndAHalfAreTwoPlays() {
        desk.take(
                FewRows.extended(
                        folder,
                        "extended",
                        "2023-03-02T10:01:30Z; 60000; t1; Harbour; Mira",
                        "2023-03-02T12:01:31Z; 60000; t1; Harbour; Mira"),
                FewRows.account(
                        folder,
                        "account",
                        "2023-03-02 10:00; 60000; Harbour; Mira",
                        "2023-03-02 12:00; 60000; Harbour; Mira"));
        assertThat(marks()).hasSize(1);
        assertThat(desk.count("select count(*) from listens")).isEqualTo(3);
    }

    @Test
    void theRicherWitnessWinsAndTheLesserAddsWhatIsMissing() {
        desk.take(
                FewRows.extended(folder, "extended", "2023-03-02T10:00:00Z; null; t1; Harbour; Mira"),
                FewRows.account(folder, "account", "2023-03-02 10:00; 61000; Harbour; Mira"));
        assertThat(desk.lines("select played_at, listened_ms, heard_ms from listens"))
                .singleElement()
                .asString()
                .startsWith("2023-03-02 10:00:00")
                .endsWith(" | 61000 | 61000");
    }

    @Test
    void aMarkByHandIsNeverTouched() {
        desk.take(FewRows.extended(
                folder,
                "extended",
                "2023-03-02T10:00:00Z; 60000; t1; Harbour; Mira",
                "2023-03-02T18:00:00Z; 60000; t1; Harbour; Mira"));
        desk.change(session -> session.update("insert into same_play (play_id, same_as, score, reason, decided_by)"
                + " values (2, 1, 0, 'I was asleep', 'hand')"));
        desk.listener().rebuild();
        desk.take(FewRows.account(folder, "account", "2023-03-02 18:00; 60000; Harbour; Mira"));
        assertThat(desk.lines("select play_id, same_as, decided_by from same_play"))
                .containsExactly("2 | 1 | hand");
        assertThat(desk.differences()).isEmpty();
    }

    private List<String> marks() {
        return desk.lines("select reason from same_play");
    }
}
