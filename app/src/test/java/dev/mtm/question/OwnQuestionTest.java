package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The listener's own questions: files beside the store that may read and nothing else.
@ParameterizedClass
@EnumSource(TestStores.class)
class OwnQuestionTest {
    private static final String HEADER = """
            -- title:   Mine
            -- answers: How many?
            -- group:   mine
            -- row:     one number
            -- column:  number count "Number"
            -- chart:   none
            """;

    private final TestStores stores;
    private final Path folder;

    OwnQuestionTest(TestStores stores, @TempDir Path folder) {
        this.stores = stores;
        this.folder = folder;
    }

    @Test
    void standsBesideTheQuestionsOfTheProgram() throws IOException {
        Files.writeString(folder.resolve("my-count.sql"), HEADER + "select count(*) as number from listens");
        Questions questions = Questions.with(folder);
        assertThat(questions.names()).contains("my-count", "totals").isSorted();
        assertThat(answer(questions, "my-count").rows()).isEqualTo(List.of(List.of(0L)));
    }

    @Test
    void mayNotTakeTheNameOfAQuestionOfTheProgram() throws IOException {
        Files.writeString(folder.resolve("totals.sql"), HEADER + "select 1 as number");
        assertThatThrownBy(() -> Questions.with(folder).all())
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("has a question of this name");
    }

    @Test
    void canChangeNothing() throws IOException {
        Files.writeString(
                folder.resolve("evil.sql"),
                HEADER
                        + "with gone as (select 1 as number) delete from account where 1 = 1 returning account_id as number");
        assertThatThrownBy(() -> answer(Questions.with(folder), "evil")).isInstanceOf(MtmException.class);
        try (Database database = stores.open()) {
            long accounts = database.read(session -> session.number("select count(*) from account"));
            assertThat(accounts).isEqualTo(1);
        }
    }

    @Test
    void isStoppedWhenItGivesTooManyRows() throws IOException {
        Files.writeString(folder.resolve("many.sql"), HEADER + """
                        with ten as (
                            select 0 as n union all select 1 union all select 2 union all select 3 union all select 4
                            union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
                        )
                        select a.n as number
                        from ten as a
                        cross join ten as b
                        cross join ten as c
                        cross join ten as d
                        cross join ten as e
                        """);
        assertThatThrownBy(() -> answer(Questions.with(folder), "many"))
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("more than 10000 rows");
    }

    private Answer answer(Questions questions, String name) {
        try (Database database = stores.open()) {
            return new Asker(database, 1, ZoneOffset.UTC)
                    .ask(questions.named(name), Map.of(), LocalDate.of(2024, 3, 1));
        }
    }
}
