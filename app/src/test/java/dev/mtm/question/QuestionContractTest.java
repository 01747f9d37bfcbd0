package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every question file must keep, on both databases.
@ParameterizedClass
@EnumSource(TestStores.class)
final class QuestionContractTest {
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
}
