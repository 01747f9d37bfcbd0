package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Session;
import dev.mtm.db.TestStores;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Taking an import back where something else leans on what it brought.
@ParameterizedClass
@EnumSource(TestStores.class)
final class UndoTest {
    private final Desk desk;

    @TempDir
    private Path folder = Path.of("");

    UndoTest(TestStores stores) {
        desk = new Desk(stores, ZoneId.of("Europe/Berlin"));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void playsThatCountedAsATrackThatGoesCountAsTheirOwn() {
        desk.take(FewRows.extended(folder, "old", "2020-03-01T10:00:00Z; 200000; t1; Harbour; Mira"));
        desk.take(FewRows.account(folder, "new", "2023-03-01 10:00; 200000; Harbour; Mira"));
        assertThat(desk.answers(Desk.TODAY).get("totals on 2024-06-01 {}")).contains("\"tracks\":1");
        desk.undo(1);
        assertThat(desk.lines("select t.track_id from listens as l left join tracks as t on t.track_key = l.track_key"))
                .singleElement()
                .asString()
                .startsWith("name:");
        assertThat(desk.differences()).isEmpty();
    }

    @Test
    void aNameThatAnImportOfOtherPlaysToldAsWellIsKept() {
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 200000; t1; New Name; Mira"));
        // Started in the same second, stopped earlier: another row of the log.
        desk.take(FewRows.extended(folder, "two", "2023-03-01T09:59:40Z; 180000; t1; New Name; Mira"));
        desk.undo(1);
        desk.take(FewRows.extended(folder, "three", "2020-03-01T10:00:00Z; 200000; t1; Old Name; Mira"));
        assertThat(desk.lines("select name from tracks")).containsExactly("New Name");
    }

    @Test
    void aTrackThatWasHereBeforeStaysAsItWas() {
        desk.change(session ->
                session.update("insert into tracks (track_key, track_id, name, artist_name, album_name, duration_ms)"
                        + " values (7, 't1', 'Harbour', 'Mira', 'Tides', 200000)"));
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 200000; t1; Harbour (Remaster); MIRA"));
        desk.undo(1);
        assertThat(desk.lines("select track_id, name, artist_name, album_name, duration_ms from tracks"))
                .containsExactly("t1 | Harbour | Mira | Tides | 200000");
    }

    @Test
    void aRankedTrackKeepsItsRanks() {
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 200000; t1; Harbour; Mira"));
        desk.change(session -> session.update(
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 't1', ?, 'short_term', 1, 'spotify')",
                LocalDate.of(2023, 4, 1)));
        desk.undo(1);
        assertThat(desk.lines("select track_id, rank, origin from snapshots")).containsExactly("t1 | 1 | spotify");
    }

    @Test
    void aLesserWitnessCountsAgainOnTheDayBefore() {
        // The playback ends a minute past midnight in Berlin; the account data knows the minute only, so
        // that its row starts on the day before.
        desk.take(FewRows.account(folder, "account", "2023-03-01 23:00; 30000; Harbour; Mira"));
        String alone = desk.digest();
        desk.take(FewRows.extended(folder, "extended", "2023-03-01T23:00:45Z; 30000; t1; Harbour; Mira"));
        desk.undo(2);
        assertThat(Desk.difference(alone, desk.digest())).isEmpty();
        assertThat(desk.differences()).isEmpty();
    }

    @Test
    void aRunWithNothingButRejectionsCanBeTakenBack() {
        String before = desk.digest();
        desk.take(FewRows.file(folder, "bad", "{\"ts\":\"never\",\"ms_played\":1}"));
        desk.undo(1);
        assertThat(Desk.difference(before, desk.digest())).isEmpty();
    }

    @Test
    void playsOfOtherAccountsAreNotAmongThoseThatAreKnown() {
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 200000; t1; Harbour; Mira"));
        desk.change(session -> {
            for (int other : new int[] {0, 2, 3}) {
                session.update("insert into account (account_id, name) values (?, ?)", other, "other " + other);
                session.update(
                        "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                                + " listened_ms, skipped, ordinal) select ?, ?, track_key, source_key, context_key,"
                                + " played_at, listened_ms, skipped, ordinal from play_history where account_id = 1",
                        100 + other,
                        other);
            }
        });
        assertThat(desk.listener().known().plays()).isEqualTo(1);
    }

    @Test
    void bothHalvesOfAnotherAccountStay() {
        desk.take(FewRows.extended(folder, "one", "2023-03-01T10:00:00Z; 200000; t1; Harbour; Mira"));
        desk.change(session -> {
            session.update("insert into account (account_id, name) values (2, 'other')");
            session.update(
                    "insert into listens (account_id, played_at, track_key, play_id, artist_key, listened_ms, heard_ms,"
                            + " estimated, skipped, local_date) values (2, ?, 1, 99, ?, 1, 1, ?, ?, ?)",
                    Desk.NOW,
                    Session.NoNumber.UNKNOWN,
                    false,
                    false,
                    Desk.TODAY);
        });
        desk.undo(1);
        assertThat(desk.lines("select account_id, play_id from listens")).containsExactly("2 | 99");
    }
}
