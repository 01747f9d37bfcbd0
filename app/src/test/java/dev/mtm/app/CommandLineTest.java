package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static dev.mtm.imports.ExportFiles.quoted;
import static dev.mtm.imports.ExportFiles.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.TestStores;
import dev.mtm.question.Questions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every command with every option, as a person gives it, on both databases.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class CommandLineTest {
    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    CommandLineTest(TestStores stores) {
        this.stores = stores;
    }

    private Desk desk() {
        return Desk.at(stores, folder);
    }

    /// A desk whose store holds two songs heard in the spring of 2024, one of them more often, and one podcast.
    private Desk deskWithPlays() {
        Desk desk = desk();
        StringBuilder rows = new StringBuilder();
        for (int day = 1; day <= 20; day++) {
            String date = "2024-03-%02dT".formatted(day);
            rows.append(row(date + "10:00:00Z", "Ada", "Alpha", 200_000)).append(',');
            if (day % 2 == 0) {
                rows.append(row(date + "11:00:00Z", "Björk", "Jóga", 300_000)).append(',');
            }
        }
        String podcast = row(Map.of(
                "ts", quoted("2024-03-30T10:00:00Z"),
                "master_metadata_track_name", "null",
                "master_metadata_album_artist_name", "null",
                "episode_name", quoted("Talk"),
                "episode_show_name", quoted("Show")));
        desk.file("spring.json", "[" + rows + podcast + "]");
        assertThat(run(desk, "import", folder.resolve("spring.json").toString()).status())
                .isZero();
        return desk;
    }

    private static Outcome run(Desk desk, String... arguments) {
        return desk.run(arguments);
    }

    @Test
    void anImportIsReportedAsJsonWithTheseFieldsAndNoOthers() {
        Desk desk = desk();
        Path file = desk.file("in/a.json", list(row(0), row(0), row(1), row(Map.of("ts", "null"))));
        Path other = desk.file("in/b.json", list(row(0), row(2)));
        desk.file("in/c.txt", "nothing");
        Outcome outcome = desk.run("import", "--json", folder.resolve("in").toString());
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
        assertThat(JsonText.read(outcome.out()))
                .isEqualTo(JsonText.read("""
                {
                    "files": [
                        {
                            "path": %s, "format": "spotify-extended",
                            "rows": 4, "new": 3, "known": 0, "same_play": 0, "not_music": 0, "rejected": 1
                        },
                        {
                            "path": %s, "format": "spotify-extended",
                            "rows": 2, "new": 1, "known": 1, "same_play": 0, "not_music": 0, "rejected": 0
                        }
                    ],
                    "total": {"rows": 6, "new": 4, "known": 1, "same_play": 0, "not_music": 0, "rejected": 1}
                }
                """.formatted(quoted(file.toString()), quoted(other.toString()))));
        Outcome nothing =
                desk.run("import", "--json", folder.resolve("in/c.txt").toString());
        assertThat(nothing.status()).isEqualTo(3);
        assertThat(JsonText.read(nothing.out())).isEqualTo(JsonText.read("""
                {"files": [], "total": {"rows": 0, "new": 0, "known": 0, "same_play": 0, "not_music": 0, "rejected": 0}}
                """));
    }

    @Test
    void aDryRunReportsAllAndKeepsNothing() {
        Desk desk = desk();
        Path file = desk.file("a.json", list(0, 30));
        Outcome dry = desk.run("import", "--dry-run", file.toString());
        assertThat(dry.status()).isZero();
        assertThat(dry.out())
                .contains("  30   30      0          0          0         0  a.json\n")
                .endsWith("A dry run: nothing was kept. Without --dry-run it is.\n");
        assertThat(desk.plays()).isZero();
        assertThat(desk.rows("select count(*) from tracks")).containsExactly("0");
        assertThat(desk.run("imports").out()).isEqualTo("No imports yet. `mtm import PATH` makes one.\n");
        Outcome real = desk.run("import", file.toString());
        assertThat(real.out().lines().limit(3))
                .containsExactlyElementsOf(dry.out().lines().limit(3).toList());
        assertThat(real.out()).contains("Kept as import 1; `mtm imports undo 1` takes it back.\nNext: ");
    }

    @Test
    void aFormatCanBeInsistedOnAndMustBeKnown() {
        Desk desk = desk();
        Path file = desk.file("a.json", list("{\"msPlayed\": 1}", row(1)));
        assertThat(desk.run("import", file.toString(), "--format", "spotify-extended")
                        .out())
                .contains("a.json, row 1: ts is missing");
        assertThat(desk.plays()).isEqualTo(1);
        Outcome outcome = desk.run("import", file.toString(), "--format", "lastfm2");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no format named lastfm2", "spotify-extended, spotify-account");
    }

    @Test
    void importsAreListedShownAndUndone() {
        Desk desk = desk();
        Path first = desk.file("in/first.json", list(row(0), row(1), row(Map.of("ts", "\"soon\""))));
        Path second = desk.file("in/second.json", list(row(1), row(2)));
        desk.run("import", first.toString());
        desk.run("import", second.toString());
        assertThat(desk.run("imports").out()).isEqualTo("""
                import  when              files  rows  new  known  same play  not music  rejected
                     2  2026-03-06 12:00      1     2    1      1          0          0         0
                     1  2026-03-06 12:00      1     3    2      0          0          0         1
                """);
        assertThat(desk.run("imports", "show", "1").out()).isEqualTo("""
                rows  new  known  same play  not music  rejected  file
                   3    2      0          0          0         1  first.json
                   3    2      0          0          0         1  in all
                """);
        assertThat(desk.run("imports", "show", "1", "--rejected").out())
                .startsWith(first + ", row 3: ts is not a time that can be read (ts=soon, ");
        assertThat(desk.run("imports", "show", "2", "--rejected").out()).isEqualTo("Import 2 rejected no row.\n");
        Outcome refused = desk.run("imports", "undo", "1");
        assertThat(refused.status()).isEqualTo(11);
        assertThat(refused.err()).contains("a later import (2)", "Undo 2 first, then 1");
        assertThat(desk.run("imports", "undo", "2").out()).isEqualTo("Import 2 is undone: 1 play went with it.\n");
        assertThat(desk.run("imports", "undo", "1").out()).isEqualTo("Import 1 is undone: 2 plays went with it.\n");
        assertThat(desk.plays()).isZero();
        assertThat(desk.run("imports").out()).contains("undone");
        assertThat(desk.run("imports", "undo", "1").status()).isEqualTo(11);
        for (String command : List.of("show", "undo")) {
            Outcome missing = desk.run("imports", command, "17");
            assertThat(missing.status()).isEqualTo(4);
            assertThat(missing.err()).contains("there is no import 17", "`mtm imports` lists them");
        }
        assertThat(desk.run("imports", "show", "x").err()).contains("'x' is not a whole number");
    }

    @Test
    void everyQuestionIsInTheCatalogueAndAnswersInEveryFormat() {
        Desk desk = deskWithPlays();
        desk.run("snapshot", "rebuild");
        Outcome catalogue = desk.run("ask");
        assertThat(catalogue.status()).isZero();
        for (String question : Questions.builtIn().names()) {
            assertThat(catalogue.out()).contains("  " + question + "  ");
            String[] track = switch (Questions.builtIn().named(question).group()) {
                case "a track" -> new String[] {"ask", question, "--track", "alpha"};
                case "one track, artist or album" -> new String[] {"ask", question, "--artist", "ada"};
                case "an album" -> new String[] {"ask", question, "--artist", "ada", "--album", "First"};
                default -> new String[] {"ask", question};
            };
            for (String format : List.of("table", "json", "csv", "markdown")) {
                Outcome outcome = run(desk, with(track, "--format", format));
                assertThat(outcome)
                        .as(question)
                        .extracting(Outcome::status, Outcome::err)
                        .containsExactly(0, "");
                assertThat(outcome.out()).as(question + " " + format).isNotBlank();
                if (format.equals("json")) {
                    assertThat(JsonText.read(outcome.out())).as(question).isInstanceOf(Map.class);
                }
            }
            assertThat(run(desk, with(track, "--plan")).out()).as(question).containsPattern("(?i)scan|search");
            // How a track sounds is the same for everybody.
            String bound = question.equals("track-features") ? "-- :track = " : "-- :account = 1";
            assertThat(run(desk, with(track, "--sql")).out()).as(question).contains("select", bound);
        }
    }

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void aQuestionStandsOnTheDayThatItIsAskedFor() {
        Desk desk = deskWithPlays();
        assertThat(answer(desk, "totals", "--as-of", "2024-03-10")).contains("\"listens\":15");
        assertThat(answer(desk, "totals", "--as-of=2024-03-01")).contains("\"listens\":1");
        assertThat(answer(desk, "totals", "--from", "2024-03-05", "--until", "2024-03-06"))
                .contains("\"listens\":3");
        for (String day : List.of("2024-13-01", "yesterday", "2024-02-30")) {
            Outcome outcome = desk.run("ask", "totals", "--as-of", day);
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).contains("--as-of: `" + day + "` does not fit", "such as 2024-03-05");
        }
    }

    private static String answer(Desk desk, String... words) {
        Outcome outcome = desk.run(with(new String[] {"ask"}, with(words, "--format", "json")));
        assertThat(outcome).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
        return outcome.out().replaceAll("\\s", "");
    }

    @Test
    void theParametersOfAQuestionAreOptions() {
        Desk desk = deskWithPlays();
        assertThat(answer(desk, "top-tracks", "--limit", "1"))
                .contains("\"listens\":20")
                .doesNotContain("\"listens\":10");
        assertThat(answer(desk, "top-tracks", "--artist", "bjork"))
                .contains("\"listens\":10")
                .doesNotContain("\"listens\":20");
        assertThat(answer(desk, "top-tracks", "--year", "2024")).contains("\"listens\":20");
        assertThat(answer(desk, "top-tracks", "--year", "2023")).contains("\"rows\":[]");
        assertThat(answer(desk, "first-heard", "--track", "joga")).contains("2024-03-02");
        assertThat(desk.run("ask", "top-tracks", "--help").out())
                .contains("--limit=COUNT", "--artist=ARTIST", "--year=YEAR", "--by=CHOICE", "Default: 50.");

        Outcome unknown = desk.run("ask", "top-tracks", "--limt", "3");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("""
                mtm: `mtm ask` has no option `--limt`.
                  Did you mean `--limit`?
                  `mtm ask top-tracks --help` shows what fits.
                """);
        Outcome bad = desk.run("ask", "top-tracks", "--limit", "many");
        assertThat(bad.status()).isEqualTo(2);
        assertThat(bad.err()).contains("limit: `many` does not fit", "Give a whole number");
        Outcome needed = desk.run("ask", "first-heard");
        assertThat(needed.status()).isEqualTo(2);
        assertThat(needed.err()).contains("first-heard asks for track", "Give a track's id");
        Outcome nobody = desk.run("ask", "top-tracks", "--artist", "Björn Again");
        assertThat(nobody.status()).isEqualTo(4);
        assertThat(nobody.err()).contains("no artist is known by `Björn Again`");
        Outcome near = desk.run("ask", "first-heard", "--track", "ada beta");
        assertThat(near.status()).isEqualTo(4);
        assertThat(near.err()).contains("Did you mean: Ada - Alpha?");
    }

    @Test
    void aMisspeltQuestionOrCommandGetsTheNearestNames() {
        Desk desk = desk();
        Outcome question = desk.run("ask", "top-trakcs");
        assertThat(question.status()).isEqualTo(4);
        assertThat(question.err()).isEqualTo("""
                mtm: top-trakcs: there is no question of this name.
                  Did you mean top-tracks? `mtm ask` lists them all.
                """);
        assertThat(desk.run("ask", "xyzzy").err()).endsWith("\n  `mtm ask` lists them all.\n");
        Outcome command = desk.run("imprt", "x.zip");
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.err()).isEqualTo("""
                mtm: there is no command `mtm imprt`.
                  Did you mean `mtm import` or `mtm imports`?
                  `mtm --help` shows what fits.
                """);
        assertThat(desk.run("import").err()).isEqualTo("""
                mtm: missing required parameter: 'PATH'.
                  `mtm import --help` shows what fits.
                """);
        assertThat(desk.run("ask", "totals", "totals").status()).isEqualTo(2);
        assertThat(desk.run("ask", "totals", "--format", "xml").err()).contains("table, json, csv, markdown");
        assertThat(desk.run("migrate").status()).isEqualTo(2);
        assertThat(desk.run("snapshot", "again").status()).isEqualTo(2);
    }

    @Test
    void forgottenGemsWithoutSnapshotsPointsToWhatCanBeAsked() {
        Desk desk = deskWithPlays();
        Outcome outcome = desk.run("ask", "forgotten-gems");
        assertThat(outcome.status()).isEqualTo(12);
        assertThat(outcome.err()).isEqualTo("""
                mtm: forgotten-gems: there is no snapshot of top tracks on or before 2026-03-06.
                  Run `mtm snapshot rebuild` to compute snapshots from the plays, or ask `gems-by-plays`, which needs plays only.
                """);
        assertThat(desk.run("ask", "gems-by-plays", "--least", "5").out()).contains("Alpha", "Jóga");
        assertThat(desk.run("snapshot", "rebuild").out()).contains("top lists computed", "mtm ask forgotten-gems");
        assertThat(desk.run("ask", "forgotten-gems", "--as-of", "2025-06-30").out())
                .contains("Alpha");
        assertThat(desk().run("snapshot", "rebuild").out()).contains("nothing to compute");
    }

    @Test
    void theSchemaGoesUpAndDownAndLosesNothingUnasked() {
        Desk desk = deskWithPlays();
        int newest = Desk.newestVersion(stores);
        assertThat(desk.run("migrate", "status").out())
                .hasLineCount(1 + newest)
                .startsWith("version  applied (UTC)        checksum  note\n   0001  2024-01-01 00:00:00  ")
                .doesNotContain("pending");
        assertThat(desk.run("migrate", "up").out()).isEqualTo("The store is at version " + newest + " already.\n");
        Outcome down = desk.run("migrate", "down");
        assertThat(down.status()).isZero();
        assertThat(down.out()).endsWith("Took back %04d.\n".formatted(newest));
        assertThat(desk.run("migrate", "status").out()).contains("   %04d  pending".formatted(newest));
        assertThat(desk.run("doctor").out()).contains("OFF  schema version", "Run `mtm migrate up`");
        Outcome refused = desk.run("migrate", "to", "8");
        assertThat(refused.status()).isEqualTo(11);
        assertThat(refused.err()).contains("would lose plays (31 rows)", "Add --discard");
        assertThat(desk.plays()).isEqualTo(31);
        assertThat(desk.run("migrate", "up").status()).isZero();
        Outcome asked = desk.run("ask", "totals");
        assertThat(asked.status()).isZero();
        assertThat(desk.run("migrate", "to", "8", "--discard").out()).endsWith(", 0011, 0010, 0009.\n");
        assertThat(desk.run("migrate", "down", "--discard").out()).contains("Took back 0008.");
        Outcome brought = desk.run("imports");
        assertThat(brought.err()).contains("The store was brought from schema version 7 to " + newest);
        assertThat(desk.run("migrate", "to", "99").status()).isEqualTo(2);
        assertThat(desk.run("migrate", "to", "0", "--discard").status()).isZero();
    }

    @Test
    void theZoneAndTheCountingRuleDecideWhatIsDerivedAndNothingElse() {
        Desk desk = desk();
        Path file = desk.file(
                "a.json",
                list(
                        row("2024-06-01T22:30:00Z", "Ada", "Alpha", 200_000),
                        row("2024-06-02T12:00:00Z", "Ada", "Alpha", 5_000)));
        desk.run("import", file.toString());
        assertThat(desk.run("zone").out()).isEqualTo("Europe/Berlin\n");
        assertThat(answer(desk, "listens-by-day", "--from", "2024-06-01", "--until", "2024-06-03"))
                .contains("2024-06-02");
        assertThat(desk.run("zone", "America/New_York").out())
                .isEqualTo("Your days and hours are now those of America/New_York.\n");
        assertThat(desk.run("zone").out()).isEqualTo("America/New_York\n");
        assertThat(desk.rows("select cast(local_date as text) from listens")).containsExactly("2024-06-01");
        Outcome nowhere = desk.run("zone", "Europe/Bärlin");
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("there is no zone named Europe/Bärlin", "Europe/Berlin");
        assertThat(desk.run("rebuild", "--rule", "any").out()).contains("by the rule any");
        assertThat(desk.rows("select count(*) from listens")).containsExactly("2");
        assertThat(desk.run("rebuild").out()).contains("by the rule any");
        assertThat(desk.run("rebuild", "--rule", "thirty-seconds").status()).isZero();
        assertThat(desk.rows("select count(*) from listens")).containsExactly("1");
        Outcome rule = desk.run("rebuild", "--rule", "all");
        assertThat(rule.status()).isEqualTo(2);
        assertThat(rule.err()).contains("thirty-seconds, finished, half-or-four-minutes, any");
        assertThat(desk.plays()).isEqualTo(2);
    }

    @Test
    void theOptionWinsOverTheEnvironmentAndTheEnvironmentOverTheSettingsFile() {
        Desk option = deskWithPlays();
        Desk variable = desk();
        Desk settings = desk();
        Path file = settings.file("config/mtm/settings.properties", "db = " + Desk.text(settings.store) + "\n");
        for (Desk desk : List.of(variable, settings)) {
            desk.run(
                    "import",
                    desk.file("b.json", list(0, desk == variable ? 3 : 5)).toString());
        }
        Map<String, String> environment = new TreeMap<>(variable.environment);
        assertThat(imported(environment, "--db", Desk.text(option.store))).isEqualTo("31");
        assertThat(imported(environment)).isEqualTo("3");
        environment.put("MTM_DB", "");
        assertThat(imported(environment)).isEqualTo("5");
        settings.file("config/mtm/settings.properties", "database = x\n");
        Outcome wrong = Desk.run(environment, Desk.NOW, "imports");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains(file + ": there is no setting named database", "The settings are: db, ");
    }

    private static String imported(Map<String, String> environment, String... more) {
        String[] words = with(new String[] {"imports", "show", "1"}, more);
        Outcome outcome = Desk.run(environment, Desk.NOW, words);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome.out().lines().toList().get(1).strip().split(" ", 2)[0];
    }

    @Test
    void ownQuestionsStandBesideTheOthers() throws Exception {
        Desk desk = deskWithPlays();
        Path questions = Files.createDirectories(
                stores == TestStores.SQLITE
                        ? Path.of(Desk.text(desk.store)).resolveSibling("questions")
                        : folder.resolve("data/mtm/questions"));
        Path own = questions.resolve("my-own.sql");
        try {
            Files.writeString(own, "-- title: Broken\nselect 1\n");
            assertThat(desk.run("ask", "my-own").status()).isEqualTo(3);
            Outcome doctor = desk.run("doctor");
            assertThat(doctor.out()).contains("OFF  questions", "my-own", "Correct the file");
            assertThat(desk.run("ask", "totals").status()).isZero();
            Path misnamed = Files.writeString(questions.resolve("My Own.sql"), "select 1");
            try {
                assertThat(desk.run("ask", "totals").status()).isZero();
                Outcome catalogue = desk.run("ask");
                assertThat(catalogue.status()).isEqualTo(3);
                assertThat(catalogue.out())
                        .contains("  totals ", "  forgotten-gems ")
                        .doesNotContain("my-own");
                assertThat(catalogue.err())
                        .contains("mtm: questions/my-own.sql line 1: ", "Correct the file")
                        .contains("mtm: " + misnamed + ": the name of a question is small letters, digits and hyphens");
                assertThat(desk.run("doctor").out()).contains("OFF  questions");
            } finally {
                Files.delete(misnamed);
            }
        } finally {
            Files.delete(own);
        }
    }

    @Test
    void withoutAStoreEveryCommandPointsToImportAndDemo() {
        Desk desk = desk();
        // Named like commands, for good measure: what follows --db is a store.
        for (String name : List.of("demo", "music.db", "ask")) {
            for (String[] command : new String[][] {
                {"ask", "totals"}, {"imports"}, {"imports", "show", "1"}, {"snapshot", "rebuild"}, {"doctor"}
            }) {
                Outcome outcome = run(desk, with(new String[] {"--db", "target/none/" + name}, command));
                assertThat(outcome.status()).isEqualTo(4);
                assertThat(outcome.err())
                        .contains("target/none/" + name + ": there is no store yet.")
                        .endsWith("  Make one with `mtm import PATH` or `mtm demo`, or name another with --db.\n");
            }
        }
        Outcome relative = desk.run("--db", "demo", "imports");
        assertThat(relative.status()).isEqualTo(4);
        assertThat(relative.err()).contains("there is no store yet");
        assertThat(Path.of("target/none")).doesNotExist();
        assertThat(desk.run("--db", "target/none/x", "ask").status())
                .as("the catalogue needs no store")
                .isZero();
    }

    @Test
    void everyCommandExplainsItselfInWholeSentences() {
        Desk desk = desk();
        List<String[]> commands = new ArrayList<>();
        for (String command : List.of(
                "",
                "import",
                "imports",
                "imports show",
                "analyse",
                "analyses",
                "analyses show",
                "analyses compare",
                "analyses schema",
                "report",
                "summarise",
                "imports undo",
                "ask",
                "snapshot",
                "snapshot rebuild",
                "playlist",
                "playlist list",
                "playlist preview",
                "playlist publish",
                "playlist history",
                "demo",
                "zone",
                "weather",
                "weather place",
                "weather forget",
                "login",
                "logout",
                "status",
                "sync",
                "enrich",
                "enrich import",
                "now-playing",
                "rebuild",
                "adopt",
                "move",
                "migrate",
                "migrate status",
                "migrate history",
                "migrate up",
                "migrate down",
                "migrate to",
                "migrate new",
                "migrate draft",
                "backup",
                "backup list",
                "backup drill",
                "restore",
                "export",
                "serve",
                "password",
                "token",
                "token create",
                "token list",
                "token revoke",
                "doctor")) {
            commands.add(command.isEmpty() ? new String[] {"--help"} : with(command.split(" ", -1), "--help"));
        }
        Questions.builtIn().names().forEach(question -> commands.add(new String[] {"ask", question, "--help"}));
        for (String width : List.of("60", "100", "200")) {
            desk.environment.put("MTM_COLUMNS", width);
            for (String[] command : commands) {
                Outcome outcome = run(desk, command);
                String name = String.join(" ", command);
                assertThat(outcome)
                        .as(name)
                        .extracting(Outcome::status, Outcome::err)
                        .containsExactly(0, "");
                assertThat(outcome.out().lines())
                        .as(name)
                        .allMatch(line -> line.length() <= Math.min(Integer.parseInt(width), 100))
                        .noneMatch(line -> line.matches("\\s+(-\\S, )?--?\\S+\\s*"))
                        .noneMatch(line -> line.matches(".*(\\$\\{|null|%n).*"));
                assertThat(outcome.out()).as(name).contains("Usage: mtm", "--help");
            }
        }
        assertThat(desk.run("--version").out()).startsWith("Music Time Machine ");
        assertThat(desk.run().out()).isEqualTo(desk.run("--help").out());
    }
}
