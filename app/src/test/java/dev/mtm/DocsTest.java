package dev.mtm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.app.Settings;
import dev.mtm.cli.House;
import dev.mtm.cli.Mtm;
import dev.mtm.cli.Terminal;
import dev.mtm.imports.ImportFormat;
import dev.mtm.problem.ErrorCode;
import dev.mtm.question.Questions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The papers beside the program: what they name is there, and what is there they name.
@NullMarked
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path REFERENCE = ROOT.resolve("docs/reference");
    private static final Path FORMATS = ROOT.resolve("docs/formats");
    private static final Path DECISIONS = ROOT.resolve("docs/decisions");
    private static final Path SOURCES = ROOT.resolve("app/src/main/java/dev/mtm");
    private static final Path MIGRATIONS = ROOT.resolve("app/src/main/resources/migrations");

    private static final Set<String> NOT_OURS = Set.of(".git", ".idea", ".vscode", "target");
    private static final int LONGEST_DECISION = 40;
    private static final List<String> PARTS =
            List.of("## Context", "## Choice", "## Consequences", "## How it is checked");

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*Test\\b");
    private static final Pattern ARROW = Pattern.compile("(?m)^ {4}([a-z]+) +-> (.+)$");
    private static final Pattern WRITES = Pattern.compile("\\b(?:insert into|delete from|update)\\s+([a-z_]+)");
    private static final Pattern TABLE =
            Pattern.compile("(?:create table|rename to) ([a-z_]+?)(?:_rebuilt)?(?: \\(|;)");
    private static final Pattern LIBRARY = Pattern.compile(
            "<(?:dependency|path|artifactItem)>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(?!\\s*<version>[^<]*</version>\\s*<type>pom)");
    private static final Pattern MACHINE =
            Pattern.compile("\\.\\./shared|(?<![\\w.])/(?:work|root|home/\\w+|Users/\\w+|tmp/wt)/");

    @Test
    void everyLinkOfThePapersLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path paper : papers()) {
            LINK.matcher(prose(paper))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
                    .filter(link -> !leadsSomewhere(paper, link))
                    .forEach(link -> broken.add(shown(paper) + " -> " + link));
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path paper, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? paper
                : Objects.requireNonNull(paper.getParent()).resolve(parts[0]).normalize();
        if (isOfAnAbsentFolder(target)) {
            return true;
        }
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /// Both folders are filled by other means; where one is not there, nothing can be said of what it holds.
    private static boolean isOfAnAbsentFolder(Path target) {
        return Stream.of(REFERENCE, FORMATS).anyMatch(folder -> target.startsWith(folder) && !Files.exists(folder));
    }

    private static Set<String> anchors(Path paper) {
        return prose(paper)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyCommandInThePapersIsUnderstood() {
        List<String> refused = new ArrayList<>();
        int tried = 0;
        for (Path paper : papers()) {
            if (paper.startsWith(REFERENCE)) {
                continue; // there stands the grammar itself
            }
            for (String code : codes(paper)) {
                if (!code.matches("(?s)(\\./)?mtm\\s.*") || code.contains("[")) {
                    continue;
                }
                tried++;
                String[] arguments = arguments(code);
                try {
                    commandLine(arguments).parseArgs(arguments);
                } catch (CommandLine.ParameterException e) {
                    refused.add(shown(paper) + ": " + code + ": " + e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(tried).isGreaterThan(20);
    }

    /// What follows `mtm` in a line as people read it: without its comment, with something for each placeholder.
    private static String[] arguments(String code) {
        String line = code.replaceFirst("\\s+#.*", "")
                .replaceAll("\\bQUESTION\\b|…", "totals")
                .replaceAll("\\bCOMMAND\\b", "ask")
                .replaceAll("\\bPATH\\b", "my_spotify_data.zip")
                .replaceAll("\\bDATE\\b", "2020-06-30")
                .replaceAll("\\bN\\b", "1");
        String[] words = line.strip().split("\\s+", -1);
        return Arrays.copyOfRange(words, 1, words.length);
    }

    private static CommandLine commandLine(String... arguments) {
        House house = (House) Proxy.newProxyInstance(
                House.class.getClassLoader(),
                new Class<?>[] {House.class},
                (proxy, method, given) -> method.getName().equals("questions") ? Questions.builtIn() : null);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new Mtm(house, Terminal.of(nowhere, nowhere, Map.of())).commandLine(arguments);
    }

    @Test
    void everyScriptInThePapersExists() {
        List<String> missing = new ArrayList<>();
        for (Path paper : papers()) {
            for (String code : codes(paper)) {
                String script = code.split("\\s", 2)[0];
                if (script.matches("\\./\\w+|bench/run") && !Files.isExecutable(ROOT.resolve(script))) {
                    missing.add(shown(paper) + ": " + script);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTestInThePapersExists() {
        Set<String> tests = files().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith("Test.java"))
                .map(name -> name.replace(".java", ""))
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (Path paper : papers()) {
            TEST.matcher(text(paper)).results().map(MatchResult::group).forEach(named::add);
        }
        assertThat(named).isNotEmpty().isSubsetOf(tests);
    }

    @Test
    void everyDecisionHasItsPartsAndItsPlaceInTheList() throws IOException {
        List<Path> decisions;
        try (Stream<Path> all = Files.list(DECISIONS)) {
            decisions = all.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
        String list = text(DECISIONS.resolve("README.md"));
        for (int i = 0; i < decisions.size(); i++) {
            String name = String.valueOf(decisions.get(i).getFileName());
            String number = "%04d".formatted(i + 1);
            List<String> lines = text(decisions.get(i)).lines().toList();
            assertThat(name).matches(number + "-[a-z0-9-]+\\.md");
            assertThat(lines.getFirst()).startsWith("# " + number + ". ");
            assertThat(lines).as(name).hasSizeLessThanOrEqualTo(LONGEST_DECISION);
            assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                    .as(name)
                    .isEqualTo(PARTS);
            assertThat(list).contains("[" + lines.getFirst().substring(8) + "](" + name + ")");
        }
    }

    @Test
    void thePackageTableIsThatOfTheProgram() {
        assertThat(packageTable().keySet()).isEqualTo(packages());
    }

    @Test
    void eachPackageWritesTheTablesThatTheTableGivesIt() {
        Set<String> tables = tables();
        for (Map.Entry<String, String> row : packageTable().entrySet()) {
            Set<String> written = new TreeSet<>();
            for (Path file : files()) {
                if (file.startsWith(SOURCES.resolve(row.getKey()))) {
                    WRITES.matcher(text(file))
                            .results()
                            .map(found -> found.group(1))
                            .filter(tables::contains)
                            .forEach(written::add);
                }
            }
            assertThat(codeSpans(row.getValue())).as(row.getKey()).isEqualTo(written);
        }
    }

    @Test
    void theArrowsAreThoseThatAreUsed() {
        Map<String, Set<String>> drawn = new TreeMap<>();
        ARROW.matcher(text(ROOT.resolve("ARCHITECTURE.md")))
                .results()
                .forEach(arrow -> drawn.put(
                        arrow.group(1),
                        arrow.group(2).equals("nothing")
                                ? Set.of()
                                : new TreeSet<>(List.of(arrow.group(2).split(", ", -1)))));
        Map<String, Set<String>> used = ArchitectureTest.used();
        used.keySet().retainAll(ArchitectureTest.ARROWS.keySet());
        assertThat(drawn).isEqualTo(used);
    }

    @Test
    void everyLibraryIsExplained() {
        Set<String> used = new TreeSet<>();
        for (Path file : files()) {
            if (file.endsWith("pom.xml")) {
                LIBRARY.matcher(text(file))
                        .results()
                        .filter(library -> !library.group(1).equals("dev.mtm"))
                        .forEach(library -> used.add(library.group(2)));
            }
        }
        Set<String> explained = new TreeSet<>();
        rows(text(DECISIONS.resolve("0022-dependencies.md"))).forEach(cells -> explained.addAll(codeSpans(cells[1])));
        assertThat(used).isNotEmpty();
        assertThat(explained).isEqualTo(used);
    }

    @Test
    void everyMigrationIsThereForBothDatabases() throws IOException {
        Map<String, Set<String>> dialects = new TreeMap<>();
        try (Stream<Path> all = Files.list(MIGRATIONS)) {
            all.map(file -> String.valueOf(file.getFileName()).split("\\.", -1))
                    .forEach(name -> dialects.computeIfAbsent(name[0], key -> new TreeSet<>())
                            .add(name[1]));
        }
        assertThat(dialects.values()).isNotEmpty().allMatch(Set.of("sqlite", "postgresql")::equals);
    }

    @Test
    void theChangelogTellsOfEveryCommand() {
        String changelog = text(ROOT.resolve("CHANGELOG.md"));
        assertThat(commands().filter(command -> !command.substring(4).contains(" ")))
                .isNotEmpty()
                .allMatch(changelog::contains);
    }

    @Test
    void theReferenceKnowsAllThatCanBeNamed() {
        assumeTrue(Files.isDirectory(REFERENCE), "docs/reference is not there yet");
        String reference = papers().stream()
                .filter(paper -> paper.startsWith(REFERENCE))
                .map(DocsTest::text)
                .collect(Collectors.joining("\n"));
        List<String> unknown = Stream.of(
                        commands(),
                        Settings.ALL.stream().flatMap(setting -> Stream.of(setting.name(), setting.variable())),
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::name),
                        Arrays.stream(ImportFormat.values()).map(ImportFormat::label),
                        Questions.builtIn().names().stream(),
                        migrationNumbers())
                .flatMap(names -> names)
                .filter(name -> !reference.contains(name))
                .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyImportFormatHasItsPage() {
        assumeTrue(Files.isDirectory(FORMATS), "docs/formats is not there yet");
        assertThat(ImportFormat.values())
                .allMatch(format -> Files.isRegularFile(FORMATS.resolve(format.label() + ".md")));
    }

    @Test
    void noFileNamesAPlaceOfOneMachine() {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = text(file);
            MACHINE.matcher(text).results().forEach(place -> found.add(shown(file) + ": " + place.group()));
        }
        assertThat(found).isEmpty();
    }

    /// `mtm import`, `mtm imports undo` and so on.
    private static Stream<String> commands() {
        return commandLine().getSubcommands().entrySet().stream()
                .flatMap(command -> Stream.concat(
                        Stream.of("mtm " + command.getKey()),
                        command.getValue().getSubcommands().keySet().stream()
                                .map(below -> "mtm " + command.getKey() + " " + below)));
    }

    private static Stream<String> migrationNumbers() {
        return files().stream()
                .filter(file -> file.startsWith(MIGRATIONS))
                .map(file -> String.valueOf(file.getFileName()).substring(0, 4))
                .distinct();
    }

    private static Set<String> tables() {
        Set<String> tables = new TreeSet<>(Set.of("schema_migrations"));
        for (Path file : files()) {
            if (file.startsWith(MIGRATIONS)) {
                TABLE.matcher(text(file)).results().map(table -> table.group(1)).forEach(tables::add);
            }
        }
        return tables;
    }

    private static Set<String> packages() {
        return files().stream()
                .filter(file -> file.startsWith(SOURCES))
                .map(file -> SOURCES.relativize(file).getName(0).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The packages in ARCHITECTURE.md, each with what it says about the tables that the package writes.
    private static Map<String, String> packageTable() {
        Map<String, String> table = new TreeMap<>();
        String part = text(ROOT.resolve("ARCHITECTURE.md"))
                .split("\n## Packages\n", 2)[1]
                .split("\n## ", 2)[0];
        rows(part).forEach(cells -> table.put(codeSpans(cells[1]).iterator().next(), cells[3]));
        return table;
    }

    /// The rows of Markdown tables below their heads; the first cell has number 1.
    private static Stream<String[]> rows(String text) {
        return text.lines()
                .filter(line -> line.startsWith("|") && line.contains("`"))
                .map(line -> line.split("\\|", -1));
    }

    private static Set<String> codeSpans(String text) {
        return CODE.matcher(text).results().map(span -> span.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Lines of code blocks, and what stands between backquotes.
    private static List<String> codes(Path paper) {
        List<String> codes = new ArrayList<>();
        blocks(text(paper), true).lines().map(String::strip).forEach(codes::add);
        codes.addAll(codeSpans(prose(paper)));
        return codes;
    }

    /// A paper without its code blocks.
    private static String prose(Path paper) {
        return blocks(text(paper), false);
    }

    private static String blocks(String text, boolean code) {
        StringBuilder out = new StringBuilder();
        boolean fenced = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (code == (fenced || line.startsWith("    "))) {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static List<Path> papers() {
        return files().stream().filter(file -> file.toString().endsWith(".md")).toList();
    }

    /// All files of the project that are not made by a build or a tool, in order.
    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a second working copy `.git` is a file.
                    if (!NOT_OURS.contains(String.valueOf(file.getFileName()))) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /// The text of a file; empty for one that is not text.
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            return "";
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static String shown(Path file) {
        return ROOT.relativize(file).toString();
    }
}
