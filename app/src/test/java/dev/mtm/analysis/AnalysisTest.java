package dev.mtm.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Resources;
import dev.mtm.db.TestStores;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Period;
import dev.mtm.question.Questions;
import dev.mtm.question.RandomLife;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What is frozen of a period: the answers of questions, always in the same bytes, and nothing that came later.
@NullMarked
class AnalysisTest {
    private static final LocalDate TODAY = LocalDate.of(2023, 3, 6);
    private static final Instant NOW = Instant.parse("2023-03-06T10:00:00Z");
    private static final List<String> PERIODS =
            List.of("last-7-days", "last-30-days", "2022-11", "2022", "2022-01-01..2022-03-31", "2023-03", "1999-05");
    private static final AnalysisLog.Telling NOTHING = new AnalysisLog.Telling("{}", "nobody", "none", "none");

    private static Metrics measured(Database database, String period) {
        return measured(database, period, TODAY);
    }

    private static Metrics measured(Database database, String period, LocalDate today) {
        Asker asker = new Asker(database, 1, RandomLife.ZONE);
        return new Analyses(asker, Questions.builtIn(), RandomLife.ZONE)
                .measure(Window.parse("PERIOD", period, today), today);
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void everyFigureIsWhatTheQuestionBehindItAnswers(TestStores stores) {
        try (Database database = RandomLife.lived(stores, TODAY)) {
            Asker asker = new Asker(database, 1, RandomLife.ZONE);
            for (String period : PERIODS) {
                for (Section section : measured(database, period).sections()) {
                    Section.Source source = section.source();
                    Answer answer =
                            asker.ask(Questions.builtIn().named(source.question()), source.given(), source.asOf());
                    if (List.of("period", "change", "day_parts").contains(section.name())) {
                        continue;
                    }
                    assertThat(section.rows()).as(period + " " + section.name()).hasSameSizeAs(answer.rows());
                    for (int i = 0; i < answer.rows().size(); i++) {
                        for (int c = 0; c < answer.columns().size(); c++) {
                            String name = answer.columns().get(c).name();
                            Object value = answer.rows().get(i).get(c);
                            assertThat(String.valueOf(section.rows().get(i).get(name)))
                                    .as(period + " " + section.name() + " " + name)
                                    .isEqualTo(String.valueOf(value));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void whatIsReckonedAddsUp(TestStores stores) {
        try (Database database = RandomLife.lived(stores, TODAY)) {
            Metrics metrics = measured(database, "2022");
            Metrics before = measured(database, "2021");
            Section change = metrics.part("change");
            for (String sum : List.of("listens", "heard_ms", "tracks", "artists", "days")) {
                long now = metrics.part("totals").number(0, sum);
                long then = before.part("totals").number(0, sum);
                assertThat(change.number(0, sum + "_before")).isEqualTo(then).isPositive();
                assertThat(change.number(0, sum + "_more")).isEqualTo(now - then);
                assertThat(change.fraction(0, sum + "_change").orElseThrow())
                        .isCloseTo((double) (now - then) / then, org.assertj.core.data.Offset.offset(1e-6));
            }
            long listens = metrics.part("totals").number(0, "listens");
            for (String sums : List.of("day_parts", "weekdays", "months", "hours")) {
                long all = 0;
                for (int i = 0; i < metrics.part(sums).rows().size(); i++) {
                    all += metrics.part(sums).number(i, "listens");
                }
                assertThat(all).as(sums).isEqualTo(listens);
            }
            Section tracks = metrics.part("top_tracks");
            assertThat(tracks.rows()).hasSize(10);
            assertThat(tracks.fraction(3, "share").orElseThrow())
                    .isCloseTo(
                            (double) tracks.number(3, "listens") / listens, org.assertj.core.data.Offset.offset(1e-6));
            assertThat(tracks.text(0, "title").orElseThrow()).startsWith("Song ");
        }
    }

    @Test
    void bothDatabasesGiveTheSameBytesAndTheSchemaHolds() {
        var schema = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
                .getSchema(JsonMapper.shared().readTree(Resources.text("analysis/metrics.schema.json")));
        try (Database sqlite = RandomLife.lived(TestStores.SQLITE, TODAY);
                Database postgres = RandomLife.lived(TestStores.POSTGRESQL, TODAY)) {
            for (String period : PERIODS) {
                String text = MetricsJson.text(measured(sqlite, period));
                assertThat(MetricsJson.text(measured(postgres, period))).isEqualTo(text);
                assertThat(MetricsJson.text(MetricsJson.read(text))).isEqualTo(text);
                assertThat(schema.validate(JsonMapper.shared().readTree(text)))
                        .as(period)
                        .isEmpty();
            }
            String text = MetricsJson.text(measured(sqlite, "2022"));
            for (String wrong : List.of(
                    text.replace("\"closed\":true", "\"closed\":\"yes\""),
                    text.replace("\"format\":\"mtm-analysis-1\"", "\"format\":\"another\""),
                    text.replace("\"question\":\"variety\"", "\"asked\":\"variety\""),
                    text.replace("\"unit\":\"milliseconds\"", "\"unit\":\"hours\""))) {
                assertThat(schema.validate(JsonMapper.shared().readTree(wrong))).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void aClosedPeriodIsFrozenOnceUntilItsPlaysChange(TestStores stores) {
        try (Database database = RandomLife.lived(stores, TODAY)) {
            AnalysisLog log = new AnalysisLog(database, 1);
            Metrics march = measured(database, "2022-11");
            long id = log.keep(march, NOTHING, NOW).id();
            String kept = MetricsJson.text(log.named(id).measured());
            assertThat(kept).isEqualTo(MetricsJson.text(march));

            // A year later nothing of it is another, also where much was heard since.
            addPlay(database, "2023-03-05 12:00:00", "2023-03-05");
            Metrics later = measured(database, "2022-11", TODAY.plusYears(1));
            assertThat(MetricsJson.text(later)).isEqualTo(kept);
            assertThat(log.keep(later, NOTHING, NOW.plusSeconds(9)).id()).isEqualTo(id);
            assertThat(log.all()).hasSize(1);

            // A play of that month, told late, is another analysis; the one before stays as it was.
            addPlay(database, "2022-11-11 12:00:00", "2022-11-11");
            Metrics told = measured(database, "2022-11");
            assertThat(told.part("totals").number(0, "listens"))
                    .isEqualTo(march.part("totals").number(0, "listens") + 1);
            assertThat(log.keep(told, NOTHING, NOW.plusSeconds(99)).id()).isNotEqualTo(id);
            assertThat(log.all()).hasSize(2);
            assertThat(MetricsJson.text(log.named(id).measured())).isEqualTo(kept);
            assertThat(log.find(told)).isPresent();
            assertThat(log.find(march)).as("what was so is not so any more").isEmpty();
        }
    }

    /// Puts a play of the first track straight into what counts.
    private static void addPlay(Database database, String at, String day) {
        database.write(session -> {
            Instant moment = Instant.parse(at.replace(' ', 'T') + "Z");
            long play = 1 + session.number("select max(play_id) from play_history");
            long track = session.number("select min(track_key) from tracks");
            session.update(
                    "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                            + " listened_ms, skipped, ordinal) values (?, 1, ?, 1, 1, ?, 60000, ?, 0)",
                    play,
                    track,
                    moment,
                    false);
            session.update(
                    "insert into listens (account_id, played_at, track_key, play_id, artist_key, listened_ms, heard_ms,"
                            + " estimated, skipped, local_date) values (1, ?, ?, ?, null, 60000, 60000, ?, ?, ?)",
                    moment,
                    track,
                    play,
                    false,
                    false,
                    LocalDate.parse(day));
            session.update(
                    "insert into listening_hours (account_id, local_date, local_hour, listens, heard_ms, skips,"
                            + " estimated_ms) values (1, ?, 17, 1, 60000, 0, 0) on conflict (account_id, local_date,"
                            + " local_hour) do update set listens = listening_hours.listens + 1",
                    LocalDate.parse(day));
            return 1;
        });
    }

    @ParameterizedTest
    @EnumSource(TestStores.class)
    void anEmptyStoreAndAnotherProgramsAnalysisAreNoTrouble(TestStores stores) {
        try (Database database = stores.open()) {
            for (String period : PERIODS) {
                Metrics metrics = measured(database, period);
                assertThat(metrics.part("totals").number(0, "listens")).isZero();
                assertThat(metrics.figure("change.0.listens_change")).isEmpty();
                assertThat(metrics.figure("top_tracks.0.title")).isEmpty();
            }
            database.write(session -> session.update(
                    "insert into analysis_snapshots (analysis_id, account_id, analysed_at, period_label, metrics_payload)"
                            + " values (7, 1, ?, 'last_30_days', ?)",
                    NOW,
                    new Json("{\"total_plays\": 12, \"format\": \"mtm-analysis-1\"}")));
            AnalysisLog log = new AnalysisLog(database, 1);
            assertThat(log.named(7).isOurs()).isFalse();
            assertThatThrownBy(() -> log.named(7).measured()).hasMessageContaining("not made by this program");
            assertThatThrownBy(() -> log.named(8)).hasMessageContaining("no analysis of this number");
            assertThat(log.keep(measured(database, "last-30-days"), NOTHING, NOW)
                            .id())
                    .isEqualTo(8);
            assertThat(new AnalysisLog(database, 2).all()).isEmpty();
        }
    }

    @Test
    void theLastDaysAreWholeOnesAndEachPeriodHasTheOneBefore() {
        Window week = Window.parse("PERIOD", "last-7-days", TODAY);
        assertThat(week).isEqualTo(new Window("last_7_days", new Period(TODAY.minusDays(7), TODAY.minusDays(1))));
        assertThat(week.isClosed(TODAY)).isTrue();
        assertThat(week.period().before()).isEqualTo(new Period(TODAY.minusDays(14), TODAY.minusDays(8)));
        assertThat(Window.parse("PERIOD", "2023-03", TODAY).isClosed(TODAY)).isFalse();
        assertThat(Window.parse("PERIOD", "2023-03", TODAY).title()).isEqualTo("March 2023");
        assertThat(Window.parse("PERIOD", "2022-01-01..2022-12-31", TODAY).label())
                .isEqualTo("2022");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "March", "2023-13", "last-8-days", "2022-02-02..2022-02-01", "2023-04", "2024"})
    void whatIsNoPeriodOrHasNotBegunIsRefused(String text) {
        assertThatThrownBy(() -> Window.parse("PERIOD", text, TODAY))
                .hasMessageContaining("`" + text + "`")
                .hasMessageMatching(".*(is no period|has not begun yet)");
    }

    @Test
    void numbersAreWrittenTheOneWay() {
        Map<String, @Nullable Object> tree = new java.util.LinkedHashMap<>();
        tree.put("z", 1.0);
        tree.put("a", new ArrayList<>(List.of(0.5, 1e-6, 12L, 1234567.25)));
        tree.put("n", null);
        assertThat(MetricsJson.written(tree)).isEqualTo("{\"a\":[0.5,0.000001,12,1234567.25],\"n\":null,\"z\":1}");
        assertThat(Objects.requireNonNull(tree.get("z"))).isEqualTo(1.0);
    }
}
