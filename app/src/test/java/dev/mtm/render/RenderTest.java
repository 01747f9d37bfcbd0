package dev.mtm.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.question.Answer;
import dev.mtm.question.Question;
import dev.mtm.question.TrackName;
import dev.mtm.question.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One answer in every form, byte for byte.
final class RenderTest {
    private static final Wording WORDING = new Wording(ZoneId.of("Europe/Berlin"));
    private static final Question QUESTION = Question.parse("some-tracks", """
            -- title:   Some tracks
            -- answers: Which?
            -- group:   test
            -- row:     one track
            -- param:   limit count = 3
            -- column:  track_id track "Track"
            -- column:  heard_ms milliseconds "Time"
            -- column:  share ratio "Share"
            -- column:  last_heard instant "Last heard"
            -- chart:   bars x=track_id y=heard_ms
            select 1 limit :limit
            """);
    private static final Answer ANSWER = answer(List.of(
            row("t1", 11_520_000L, 0.25, Instant.parse("2024-03-05T20:14:00Z")),
            row("t2", 2_520_000L, 0.0625, null),
            row("t3", null, null, Instant.parse("2023-07-01T23:00:00Z"))));

    @Test
    void aTableLinesUpByWhatTheEyeSees() {
        assertThat(new TextTable(WORDING, 100, false).text(ANSWER)).isEqualTo("""
                Some tracks

                Track               Artist         Time   Share  Last heard
                ──────────────────  ───────  ──────────  ──────  ────────────────
                夜に駆ける          YOASOBI  3 h 12 min  25.0 %  2024-03-05 21:14
                Bad\\u001b[31m, "x"  Bjo\u0308rk        42 min   6.3 %  –
                t3                  –                 –       –  2023-07-02 01:00

                3 rows · some-tracks as of 2024-03-06
                """);
    }

    @Test
    void aTableFitsTheWidthByCuttingNames() {
        String table = new TextTable(WORDING, 60, false).text(ANSWER);
        assertThat(table.lines().mapToInt(DisplayWidth::of).max().orElse(0)).isLessThanOrEqualTo(60);
        assertThat(table).contains("Bad\\u001b[31…").contains("3 h 12 min");
    }

    @Test
    void anEmptyTableSaysSo() {
        assertThat(new TextTable(WORDING, 80, false).text(answer(List.of()))).isEqualTo("""
                Some tracks

                Nothing to show as of 2024-03-06.

                0 rows · some-tracks as of 2024-03-06
                """);
    }

    @Test
    void oneRowOfManyColumnsIsAList() {
        assertThat(new TextTable(WORDING, 80, false)
                        .text(answer(List.of(ANSWER.rows().getFirst()))))
                .isEqualTo("""
                Some tracks

                Track       夜に駆ける
                Artist      YOASOBI
                Time        3 h 12 min
                Share       25.0 %
                Last heard  2024-03-05 21:14

                1 row · some-tracks as of 2024-03-06
                """);
    }

    @Test
    void escapeSequencesComeOnlyWhenAskedFor() {
        assertThat(new TextTable(WORDING, 80, false).text(ANSWER)).doesNotContain("\u001b");
        assertThat(new TextTable(WORDING, 80, true).text(ANSWER)).startsWith("\u001b[1mSome tracks\u001b[0m\n");
    }

    @Test
    void jsonKeepsRawValuesAndNamesUnits() {
        assertThat(JsonAnswer.text(ANSWER)).isEqualTo("""
                        {"question":"some-tracks","as_of":"2024-03-06","parameters":{"limit":3,"since":null},\
                        "columns":[{"name":"track_id","label":"Track","unit":"track"},\
                        {"name":"heard_ms","label":"Time","unit":"milliseconds"},\
                        {"name":"share","label":"Share","unit":"ratio"},\
                        {"name":"last_heard","label":"Last heard","unit":"instant"}],\
                        "rows":[{"track_id":"t1","heard_ms":11520000,"share":0.25,"last_heard":"2024-03-05T20:14:00Z"},\
                        {"track_id":"t2","heard_ms":2520000,"share":0.0625,"last_heard":null},\
                        {"track_id":"t3","heard_ms":null,"share":null,"last_heard":"2023-07-01T23:00:00Z"}]}
                        """);
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        Answer answer =
                answer(List.of(row("a,\"b\"", 1L, 0.5, null), row("", null, null, null), row("c\nd", 2L, 1.0, null)));
        assertThat(CsvAnswer.text(answer)).isEqualTo("""
                track_id,heard_ms,share,last_heard
                "a,""b""\",1,0.5,
                "",,,
                "c
                d",2,1.0,
                """);
    }

    @Test
    void markdownShowsNamesAsThemselves() {
        Answer answer = answer(List.of(row("t1", 35_000L, 0.5, null)), Map.of("t1", new TrackName("a|b *c*", "<d>")));
        assertThat(new MarkdownTable(WORDING).text(answer)).isEqualTo("""
                ## Some tracks

                | Track | Artist | Time | Share | Last heard |
                | --- | --- | ---: | ---: | --- |
                | a\\|b \\*c\\* | \\<d\\> | 35 s | 50.0 % | – |

                *some-tracks as of 2024-03-06*
                """);
    }

    @Test
    void barsAreDrawnToScale() {
        assertThat(new BarChart(WORDING, 40).text(ANSWER)).hasValue("""
                t1  3 h 12 min  ████████████████████████
                t2      42 min  █████▎
                t3           –
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "35499, 35 s",
        "59499, 59 s",
        "59500, 1 min",
        "2520000, 42 min",
        "3570000, 1 h",
        "11520000, 3 h 12 min",
        "4333920000, '1,203 h 52 min'",
    })
    void millisecondsReadAsPeopleSayThem(long milliseconds, String words) {
        assertThat(WORDING.of(Unit.MILLISECONDS, milliseconds)).isEqualTo(words);
    }

    @Test
    void eachUnitHasItsWords() {
        assertThat(WORDING.of(Unit.WEEKDAY, 1L)).isEqualTo("Monday");
        assertThat(WORDING.of(Unit.HOUR, 7L)).isEqualTo("07");
        assertThat(WORDING.of(Unit.COUNT, 1_234_567L)).isEqualTo("1,234,567");
        assertThat(WORDING.of(Unit.YEAR, 2024L)).isEqualTo("2024");
        assertThat(WORDING.of(Unit.PERCENT, 12.34)).isEqualTo("12.3 %");
        assertThat(WORDING.of(Unit.SCORE, 0.125)).isEqualTo("0.13");
        assertThat(WORDING.of(Unit.TRUTH, true)).isEqualTo("yes");
        assertThat(WORDING.of(Unit.DATE, LocalDate.of(2024, 3, 5))).isEqualTo("2024-03-05");
        assertThat(WORDING.of(Unit.COUNT, null)).isEqualTo("–");
    }

    @Test
    void fractionsSetTheirThousandsApartToo() {
        assertThat(WORDING.of(Unit.SCORE, 2489.356)).isEqualTo("2,489.36");
        assertThat(WORDING.of(Unit.RATIO, -12.3456)).isEqualTo("-1,234.6 %");
        assertThat(WORDING.of(Unit.PERCENT, 0.05)).isEqualTo("0.1 %");
    }

    @Test
    void nothingHiddenReachesTheTerminal() {
        assertThat(Wording.visible("a\u001b]0;x\u0007\r\n\u202eb\u009bc\u2028"))
                .isEqualTo("a\\u001b]0;x\\u0007\\u000d\\u000a\\u202eb\\u009bc\\u2028");
        assertThat(Wording.visible("Sigur Rós 👩‍🎤 夜")).isEqualTo("Sigur Rós 👩‍🎤 夜");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "夜に, 4", "e\u0301, 1", "👍, 2", "한글, 4", "ﬁ, 1", "–…█, 3"})
    void widthIsCountedInCells(String text, int cells) {
        assertThat(DisplayWidth.of(text)).isEqualTo(cells);
    }

    private static Answer answer(List<List<@Nullable Object>> rows) {
        return answer(
                rows,
                Map.of(
                        "t1", new TrackName("夜に駆ける", "YOASOBI"),
                        "t2", new TrackName("Bad\u001b[31m, \"x\"", "Bjo\u0308rk")));
    }

    // The class file of a record tells nothing of the nulls inside its lists and maps.
    @SuppressWarnings("NullAway")
    private static Answer answer(List<List<@Nullable Object>> rows, Map<String, TrackName> tracks) {
        return new Answer(QUESTION, LocalDate.of(2024, 3, 6), chosen(), rows, tracks);
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    private static Map<String, @Nullable Object> chosen() {
        Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
        chosen.put("limit", 3L);
        chosen.put("since", null);
        return chosen;
    }
}
