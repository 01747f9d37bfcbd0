package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that do not answer, refuse or lack the database. Whatever happens, nobody gets to read the password.
@NullMarked
class PostgresTroubleTest {
    private static final String SECRET = "s3cr3t-Zw1ebel";

    @TempDir
    Path folder = Path.of("");

    private final Desk desk = Desk.at(TestStores.POSTGRESQL, Path.of("target"));
    private final DatabaseAddress.Server server = (DatabaseAddress.Server) desk.store;
    private final List<Outcome> outcomes = new ArrayList<>();
    private Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void sitDown() {
        environment = new TreeMap<>(Map.of(
                "MTM_ZONE", "Europe/Berlin",
                "XDG_DATA_HOME", folder.resolve("data").toString(),
                "XDG_CONFIG_HOME", folder.resolve("config").toString()));
    }

    @AfterEach
    void thePasswordWasNowhereToBeSeen() {
        assertThat(outcomes).isNotEmpty();
        for (Outcome outcome : outcomes) {
            assertThat(outcome.out() + outcome.err()).doesNotContain(SECRET).doesNotContain("s3cr3t");
        }
    }

    private Outcome run(String... arguments) {
        Outcome outcome = Desk.run(environment, Desk.NOW, arguments);
        outcomes.add(outcome);
        return outcome;
    }

    private String url(String user, int port, String database) {
        return "postgresql://" + user + "@" + server.host() + ":" + port + "/" + database;
    }

    @Test
    void aConnectionThatIsCutInTheMiddleIsToldAndTheImportCanBeRunAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("many.json"), list(0, 15_000));
        Path log = folder.resolve("log");
        environment.put("MTM_LIVE", "1");
        environment.put("MTM_DB", Desk.text(desk.store));
        Process process = Child.start(environment, log, "import", file.toString());
        while (process.isAlive() && Files.size(log) == 0) {
            Thread.sleep(5);
        }
        long cut = Long.parseLong(desk.rows(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where datname = current_database() and application_name = 'mtm' and pid <> pg_backend_pid()")
                .getFirst());
        assertThat(cut).isPositive();
        assertThat(Child.end(process)).isEqualTo(5);
        assertThat(Files.readString(log))
                .contains("the server does not answer or cut the connection", "nothing is half done")
                .doesNotContain("Exception");
        assertThat(desk.plays()).isZero();
        assertThat(run("import", file.toString()).status()).isZero();
        assertThat(desk.plays()).isEqualTo(15_000);
    }

    @Test
    void aServerThatIsRestartedInTheMiddleLosesNothing() throws Exception {
        Path data = folder.resolve("server");
        EmbeddedPostgres server = started(data, 0);
        String url = "postgresql://postgres:" + SECRET + "@localhost:" + server.getPort() + "/postgres";
        int port = server.getPort();
        Path file = Files.writeString(folder.resolve("many.json"), list(0, 15_000));
        Path log = folder.resolve("log");
        environment.put("MTM_LIVE", "1");
        environment.put("MTM_DB", url);
        assertThat(run(
                                "import",
                                Files.writeString(folder.resolve("few.json"), list(0, 100))
                                        .toString())
                        .status())
                .isZero();
        Process process = Child.start(environment, log, "import", file.toString());
        while (process.isAlive() && Files.size(log) == 0) {
            Thread.sleep(5);
        }
        server.close();
        try (EmbeddedPostgres again = started(data, port)) {
            assertThat(again.getPort()).isEqualTo(port);
            assertThat(Child.end(process)).isEqualTo(5);
            assertThat(Files.readString(log)).contains("the server does not answer or cut the connection");
            assertThat(run("ask", "totals", "--format", "csv")
                            .out()
                            .lines()
                            .toList()
                            .get(1))
                    .startsWith("100,");
            assertThat(run("import", file.toString()).status()).isZero();
            assertThat(run("ask", "totals", "--format", "csv")
                            .out()
                            .lines()
                            .toList()
                            .get(1))
                    .startsWith("15000,");
        }
    }

    private static EmbeddedPostgres started(Path data, int port) throws Exception {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        for (String where :
                List.of(url("ann:" + SECRET, 1, "music"), "postgresql://ann:" + SECRET + "@nowhere.invalid/music")) {
            for (String command : List.of("imports", "doctor")) {
                Outcome outcome = run("--db", where, command);
                assertThat(outcome.status()).isEqualTo(command.equals("doctor") ? 1 : 5);
                assertThat(outcome.out() + outcome.err())
                        .contains(where.replace(":" + SECRET, "").replace("invalid/", "invalid:5432/"))
                        .contains("the server does not answer")
                        .contains("Check that PostgreSQL runs there");
            }
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsTold() {
        Outcome outcome = run("--db", url(server.user() + ":" + SECRET, server.port(), "no_such_db"), "imports");
        assertThat(outcome.status()).isEqualTo(5);
        assertThat(outcome.err())
                .isEqualTo("""
                mtm: %s: the server has no such database.
                  Make it first, for example with: createdb no_such_db
                """.formatted(url(String.valueOf(server.user()), server.port(), "no_such_db")));
    }

    @Test
    void aWrongOrMissingPasswordIsToldAndTheRightOneWorksFromEveryPlace() throws Exception {
        askForPasswordsOf("picky");
        String address = url("picky", server.port(), server.database());
        for (String[] arguments : new String[][] {
            {"--db", address, "imports"},
            {"--db", url("picky:s3cr3t-wrong", server.port(), server.database()), "imports"}
        }) {
            Outcome outcome = run(arguments);
            assertThat(outcome.status()).isEqualTo(5);
            assertThat(outcome.err()).isEqualTo("""
                    mtm: %s: the server refused the user or the password.
                      Give the password in PGPASSWORD, in ~/.pgpass or in the file that MTM_PG_PASSWORD_FILE names.
                    """.formatted(address));
        }
        assertThat(run("--db", url("picky:" + SECRET, server.port(), server.database()), "imports")
                        .status())
                .isZero();
        environment.put("MTM_DB", address);
        environment.put("PGPASSWORD", SECRET);
        assertThat(run("imports").status()).isZero();
        assertThat(run("doctor").out()).contains(address);
        assertThat(run("migrate", "status").status()).isZero();
        environment.put("PGPASSWORD", "wrong");
        Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");
        environment.put("MTM_PG_PASSWORD_FILE", file.toString());
        assertThat(run("imports").status()).isZero();
        environment.remove("MTM_PG_PASSWORD_FILE");
        Path settings = Files.createDirectories(folder.resolve("config/mtm")).resolve("settings.properties");
        environment.remove("PGPASSWORD");
        Files.writeString(settings, "pg-password = " + SECRET + "\n");
        assertThat(run("imports").status()).isZero();
        Files.writeString(settings, "pg-passwort = " + SECRET + "\n");
        assertThat(run("imports").status()).isEqualTo(2);
        Files.writeString(settings, "pg-password \\u12 " + SECRET + "\n");
        assertThat(run("imports").status()).isEqualTo(2);
    }

    @Test
    void aPasswordFileThatCannotBeReadIsTold() {
        environment.put("MTM_DB", url("ann", server.port(), server.database()));
        environment.put("MTM_PG_PASSWORD_FILE", folder.resolve("missing").toString());
        Outcome outcome = run("imports");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(folder.resolve("missing") + ": the password file cannot be read")
                .contains("Its first line must be the password");
    }

    @Test
    void aPasswordTypedInTheWrongPlaceIsNotRepeated() throws IOException {
        String url = url("ann:" + SECRET, server.port(), server.database());
        Path file = Files.writeString(folder.resolve("a.json"), list(0, 3));
        environment.put("MTM_DB", folder.resolve("music.db").toString());
        for (String[] arguments : new String[][] {
            {url},
            {url, "imports"},
            {"imports", url},
            {"import", url},
            {"import", url, file.toString()},
            {"import", "--format", url, file.toString()},
            {"import", "--db", "x" + url, file.toString()},
            {"ask", url},
            {"ask", "totals", url},
            {"ask", "totals", "--as-of", url},
            {"ask", "totals", "--from", url},
            {"zone", url},
            {"rebuild", "--rule", url},
            {"migrate", "to", url},
            {"imports", "show", url},
            {"--db=" + url.replace("@", "@@"), "imports"},
            {"--db=" + url.replace("postgresql", "mysql"), "imports"},
            {"--db=" + url.replace(":" + server.port(), ":port"), "imports"},
            {"--db=" + url + "?password=" + SECRET + "&sslmode=" + SECRET, "imports"},
            {"--db=" + url + "?password=" + SECRET + "%ZZ", "imports"},
            {"--db=" + url + "?options=-c%20nonsense=" + SECRET, "imports"},
            {"--db=" + url.replace("@", "#@"), "imports"}
        }) {
            assertThat(run(arguments).status()).as(String.join(" ", arguments)).isIn(2, 3, 4, 5);
        }
    }

    /// Makes a user whom the embedded server, which trusts all others, asks for a password.
    private void askForPasswordsOf(String user) throws Exception {
        Path rules = Path.of(desk.rows("show hba_file").getFirst());
        assumeTrue(Files.isWritable(rules), "the server's rules of access are not ours to change");
        String before = Files.readString(rules);
        if (!before.contains(" " + user + " ")) {
            Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + before);
            try (Database database = desk.open()) {
                database.write(session -> {
                    session.execute("create role " + user + " login superuser password '" + SECRET + "'");
                    session.execute("select pg_reload_conf()");
                    return 0;
                });
            }
            Thread.sleep(500);
        }
    }
}
