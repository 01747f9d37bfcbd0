package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.render.CsvAnswer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every question, whatever it asks.
final class QuestionLawTest {
    private static final LocalDate FIRST = LocalDate.of(2021, 1, 10);
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final int TRACKS = 60;
    private static final int PLAYS = 900;

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void whatComesLaterChangesNoAnswer(TestStores stores) {
        try (Database database = stores.open()) {
            RandomLife life = someLife(database, 1);
            Map<String, String> before = answers(database, 1);
            life.life()
                    .play(
                            1,
                            "t3",
                            TODAY.plusDays(1)
                                    .atStartOfDay(RandomLife.ZONE)
                                    .toInstant()
                                    .toString(),
                            90_000L,
                            false);
            life.plays(1, 300, TODAY.plusDays(1), TODAY.plusDays(500), 7)
                    .ranks(1, 20, TODAY.plusDays(1), TODAY.plusDays(500), 7)
                    .life()
                    .settle();
            assertThat(answers(database, 1)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void theLastSecondOfTodayBelongsToTheAnswer(TestStores stores) {
        try (Database database = stores.open()) {
            RandomLife life = someLife(database, 1);
            Map<String, String> before = answers(database, 1);
            life.life()
                    .play(
                            1,
                            "t3",
                            TODAY.plusDays(1)
                                    .atStartOfDay(RandomLife.ZONE)
                                    .minusSeconds(1)
                                    .toInstant()
                                    .toString(),
                            90_000L,
                            false);
            life.life().settle();
            assertThat(answers(database, 1).get("totals {}")).isNotEqualTo(before.get("totals {}"));
        }
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void anotherAccountIsNeitherShownNorCounted(TestStores stores) {
        try (Database database = stores.open()) {
            RandomLife life = someLife(database, 1);
            Map<String, String> before = answers(database, 1);
            life.life().account(2);
            life.plays(2, 700, FIRST, TODAY, 11)
                    .ranks(2, 30, FIRST, TODAY, 11)
                    .life()
                    .settle();
            assertThat(answers(database, 1)).isEqualTo(before);
            assertThat(answers(database, 2).get("totals {}")).contains(",700,");
        }
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void theKeysOfAStoreChangeNoAnswer(TestStores stores) {
        try (Database database = stores.open();
                Database other = stores.open()) {
            someLife(database, 1);
            someLife(other, -1);
            assertThat(answers(other, 1)).isEqualTo(answers(database, 1));
        }
    }

    @Test
    void bothDatabasesGiveTheSameBytes() {
        try (Database sqlite = TestStores.SQLITE.open();
                Database postgres = TestStores.POSTGRESQL.open()) {
            someLife(sqlite, 1);
            someLife(postgres, 1);
            assertThat(answers(postgres, 1)).isEqualTo(answers(sqlite, 1));
        }
    }

    private static RandomLife someLife(Database database, int keyStep) {
        RandomLife life = RandomLife.in(database, TRACKS, keyStep)
                .plays(1, PLAYS, FIRST, TODAY, 42)
                .ranks(1, 60, FIRST, TODAY, 42);
        life.life().home(1, 27.7, 85.3);
        for (int hour = 0; hour < 24 * 200; hour++) {
            life.life()
                    .weather(
                            "27.7,85.3",
                            FIRST.atStartOfDay(ZoneOffset.UTC)
                                    .plusHours(hour * 3L)
                                    .toInstant()
                                    .toString(),
                            hour % 45 - 10.0,
                            hour % 99);
        }
        life.life().settle();
        database.analyze(); // as an import does
        return life;
    }

    /// Every question with its defaults, and with each of its days, months and years far ahead.
    private static Map<String, String> answers(Database database, long account) {
        Asker asker = new Asker(database, account, RandomLife.ZONE);
        Map<String, String> answers = new LinkedHashMap<>();
        for (Question question : Questions.builtIn().all()) {
            Map<String, String> given = new LinkedHashMap<>();
            if (question.parameters().stream().anyMatch(parameter -> parameter.type() == ParameterType.TRACK)) {
                given.put("track", "t2");
            }
            if (question.group().equals("an album")) {
                given.put("artist", "Artist 2");
            }
            if (question.name().equals("album-tracks")) {
                given.put("album", "Album 0");
            }
            answers.put(question.name() + " " + given, answer(asker, question, given));
            if (question.parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals("album") && parameter.takesNone())) {
                for (Map<String, String> other : List.of(
                        Map.of("artist", "Artist 2"),
                        Map.of("artist", "Artist 2", "album", "Album 0"),
                        Map.of("album", "Album 0"))) {
                    answers.put(question.name() + " " + new TreeMap<>(other), answer(asker, question, other));
                }
            }
            if (question.parameters().stream().anyMatch(parameter -> parameter.type() == ParameterType.WORDS)) {
                for (String words : List.of("SONG 2", "artist 2 album", "nothing of this")) {
                    Map<String, String> sought = Map.of("words", words);
                    answers.put(question.name() + " " + sought, answer(asker, question, sought));
                }
            }
            for (Parameter parameter : question.parameters()) {
                String far = switch (parameter.type()) {
                    case DATE -> "2024-02-10";
                    case MONTH -> "2024-02";
                    case YEAR -> "2024";
                    case COUNT, TEXT, CHOICE, TRACK, ARTIST, WORDS -> "";
                };
                if (!far.isEmpty()) {
                    Map<String, String> ahead = new LinkedHashMap<>(given);
                    ahead.put(parameter.name(), far);
                    answers.put(question.name() + " " + ahead, answer(asker, question, ahead));
                }
            }
        }
        return answers;
    }

    private static String answer(Asker asker, Question question, Map<String, String> given) {
        return CsvAnswer.text(asker.askWithoutNames(question, given, TODAY));
    }
}
