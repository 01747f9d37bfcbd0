package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.SqlFile;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every question file must keep, on both databases.
@ParameterizedClass
@EnumSource(TestStores.class)
final class QuestionContractTest {
    /// What the first database gave, for the second to match.
    private static final Map<String, Map<String, List<String>>> COLUMNS = new HashMap<>();

    private final Database database;
    private final Asker asker;

    QuestionContractTest(TestStores stores) {
        database = stores.open();
        asker = new Asker(database, 1, ZoneId.of("Europe/Berlin"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theHeaderNamesTheColumnsThatTheQueryGives() {
        for (Question question : Questions.builtIn().all()) {
            assertThat(asker.columnNames(question))
                    .as(question.name())
                    .isEqualTo(question.columns().stream().map(Column::name).toList());
        }
    }

    @Test
    void aQuestionReadsTheViewsAndItsOwnExpressionsOnly() {
        Pattern read = Pattern.compile("\\b(?:from|join)\\s+([a-z_.]+)");
        Pattern own = Pattern.compile("(?:with|,)\\s+([a-z_]+) as \\(");
        List<String> views = Views.of(database.dialect()).names();
        for (Question question : Questions.builtIn().all()) {
            String sql = question.sql().replaceAll("--[^\\n]*", "");
            List<String> known = new ArrayList<>(views);
            own.matcher(sql).results().forEach(found -> known.add(found.group(1)));
            assertThat(read.matcher(sql).results().map(found -> found.group(1)).toList())
                    .as(question.name())
                    .isNotEmpty()
                    .isSubsetOf(known);
        }
    }

    @Test
    void aViewOfSomethingIsNamedWithItEverywhereTheSame() {
        String header = """
                -- title:   Heard
                -- answers: What did I hear?
                -- group:   mine
                -- row:     one track
                -- param:   from date = none
                -- param:   until date = none
                -- column:  tracks count "Tracks"
                """;
        String heard = "heard_tracks(:from_at, :until_end)";
        String sums = header + "select count(*) as tracks from %s as a cross join %s as b where a.first_at < :until_end"
                + " and a.first_at >= :from_at";
        LocalDate today = LocalDate.of(2024, 1, 1);
        assertThat(asker.askWithoutNames(Question.parse("mine", sums.formatted(heard, heard)), Map.of(), today)
                        .rows())
                .containsExactly(List.of(0L));
        for (String other : List.of(
                "heard_tracks", "heard_tracks(:from_at, :today_end)", "heard_tracks(:from_at)", "heard_tracks(1, 2)")) {
            assertThatThrownBy(() -> asker.askWithoutNames(
                            Question.parse("mine", sums.formatted(heard, other)), Map.of(), today))
                    .isInstanceOfSatisfying(MtmException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
                        assertThat(e.getMessage()).contains("heard_tracks(:starts_at, :ends_at)");
                    });
        }
    }

    @Test
    void everyViewRunsAndHasTheSameColumnsOnBothDatabases() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Views views = Views.of(database.dialect());
        for (String view : views.names()) {
            List<String> of = views.parameters(view);
            SqlFile.Named sql = SqlFile.named(
                    views.around("select * from " + view + (of.isEmpty() ? "" : "(" + String.join(", ", of) + ")")));
            Object[] account = sql.names().stream()
                    .map(name -> name.equals("account") ? (Object) 1L : name.endsWith("s_at") ? Instant.EPOCH : "[]")
                    .toArray();
            columns.put(view, database.read(session -> {
                assertThat(session.list(sql.sql(), row -> row, account)).isNotNull();
                return session.columnNames(sql.sql());
            }));
        }
        assertThat(columns.keySet())
                .containsExactlyInAnyOrder(
                        "plays",
                        "contexts",
                        "chosen_tracks",
                        "found_tracks",
                        "listens",
                        "ever_heard",
                        "heard_tracks",
                        "hours",
                        "ranks",
                        "tracks",
                        "artists",
                        "track_artists",
                        "payloads",
                        "features",
                        "calendar_months",
                        "days",
                        "weather");
        assertThat(columns).isEqualTo(COLUMNS.computeIfAbsent("first", first -> columns));
    }
}
