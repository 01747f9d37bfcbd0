package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.backup.Move;
import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Table;
import dev.mtm.db.TestStores;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A store that moves from one database to the other and back. The parameter is where it starts.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class MoveTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores here;
    private final TestStores there;

    MoveTest(TestStores here) {
        this.here = here;
        this.there = here == TestStores.SQLITE ? TestStores.POSTGRESQL : TestStores.SQLITE;
    }

    @Test
    void thereAndBackIsTheSameStore() throws Exception {
        Desk old = filled();
        Map<String, List<String>> before = everything(old);
        Map<String, String> answers = answers(old);
        Desk other = Desk.without(there, folder);
        Outcome moved = old.run("move", "--to", Desk.text(other.store));
        assertThat(moved.err()).isEmpty();
        assertThat(moved.out())
                .contains("Equal on both sides, and "
                        + Questions.builtIn().names().size() + " questions give equal answers.")
                .contains("play_history", "track_payload");
        assertThat(everything(old)).as("the old store is as it was").isEqualTo(before);
        assertThat(answers(other)).isEqualTo(answers);
        Desk back = Desk.without(here, folder);
        assertThat(other.run("move", "--to", Desk.text(back.store)).status()).isZero();
        assertThat(everything(back)).isEqualTo(withoutSpelling(before));
        assertThat(answers(back)).isEqualTo(answers);
        assertThat(back.run("import", folder.resolve("a.json").toString()).out())
                .as("what was imported there is known here")
                .contains("known");
    }

    @Test
    void anythingThatHoldsAStoreIsNoTarget() {
        Desk old = filled();
        Desk other = Desk.at(there, folder);
        other.run("import", folder.resolve("a.json").toString());
        Map<String, List<String>> before = everything(other);
        Outcome outcome = old.run("move", "--to", Desk.text(other.store));
        assertThat(outcome.status()).isEqualTo(11);
        assertThat(outcome.err()).contains("it holds a store already", "Name an empty database");
        assertThat(everything(other)).isEqualTo(before);
        Outcome itself = old.run("move", "--to", Desk.text(old.store));
        assertThat(itself.status()).isEqualTo(2);
        assertThat(itself.err()).contains("this is where the store is already");
    }

    @Test
    void aTargetThatSomebodyToldAnythingIsNoTarget() {
        Desk old = filled();
        for (String told : List.of(
                "update account set zone = 'Asia/Tokyo'",
                "update account set counting_rule = 'any'",
                "insert into account (account_id, name) values (2, 'other')",
                "insert into playlist_config (account_id, key, composition) values (1, 'daily', '[]')",
                "insert into api_cache (service, request, response) values ('s', 'r', 'x')")) {
            Desk other = Desk.at(there, folder);
            try (Database database = other.open()) {
                database.write(session -> {
                    session.execute(told);
                    return 0;
                });
            }
            Map<String, List<String>> before = everything(other);
            Outcome outcome = old.run("move", "--to", Desk.text(other.store));
            assertThat(outcome.err()).as(told).contains("it holds a store already");
            assertThat(everything(other)).isEqualTo(before);
        }
    }

    @Test
    void whatOthersWriteMeanwhileIsNoDifference() {
        Desk old = filled();
        Map<String, String> answers = answers(old);
        Desk other = Desk.without(there, folder);
        List<String> seen = new ArrayList<>();
        try (Database from = old.open();
                Database to = other.open()) {
            new Move(from, to, Clock.systemUTC())
                    .run(
                            Questions.builtIn().all(),
                            store -> new Asker(store, 1, ZoneId.of("Europe/Berlin")),
                            LocalDate.of(2026, 3, 6),
                            (table, rows) -> {
                                if (seen.isEmpty()) {
                                    seen.add(table);
                                    String more = old.file("more.json", list(300, 340))
                                            .toString();
                                    assertThat(old.run("import", more).status()).isZero();
                                }
                            });
        }
        assertThat(seen).hasSize(1);
        assertThat(old.plays()).isEqualTo(340);
        assertThat(other.plays()).isEqualTo(300);
        assertThat(answers(other)).isEqualTo(answers);
    }

    @Test
    void aMoveThatIsKilledIsUsedByNobodyAndGoesOn() throws Exception {
        Desk old = filled();
        Path many = Files.write(folder.resolve("many.json"), list(0, 15_000).getBytes(StandardCharsets.UTF_8));
        assertThat(old.run("import", many.toString()).status()).isZero();
        Desk other = Desk.without(there, folder);
        old.environment.put("MTM_BUSY_WAIT", "20");
        other.environment.put("MTM_BUSY_WAIT", "20");
        old.environment.put("MTM_LIVE", "1");
        int cutOff = 0;
        int kills = Trials.number(2);
        for (int kill = 0; kill < kills; kill++) {
            Process process =
                    Child.start(old.environment, folder.resolve("log"), "move", "--to", Desk.text(other.store));
            // The line that tells of the first rows.
            while (process.isAlive() && Files.size(folder.resolve("log")) == 0) {
                Thread.sleep(5);
            }
            Thread.sleep(100L * (kill % 4));
            process.destroyForcibly().waitFor();
            if (!unfinished(other)) {
                other = Desk.without(there, folder);
                other.environment.put("MTM_BUSY_WAIT", "20");
            } else {
                cutOff++;
                if (cutOff == 1) {
                    Outcome stranger = filled().run("move", "--to", Desk.text(other.store));
                    assertThat(stranger.err()).contains("it holds part of a move from");
                }
                Outcome outcome = other.run("ask", "totals");
                assertThat(outcome.status()).isEqualTo(11);
                assertThat(outcome.err()).contains("this store is not whole yet: a move to it has not ended");
            }
        }
        Trials.told("move", here, kills, cutOff);
        assertThat(cutOff).isPositive();
        assertThat(old.run("move", "--to", Desk.text(other.store)).status()).isZero();
        assertThat(unfinished(other)).isFalse();
        assertThat(answers(other)).isEqualTo(answers(old));
    }

    @Test
    void aRowThatDiffersIsFound() throws Exception {
        for (String change : List.of(
                "update tracks set name = 'Other' where track_key = 1",
                "update track_payload set raw_json = '{\"disc_number\": 2}' where track_key = 1",
                "update account set zone = 'UTC'")) {
            Desk old = filled();
            Desk other = Desk.without(there, folder);
            assertThat(old.run("move", "--to", Desk.text(other.store)).status()).isZero();
            try (Database database = other.open()) {
                database.write(session -> {
                    session.execute("create table unfinished_move (source text not null)");
                    session.update("insert into unfinished_move (source) values (?)", old.store.shown());
                    session.execute(change);
                    return 0;
                });
            }
            Outcome outcome = old.run("move", "--to", Desk.text(other.store));
            assertThat(outcome.status()).as(change).isEqualTo(11);
            assertThat(outcome.err())
                    .contains("the two stores differ in the table " + change.split(" ")[1], "empty the new database");
        }
    }

    /// A store with something in nearly every table.
    private Desk filled() {
        Desk desk = Desk.at(here, folder);
        Path file = desk.file("a.json", list(0, 300));
        assertThat(desk.run("import", file.toString()).status()).isZero();
        assertThat(desk.run("snapshot", "rebuild").status()).isZero();
        try (Database database = desk.open()) {
            database.write(session -> {
                session.update(
                        "insert into track_payload (track_key, raw_json) values (1, ?)",
                        new Json("{\"name\": \"J\\u00f3ga\", \"disc_number\": 1.0, \"b\": [1e2, null, true], \"a\": {},"
                                + " \"external_ids\": {\"isrc\": \"GBAAA0000001\"}, \"a\": {\"x\": \"\\u0000\"}}"));
                session.update(
                        "insert into track_features (track_key, features_source, features_at, energy, key, mode, loudness)"
                                + " values (1, 'measured', ?, ?, 4, 1, ?)",
                        Instant.parse("2025-03-30T01:30:00Z"),
                        1.0 / 3,
                        -7.25e-3);
                session.update("update tracks set counts_as = (select max(track_key) from tracks) where track_key = 1");
                session.update("insert into api_cache (service, request, response) values ('s', 'r', 'x\ny')");
                session.update(
                        "insert into playlist_config (account_id, key, composition) values (1, 'six_hour', ?)",
                        new Json("[\"a\"]"));
                return 0;
            });
        }
        assertThat(desk.run("rebuild").status()).isZero();
        return desk;
    }

    private static boolean unfinished(Desk desk) {
        try (Database database = desk.open()) {
            return database.read(session ->
                    Table.all(session).stream().anyMatch(table -> table.name().equals("unfinished_move")));
        } catch (dev.mtm.problem.MtmException e) {
            return false; // killed before the file or its tables were there
        }
    }

    private static Map<String, String> answers(Desk desk) {
        Map<String, String> answers = new TreeMap<>();
        for (String question : List.of(
                "totals", "top-tracks", "forgotten-gems", "listens-by-day", "diversity-by-month", "release-facts")) {
            answers.put(question, desk.run("ask", question, "--format", "json").out());
        }
        return answers;
    }

    /// Every row of every table as text.
    private static Map<String, List<String>> everything(Desk desk) {
        try (Database database = Database.at(desk.store, Duration.ofSeconds(5))) {
            return database.read(session -> {
                Map<String, List<String>> rows = new TreeMap<>();
                for (Table table : Table.all(session)) {
                    if (!table.name().equals("schema_migrations")) {
                        rows.put(
                                table.name(),
                                session.list(
                                        "select * from " + table.name() + " order by " + Table.names(table.key()),
                                        row -> {
                                            StringBuilder line = new StringBuilder();
                                            for (int i = 1; i <= table.columns().size(); i++) {
                                                line.append(row.textOrNull(i)).append(" | ");
                                            }
                                            return line.toString();
                                        }));
                    }
                }
                return rows;
            });
        }
    }

    /// PostgreSQL keeps what a document means and not how it is spelled, so after a stay there SQLite's spelling is
    /// new.
    private Map<String, List<String>> withoutSpelling(Map<String, List<String>> rows) {
        Map<String, List<String>> found = new TreeMap<>(rows);
        if (here == TestStores.SQLITE) {
            found.put("track_payload", List.of("""
                    1 | {"a": {"x": "%s"}, "b": [100, null, true], "name": "Jóga", "disc_number": 1.0,\
                     "external_ids": {"isrc": "GBAAA0000001"}} | \
                    """.formatted("\ufffd")));
        }
        return found;
    }
}
