package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The grammar of question files.
final class QuestionHeaderTest {
    private static final String GOOD = """
            -- title:   Something
            -- answers: What is
            --          asked here?
            -- group:   some group
            -- row:     one thing
            -- note:    First remark.
            -- note:    Second remark.
            -- needs:   ranks, else other-question
            -- plan:    it is small
            -- playlist: "Things of {kind}" until = today, kind = two
            -- param:   from date = none "first day"
            -- param:   until month = today - 2 months
            -- param:   kind choice(one|two) = one
            -- param:   track track
            -- column:  track_id track "Track"
            -- column:  month month "Month"
            -- chart:   line x=month y=track_id,month series=track_id
            select t.track_id, :until as month from tracks as t
            where :from_at < :until_end and t.track_id = :track and :kind = 'one'
            """;

    @Test
    void aHeaderIsReadWhole() {
        QuestionHeader header = Question.parse("some-thing", GOOD).header();
        assertThat(header.title()).isEqualTo("Something");
        assertThat(header.answers()).isEqualTo("What is asked here?");
        assertThat(header.notes()).containsExactly("First remark.", "Second remark.");
        assertThat(header.needs()).isEqualTo(new Need("ranks", "other-question"));
        assertThat(header.plan()).isEqualTo("it is small");
        assertThat(header.playlist())
                .isEqualTo(new Playlist("Things of {kind}", Map.of("until", "today", "kind", "two")));
        assertThat(header.parameters())
                .containsExactly(
                        new Parameter("from", ParameterType.DATE, List.of(), "none", "first day"),
                        new Parameter("until", ParameterType.MONTH, List.of(), "today - 2 months", ""),
                        new Parameter("kind", ParameterType.CHOICE, List.of("one", "two"), "one", ""),
                        new Parameter("track", ParameterType.TRACK, List.of(), null, ""));
        assertThat(header.columns())
                .containsExactly(new Column("track_id", Unit.TRACK, "Track"), new Column("month", Unit.MONTH, "Month"));
        assertThat(header.chart())
                .isEqualTo(new Chart(Chart.Kind.LINE, "month", List.of("track_id", "month"), "track_id"));
    }

    @Test
    void theQueryIsWhatFollowsTheHeader() {
        assertThat(Question.parse("some-thing", GOOD).sql())
                .startsWith("select t.track_id")
                .endsWith("'one'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            -- title:   Something    | --                      | a header line reads
            -- title:   Something    | -- titel: Something     | is not a header line
            -- title:   Something    | -- group: Something     | `group:` stands twice
            -- title:   Something    | -- title:               | says nothing
            -- param:   track track  | -- param: track thing   | is not a parameter type
            -- param:   track track  | -- param: track choice  | lists its words
            -- param:   track track  | -- param: from date     | the name from stands twice
            -- param:   track track  | -- param: today date    | is a parameter of every question
            -- param:   track track  | -- param: 9 date        | a parameter reads
            -- param:   track track  | -- param: track count = many | the default of track does not fit
            -- param:   track track  | -- param: other track   | the query uses :track
            -- plan:    it is small  | -- param: other count = 1 | the query does not use the parameter other
            -- column:  month month "Month" | -- column: month months "Month" | is not a unit
            -- column:  month month "Month" | -- column: month month | a column reads
            -- column:  month month "Month" | -- column: moon month "Month" | which is no column
            -- needs:   ranks, else other-question | -- needs: luck | a need reads
            -- needs:   ranks, else other-question | -- wants: depth | the header names depth, which is no parameter
            -- needs:   ranks, else other-question | -- wants: track | each may be `none`: track may not
            -- playlist: "Things of {kind}" until = today, kind = two | -- playlist: Gems | a playlist reads
            -- playlist: "Things of {kind}" until = today, kind = two | -- playlist: "Gems" limit | does not read `parameter = value`
            -- playlist: "Things of {kind}" until = today, kind = two | -- playlist: "Gems" depth = 3 | the header names depth, which is no parameter
            -- playlist: "Things of {kind}" until = today, kind = two | -- playlist: "Gems of {year}" | the header names year, which is no parameter
            -- playlist: "Things of {kind}" until = today, kind = two | -- playlist: "Gems" kind = three | does not fit kind
            -- column:  track_id track "Track" | -- column: track_id text "Track" | a playlist needs a column of tracks
            """)
    void aHeaderThatBreaksTheGrammarIsRefused(String line, String instead, String reason) {
        String bad = GOOD.replace(line.strip(), instead.strip());
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> Question.parse("bad-one", bad))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
                    assertThat(e.where()).startsWith("questions/bad-one.sql");
                })
                .hasMessageContaining(reason);
    }

    @Test
    void aFileHoldsOneSelectAndNothingElse() {
        for (String sql :
                List.of("delete from listens", "with recursive a as (select 1) select 1", "select 1; select 2")) {
            assertThatThrownBy(() -> Question.parse("bad-one", GOOD.substring(0, GOOD.indexOf("select")) + sql))
                    .as(sql)
                    .isInstanceOf(MtmException.class)
                    .hasMessageContaining("one `select`");
        }
    }

    @Test
    void anUnknownQuestionNamesThoseSpelledNearlySo() {
        assertThatThrownBy(() -> Questions.builtIn().named("top-track"))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(e.fix()).contains("top-tracks");
                });
    }

    @Test
    void theCatalogueIsSortedByGroupThenName() {
        List<String> keys = Questions.builtIn().all().stream()
                .map(question -> question.group() + "/" + question.name())
                .toList();
        assertThat(keys).isSorted().hasSize(Questions.builtIn().names().size());
    }

    @Test
    void theQuestionToAskInsteadExists() {
        Questions questions = Questions.builtIn();
        for (Question question : questions.all()) {
            Need need = question.header().needs();
            if (need != null && need.otherwise() != null) {
                assertThat(questions.names()).contains(need.otherwise());
            }
        }
    }

    @Test
    void aTitleOfAPlaylistHoldsTheValuesOfItsParameters() {
        Playlist playlist = new Playlist("Best of {year}, {by}", Map.of());
        assertThat(playlist.places()).containsExactly("year", "by");
        assertThat(playlist.titled(Map.of("year", "2024", "by", "$1\\time"))).isEqualTo("Best of 2024, $1\\time");
    }
}
