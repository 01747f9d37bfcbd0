package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// No question reads all plays without an index, or sorts them all, unless its header says why (`plan:`).
/// SQLite, because its planner tells the same for the same statistics.
final class QueryPlanTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);

    @Test
    void noQuestionScansOrSortsAllPlays() {
        try (Database database = TestStores.SQLITE.open()) {
            RandomLife.in(database, 2_000, 1)
                    .plays(1, 24_000, LocalDate.of(2015, 1, 1), TODAY, 5)
                    .ranks(1, 90, LocalDate.of(2020, 1, 1), TODAY, 5)
                    .life()
                    .settle();
            database.alone("analyze");
            Asker asker = new Asker(database, 1, RandomLife.ZONE);
            List<String> found = new ArrayList<>();
            for (Question question : Questions.builtIn().all()) {
                Map<String, String> given =
                        question.parameters().stream().anyMatch(p -> p.type() == ParameterType.TRACK)
                                ? Map.of("track", "t2")
                                : Map.of();
                if (question.header().plan() == null) {
                    PlanJudge.faults(asker.plan(question, given, TODAY))
                            .forEach(fault -> found.add(question.name() + ": " + fault));
                }
            }
            assertThat(found).isEmpty();
        }
    }

    @Test
    void aSortOfAllListensIsFound() {
        assertThat(PlanJudge.faults(List.of(
                        "SEARCH main.listens USING PRIMARY KEY (account_id=?)", "USE TEMP B-TREE FOR GROUP BY")))
                .hasSize(1);
        assertThat(PlanJudge.faults(List.of("SCAN play_history"))).hasSize(1);
        assertThat(PlanJudge.faults(List.of("SEARCH main.listens USING AUTOMATIC COVERING INDEX (track_key=?)")))
                .hasSize(1);
    }
}
