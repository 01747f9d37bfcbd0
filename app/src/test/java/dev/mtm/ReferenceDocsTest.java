package dev.mtm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Settings;
import dev.mtm.cli.House;
import dev.mtm.cli.Mtm;
import dev.mtm.cli.Terminal;
import dev.mtm.db.Database;
import dev.mtm.db.Resources;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.question.Column;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The pages in `docs/reference` are made from what they tell of; one that is stale fails.
/// `MTM_REGENERATE=1 ./verify -Dtest=ReferenceDocsTest` writes them anew.
final class ReferenceDocsTest {
    private static final Path FOLDER = Path.of("..", "docs", "reference");
    private static final String HEAD = "<!-- Made by ReferenceDocsTest from the program itself: do not edit. -->\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"questions", "commands", "settings", "schema", "error-codes", "analyses"})
    void isAsTheProgramIs(String page) throws IOException {
        String text = HEAD
                + switch (page) {
                    case "questions" -> questions();
                    case "commands" -> commands();
                    case "settings" -> settings();
                    case "schema" -> schema();
                    case "analyses" -> analyses();
                    default -> errorCodes();
                };
        Path file = FOLDER.resolve(page + ".md");
        if (System.getenv("MTM_REGENERATE") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("run MTM_REGENERATE=1 ./verify -Dtest=ReferenceDocsTest")
                .content()
                .isEqualTo(text);
    }

    private static String questions() {
        StringBuilder out = new StringBuilder("""
                # Questions

                `mtm ask NAME` answers one. A parameter is an option of the same name, with hyphens: `--loved-from`. A day may
                be written `2024-03-05` or `today - 30 days`; none reaches past the day of `--as-of`. The listener's own
                questions are `.sql` files of the same form in a folder `questions` beside the store.

                ## The form of a question file

                Comment lines open it: `title`, `answers`, `group`, `row`, any number of `param` and `column`, `chart`, and where
                it applies `wants`, `needs`, `playlist`, `plan`, `note`. One `select` follows. A line `playlist: "Best of {year}" year = today`
                makes a playlist of the tracks: each value in the title is one of its own, and what follows the title holds in
                place of defaults. A `year` beside `from` and `until` narrows both, and
                the query names those two alone. A parameter `x` of days, months or years gives the query
                `:x`, `:x_at` and `:x_end` (the instants at which it starts and is over), `:x_first` and `:x_last` (its days);
                `:today` is always there. A query reads `listens`, `ever_heard`, `hours`, `plays`, `ranks`, `tracks`,
                `artists`, `track_artists`, `payloads` and `days`, each bound to one account, and nothing else. Sums by track come
                from `heard_tracks(:x_at, :y_end)`: a row for each track heard in that stretch of time, fast for all of a life.
                `chosen_tracks(:track, :artist, :album)` holds the keys of the tracks that a question is about: one track with its
                versions, else those of an artist or an album; write `none` for a parameter that the question has not. A line
                `wants: track, artist, album` says that one of them must be given. A parameter `x` of words gives `:x_found`, and
                `found_tracks(:x_found)` holds the keys of the tracks whose title, artist and album hold each of the words.
                """);
        String group = "";
        for (Question question : Questions.builtIn().all()) {
            if (!question.group().equals(group)) {
                group = question.group();
                out.append("\n## ").append(sentence(group)).append('\n');
            }
            out.append("\n### ").append(question.name()).append("\n\n");
            out.append(question.header().answers()).append(" One row is ");
            out.append(question.header().row()).append(".\n");
            for (String note : question.header().notes()) {
                out.append('\n').append(note).append('\n');
            }
            if (!question.parameters().isEmpty()) {
                out.append("\n| parameter | takes | default |\n|---|---|---|\n");
                for (Parameter parameter : question.parameters()) {
                    String meaning = parameter.meaning().isEmpty() ? "" : parameter.meaning() + ": ";
                    out.append("| `").append(parameter.name()).append("` | ").append(meaning);
                    out.append(parameter.whatFits().replace("|", "\\|")).append(" | ");
                    out.append(parameter.findFallback().orElse("must be given")).append(" |\n");
                }
            }
            out.append("\n| column | unit | shown as |\n|---|---|---|\n");
            for (Column column : question.columns()) {
                out.append("| `")
                        .append(column.name())
                        .append("` | ")
                        .append(column.unit().label());
                out.append(" | ").append(column.label()).append(" |\n");
            }
        }
        return out.toString();
    }

    private static String commands() {
        StringBuilder out = new StringBuilder("# Commands\n\nWhat `--help` prints.\n");
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        House house = (House) Proxy.newProxyInstance(
                House.class.getClassLoader(),
                new Class<?>[] {House.class},
                (proxy, method, arguments) -> method.getName().equals("questions") ? Questions.builtIn() : null);
        CommandLine line = new Mtm(house, Terminal.of(nowhere, nowhere, Map.of())).commandLine();
        usage(line, "mtm", out);
        return out.toString();
    }

    private static void usage(CommandLine line, String name, StringBuilder out) {
        StringWriter usage = new StringWriter();
        line.setUsageHelpWidth(100);
        line.usage(new PrintWriter(usage), CommandLine.Help.Ansi.OFF);
        String text = usage.toString().lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n");
        out.append("\n## ")
                .append(name)
                .append("\n\n```\n")
                .append(text.strip())
                .append("\n```\n");
        new TreeMap<>(line.getSubcommands()).forEach((sub, command) -> usage(command, name + " " + sub, out));
    }

    private static String settings() {
        StringBuilder out = new StringBuilder("""
                # Settings

                An option of the command line wins over the environment variable, which wins over the settings file
                `settings.properties` in `$XDG_CONFIG_HOME/mtm` (`~/.config/mtm`). A line there reads `NAME = VALUE`.

                | name | variable | form | default | meaning |
                |---|---|---|---|---|
                """);
        for (Settings.Setting setting : Settings.ALL) {
            out.append("| `%s` | `%s` | %s | %s | %s%s |%n"
                    .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.form(),
                            setting.fallback(),
                            setting.meaning(),
                            setting.secret() ? "; secret, never shown" : ""));
        }
        out.append(
                "\nThe launcher also looks at `MTM_JAVA` (the JDK to use) and `MTM_JAVA_OPTS` (more options for it).\n");
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static String errorCodes() {
        StringBuilder out = new StringBuilder("""
                # Error codes

                The exit status of `mtm`, and the HTTP status where an error is an answer. 0 is success; 69 means that the
                launcher found no JDK or Maven, or that the build failed.

                | code | exit status | HTTP status |
                |---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            out.append("| `")
                    .append(code.name())
                    .append("` | ")
                    .append(code.exitStatus())
                    .append(" | ");
            out.append(code.httpStatus()).append(" |\n");
        }
        return out.toString();
    }

    /// Both databases have the same tables and columns, so one of them is shown.
    private static String analyses() {
        return """
                # Analyses

                `mtm analyse PERIOD` freezes the figures of a period; `mtm analyses show N --format json` prints them as one JSON
                document, always in the same bytes: names in the order of their letters, numbers in their shortest plain form, no
                blanks. Each section holds the answer of one question, or what is reckoned from it, and names that question.
                Its JSON Schema, which `mtm analyses schema` prints:

                ```json
                """ + dev.mtm.analysis.MetricsJson.schema() + "```\n";
    }

    private static String schema() {
        StringBuilder out = new StringBuilder("# Schema\n\n## Migrations\n\n| version | what |\n|---|---|\n");
        for (String file : Resources.names("migrations")) {
            if (file.endsWith(".sqlite.sql")) {
                String note =
                        Resources.text("migrations/" + file).lines().findFirst().orElse("");
                out.append("| ")
                        .append(file, 0, 4)
                        .append(" | ")
                        .append(note.replace("-- note: ", ""))
                        .append(" |\n");
            }
        }
        out.append(
                "\n## Tables\n\nAs SQLite has them; PostgreSQL has `timestamp`, `date` and `boolean` where SQLite has text");
        out.append(" and 0 or 1, and `jsonb` for JSON.\n");
        try (Database database = TestStores.SQLITE.open()) {
            List<String> tables = database.read(session -> session.list(
                    "select sql from sqlite_master where type in ('table', 'view', 'index', 'trigger') and sql is not null and name not like 'sqlite\\_%' escape '\\'"
                            + " order by tbl_name, case type when 'table' then 0 when 'view' then 0 when 'index' then 1"
                            + " else 2 end, name",
                    row -> row.text(1)));
            tables.forEach(sql -> out.append("\n```sql\n").append(sql.strip()).append("\n```\n"));
        }
        return out.toString();
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// Every page that is there is one that is made here.
    @Test
    void knowsEveryPageThatIsThere() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "questions.md", "commands.md", "settings.md", "schema.md", "error-codes.md", "analyses.md");
        }
    }
}
