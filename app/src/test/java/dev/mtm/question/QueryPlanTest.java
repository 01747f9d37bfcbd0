package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// No question reads all plays without an index, or sorts them all, unless its header says why (`plan:`).
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class QueryPlanTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);

    private final TestStores stores;

    QueryPlanTest(TestStores stores) {
        this.stores = stores;
    }

    private static Map<String, List<String>> faults(Database database, List<Question> questions) {
        Asker asker = new Asker(database, 1, RandomLife.ZONE);
        assertThat(asker.unjudged()).isEmpty();
        Map<String, List<String>> found = new TreeMap<>();
        for (Question question : questions) {
            List<String> faults = asker.planFaults(question, TODAY);
            if (!faults.isEmpty()) {
                found.put(question.name(), faults);
            }
        }
        return found;
    }

    private static Question own(String name, String query) {
        return Question.parse(name, """
                -- title: Own
                -- answers: What of mine?
                -- group: mine
                -- row: one of mine
                -- column: mine count "Mine"
                """ + query, true);
    }

    @Test
    void aQuestionReadsAllPlaysWithAReasonOnly() {
        try (Database database = stores.open()) {
            RandomLife.in(database, 2_000, 1)
                    .plays(1, 24_000, LocalDate.of(2015, 1, 1), TODAY, 5)
                    .ranks(1, 90, LocalDate.of(2020, 1, 1), TODAY, 5)
                    .life()
                    .settle();
            database.alone("analyze");
            assertThat(faults(database, Questions.builtIn().all())).isEmpty();
            assertThat(
                            faults(
                                    database,
                                    List.of(
                                            own(
                                                    "sorted",
                                                    "select l.heard_ms as mine from listens as l order by l.heard_ms"),
                                            own(
                                                    "grouped",
                                                    "select count(*) as mine from listens as l group by l.local_date"),
                                            own(
                                                    "latest",
                                                    "select l.heard_ms as mine from listens as l order by l.played_at desc limit 5"),
                                            own(
                                                    "one",
                                                    "select l.heard_ms as mine from listens as l where l.track_key = 7 order by l.heard_ms"))))
                    .containsOnlyKeys("grouped", "sorted");
            assertThat(faults(database, List.of(own("since", """
                                            -- param: since date
                                            select l.heard_ms as mine from listens as l
                                            where l.played_at >= :since_at order by l.heard_ms
                                            """), own("absent", """
                                            -- param: artist artist = nobody-of-that-name
                                            select count(*) as mine from artists as a where a.name = :artist
                                            """))))
                    .as("a day that must be given is given, and an artist who is not there is no fault")
                    .containsOnlyKeys("since");
            database.alone("drop index listens_by_track");
            assertThat(faults(database, Questions.builtIn().all()))
                    .containsKeys(
                            stores == TestStores.SQLITE
                                    ? new String[] {"gems-by-plays"}
                                    : new String[] {
                                        "first-heard", "gems-by-plays", "release-facts", "top-tracks", "totals"
                                    });
        }
    }

    @Test
    void aSortOfAllListensIsFound() {
        assertThat(SqlitePlan.faults(List.of(
                        "SEARCH main.listens USING PRIMARY KEY (account_id=?)", "USE TEMP B-TREE FOR GROUP BY")))
                .hasSize(1);
        assertThat(SqlitePlan.faults(List.of("SCAN play_history"))).hasSize(1);
        assertThat(SqlitePlan.faults(List.of("SEARCH main.listens USING AUTOMATIC COVERING INDEX (track_key=?)")))
                .hasSize(1);
    }
}
