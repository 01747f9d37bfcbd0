package dev.mtm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `mtm` script, run as a person runs it, in a project folder of its own with a blank in its name. Java and Maven
/// are stand-ins that write down how they were called; the script and the shell are the real ones.
@NullMarked
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            for word in "$@"; do
                case $word in -XX:AOTCacheOutput=*) mkdir -p "${word#*=}.d"; : >"${word#*=}" ;; esac
            done
            printf '%s\\n' "$@" >>"$RECORD"
            echo "columns=${MTM_COLUMNS-none} live=${MTM_LIVE-none}" >>"$RECORD.terminal"
            echo -- >>"$RECORD"
            exit "${STATUS:-0}"
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "JAVA_HOME=$JAVA_HOME" "$@" >>"$MAVEN_RECORD"
            [ -z "$MAVEN_FAILS" ] || { echo '[ERROR] COMPILATION ERROR'; exit 1; }
            sleep "${MAVEN_TAKES:-0}"
            echo jar >"$PROJECT/app/target/mtm.jar"
            """;

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new TreeMap<>();
    private Path project = folder;
    private Path elsewhere = folder;

    /// A folder with the scripts, sources, a JDK 25 and Maven; nothing is built yet.
    @BeforeEach
    void layOut() throws IOException {
        project = Files.createDirectories(folder.resolve("time machine"));
        elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path real = Path.of("..").toRealPath();
        for (String script : List.of("mtm", "scripts/jdk.sh", "scripts/prepare.sh")) {
            Files.createDirectories(project.resolve(script).resolve(".."));
            Files.copy(real.resolve(script), project.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        write("app/src/main/java/Main.java", "");
        write("app/pom.xml", "");
        write("pom.xml", "");
        jdk("jvm/jdk-25", "25.0.3", true);
        program(folder.resolve("bin/mvn"), MAVEN);
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("MTM_JVM_FOLDERS", folder.resolve("jvm").toString());
        environment.put("RECORD", folder.resolve("record").toString());
        environment.put("MAVEN_RECORD", folder.resolve("maven").toString());
        environment.put("PROJECT", project.toString());
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        List<String> words =
                List.of("ask", "a  b", "it's", "\"quoted\"", "*", "$HOME", "back\\slash", "", "Müsik", "-x");
        assertThat(mtm(words)).isEqualTo(new Run(0, "", building() + preparing()));
        assertThat(started()).endsWith(join("dev.mtm.app.Main", words));
    }

    @Test
    void passesTheExitStatusOn() throws Exception {
        environment.put("STATUS", "11");
        assertThat(mtm(List.of("ask")).status()).isEqualTo(11);
    }

    @Test
    void startsThroughASymbolicLinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("first"), project.resolve("mtm"));
        Path second = Files.createSymbolicLink(folder.resolve("bin/second"), Path.of("../elsewhere/first"));
        assertThat(run(elsewhere, link.toString(), "x").status()).isZero();
        assertThat(run(elsewhere, second.toString(), "y").status()).isZero();
        assertThat(run(elsewhere, "sh", "first", "z").status()).isZero();
        assertThat(started()).contains("\n" + project.toRealPath().resolve("app/target/mtm.jar") + "\n");
        assertThat(built()).hasSize(1);
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        mtm(List.of("a"));
        assertThat(mtm(List.of("b")).errors()).isEmpty();
        assertThat(built()).hasSize(1);
        Files.setLastModifiedTime(
                project.resolve("app/src/main/java/Main.java"),
                FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(mtm(List.of("c")).errors()).contains("building the program again");
        assertThat(mtm(List.of("d")).errors()).isEmpty();
        assertThat(built()).hasSize(2);
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        mtm(List.of("a"));
        Files.setLastModifiedTime(
                project.resolve("app/target/mtm.jar"),
                FileTime.from(Instant.now().minusSeconds(5)));
        Files.delete(project.resolve("app/src/main/java/Main.java"));
        mtm(List.of("b"));
        assertThat(built()).hasSize(2);
    }

    @Test
    void buildsOnceWhenTwoStartTogether() throws Exception {
        environment.put("MAVEN_TAKES", "1");
        Process first = process(elsewhere, project.resolve("mtm").toString(), "one");
        Process second = process(elsewhere, project.resolve("mtm").toString(), "two");
        assertThat(List.of(finish(first).status(), finish(second).status())).containsExactly(0, 0);
        assertThat(built()).hasSize(1);
        assertThat(started()).contains("\none\n").contains("\ntwo\n");
    }

    @Test
    void takesAwayTheLockOfAProcessThatDied() throws Exception {
        Process gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();
        String host = finish(new ProcessBuilder("uname", "-n").start()).answer().strip();
        write("app/target/launch/lock/owner", host + " " + gone.pid() + "\n");
        assertThat(mtm(List.of("a"))).isEqualTo(new Run(0, "", building() + preparing()));
        assertThat(project.resolve("app/target/launch/lock")).doesNotExist();
    }

    @Test
    void tellsOfAFailedBuildAndStartsNothing() throws Exception {
        environment.put("MAVEN_FAILS", "yes");
        Run run = mtm(List.of("a"));
        assertThat(run.status()).isEqualTo(69);
        assertThat(run.errors()).contains("COMPILATION ERROR").endsWith("the build failed, see " + log() + "\n");
        assertThat(started()).isEmpty();
        assertThat(project.resolve("app/target/launch/lock")).doesNotExist();
    }

    @Test
    void saysInOneLineThatJavaIsMissing() throws Exception {
        environment.put("MTM_JVM_FOLDERS", elsewhere.toString());
        environment.put("PATH", toolsWithoutJava());
        assertThat(mtm(List.of("a")))
                .isEqualTo(new Run(
                        69,
                        "",
                        "mtm: needs Java 25 or newer and found none: install a JDK 25 (for example"
                                + " https://adoptium.net), or set MTM_JAVA to one\n"));
    }

    @Test
    void saysInOneLineThatMavenIsMissing() throws Exception {
        environment.put("PATH", toolsWithoutJava());
        Run run = mtm(List.of("a"));
        assertThat(run.status()).isEqualTo(69);
        assertThat(run.errors()).startsWith("mtm: needs Maven").hasLineCount(1);
    }

    @Test
    void refusesTheJavaThatTheUserNamesWhenItIsTooOld() throws Exception {
        environment.put("MTM_JAVA", jdk("old/jdk-24", "24.0.1", true).toString());
        Run run = mtm(List.of("a"));
        assertThat(run.status()).isEqualTo(69);
        assertThat(run.errors())
                .isEqualTo("mtm: MTM_JAVA is not a Java 25 or newer: " + environment.get("MTM_JAVA") + "\n");
    }

    @Test
    void passesOverAnOldJavaHome() throws Exception {
        environment.put("JAVA_HOME", jdk("old/jdk-17", "17.0.15", true).toString());
        assertThat(mtm(List.of("a")).status()).isZero();
        assertThat(built()).containsExactly("JAVA_HOME=" + folder.resolve("jvm/jdk-25") + " " + goals());
    }

    @Test
    void takesTheTestedReleaseBeforeANewerOneAndTheNewerOneBeforeNone() throws Exception {
        jdk("jvm/a-jdk-27", "27", true);
        mtm(List.of("a"));
        assertThat(remembered()).endsWith("jvm/jdk-25");
        Files.delete(folder.resolve("jvm/jdk-25/bin/java"));
        mtm(List.of("b"));
        assertThat(remembered()).endsWith("jvm/a-jdk-27");
    }

    @Test
    void runsOnARuntimeButBuildsOnlyWithACompiler() throws Exception {
        Path runtime = jdk("runtime/jre-25", "25.0.1", false);
        environment.put("MTM_JAVA", runtime.resolve("bin/java").toString());
        Run run = mtm(List.of("a"));
        assertThat(run.status()).isEqualTo(69);
        assertThat(run.errors())
                .isEqualTo("mtm: " + runtime + " has no compiler: install a full JDK 25 to build the program\n");
        environment.remove("MTM_JAVA");
        mtm(List.of("b"));
        environment.put("MTM_JAVA", runtime.toString());
        assertThat(mtm(List.of("c")).status()).isZero();
        assertThat(remembered()).endsWith("runtime/jre-25");
    }

    @Test
    void preparesAFastStartForEachJavaAndUsesIt() throws Exception {
        mtm(List.of("a"));
        Path cache = project.toRealPath().resolve("app/target/launch/25.0.3+1/mtm.aot");
        assertThat(started()).contains("-XX:AOTCache=" + cache + "\n");
        environment.put("JAVA_HOME", jdk("own/jdk-25", "25.0.4", true).toString());
        assertThat(mtm(List.of("b")).errors()).isEqualTo(preparing());
        assertThat(mtm(List.of("c")).errors()).isEmpty();
        assertThat(started())
                .contains("-XX:AOTCache="
                        + cache.resolveSibling("../25.0.4+1/mtm.aot").normalize());
    }

    @Test
    void startsAShortCommandWithTheFirstCompilerOnly() throws Exception {
        mtm(List.of("a"));
        Files.delete(folder.resolve("record"));
        mtm(List.of("--db", "x", "ask", "totals"));
        assertThat(started()).contains("-XX:TieredStopAtLevel=1\n");
        Files.delete(folder.resolve("record"));
        mtm(List.of("--db", "x", "import", "my.zip"));
        assertThat(started()).doesNotContain("-XX:TieredStopAtLevel");
    }

    @Test
    void addsTheUsersOptionsAfterItsOwn() throws Exception {
        environment.put("MTM_JAVA_OPTS", "-Xmx1g  -Dstar=*");
        mtm(List.of("a"));
        assertThat(started()).contains("\n-Xmx1g\n-Dstar=*\n-cp\n");
    }

    @Test
    void tellsTheProgramWhetherAPersonLooksOn() throws Exception {
        mtm(List.of("a"));
        assertThat(terminal()).isEqualTo("columns=none live=none");
        environment.put("MTM_LIVE", "1");
        mtm(List.of("b"));
        assertThat(terminal()).as("nobody sees a line written over").isEqualTo("columns=none live=none");
        environment.put("MTM_COLUMNS", "60");
        mtm(List.of("c"));
        assertThat(terminal()).as("a pager's width").isEqualTo("columns=60 live=none");
    }

    @Test
    void tellsTheProgramHowWideTheTerminalIs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no `script` to make a terminal with");
        mtm(List.of("a"));
        String mtm = "'" + project.resolve("mtm") + "'";
        onATerminal("stty cols 73; " + mtm + " b");
        assertThat(terminal()).isEqualTo("columns=73 live=1");
        onATerminal("stty cols 73; " + mtm + " b | cat");
        assertThat(terminal()).isEqualTo("columns=none live=1");
        onATerminal("stty cols 73; " + mtm + " b 2>/dev/null");
        assertThat(terminal()).isEqualTo("columns=73 live=none");
        onATerminal("stty cols 73; MTM_COLUMNS=60 " + mtm + " b");
        assertThat(terminal()).isEqualTo("columns=60 live=1");
        onATerminal("stty cols 0; " + mtm + " b");
        assertThat(terminal()).isEqualTo("columns=unknown live=1");
    }

    private void onATerminal(String command) throws Exception {
        Process process = process(elsewhere, "/usr/bin/script", "-qec", command, "/dev/null");
        // The terminal lasts for as long as somebody may type.
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
    }

    private String terminal() throws IOException {
        return Files.readAllLines(folder.resolve("record.terminal")).getLast();
    }

    private record Run(int status, String answer, String errors) {}

    private Run mtm(List<String> words) throws Exception {
        return run(
                elsewhere,
                Stream.concat(Stream.of(project.resolve("mtm").toString()), words.stream())
                        .toArray(String[]::new));
    }

    private Run run(Path in, String... command) throws Exception {
        return finish(process(in, command));
    }

    private Process process(Path in, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), answer, errors);
    }

    private Path jdk(String name, String version, boolean compiler) throws IOException {
        Path home = folder.resolve(name);
        program(home.resolve("bin/java"), JAVA);
        if (compiler) {
            program(home.resolve("bin/javac"), "#!/bin/sh\n");
        }
        Files.writeString(home.resolve("release"), """
                IMPLEMENTOR="Somebody"
                JAVA_RUNTIME_VERSION="%s+1"
                JAVA_VERSION="%s"
                """.formatted(version, version));
        return home;
    }

    /// A folder with what the scripts themselves call, and neither Java nor Maven.
    private String toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name :
                List.of("sh", "find", "sed", "readlink", "mkdir", "rm", "mv", "cat", "uname", "touch", "cp")) {
            Path real = Path.of(Files.exists(Path.of("/bin", name)) ? "/bin" : "/usr/bin", name);
            program(tools.resolve(name), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        return tools.toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> built() throws IOException {
        return Files.readAllLines(folder.resolve("maven"));
    }

    private String started() throws IOException {
        Path record = folder.resolve("record");
        return Files.exists(record) ? Files.readString(record) : "";
    }

    private String remembered() throws IOException {
        return new ArrayList<>(Files.readAllLines(project.resolve("app/target/launch/java"))).getLast();
    }

    private Path log() throws IOException {
        return project.toRealPath().resolve("app/target/launch/build.log");
    }

    private String goals() throws IOException {
        return "-B -ntp -f " + project.toRealPath().resolve("pom.xml")
                + " -pl app -Dmtm.jdk=[25,) -Dmtm.quick -Dmaven.test.skip=true package";
    }

    private String building() throws IOException {
        return "mtm: building the program, once; the first time downloads libraries (log: " + log() + ")\n";
    }

    private static String preparing() {
        return "mtm: preparing fast starts, once per build\n";
    }

    private static String join(String first, List<String> rest) {
        return first + "\n" + String.join("\n", rest) + "\n--\n";
    }
}
