package dev.mtm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The house rules that javac cannot see. Each is run twice: over the program, which must keep it, and over the small
/// crooked house in `dev.mtm.crooked`, which breaks every one of them, so that a rule which sees nothing fails too.
@NullMarked
class ArchitectureTest {
    private static final String PROGRAM = "dev.mtm";
    private static final String CROOKED = "dev.mtm.crooked";

    /// The class that a line of a failure report is about: the first one it names.
    private static final Pattern FIRST_CLASS = Pattern.compile("<dev\\.mtm\\.crooked\\.[a-z]+\\.([A-Z]\\w*)");

    /// What the two views, command line and web, may use.
    private static final Set<String> CAPABILITIES = Set.of(
            "access",
            "account",
            "adopt",
            "analysis",
            "backup",
            "card",
            "catalog",
            "demo",
            "doctor",
            "enrich",
            "history",
            "imports",
            "narrative",
            "playlist",
            "question",
            "render",
            "report",
            "schema",
            "snapshot",
            "sync",
            "jobs");

    /// Who may use whom; everyone may use `listening` and `problem` as well, and `app`, which wires it all, everyone.
    static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("access", Set.of()),
            Map.entry("listening", Set.of()),
            Map.entry("problem", Set.of()),
            Map.entry("db", Set.of()),
            Map.entry("net", Set.of("db")),
            Map.entry("account", Set.of("db")),
            Map.entry("schema", Set.of("db")),
            Map.entry("adopt", Set.of("db", "history", "imports")),
            Map.entry("backup", Set.of("db", "history", "imports", "question", "schema")),
            Map.entry("catalog", Set.of("db")),
            Map.entry("question", Set.of("db")),
            Map.entry("history", Set.of("account", "catalog", "db")),
            Map.entry("imports", Set.of("history", "catalog", "db")),
            Map.entry("snapshot", Set.of("catalog", "history", "question", "db")),
            Map.entry("enrich", Set.of("catalog", "db", "net")),
            Map.entry("playlist", Set.of("account", "db", "enrich", "question")),
            Map.entry("analysis", Set.of("db", "question")),
            Map.entry("narrative", Set.of("analysis", "db", "question", "render")),
            Map.entry("report", Set.of("analysis", "db", "narrative", "question", "render")),
            Map.entry(
                    "doctor",
                    Set.of("account", "backup", "db", "history", "imports", "question", "schema", "snapshot", "sync")),
            Map.entry("sync", Set.of("account", "catalog", "db", "history")),
            Map.entry("spotify", Set.of("account", "db", "net", "playlist", "snapshot", "sync")),
            Map.entry("jobs", Set.of("account", "backup", "db", "playlist", "snapshot", "sync")),
            Map.entry("render", Set.of("question")),
            Map.entry("card", Set.of("render")),
            Map.entry("demo", Set.of("imports")),
            Map.entry("cli", CAPABILITIES),
            Map.entry("web", CAPABILITIES));

    /// The packages with tables of their own, and the one that speaks to the driver.
    private static final List<String> KNOW_SQL = List.of(
            "db",
            "schema",
            "catalog",
            "history",
            "imports",
            "snapshot",
            "question",
            "account",
            "doctor",
            "backup",
            "adopt",
            "enrich",
            "net",
            "sync",
            "playlist",
            "jobs",
            "spotify",
            "analysis",
            "narrative");

    private static final JavaClasses PROGRAM_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/dev/mtm/fakes/"))
            .importPackages(PROGRAM);
    private static final JavaClasses CROOKED_CLASSES = new ClassFileImporter().importPackages(CROOKED);

    /// A rule over the packages below some root, and the classes of the crooked house that break it.
    private record Rule(String claim, Function<String, ArchRule> over, Set<String> brokenBy) {
        @Override
        public String toString() {
            return claim;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule("arrows run one way", ArchitectureTest::arrows, Set.of("Upward", "Sideways", "Stray", "Word")),
                new Rule("no circles", ArchitectureTest::noCircles, Set.of("Upward")),
                new Rule("the vocabulary stands alone", ArchitectureTest::vocabulary, Set.of("Word")),
                new Rule("names tell the intent", ArchitectureTest::names, Set.of("PlayHelper", "TrackDto")),
                new Rule("no getters", ArchitectureTest::noGetters, Set.of("Word")),
                new Rule("only app knows the time", ArchitectureTest::clock, Set.of("Watch")),
                new Rule("only the command line prints", ArchitectureTest::printing, Set.of("Loud")),
                new Rule("few know SQL", ArchitectureTest::sql, Set.of("Loud")),
                new Rule("null is marked", ArchitectureTest::nullMarked, Set.of("Stray")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theProgramKeepsTheRule(Rule rule) {
        rule.over().apply(PROGRAM).check(PROGRAM_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleNoticesWhoBreaksIt(Rule rule) {
        Set<String> found =
                rule.over().apply(CROOKED).evaluate(CROOKED_CLASSES).getFailureReport().getDetails().stream()
                        .flatMap(line -> FIRST_CLASS.matcher(line).results().limit(1))
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
        assertThat(found).isEqualTo(rule.brokenBy());
    }

    @Test
    void theCrookedHouseIsNoPartOfTheProgram() {
        assertThat(PROGRAM_CLASSES.stream().filter(type -> type.getName().startsWith(CROOKED)))
                .isEmpty();
    }

    private static ArchRule arrows(String root) {
        return classes()
                .that(not(resideInAPackage(root + ".app..")))
                .should(condition("use only what the table of arrows allows", (type, events) -> {
                    String from = room(root, type);
                    if (!ARROWS.containsKey(from)) {
                        events.add(broken(type, "is in a package that the table of arrows does not know"));
                        return;
                    }
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(use -> use.getTargetClass().getPackageName().startsWith(root + "."))
                            .filter(use -> !mayUse(from, room(root, use.getTargetClass())))
                            .forEach(use -> events.add(broken(type, use.getDescription())));
                }))
                .because("a package may be read, tested and changed without those above it; ARCHITECTURE.md has the"
                        + " drawing, and a new arrow is a decision to write down there");
    }

    /// Which packages each package does use, without itself and without those that everyone may use.
    static Map<String, Set<String>> used() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : PROGRAM_CLASSES) {
            String from = room(PROGRAM, type);
            Set<String> targets = used.computeIfAbsent(from, none -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .filter(use -> use.getTargetClass().getPackageName().startsWith(PROGRAM + "."))
                    .map(use -> room(PROGRAM, use.getTargetClass()))
                    .filter(to -> !List.of(from, "listening", "problem").contains(to))
                    .forEach(targets::add);
        }
        return used;
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(to)
                || to.equals("listening")
                || to.equals("problem")
                || ARROWS.getOrDefault(from, Set.of()).contains(to);
    }

    private static ArchRule noCircles(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package with a wall through it")
                .allowEmptyShould(true);
    }

    private static ArchRule vocabulary(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".listening..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", root + ".listening.."))
                .because("every part speaks these words, so they may drag nothing along")
                .allowEmptyShould(true);
    }

    private static ArchRule names(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Service|Manager|Utils?|Helper|Impl|Dto|DTO)")
                .because("such an ending says nothing of what the class does: PlayLog, TrackMatcher, Asker do");
    }

    private static ArchRule noGetters(String root) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and(not(inheritedFromOutside(root)))
                .should()
                .haveNameNotMatching("get([A-Z].*)?")
                .because("a value is named for what it is: play.track()");
    }

    private static ArchRule clock(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".app..")
                .should()
                .callMethodWhere(predicate("the call asks the machine for the time", ArchitectureTest::readsTheClock))
                .because("today is a parameter: any past day can be stood on, and a test can choose the time");
    }

    private static boolean readsTheClock(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        boolean given =
                call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
        return switch (call.getName()) {
            case "now" -> owner.getPackageName().equals("java.time") && !given;
            case "system", "systemUTC", "systemDefaultZone", "tickSeconds", "tickMinutes", "tickMillis" ->
                owner.isEquivalentTo(Clock.class);
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            default -> false;
        };
    }

    private static ArchRule printing(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".cli..", root + ".app..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("an answer goes to whoever asked: a terminal, a page or a file");
    }

    private static ArchRule sql(String root) {
        String[] rooms = KNOW_SQL.stream().map(room -> root + "." + room + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..")
                .because("a table is written by the package that owns it, and a question is a file");
    }

    private static ArchRule nullMarked(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(condition("be in a package marked @NullMarked", (type, events) -> {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(broken(type, "has no package-info.java with @NullMarked"));
                    }
                }))
                .because("without the mark NullAway checks nothing there");
    }

    /// The package directly below the root that holds a class; empty for a class in the root itself.
    private static String room(String root, JavaClass type) {
        String[] names = type.getPackageName().substring(root.length()).split("\\.", 3);
        return names.length < 2 ? "" : names[1];
    }

    /// A getter that a library asks for, such as `Throwable.getMessage`.
    private static DescribedPredicate<JavaMethod> inheritedFromOutside(String root) {
        return predicate("inherited from outside", method -> {
            JavaClass owner = method.getOwner();
            return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                    .filter(type -> !type.getPackageName().startsWith(root))
                    .flatMap(type -> type.getMethods().stream())
                    .anyMatch(theirs -> theirs.getName().equals(method.getName()));
        });
    }

    private static <T> DescribedPredicate<T> predicate(String claim, java.util.function.Predicate<T> test) {
        return DescribedPredicate.describe(claim, test);
    }

    private static <T> DescribedPredicate<T> not(DescribedPredicate<T> predicate) {
        return DescribedPredicate.not(predicate);
    }

    private static ArchCondition<JavaClass> condition(
            String claim, java.util.function.BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(claim) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }

    private static ConditionEvent broken(JavaClass type, String how) {
        return SimpleConditionEvent.violated(type, "<" + type.getName() + "> breaks it: " + how);
    }
}
