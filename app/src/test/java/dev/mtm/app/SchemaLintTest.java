package dev.mtm.app;

import static dev.mtm.imports.ExportFiles.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.app.Desk.Outcome;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What `mtm doctor --schema` finds: nothing in our own schema, and each thing in a database that is crooked in it.
/// Each crooked table stands beside a straight one that differs in that one thing and must not be found.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
class SchemaLintTest {
    private static final int WIDEST = 100;

    @TempDir
    Path folder = Path.of("");

    private final TestStores stores;

    SchemaLintTest(TestStores stores) {
        this.stores = stores;
    }

    private boolean sqlite() {
        return stores == TestStores.SQLITE;
    }

    private Desk filled() throws Exception {
        Desk desk = Desk.at(stores, folder);
        Path file = Files.writeString(folder.resolve("many.json"), list(0, 10_500));
        assertThat(desk.run("import", file.toString()).status()).isZero();
        assertThat(desk.run("snapshot", "rebuild").status()).isZero();
        return desk;
    }

    private Desk with(String... statements) {
        Desk desk = Desk.without(stores, folder);
        change(desk, statements);
        return desk;
    }

    private void change(Desk desk, String... statements) {
        try (Database database = desk.open()) {
            if (sqlite()) {
                database.alone("pragma foreign_keys = off");
            }
            for (String statement : statements) {
                database.alone(statement);
            }
        }
    }

    /// The lines that begin a finding, without the mark; the texts between are as they are.
    private static List<String> off(Desk desk) {
        Outcome outcome = desk.run("doctor", "--schema");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= WIDEST);
        List<String> found = new ArrayList<>();
        for (String line : outcome.out().lines().toList()) {
            if (line.startsWith("OFF  ")) {
                found.add(line.substring(5).replaceAll(" +", " "));
            } else if (line.startsWith(" ")) {
                found.set(found.size() - 1, found.getLast() + " " + line.strip());
            }
        }
        assertThat(outcome.status()).isEqualTo(found.isEmpty() ? 0 : 1);
        return found;
    }

    @Test
    void findsNothingInOurOwnSchema() throws Exception {
        Desk desk = filled();
        assertThat(off(desk)).isEmpty();
        String told = desk.run("doctor", "--schema").out();
        assertThat(told).contains("but for play_history.source_key: a source is never deleted");
        assertThat(told)
                .contains("ok   idle indexes     every index serves a question, a rule or a foreign key")
                .contains("ok   plans            no question reads or sorts all plays without a reason");
        Desk empty = Desk.at(stores, folder);
        assertThat(off(empty)).isEmpty();
        assertThat(empty.run("doctor", "--schema").out())
                .contains(
                        "ok   plans            not judged: with fewer than 10,000 listens a plan may read all of them");
    }

    @Test
    void looksAtAStoreOfAnotherVersion() {
        Desk desk = Desk.at(stores, folder);
        assertThat(desk.run("migrate", "to", "1", "--discard").status()).isZero();
        List<String> found = off(desk);
        if (sqlite()) {
            assertThat(found).hasSize(3);
            assertThat(found).anyMatch(one -> one.startsWith("rules for times tracks.added_at: no CHECK keeps it"));
            assertThat(desk.run("doctor", "--schema").out())
                    .contains("idle indexes     not judged: the questions need the newest version");
        } else {
            assertThat(found).isEmpty();
        }
        assertThat(desk.run("doctor", "--schema").out().lines()).noneMatch(line -> line.contains("play_history"));
    }

    @Test
    void findsColumnsWhoseTypeSaysNothing() {
        if (!sqlite()) {
            return; // there a column without a type, or with values of another, cannot be made
        }
        Desk desk = with(
                "create table odd (loose, n integer, w text, r real, d numeric)",
                "insert into odd values (1, 2, 'a', 1.5, 2.5), ('hidden-a', 'hidden-b', 'b', 'hidden-c', 3)",
                "create table straight (n integer, w text, r real, d numeric)",
                "insert into straight values (2, 'a', 1, 2.5), (3, 7, 2.5, 3)");
        assertThat(off(desk))
                .hasSize(3)
                .anyMatch(one -> one.startsWith("types odd.loose: no type is declared; it holds 1 integer and 1 text"))
                .anyMatch(one -> one.startsWith("types odd.n: declared integer, it holds 1 integer and 1 text"))
                .anyMatch(one -> one.matches("types odd.r: declared real, it holds 1 real and 1 text .*`strict`.*"));
        assertThat(desk.run("doctor", "--schema").out()).doesNotContain("hidden");
    }

    @Test
    void findsNumbersKeptAsText() {
        Desk desk = with(
                "create table odd (listened_ms varchar(20), loudness text)",
                "insert into odd values ('180000', '-7.5'), ('9', null), (null, '3')",
                "create table straight (listened_ms text, play_count integer, code text)",
                "insert into straight values ('180000', 3, '7'), ('hidden', 4, '8')");
        assertThat(off(desk))
                .hasSize(2)
                .anyMatch(one -> one.startsWith("numbers as text odd.listened_ms: declared")
                        && one.contains("but all 2 of its values are numbers"))
                .anyMatch(one -> one.contains("odd.loudness") && one.contains("10 sorts before 9"));
        assertThat(desk.run("doctor", "--schema").out()).doesNotContain("hidden", "180000");
    }

    @Test
    void findsTimesInASpellingThatSortsWrongly() {
        if (sqlite()) {
            Desk desk = with(
                    "create table odd (heard_at text, seen timestamp, born_date text)",
                    """
                    insert into odd values
                        ('2026-01-02T03:04:05', '2026-01-02 03:04:05.5', '2026-1-2'),
                        ('2026-01-02T03:04:05', '2026-01-02 03:04:05', '2026-01-02')
                    """,
                    """
                    create table straight (
                        heard_at text check (heard_at is datetime(heard_at)),
                        "seen" timestamp check (length("seen") = 19 and seen glob '????-??-?? ??:??:??'), -- check (
                        born_date text constraint born check (born_date is date(born_date) /* ) */)
                    )
                    """,
                    "insert into straight values ('2026-01-02 03:04:05', '2026-01-02 03:04:05', '2026-01-02')",
                    "create table half (heard_at text check (heard_at <> 'soon'), born_date text check (born_date = date(born_date)))");
            assertThat(off(desk))
                    .hasSize(8)
                    .anyMatch(one -> one.startsWith(
                            "times odd.heard_at: 2 of its values are not of the form YYYY-MM-DD HH:MM:SS"))
                    .anyMatch(one -> one.startsWith("times odd.seen: 1 of its values"))
                    .anyMatch(
                            one -> one.startsWith("times odd.born_date: 1 of its values are not of the form YYYY-MM-DD")
                                    && one.contains("`T` of ISO 8601"))
                    .anyMatch(one -> one.startsWith("rules for times odd.heard_at: no CHECK"))
                    .anyMatch(one -> one.startsWith("rules for times odd.seen: no CHECK"))
                    .anyMatch(one -> one.startsWith("rules for times odd.born_date: no CHECK"))
                    .anyMatch(one -> one.startsWith("rules for times half.heard_at: no CHECK"))
                    .anyMatch(one -> one.startsWith("rules for times half.born_date: no CHECK")); // null lets it pass
            assertThat(desk.run("doctor", "--schema").out()).doesNotContain("03:04", "2026");
        } else {
            Desk desk = with(
                    "create table odd (heard_at text, read_at bigint, born_date varchar(10), seen timestamptz)",
                    "create table straight (heard_at timestamp(0), born_date date)");
            assertThat(off(desk))
                    .hasSize(4)
                    .anyMatch(one -> one.startsWith("types of times odd.heard_at: instants kept as text"))
                    .anyMatch(one -> one.startsWith("types of times odd.read_at: instants kept as bigint"))
                    .anyMatch(one -> one.startsWith("types of times odd.born_date: days kept as character varying(10)"))
                    .anyMatch(one -> one.startsWith("types of times odd.seen: timestamptz, where other columns"));
            change(desk, "drop table straight", "alter table odd drop column heard_at");
            assertThat(off(desk)).hasSize(2).noneMatch(one -> one.contains("odd.seen"));
        }
    }

    @Test
    void findsTruthValuesThatAreNotKeptToZeroAndOne() {
        String hundred = "with recursive n (n) as (select 1 union all select n + 1 from n where n < 100) ";
        Desk desk = with(
                "create table odd (id integer primary key, is_mine integer, plain integer)",
                "insert into odd " + hundred + "select n, 1, n % 2 from n",
                """
                create table straight (
                    id integer primary key,
                    is_mine integer check (is_mine in (0, 1)),
                    shuffle smallint constraint s check (shuffle between 0 and 1 or shuffle is null),
                    is_seven integer,
                    times integer check (times >= 0),
                    plain integer,
                    few integer
                )
                """,
                "insert into straight " + hundred
                        + "select n, 1, 0, n % 8, n % 2, n % 3, case when n < 50 then n % 2 end from n");
        assertThat(off(desk))
                .hasSize(2)
                .anyMatch(one -> one.startsWith("truth values odd.is_mine: holds truth values, and no CHECK"))
                .anyMatch(one -> one.startsWith("truth values odd.plain: holds") && one.contains("Nothing stops a 2"));
        change(desk, "create table declared (mine boolean)");
        assertThat(off(desk)).hasSize(sqlite() ? 3 : 2);
    }

    @Test
    void findsForeignKeysThatNoIndexBeginsWith() {
        Desk desk = with(
                "create table parent (a integer, b integer, c integer unique, primary key (a, b))",
                """
                create table odd (
                    a integer,
                    b integer,
                    c integer references parent (c),
                    foreign key (a, b) references parent (a, b)
                )
                """,
                "create index odd_second on odd (a, c)",
                "create index odd_some on odd (c) where a > 1",
                """
                create table straight (
                    a integer,
                    b integer,
                    c integer primary key references parent (c),
                    d integer references parent (c),
                    foreign key (a, b) references parent (a, b)
                )
                """,
                "create index straight_pair on straight (b, a, c)",
                "create index straight_some on straight (d) where d is not null");
        assertThat(off(desk))
                .hasSize(2)
                .anyMatch(one -> one.startsWith("their indexes odd.a, b: points to parent, and no index begins"))
                .anyMatch(one -> one.startsWith("their indexes odd.c: points to parent")
                        && one.contains("reads the whole table"));
    }

    @Test
    void findsLinksThatPointNowhereOrWereNeverValidated() {
        Desk desk = with(
                "create table parent (a integer primary key)",
                "create table child (a integer primary key" + (sqlite() ? " references parent (a))" : ")"),
                "insert into child values (1), (2)");
        if (!sqlite()) {
            change(desk, "alter table child add constraint later foreign key (a) references parent (a) not valid");
        }
        assertThat(off(desk))
                .singleElement()
                .asString()
                .startsWith(
                        sqlite()
                                ? "foreign keys child: 2 of its links to parent point nowhere"
                                : "foreign keys child: later was never validated for older rows");
        change(desk, "insert into parent values (1), (2)");
        if (!sqlite()) {
            change(desk, "alter table child validate constraint later");
        }
        assertThat(off(desk)).isEmpty();
    }

    @Test
    void findsIndexesThatNothingUsesAndPlansThatReadAllPlays() throws Exception {
        Desk desk = filled();
        change(desk, "create index idle on tracks (isrc)");
        assertThat(off(desk))
                .singleElement()
                .asString()
                .startsWith("idle indexes idle: no question's plan uses this index of tracks It costs room");
        change(desk, "drop index idle", "drop index listens_by_track");
        assertThat(off(desk))
                .isNotEmpty()
                .allMatch(one -> one.startsWith("plans "))
                .anyMatch(one -> one.startsWith("plans gems-by-plays: "));
    }

    @Test
    void findsLongTextsThatStandInManyRows() {
        String words = "with recursive n (n) as (select 0 union all select n + 1 from n where n < 1999) ";
        Desk desk = with(
                "create table odd (album text)",
                "insert into odd " + words + "select 'hidden, a long title of an album ' || (n % 50) from n",
                "create table straight (album text, short text, word text check (word in ("
                        + "'a long word that a rule lists here', 'another long word that is listed')))",
                "insert into straight " + words
                        + "select 'hidden, a long title of an album ' || (n % 500), 'short', 'a long word that a rule lists here' from n");
        assertThat(off(desk))
                .singleElement()
                .asString()
                .startsWith("repeated texts odd.album: 50 different long texts in 2000 rows Each copy costs room");
        assertThat(desk.run("doctor", "--schema").out()).doesNotContain("hidden");
    }

    @Test
    void takesTablesWithStrangeNamesAndRules() {
        Desk desk = with(
                "create table \"TABLE of \"\"COLUMN\" (\"is it?\" integer check (\"is it?\" in (0, 1)), \"a b_at\" "
                        + (sqlite() ? "text" : "timestamp") + ")",
                sqlite()
                        ? "create table odd (is_a integer, check (rowid > 0), check (is_a in (0, 1)))"
                        : "create table odd (is_a integer, j jsonb check (j ? 'a' and j is not null), check (is_a in (0, 1)))");
        assertThat(off(desk)).hasSize(sqlite() ? 1 : 0);
    }

    @Test
    void saysWhatIsWrongWhereThereIsNoDatabase() {
        Desk desk = Desk.without(stores, folder);
        if (sqlite()) {
            desk.file("none.db", "this is a text and no database, however long it may be");
            Outcome outcome = desk.run("--db", folder.resolve("none.db").toString(), "doctor", "--schema");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out().replaceAll("\\s+", " "))
                    .contains("OFF store", "this file is not a SQLite database");
        } else {
            assertThat(off(desk)).isEmpty();
        }
    }
}
