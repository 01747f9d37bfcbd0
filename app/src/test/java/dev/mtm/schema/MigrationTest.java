package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.imports.Histories;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The way of a store from version to version, up and down, empty and filled.
@ParameterizedClass
@EnumSource(TestStores.class)
final class MigrationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-06-01T12:00:00Z"), ZoneOffset.UTC);

    private final TestStores stores;
    private final Database database;
    private final Migrator migrator;

    @TempDir
    private Path folder = Path.of("");

    MigrationTest(TestStores stores) {
        this.stores = stores;
        database = stores.openEmpty();
        migrator = new Migrator(database, CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyMigrationIsAppliedOnce() {
        assertThat(migrator.status().version()).isZero();
        assertThat(migrator.isCurrent()).isFalse();
        assertThat(migrator.up())
                .isEqualTo(IntStream.rangeClosed(1, migrator.newest()).boxed().toList());
        assertThat(migrator.up()).isEmpty();
        assertThat(migrator.isCurrent()).isTrue();
        assertThat(migrator.status().pending()).isZero();
        assertThat(migrator.status().steps())
                .extracting(SchemaStatus.Step::appliedAt)
                .containsOnly(CLOCK.instant());
        assertThat(lines("select version from schema_version order by version")).hasSize(migrator.newest());
    }

    @Test
    void eachStepDownLeavesTheSchemaThatWasThereBeforeItsStepUp() {
        List<List<String>> schemas = new ArrayList<>();
        for (int version = 0; version <= migrator.newest(); version++) {
            migrator.to(version, false);
            schemas.add(LogicalSchema.of(database));
        }
        assertThat(schemas.getFirst()).isEmpty();
        for (int version = migrator.newest(); version >= 0; version--) {
            migrator.to(version, false);
            assertThat(LogicalSchema.of(database)).as("version %s", version).isEqualTo(schemas.get(version));
        }
        migrator.up();
        assertThat(LogicalSchema.of(database)).isEqualTo(schemas.getLast());
    }

    @Test
    void aFilledStoreKeepsItsRowsAllTheWayUpDownAndUp() {
        fill();
        List<String> tracks = seedTracks();
        List<String> snapshots = seedSnapshots();
        assertThat(tracks).hasSize(3);
        migrator.up();
        List<String> upgraded = everything();
        assertThat(seedSnapshots()).isEqualTo(snapshots);
        migrator.to(1, false);
        assertThat(seedTracks()).isEqualTo(tracks);
        assertThat(seedSnapshots()).isEqualTo(snapshots);
        migrator.up();
        assertThat(everything()).isEqualTo(upgraded);
    }

    @Test
    void aStoreWithPlaysGoesDownToItsLogAndNoFurther() {
        migrator.up();
        Histories.History history = Histories.wild(1);
        try (Desk desk = new Desk(database, history.zone())) {
            desk.listener().move(history.zone());
            desk.take(history.files().stream().map(file -> file.into(folder)).toList());
            Map<String, List<String>> derived = desk.derived();
            Map<String, List<String>> before = desk.everything();
            assertRefused(0, "going below version 9 would lose plays");
            assertThat(migrator.status().version())
                    .as("what can be derived again is gone")
                    .isEqualTo(9);
            assertThat(desk.everything().get("play_history")).isEqualTo(before.get("play_history"));
            migrator.up();
            desk.listener().rebuild();
            desk.snapshots();
            assertThat(desk.derived()).isEqualTo(derived);
        }
    }

    @Test
    void rowsAreLostOnlyForOneWhoInsists() {
        migrator.up();
        database.write(session -> {
            session.update("insert into tracks (track_key, track_id, kind) values (1, 'nameless', 'music')");
            session.update("insert into account (account_id, name, zone) values (2, 'other', 'UTC')");
            return 0;
        });
        assertRefused(0, "going below version 5 would lose tracks without a name, artist, album or length (1 rows)");
        assertThat(migrator.status().version()).isEqualTo(5);
        assertThat(lines("select track_id from tracks")).containsExactly("nameless");
        assertThat(migrator.to(4, true)).containsExactly(5);
        assertRefused(0, "going below version 4 would lose other accounts (1 rows)");
        migrator.to(0, true);
        assertThat(LogicalSchema.of(database)).isEmpty();
        assertThat(migrator.up()).hasSize(migrator.newest());
    }

    @Test
    void aSettingIsNotLostInPassing() {
        migrator.up();
        database.write(session -> session.update("update account set zone = 'Asia/Kolkata'"));
        assertRefused(3, "going below version 4 would lose the zone or the counting rule");
        database.write(session -> session.update("update account set zone = null, counting_rule = 'any'"));
        assertRefused(3, "the zone or the counting rule");
    }

    @Test
    void whatWasToldOfArtistsIsNotLostInPassing() {
        migrator.up();
        database.write(session -> session.update(
                "insert into artists (artist_key, artist_id, name, image_url) values (1, 'spotify-id', 'Mira', 'x')"));
        assertRefused(5, "going below version 6 would lose what was told of artists (1 rows)");
    }

    @Test
    void aStepIsDoneWithItsVersionRowOrNotAtAll() {
        migrator.up();
        fillNewest();
        List<String> schema = LogicalSchema.of(database);
        List<String> rows = everything();
        Migrator breaking = with("""
                create table half (a integer);
                update tracks set name = 'changed';
                insert into nowhere (a) values (1);
                """, "drop table half;");
        assertThatThrownBy(breaking::up).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
            assertThat(e).hasMessageContaining("migration " + (migrator.newest() + 1) + " (broken) failed");
            assertThat(e.fix()).contains("as it was before this step");
        });
        assertThat(LogicalSchema.of(database)).isEqualTo(schema);
        assertThat(everything()).isEqualTo(rows);
        assertThat(migrator.isCurrent()).isTrue();
    }

    @Test
    void aStepDownIsDoneWithItsVersionRowOrNotAtAll() {
        Migrator breaking = with("create table half (a integer);", "drop table half; drop table nowhere;");
        breaking.up();
        List<String> schema = LogicalSchema.of(database);
        assertThatThrownBy(() -> breaking.to(1, false)).hasMessageContaining("(broken) failed");
        assertThat(LogicalSchema.of(database)).isEqualTo(schema);
        assertThat(breaking.isCurrent()).isTrue();
    }

    @Test
    void aStepThatLeavesBrokenLinksIsNotDone() {
        migrator.up();
        fillNewest();
        Migrator breaking = with("delete from tracks where track_key = 1;", "select 1;");
        assertThatThrownBy(breaking::up)
                .hasMessageContaining(stores == TestStores.SQLITE ? "broken links" : "play_history_track_key_fkey");
        assertThat(lines("select track_key from tracks")).containsExactly("1");
        assertThat(migrator.isCurrent()).isTrue();
    }

    @Test
    void aChangedMigrationIsRefused() {
        migrator.up();
        List<Migration> changed =
                new ArrayList<>(Migration.of(database.dialect().label()));
        Migration third = changed.get(2);
        changed.set(
                2,
                new Migration(
                        3,
                        third.name(),
                        third.note(),
                        third.up(),
                        third.down(),
                        third.losses(),
                        third.changes(),
                        "other"));
        Migrator other = new Migrator(database, changed, CLOCK);
        assertMismatch(other, "migration 3 is missing or not the one that this program has", "restore its file");
    }

    @Test
    void migrationsInAnotherOrderAreRefused() {
        migrator.up();
        List<Migration> reordered =
                new ArrayList<>(Migration.of(database.dialect().label()));
        Migration sixth = reordered.get(5);
        Migration seventh = reordered.get(6);
        reordered.set(5, numbered(6, seventh));
        reordered.set(6, numbered(7, sixth));
        assertMismatch(
                new Migrator(database, reordered, CLOCK),
                "migration 6 is missing or not the one that this program has",
                "restore its file");
    }

    private static Migration numbered(int version, Migration step) {
        return new Migration(
                version,
                step.name(),
                step.note(),
                step.up(),
                step.down(),
                step.losses(),
                step.changes(),
                step.checksum());
    }

    @Test
    void aMissingMigrationIsRefused() {
        migrator.up();
        database.write(session -> session.update("delete from schema_migrations where version = 3"));
        assertMismatch(migrator, "migration 3 is missing", "restore its file");
    }

    @Test
    void aStoreOfANewerProgramIsRefusedAndLeftAlone() {
        Migrator newer = with("create table later (a integer);", "drop table later;");
        newer.up();
        List<String> rows = everything();
        assertMismatch(
                migrator,
                "the store is at schema version " + newer.newest() + ", this program knows " + migrator.newest(),
                "Use the newer version");
        assertThat(everything()).isEqualTo(rows);
    }

    @Test
    void thereIsNoVersionBeyondTheEnds() {
        assertThatThrownBy(() -> migrator.to(-1, false)).hasMessageContaining("no version -1");
        assertThatThrownBy(() -> migrator.to(migrator.newest() + 1, false)).hasMessageContaining("no version");
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() {
        database.write(session -> {
            session.execute("create table tracks (id integer primary key, title text)");
            return 0;
        });
        List<String> schema = LogicalSchema.of(database);
        assertThatThrownBy(migrator::up).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e).hasMessageContaining("no Music Time Machine store");
            assertThat(e.fix()).contains("Name another");
        });
        assertThat(LogicalSchema.of(database)).isEqualTo(schema);
    }

    @Test
    void severalAtOnceApplyEachMigrationOnce() throws Exception {
        int many = 3;
        CyclicBarrier start = new CyclicBarrier(many);
        List<Callable<List<Integer>>> tasks = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            tasks.add(() -> {
                try (Database own = Database.at(database.address(), Duration.ofSeconds(30))) {
                    start.await();
                    return new Migrator(own, CLOCK).up();
                }
            });
        }
        List<Integer> applied = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<List<Integer>> task : threads.invokeAll(tasks)) {
                applied.addAll(task.get());
            }
        }
        assertThat(applied)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, migrator.newest()).boxed().toList());
        assertThat(migrator.isCurrent()).isTrue();
    }

    @Test
    void theLogIsAppendOnly() {
        migrator.up();
        fillNewest();
        for (String change : List.of(
                "update play_history set listened_ms = 1",
                "update play_history set played_at = played_at",
                "delete from play_history",
                "delete from play_history where play_id = 1")) {
            assertThatThrownBy(() -> database.write(session -> session.update(change)))
                    .as(change)
                    .hasMessageContaining("append-only");
        }
        assertThat(lines("select listened_ms from play_history")).containsExactly("1000");
        assertThatThrownBy(() -> database.write(session -> session.update("delete from account")))
                .as("an account with plays stays")
                .isInstanceOf(MtmException.class);
    }

    @Test
    void aNaturalKeyIsThereOnce() {
        migrator.up();
        fillNewest();
        assertThatThrownBy(() -> database.write(session -> session.update(PLAY, 2, Desk.NOW)))
                .hasMessageContaining(stores == TestStores.SQLITE ? "UNIQUE" : "play_history_natural_key");
    }

    @Test
    void anInstantHasOneSpelling() {
        migrator.up();
        fillNewest();
        for (String other : List.of(
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00",
                "2024-01-01 00:00",
                "2024-01-01 00:00:00.0",
                "2024-01-01 00:00:00Z",
                "2024-1-1 00:00:00",
                " 2024-01-01 00:00:00",
                "1704067200")) {
            for (String insert : List.of(
                    "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                            + " ordinal) values (7, 1, 1, 1, 1, '%s', 0)",
                    "insert into import_run (import_id, account_id, started_at, finished_at)"
                            + " values (7, 1, '%s', '2024-01-01 00:00:00')",
                    "insert into import_run (import_id, account_id, started_at, finished_at)"
                            + " values (7, 1, '2024-01-01 00:00:00', '%s')",
                    "insert into import_run (import_id, account_id, started_at, finished_at, undone_at)"
                            + " values (7, 1, '2024-01-01 00:00:00', '2024-01-01 00:00:00', '%s')",
                    "insert into tracks (track_key, track_id, added_at) values (7, 'x', '%s')",
                    "insert into account (account_id, name, created_at) values (7, 'x', '%s')",
                    "insert into schema_migrations (version, applied_at, note, checksum) values (7000, '%s', '', '')")) {
                String sql = insert.formatted(other);
                if (stores == TestStores.SQLITE) {
                    assertThatThrownBy(() -> trial(sql)).as(sql).hasMessageContaining("CHECK");
                } else if (!other.equals("1704067200")) {
                    trial(sql); // the column is a timestamp: whatever the spelling, one value
                } else {
                    assertThatThrownBy(() -> trial(sql)).as(sql).isInstanceOf(MtmException.class);
                }
            }
        }
    }

    /// SQLite before 3.42 calls null invalid JSON, and its shell then finds every such row in breach of the check.
    @Test
    void aCheckForJsonSaysThatNullIsAllowed() {
        List<String> bare = new ArrayList<>();
        for (Migration migration : Migration.of("sqlite")) {
            for (String line : String.join("\n", migration.up()).split("\n", -1)) {
                if (line.contains("check (json_valid(") && !line.contains("not null")) {
                    bare.add(migration.version() + ": " + line.strip());
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        migrator.up();
        fillNewest();
        for (String sql : List.of(
                "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at,"
                        + " listened_ms, ordinal) values (7, 1, 1, 1, 1, '2024-01-01 00:00:00', -1, 0)",
                "insert into tracks (track_key, track_id, kind) values (7, 'x', 'noise')",
                "insert into tracks (track_key, track_id, duration_ms) values (7, 'x', -1)",
                "insert into tracks (track_key, track_id) values (7, 'one')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 'one', '2024-01-01', 'short_term', 51, 'spotify')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 'one', '2024-01-01', 'short_term', 0, 'spotify')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 'one', '2024-01-01', 'all_time', 1, 'spotify')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 'one', '2024-02-30', 'short_term', 1, 'spotify')",
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                        + " values (1, 'unknown', '2024-01-01', 'short_term', 1, 'spotify')",
                "insert into import_file (file_id, import_id, path, format, rows_read, new_plays, known, same_play,"
                        + " not_music, rejected, read_to_end, first_play_id, end_play_id)"
                        + " values (7, 1, 'x', 'x', 2, 1, 0, 0, 0, 0, true, 1, 2)",
                "insert into track_payload (track_key, raw_json) values (1, 'not json')")) {
            assertThatThrownBy(() -> trial(sql)).as(sql).isInstanceOf(MtmException.class);
        }
    }

    private void trial(String sql) {
        database.write(session -> {
            session.update(sql);
            session.rollBackAtTheEnd();
            return 0;
        });
    }

    private void assertRefused(int version, String why) {
        assertThatThrownBy(() -> migrator.to(version, false)).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e).hasMessageContaining(why);
            assertThat(e.fix()).contains("--discard");
        });
    }

    private static void assertMismatch(Migrator migrator, String what, String fix) {
        for (Callable<?> look : List.<Callable<?>>of(migrator::up, migrator::status)) {
            assertThatThrownBy(look::call).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
                assertThat(e).hasMessageContaining(what);
                assertThat(e.fix()).contains(fix);
            });
        }
    }

    /// The program's migrations and one more.
    private Migrator with(String up, String down) {
        List<Migration> more = new ArrayList<>(Migration.of(database.dialect().label()));
        more.add(Migration.parse(
                more.size() + 1, "broken", "-- note: One more\n\n-- up\n" + up + "\n\n-- down\n" + down + "\n"));
        return new Migrator(database, more, CLOCK);
    }

    /// Rows of the first version.
    private void fill() {
        migrator.to(1, false);
        database.write(session -> {
            for (String track : List.of("one", "two", "three")) {
                session.update(
                        "insert into tracks (track_id, name, artist_name, album_name, duration_ms, album_image_url,"
                                + " spotify_url, raw_json) values (?, ?, 'Mira', 'Tides', 200000, null, 'https://x', ?)",
                        track,
                        "The " + track,
                        track.equals("two") ? null : "{\"id\": \"" + track + "\"}");
                for (int month = 1; month <= 6; month++) {
                    session.update(
                            "insert into snapshots (track_id, snapshot_date, time_range, rank)"
                                    + " values (?, ?, 'short_term', ?)",
                            track,
                            LocalDate.of(2024, month, 1),
                            track.length());
                }
            }
            return 0;
        });
    }

    private static final String PLAY =
            "insert into play_history (play_id, account_id, track_key, source_key, context_key, played_at, listened_ms,"
                    + " ordinal) values (?, 1, 1, 1, 1, ?, 1000, 0)";

    /// Rows of the newest version.
    private void fillNewest() {
        database.write(session -> {
            session.update("insert into tracks (track_key, track_id, name) values (1, 'one', 'The one')");
            session.update("insert into play_context (context_key, time_basis) values (1, 'start-given')");
            session.update(PLAY, 1, Desk.NOW);
            session.update(
                    "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                            + " values (1, 'one', ?, 'short_term', 1, 'spotify')",
                    Desk.TODAY);
            session.update(
                    "insert into import_run (import_id, account_id, started_at, finished_at) values (1, 1, ?, ?)",
                    Desk.NOW,
                    Desk.NOW);
            return 0;
        });
    }

    private List<String> seedTracks() {
        return lines(
                "select track_id, name, artist_name, album_name, duration_ms, album_image_url, spotify_url, raw_json,"
                        + " added_at from tracks order by track_id");
    }

    private List<String> seedSnapshots() {
        return lines("select track_id, snapshot_date, time_range, rank from snapshots order by 1, 2, 3");
    }

    private List<String> lines(String sql) {
        // Not closed: its database is the one of this test.
        return new Desk(database, ZoneId.of("UTC")).lines(sql);
    }

    private List<String> everything() {
        Map<String, List<String>> all = new Desk(database, ZoneId.of("UTC")).everything();
        all.remove("account"); // made anew, with the clock of the database
        return all.entrySet().stream()
                .map(table -> table.getKey() + ": " + String.join("; ", table.getValue()))
                .toList();
    }
}
