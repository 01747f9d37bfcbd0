package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Steps that would harm a store are stopped before they touch it.
@ParameterizedClass
@EnumSource(TestStores.class)
final class UpgradeTest {
    private static final Clock CLOCK = Clock.fixed(Desk.NOW, ZoneOffset.UTC);
    private static final Path BACKUP = Path.of("backup");
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final TestStores stores;
    private final Database database;
    private final int newest;

    UpgradeTest(TestStores stores) {
        this.stores = stores;
        database = stores.open();
        newest = new Migrator(database, CLOCK).newest();
        database.write(session -> {
            StoreFixtures.fill(session, newest);
            return newest;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStepThatLosesRowsIsStopped() throws IOException {
        assertStopped(
                with("-- note: One more\n\n-- up\ndelete from snapshots where rank = 3;\n\n-- down\n"),
                ErrorCode.STORE_DAMAGED,
                "the migration would leave 12 rows of 18 in snapshots");
        assertStopped(
                with("-- note: One more\n\n-- up\ndrop table api_cache;\n\n-- down\n"),
                ErrorCode.STORE_DAMAGED,
                "the migration would leave 0 rows of 1 in api_cache");
    }

    @Test
    void aStepMayChangeTheRowsThatItsHeaderNames() {
        Migrator steps = with(
                "-- note: One more\n-- changes: artists, snapshots\n\n-- up\ndelete from snapshots where rank = 3;\n\n-- down\n");
        assertThat(upgrade(steps, store -> {}).to(newest + 1, false).steps()).containsExactly(newest + 1);
        assertThat(database.<Long>read(
                        session -> session.number("select count(*) from snapshots where origin = 'spotify'")))
                .isEqualTo(12);
    }

    @Test
    void aStepThatFailsOnTheseRowsIsStopped() throws IOException {
        assertStopped(
                with(
                        "-- note: One more\n\n-- up\ncreate unique index one_a_day on snapshots (snapshot_date);\n\n-- down\n"),
                ErrorCode.STORE_DAMAGED,
                "migration " + (newest + 1) + " (more) failed");
    }

    @Test
    void aStepThatNobodyWroteYetIsStopped() throws IOException {
        assertStopped(
                with("-- note: One more\n\n-- up\n\n-- down\n"),
                ErrorCode.SCHEMA_MISMATCH,
                "migration " + (newest + 1) + " (more) has no statement to go up yet");
    }

    @Test
    void aStepAfterWhichTheProgramCannotAskIsStopped() throws IOException {
        List<String> seen = new ArrayList<>();
        Migrator steps = with("-- note: One more\n\n-- up\ncreate table later (a integer);\n\n-- down\n");
        Upgrade upgrade = upgrade(steps, store -> {
            seen.add(String.valueOf(store.<Long>read(session -> session.number("select count(*) from later"))));
            throw new MtmException(ErrorCode.INTERNAL, "no answer", "totals", "Report it.");
        });
        assertStopped(upgrade, ErrorCode.INTERNAL, "no answer");
        assertThat(seen).as("the trial is at the new version").containsExactly("0");
    }

    @Test
    void withoutAScratchDatabaseTheTrialIsATransactionThatIsRolledBack() {
        assumeTrue(stores == TestStores.POSTGRESQL, "SQLite copies its file");
        Migrator steps = with("-- note: One more\n\n-- up\ncreate table later (a integer);\n\n-- down\n");
        Migrator harmful = with("-- note: One more\n\n-- up\ndelete from snapshots;\n\n-- down\n");
        try (Database other = Database.at(database.address(), WAIT)) {
            assertThat(other.<Long>read(session -> session.number("select 1"))).isOne();
            List<String> before = everything();
            assertThatThrownBy(() -> upgrade(harmful, store -> {}).to(newest + 1, false))
                    .hasMessage("the migration would leave 0 rows of 18 in snapshots");
            assertThat(everything()).isEqualTo(before);
            List<Long> seen = new ArrayList<>();
            Upgrade.Done done = upgrade(
                            steps,
                            store -> seen.add(store.read(session -> session.number("select count(*) from later"))))
                    .to(newest + 1, false);
            assertThat(done.trial())
                    .isEqualTo(new Upgrade.Trial.RolledBack("others are connected to the database", BACKUP));
            assertThat(seen).containsExactly(0L);
            assertThat(done.steps()).containsExactly(newest + 1);
        }
    }

    @Test
    void aUserWhoMayNotMakeDatabasesIsToldSo() {
        assumeTrue(database.address() instanceof DatabaseAddress.Server, "SQLite knows no users");
        DatabaseAddress.Server server = (DatabaseAddress.Server) database.address();
        String role = "modest_" + server.database();
        database.write(session -> {
            session.execute("create role " + role + " login password 'm'");
            session.execute("alter database " + server.database() + " owner to " + role);
            session.execute("grant pg_read_all_data, pg_write_all_data to " + role);
            session.execute("do $$ declare t record; begin"
                    + " for t in select tablename from pg_tables where schemaname = 'public' loop"
                    + " execute 'alter table ' || quote_ident(t.tablename) || ' owner to " + role + "'; end loop;"
                    + " end $$");
            return 0;
        });
        Migrator steps = with("-- note: One more\n\n-- up\ncreate table later (a integer);\n\n-- down\n");
        try (Database modest = Database.at(
                new DatabaseAddress.Server(server.host(), server.port(), server.database(), role, "m", null), WAIT)) {
            Upgrade.Done done =
                    new Upgrade(modest, steps.on(modest), WAIT, () -> BACKUP, store -> {}).to(newest + 1, false);
            assertThat(done.trial())
                    .isEqualTo(new Upgrade.Trial.RolledBack("this user may not make databases", BACKUP));
        } finally {
            database.write(session -> {
                session.execute("reassign owned by " + role + " to current_user");
                session.execute("drop owned by " + role);
                session.execute("drop role " + role);
                return 0;
            });
        }
    }

    @Test
    void whatAKilledTrialLeftBehindIsNotInTheWay() throws IOException {
        Migrator steps = with("-- note: One more\n\n-- up\ncreate table later (a integer);\n\n-- down\n");
        switch (database.address()) {
            case DatabaseAddress.File file -> Files.writeString(Path.of(file.path() + ".trial"), "half a copy");
            case DatabaseAddress.Server server -> database.alone("create database mtm_trial_of_" + server.database());
        }
        assertThat(upgrade(steps, store -> {}).to(newest + 1, false).steps()).containsExactly(newest + 1);
        assertThat(leftovers()).noneMatch(name -> name.contains("trial"));
    }

    private void assertStopped(Migrator steps, ErrorCode code, String what) throws IOException {
        assertStopped(upgrade(steps, store -> {}), code, what);
    }

    /// The store is as it was, and so is what lies beside it.
    private void assertStopped(Upgrade upgrade, ErrorCode code, String what) throws IOException {
        List<String> schema = LogicalSchema.of(database);
        List<String> rows = everything();
        assertThatThrownBy(() -> upgrade.to(newest + 1, false)).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageStartingWith(what);
            assertThat(e.where()).isEqualTo(database.address().shown());
            assertThat(e.fix()).endsWith("This was a trial; the store itself was not changed.");
        });
        assertThat(LogicalSchema.of(database)).isEqualTo(schema);
        assertThat(everything()).isEqualTo(rows);
        assertThat(leftovers()).isEmpty();
    }

    /// Files or databases that a trial made.
    private List<String> leftovers() throws IOException {
        return switch (database.address()) {
            case DatabaseAddress.File file -> {
                String name = String.valueOf(file.path().getFileName());
                try (Stream<Path> files = Files.list(file.path().resolveSibling("."))) {
                    yield files.map(path -> String.valueOf(path.getFileName()))
                            .filter(path -> path.startsWith(name + "."))
                            .toList();
                }
            }
            case DatabaseAddress.Server server ->
                database.read(session -> session.list(
                        "select datname from pg_database where datname = 'mtm_trial_of_' || current_database()",
                        row -> row.text(1)));
        };
    }

    private Upgrade upgrade(Migrator steps, Consumer<Database> proof) {
        return new Upgrade(database, steps, WAIT, () -> BACKUP, proof);
    }

    /// The program's migrations and one more.
    private Migrator with(String text) {
        List<Migration> more = new ArrayList<>(Migration.of(database.dialect().label()));
        more.add(Migration.parse(more.size() + 1, "more", text));
        return new Migrator(database, more, CLOCK);
    }

    private List<String> everything() {
        return new Desk(database, ZoneId.of("UTC")) // not closed: its database is the one of this test
                .everything().entrySet().stream()
                        .map(table -> table.getKey() + ": " + String.join("; ", table.getValue()))
                        .toList();
    }
}
