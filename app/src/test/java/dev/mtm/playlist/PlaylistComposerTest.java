package dev.mtm.playlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Question;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which tracks of an answer make a playlist, and what it says of itself.
final class PlaylistComposerTest {
    private static final String ONE = "0000000000000000000001";
    private static final String TWO = "zzzzzzzzzzzzzzzzzzzzzZ";
    private static final String QUESTION = """
            -- title:   Something
            -- answers: %s
            -- group:   some group
            -- row:     one thing
            -- playlist: "Something"
            -- column:  year year "Year"
            -- column:  track_id track "Track"
            select 1 as year, t.track_id from tracks as t
            """;

    // The class file of a record tells nothing of the nulls inside its lists.
    @SuppressWarnings("NullAway")
    private static Answer answer(String answers, List<List<@Nullable Object>> rows) {
        return new Answer(
                Question.parse("something", QUESTION.formatted(answers)),
                LocalDate.of(2026, 3, 6),
                Map.of(),
                rows,
                Map.of());
    }

    /// A row for each track, of years that go down from 2024.
    private static List<List<@Nullable Object>> rows(@Nullable String... tracks) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < tracks.length; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(2024L - i);
            row.add(tracks[i]);
            rows.add(row);
        }
        return rows;
    }

    @Test
    void eachTrackOfSpotifyIsInOnceAtItsFirstPlace() {
        Composition composition = PlaylistComposer.compose(
                answer("What?", rows(TWO, "name:mira|harbour", ONE, TWO, "episode:" + ONE, null)));
        assertThat(composition.tracks()).containsExactly(TWO, ONE);
        assertThat(composition.answer().rows())
                .as("each row says why its track is in")
                .hasToString("[[2024, " + TWO + "], [2022, " + ONE + "]]");
        assertThat(composition.local()).isEqualTo(3);
        assertThat(composition.repeated()).isEqualTo(1);
    }

    @Test
    void moreThanAPlaylistHoldsIsRefused() {
        String[] most = new String[PlaylistComposer.MOST];
        Arrays.setAll(most, "%022d"::formatted);
        assertThat(PlaylistComposer.compose(answer("What?", rows(most))).tracks())
                .hasSize(10_000);
        String[] more = Arrays.copyOf(most, most.length + 1);
        more[most.length] = TWO;
        assertThatThrownBy(() -> PlaylistComposer.compose(answer("What?", rows(more))))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
                    assertThat(e.fix()).contains("--limit");
                });
    }

    private static Edition edition(String reason) {
        return new Edition("something", "Something", reason, LocalDate.of(2026, 3, 6), List.of(ONE));
    }

    @Test
    void theDescriptionTellsReasonDayAndMarkInThreeHundredCharacters() {
        assertThat(Description.of(edition("Why these?"), 1, "mtm0123456789ab"))
                .isEqualTo("Why these? 1 track as of 2026-03-06, by Music Time Machine (mtm0123456789ab).");
        for (String reason : List.of("x".repeat(400), "\uD83C\uDFB5".repeat(200), "x" + "\uD83C\uDFB5".repeat(200))) {
            String cut = Description.of(edition(reason), 1, "mtm0123456789ab");
            assertThat(cut)
                    .hasSizeBetween(298, 300)
                    .endsWith("(mtm0123456789ab).")
                    .contains("… 1 track");
            assertThat(cut.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }
    }

    @Test
    void aDifferenceNamesWhatComesAndGoesAndWhetherTheRestMoved() {
        assertThat(Difference.of(List.of("a", "b", "c"), List.of("a", "b", "c")).isEmpty())
                .isTrue();
        assertThat(Difference.of(List.of("a", "b", "c"), List.of("d", "a", "c")))
                .isEqualTo(new Difference(List.of("d"), List.of("b"), false));
        assertThat(Difference.of(List.of("a", "b", "c"), List.of("c", "a", "b")))
                .isEqualTo(new Difference(List.of(), List.of(), true));
    }
}
