package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What `mtm doctor` finds: everything fine, or each thing that can be off, with a remedy that helps.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class DoctorTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    DoctorTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void importPlays() {
        desk = Desk.with(
                "300 plays",
                stores,
                folder,
                first -> assertThat(first.run(
                                        "import",
                                        first.file("a.json", list(0, 300)).toString())
                                .status())
                        .isZero());
        desk.now = Instant.now();
        // Statistics are refreshed in the background by a server, which gives way after a second.
        desk.environment.put("MTM_BUSY_WAIT", "10");
    }

    private void spoil(String... statements) {
        try (Database database = desk.open()) {
            if (stores == TestStores.SQLITE) {
                database.alone("pragma foreign_keys = off");
            }
            for (String statement : statements) {
                database.alone(statement);
            }
        }
    }

    private String off() {
        Outcome outcome = desk.run("doctor");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("OFF"))).hasSize(1);
        return outcome.out();
    }

    private void fine() {
        Outcome outcome = desk.run("doctor");
        assertThat(outcome.out().lines()).allMatch(line -> line.startsWith("ok   "));
        assertThat(outcome.status()).isZero();
    }

    @Test
    void findsNothingOffInASoundStore() {
        fine();
        desk.run("snapshot", "rebuild");
        fine();
        Desk empty = Desk.at(stores, folder);
        empty.now = desk.now;
        assertThat(empty.run("doctor").status()).isZero();
    }

    @Test
    void whatIsNotLookedAtIsNotCalledSound() {
        String out = desk.run("doctor").out();
        assertThat(out)
                .containsPattern(
                        "ok {3}questions +\\d+; their plans are not judged: with fewer than 10,000 listens a plan"
                                + " may read all of them\n");
        if (stores == TestStores.POSTGRESQL) {
            assertThat(out)
                    .containsPattern(
                            "ok {3}disk +the database takes \\d+ MiB; the room on its server cannot be seen from here\n")
                    .containsPattern(
                            "ok {3}integrity +the pages are not read here; the server's data checksums are (on|off)\n");
        }
        assertThat(out).doesNotContain("none reads or sorts", "kept by the server");
    }

    @Test
    void findsAClockThatIsWrong() {
        desk.now = Instant.parse("1999-12-31T23:59:59Z");
        Outcome outcome = desk.run("doctor");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("OFF  clock", "it shows 1999-12-31T23:59:59Z", "Set the clock");
    }

    @Test
    void findsAServerWhoseClockIsApart() {
        desk.now = Instant.now().plusSeconds(1_000);
        if (stores == TestStores.POSTGRESQL) {
            assertThat(off()).contains("OFF  database", "its clock shows", "Set one of the clocks");
        } else {
            fine();
        }
    }

    @Test
    void findsAStoreThatIsBehindAndSaysHowToBringItUp() {
        int newest = Desk.newestVersion(stores);
        desk.run("migrate", "down");
        assertThat(off()).contains("%d of %d, 1 pending".formatted(newest - 1, newest), "Run `mtm migrate up`");
        desk.run("migrate", "up");
        desk.run("rebuild");
        fine();
    }

    @Test
    void findsLinksThatPointNowhere() {
        spoil(
                switch (stores) {
                    case SQLITE -> new String[] {"delete from artists where artist_key = 1"};
                    case POSTGRESQL ->
                        new String[] {
                            "alter table track_artists add constraint unchecked foreign key (artist_key)"
                                    + " references artists (artist_key) not valid"
                        };
                });
        String found = off();
        assertThat(found).contains("OFF  foreign keys");
        assertThat(found).contains(stores == TestStores.SQLITE ? "point nowhere" : "validate constraint");
    }

    @Test
    void findsWhatTheMigrationsMakeAndTheStoreLacks() {
        spoil("create index of_my_own on listens (heard_ms)");
        fine();
        String index = "index listens_by_track is missing";
        spoil("drop index listens_by_track");
        assertThat(off())
                .contains("OFF  schema", index, "`mtm export FOLDER`")
                .contains("what counts         not judged: the schema is not whole\n")
                .contains("questions           not judged: the schema is not whole\n");
        Outcome rebuild = desk.run("rebuild");
        assertThat(rebuild.status()).isEqualTo(8);
        assertThat(rebuild.err()).contains("listens_by_track: this index of the store is missing", "Run `mtm doctor`");
        String on = stores == TestStores.SQLITE ? "" : " on play_history";
        spoil(
                "drop index play_history_natural_key",
                "drop trigger play_history_is_never_changed" + on,
                "drop view seed_artists",
                "create index idx_tracks_added on tracks (name)",
                "alter table play_context drop column platform",
                "drop table api_cache");
        assertThat(off())
                .contains(index)
                .contains("index play_history_natural_key is missing")
                .contains("trigger play_history_is_never_changed is missing")
                .contains("view seed_artists is missing")
                .contains("column play_context.platform is missing")
                .contains("table api_cache is missing")
                .doesNotContain("of_my_own", "idx_tracks_added");
    }

    @Test
    void findsTimesOfAnotherForm() {
        if (stores == TestStores.SQLITE) {
            spoil("pragma ignore_check_constraints = on", """
                    insert into play_history (
                        play_id, account_id, track_key, source_key, context_key, played_at, ordinal
                    )
                    select
                        9999,
                        account_id,
                        track_key,
                        source_key,
                        context_key,
                        '2024-02-31 10:00:00',
                        0
                    from play_history
                    limit 1
                    """);
            Outcome outcome = desk.run("doctor");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out()).contains("OFF  integrity", "OFF  time stamps", "1 are of another form", "backup");
        } else {
            assertThat(desk.run("doctor").out()).contains("ok   time stamps", "kept by the column type");
        }
    }

    @Test
    void findsDerivedRowsThatTheLogDoesNotGiveAndTheRemedyHelps() {
        for (String statement : new String[] {
            "delete from listens where played_at < '2024-01-01 15:00:00'",
            "update listening_hours set listens = listens + 1",
            "update heard_tracks set listens = listens + 1",
            "update days set plays = plays + 1",
            "delete from days where local_date = '2024-01-01'"
        }) {
            spoil(statement);
            assertThat(off()).contains("OFF  what counts", "differs from what the log gives", "Run `mtm rebuild`.");
            assertThat(desk.run("rebuild").status()).isZero();
            fine();
        }
    }

    @Test
    void findsTopListsThatAreOlderThanThePlaysAndTheRemedyHelps() {
        desk.run("snapshot", "rebuild");
        spoil("update snapshots set snapshot_date = '2020-01-31' where snapshot_date = '2024-01-31'");
        assertThat(off()).contains("mtm snapshot rebuild");
        desk.run("snapshot", "rebuild");
        fine();
    }

    @Test
    void findsAQuestionThatSortsTheWholeHistory() throws Exception {
        Path questions = stores == TestStores.SQLITE
                ? Path.of(Desk.text(desk.store)).resolveSibling("questions")
                : folder.resolve("data/mtm/questions");
        Path own = Files.createDirectories(questions).resolve("slow-" + desk.hashCode() + ".sql");
        String header = """
                -- title: All
                -- answers: What was heard longest?
                -- group: mine
                -- row: one listen
                -- column: played_at instant "When"
                %sselect
                    l.played_at
                from listens as l
                order by l.heard_ms
                """;
        Files.writeString(folder.resolve("many.json"), list(0, 10_100));
        assertThat(desk.run("import", folder.resolve("many.json").toString()).status())
                .isZero();
        try {
            Files.writeString(own, header.formatted(""));
            assertThat(off()).contains("OFF  questions", "reads or sorts all plays", "`-- plan:`");
            Files.writeString(own, header.formatted("-- plan: there is no shorter way\n"));
            fine();
            Files.writeString(own, "select 1");
            assertThat(off()).contains("OFF  questions", "is missing");
        } finally {
            Files.delete(own);
        }
    }
}
