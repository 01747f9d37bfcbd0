package dev.mtm.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.TestStores;
import dev.mtm.history.PlayDecisions.Decision;
import dev.mtm.imports.Desk;
import dev.mtm.imports.FewRows;
import dev.mtm.problem.MtmException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Plays that are hidden or said to be playbacks of their own: what is derived follows, the log stays as it was told.
@ParameterizedClass
@EnumSource(TestStores.class)
final class PlayDecisionsTest {
    private static final Instant RICH = Instant.parse("2023-03-02T09:59:40Z");
    private static final Instant POOR = Instant.parse("2023-03-02T09:59:00Z");

    private final Desk desk;

    @TempDir
    private Path folder = Path.of("");

    PlayDecisionsTest(TestStores stores) {
        desk = new Desk(stores, ZoneId.of("Asia/Kathmandu"));
    }

    @AfterEach
    void close() {
        assertThat(desk.differences()).as("derived anew it is the same").isEmpty();
        desk.close();
    }

    /// One playback with two witnesses, and two plays that nobody else tells of.
    private String told() {
        desk.take(
                FewRows.extended(
                        folder,
                        "extended",
                        "2023-03-02T10:00:40Z; 60000; t1; Harbour; Mira",
                        "2023-03-02T12:00:00Z; 50000; t2; Lantern; Mira",
                        "2023-03-09T12:00:00Z; 50000; t1; Harbour; Mira"),
                FewRows.account(folder, "account", "2023-03-02 10:00; 60000; Harbour; Mira"));
        assertThat(listens()).isEqualTo(3);
        assertThat(marks()).hasSize(1);
        return desk.digest();
    }

    @Test
    void aHiddenPlayCountsNowhereUntilItIsShownAgain() {
        String before = told();
        List<String> log = log();
        Playback.Row first = desk.decisions().at(RICH).getFirst().first();
        desk.decisions().decide(first.playId(), Decision.HIDE);
        desk.decisions().decide(first.playId(), Decision.HIDE);
        assertThat(listens()).isEqualTo(2);
        assertThat(desk.lines("select listens, heard_ms from heard_tracks order by track_key"))
                .containsExactlyInAnyOrder("1 | 50000", "1 | 50000");
        assertThat(desk.count("select sum(listens) from listening_hours")).isEqualTo(2);
        assertThat(log()).isEqualTo(log);
        assertThat(desk.decisions().at(RICH)).singleElement().satisfies(played -> {
            assertThat(played.isHidden()).isTrue();
            assertThat(played.verdict()).contains("hidden");
            assertThat(played.rows()).hasSize(2);
        });
        assertThat(desk.differences()).isEmpty();
        desk.decisions().decide(first.playId(), Decision.SHOW);
        assertThat(Desk.difference(before, desk.digest())).isEmpty();
        assertThat(desk.count("select count(*) from play_decision")).isZero();
    }

    @Test
    void aHiddenPlaybackStaysHiddenWhenARicherWitnessComes() {
        desk.take(FewRows.account(folder, "account", "2023-03-02 10:00; 60000; Harbour; Mira"));
        Playback.Row poor = desk.decisions()
                .at(Instant.parse("2023-03-02T10:00:00Z").minusSeconds(60))
                .getFirst()
                .first();
        desk.decisions().decide(poor.playId(), Decision.HIDE);
        assertThat(listens()).isZero();
        desk.take(FewRows.extended(folder, "extended", "2023-03-02T10:00:40Z; 60000; t1; Harbour; Mira"));
        assertThat(marks()).hasSize(1);
        assertThat(listens()).isZero();
        assertThat(desk.decisions().at(RICH).getFirst().isHidden()).isTrue();
        desk.decisions().decide(poor.playId(), Decision.SHOW);
        assertThat(listens()).isEqualTo(1);
    }

    @Test
    void twoRowsThatAreSaidToBeTwoPlaysCountTwiceUntilTheRuleJudgesAgain() {
        String before = told();
        Playback played = desk.decisions().at(POOR).getFirst();
        Playback.Row poor = played.rows().getLast();
        assertThat(poor.reason()).isNotNull();
        desk.decisions().decide(poor.playId(), Decision.PART);
        assertThat(marks()).isEmpty();
        assertThat(listens()).isEqualTo(4);
        desk.listener().rebuild();
        desk.take(FewRows.extended(folder, "later", "2023-03-02T10:10:00Z; 60000; t3; Other; Mira"));
        assertThat(marks()).as("neither a rebuild nor an import marks it again").isEmpty();
        assertThat(listens()).isEqualTo(5);
        desk.undo(2);
        desk.decisions().decide(poor.playId(), Decision.HIDE);
        assertThat(listens()).isEqualTo(3);
        desk.decisions().decide(poor.playId(), Decision.SHOW);
        assertThat(desk.decisions().at(POOR).getFirst().first().apart()).isTrue();
        desk.decisions().decide(poor.playId(), Decision.JUDGE);
        assertThat(Desk.difference(before, desk.digest())).isEmpty();
    }

    @Test
    void aMarkByHandGivesWayToTheWordThatItIsAPlayOfItsOwn() {
        told();
        long lantern =
                desk.count("select play_id from play_history where listened_ms = 50000 order by play_id limit 1");
        long harbour =
                desk.count("select play_id from play_history where listened_ms = 50000 order by play_id desc limit 1");
        desk.change(session -> session.update(
                "insert into same_play (play_id, same_as, score, reason, decided_by) values (?, ?, 0, 'by ear', 'hand')",
                harbour,
                lantern));
        desk.listener().rebuild();
        assertThat(listens()).isEqualTo(2);
        desk.decisions().decide(lantern, Decision.HIDE);
        assertThat(marks()).as("hiding leaves a mark by hand").contains("by ear");
        assertThat(listens()).isEqualTo(1);
        desk.decisions().decide(harbour, Decision.PART);
        assertThat(marks()).doesNotContain("by ear");
        assertThat(listens()).isEqualTo(2);
    }

    @Test
    void aPlayThatIsNotThereIsNotDecidedAbout() {
        told();
        assertThatThrownBy(() -> desk.decisions().decide(999, Decision.HIDE))
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("there is no such play");
        assertThat(desk.decisions().at(RICH.plusSeconds(1))).isEmpty();
    }

    private long listens() {
        return desk.count("select count(*) from listens");
    }

    private List<String> marks() {
        return desk.lines("select reason from same_play");
    }

    private List<String> log() {
        return desk.lines("select play_id, played_at, track_key, listened_ms from play_history order by play_id");
    }
}
