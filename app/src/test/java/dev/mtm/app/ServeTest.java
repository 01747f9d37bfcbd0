package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mtm.account.SignIn;
import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.spotify.SpotifyDesk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `mtm serve` as a process of its own, spoken to over HTTP, ended and killed.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class ServeTest {
    private static final Pattern LISTENING = Pattern.compile("at (http://127\\.0\\.0\\.1:\\d+/) ");

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;
    private final List<Process> started = new ArrayList<>();

    ServeTest(TestStores stores) {
        this.stores = stores;
    }

    @AfterEach
    void killWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Desk deskWithPlays() {
        Desk desk = Desk.at(stores, folder);
        desk.environment.put("MTM_BACKUP_FOLDER", folder.resolve("backups").toString());
        desk.environment.put("MTM_BUSY_WAIT", "20");
        Path file = desk.file("a.json", list(0, 300));
        assertThat(desk.run("import", file.toString()).status()).isZero();
        return desk;
    }

    /// A server, and where it listens.
    private record Served(Process process, URI address, Path log) {
        HttpResponse<String> ask(String path) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(
                        HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            }
        }

        /// What it printed.
        String told() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Waits until the page says so.
        String pageWith(String text) throws IOException, InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            String page = ask("/status").body();
            while (!page.contains(text)) {
                assertThat(System.nanoTime()).as(page + Files.readString(log)).isLessThan(end);
                Thread.sleep(100);
                page = ask("/status").body();
            }
            return page;
        }
    }

    private Served serve(Desk desk) throws IOException, InterruptedException {
        Path log = folder.resolve("log-" + started.size());
        Process process = Child.start(desk.environment, log, "serve", "--port", "0");
        started.add(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Matcher line = LISTENING.matcher(Files.exists(log) ? Files.readString(log) : "");
            if (line.find()) {
                return new Served(process, URI.create(line.group(1)), log);
            }
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(log))
                    .isTrue();
            Thread.sleep(50);
        }
    }

    @Test
    void theServerDoesWhatIsDueTellsOfItAndEndsWithinSeconds() throws Exception {
        Desk desk = deskWithPlays();
        Served served = serve(desk);
        String page = served.pageWith("are fresh</td>");
        assertThat(page)
                .contains("Plays</th><td>300</td>", "nobody is signed in", "0 of 600")
                .contains("<td>drill</td><td class=\"brief\">never</td>")
                .containsPattern(
                        "<td>backup</td><td class=\"brief\">20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d</td><td>done: .*04:00</td>")
                .contains("Backups</th><td>1</td>", "Kept in</th><td>" + folder.resolve("backups") + "</td>")
                .contains("Schema</th><td>" + Desk.newestVersion(stores) + "</td>")
                .containsPattern("Database</th><td>(SQLite|PostgreSQL) \\d+\\.\\d+")
                .containsPattern("Size of the store</th><td>\\d+ (K|M)iB</td>")
                .doesNotContain("hush", "postgres:postgres");
        assertThat(desk.run("backup", "list").out().lines()).hasSize(2);
        assertThat(JsonText.read(served.ask("/health").body()))
                .isEqualTo(Map.of(
                        "status",
                        "ok",
                        "database",
                        "reachable",
                        "schema_version",
                        JsonText.read(String.valueOf(Desk.newestVersion(stores)))));
        assertThat(desk.run("import", desk.file("b.json", list(300, 310)).toString())
                        .status())
                .as("others may write meanwhile")
                .isZero();
        served.pageWith("Plays</th><td>310</td>");

        served.process().destroy();
        assertThat(served.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(served.process().exitValue()).isEqualTo(143);
        assertThat(Files.readString(served.log()).lines().skip(1))
                .hasSize(4)
                .allMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ "
                        + "((backup|upkeep) done: .*|(sync|snapshot) resting: Spotify: nobody is signed in.*)"));

        Served again = serve(desk);
        Thread.sleep(2_000);
        assertThat(desk.rows("select count(*) from job_run"))
                .as("nothing is due again")
                .containsExactly("4");
        again.process().destroy();
    }

    /// Ctrl-C and a usual end, while the job that fetches plays waits for an answer.
    @Test
    void aJobThatRunsIsCutOffAndTheNextServerDoesItAgain() throws Exception {
        Desk desk = Desk.at(stores, folder);
        desk.now = Instant.now();
        try (FakeSpotify fake = FakeSpotify.start(FakeClock.running(Clock.systemUTC(), desk.now))) {
            LocalDate today = LocalDate.ofInstant(desk.now, ZoneOffset.UTC);
            fake.consent(Consent.GRANT);
            fake.addUser("mira", "Mira", today.minusMonths(2), today.plusDays(2));
            desk.environment.put("MTM_SPOTIFY_CLIENT_ID", FakeSpotify.APP.clientId());
            desk.environment.put("MTM_SPOTIFY_ACCOUNTS_URL", fake.accounts().toString());
            desk.environment.put("MTM_SPOTIFY_API_URL", fake.api().toString());
            signIn(desk);
            for (Map.Entry<String, Integer> signal : List.of(Map.entry("INT", 130), Map.entry("TERM", 143))) {
                fake.faults().next("/v1/me/player/recently-played", 1, new Fault.Slow(Duration.ofMinutes(1)));
                int before = fake.log().entries().size();
                Served served = serve(desk);
                assumeThat(signal.getKey().equals("TERM") || !ignoresInterrupts(served.process()))
                        .as("these tests were started in the background, where Ctrl-C does nothing")
                        .isTrue();
                until(() -> fake.log().entries().stream()
                        .skip(before)
                        .anyMatch(entry -> entry.path().endsWith("recently-played")));
                new ProcessBuilder(
                                "kill",
                                "-" + signal.getKey(),
                                String.valueOf(served.process().pid()))
                        .start()
                        .waitFor();
                assertThat(served.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
                assertThat(served.process().exitValue()).isEqualTo(signal.getValue());
                assertThat(Files.readString(served.log())).contains("Z sync cut: the server ended before the job did");
                assertThat(desk.plays()).isZero();
            }
            serve(desk).pageWith("50 new plays");
            assertThat(desk.plays()).isEqualTo(50);
            assertThat(desk.rows("select count(*) from job_run where ended_at is null and job = 'sync'"))
                    .containsExactly("0");
            Files.delete(desk.folder.resolve("config/mtm/secret.key"));
            Served locked = serve(desk);
            until(() -> locked.told().contains("sealed with another key than the one of this machine.\n  Put"));
        }
    }

    private static void signIn(Desk desk) {
        try (App app = new App(
                        desk.environment, Clock.fixed(desk.now, ZoneOffset.UTC), new PrintWriter(Writer.nullWriter()));
                SignIn.Visit visit = app.signIn().open()) {
            SpotifyDesk.visit(visit.page());
            assertThat(visit.await(Duration.ofSeconds(10))).isPresent();
        }
    }

    /// A shell without job control lets what it starts in the background ignore Ctrl-C.
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(
                                                line.substring("SigIgn:".length())
                                                        .strip(),
                                                16)
                                        & 2)
                                != 0);
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void aServerThatIsKilledLeavesASoundStoreAndTheNextOneGoesOn() throws Exception {
        Desk desk = deskWithPlays();
        for (int kill = 0; kill < Trials.number(2); kill++) {
            Served served = serve(desk);
            Thread.sleep(100L * kill);
            served.process().destroyForcibly().waitFor();
        }
        // The time that passed stands in for the missing signs of life of the killed server.
        try (var database = desk.open()) {
            database.write(session -> session.update(
                    "update scheduled_tasks set last_heartbeat = ? where picked = ?",
                    java.time.Instant.parse("2026-01-01T00:00:00Z"),
                    true));
        }
        Served last = serve(desk);
        last.pageWith("opened again"); // a killed one may have made a backup that is one too many now
        last.pageWith("are fresh</td>");
        assertThat(desk.plays()).isEqualTo(300);
        assertThat(desk.run("doctor").out().lines().filter(line -> line.startsWith("OFF") && !line.contains("clock")))
                .isEmpty();
        assertThat(desk.run("doctor", "--schema").status()).isZero();
    }

    @Test
    void aStoreThatIsServedIsNotReplacedByABackup() throws Exception {
        Desk desk = deskWithPlays();
        assertThat(desk.run("backup", "--to", folder.resolve("kept").toString()).status())
                .isZero();
        Path backup;
        try (var files = Files.list(folder.resolve("kept"))) {
            backup = files.findFirst().orElseThrow();
        }
        assertThat(desk.run("import", desk.file("b.json", list(300, 310)).toString())
                        .status())
                .isZero();
        Served served = serve(desk);
        served.pageWith("are fresh</td>");
        Thread.sleep(1_000); // no job runs any more, and no request is answered
        desk.environment.put("MTM_BUSY_WAIT", "2");
        Outcome refused = desk.run("restore", "--yes", backup.toString());
        assertThat(refused.status()).as(refused.out()).isEqualTo(6);
        assertThat(refused.err())
                .contains("another process has the store open, such as `mtm serve`", "nothing was changed");
        assertThat(desk.plays()).isEqualTo(310);
        assertThat(served.ask("/health").statusCode()).isEqualTo(200);

        served.process().destroyForcibly().waitFor();
        Outcome restored = desk.run("restore", "--yes", backup.toString());
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(desk.plays()).isEqualTo(300);
        serve(desk).pageWith("Plays</th><td>300</td>");
    }

    @Test
    void aStoreThatIsGoneIsNoHealthyOne() throws Exception {
        if (stores == TestStores.SQLITE) {
            Desk desk = deskWithPlays();
            Served served = serve(desk);
            served.pageWith("are fresh</td>");
            Path file = ((DatabaseAddress.File) desk.store).path();
            Files.move(file, folder.resolve("away.db"));
            assertThat(served.ask("/health").statusCode()).isEqualTo(503);
            HttpResponse<String> page = served.ask("/status");
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).contains("there is no store yet");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whatCannotBeServedIsRefusedWithTheReason() throws Exception {
        Desk desk = Desk.at(stores, folder);
        Outcome open = desk.run("serve", "--host", "0.0.0.0");
        assertThat(open.status()).isEqualTo(2);
        assertThat(open.err()).contains("0.0.0.0: the pages have no password yet", "ssh -L");
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            Outcome refused = desk.run("serve", "--port", port);
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err()).contains("the port " + port + " cannot be listened on", "--port");
        }
        desk.environment.put("MTM_PORT", "70000");
        assertThat(desk.run("serve").err()).contains("port: not a port: 70000");
        assertThat(desk.run("serve", "--port", "-1").err()).contains("port: not a port: -1");
        assertThat(desk.rows("select count(*) from scheduled_tasks"))
                .as("no job was begun")
                .containsExactly("0");
    }
}
