package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import dev.mtm.imports.Desk;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Stores of every version, as the code of that version left them, brought to the newest.
@ParameterizedClass
@EnumSource(TestStores.class)
final class StoreFixturesTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Clock CLOCK = Clock.fixed(Desk.NOW, ZoneOffset.UTC);

    /// What the upgraded stores of the first database hold, by version.
    private static final Map<Integer, String> DIGESTS = new ConcurrentHashMap<>();

    private final TestStores stores;
    private final int newest;

    @TempDir
    private Path folder = Path.of("");

    StoreFixturesTest(TestStores stores) {
        this.stores = stores;
        newest = Migration.of(stores == TestStores.SQLITE ? "sqlite" : "postgresql")
                .size();
    }

    /// `MTM_REGENERATE=1` makes those that are missing, and no other.
    @BeforeEach
    void make() throws IOException {
        for (int version = 1; version <= newest && System.getenv("MTM_REGENERATE") != null; version++) {
            if (!Files.exists(StoreFixtures.file(stores, version))) {
                StoreFixtures.make(stores, version, folder);
            }
        }
    }

    @Test
    void everyVersionHasItsStore() {
        for (int version = 1; version <= newest; version++) {
            assertThat(StoreFixtures.file(stores, version))
                    .as("run MTM_REGENERATE=1 ./verify -Dtest=StoreFixturesTest")
                    .exists();
        }
    }

    @Test
    void everyStoreComesToTheNewestVersionAndLosesNothing() {
        List<String> differing = new ArrayList<>();
        for (int version = 1; version <= newest; version++) {
            try (Database database = StoreFixtures.open(stores, version)) {
                Desk desk = new Desk(database, ZONE); // not closed: its database is this one
                Upgrade.Done done = upgrade(database).to(newest, false);
                assertThat(done.from()).isEqualTo(version);
                assertThat(done.steps()).hasSize(newest - version);
                assertThat(done.trial() instanceof Upgrade.Trial.Needless).isEqualTo(version == newest);
                assertHolds(desk, version);
                String digest = desk.digest();
                String other = DIGESTS.putIfAbsent(version, digest);
                if (other != null) {
                    differing.addAll(Desk.difference(other, digest));
                }
                // Version 10 knows of all plays; the twelfth adds what is told of tracks, which questions read.
                int like = version < 12 ? 10 : 12;
                if (version > like) {
                    differing.addAll(Desk.difference(DIGESTS.getOrDefault(like, ""), digest));
                }
                assertThat(LogicalSchema.of(database)).isEqualTo(newestSchema());
            }
        }
        assertThat(differing).isEmpty();
    }

    /// What the rows of every version are known to be.
    private static void assertHolds(Desk desk, int version) {
        String at = "version " + version;
        assertThat(desk.lines("select track_id, name, artist_name, album_name, duration_ms, spotify_url from tracks"
                        + " order by track_id"))
                .as(at)
                .containsExactly(
                        "t-one | Été | Mira | Tides | 200000 | https://open.spotify.com/track/t-one",
                        "t-three | Don't | Øre | Tides | 240000 | https://open.spotify.com/track/t-three",
                        "t-two | Harbour | Mira | Tides | 180000 | https://open.spotify.com/track/t-two");
        assertThat(desk.lines("select track_id, raw_json from seed_tracks order by track_id"))
                .as(at)
                .containsExactly(
                        "t-one | {\"id\": \"t-one\", \"disc_number\": 1}",
                        "t-three | \"no JSON at all\"",
                        "t-two | []");
        assertThat(desk.count(
                        "select count(*) from seed_tracks where primary_genre = 'dream pop' and track_id = 't-one'"))
                .as(at)
                .isEqualTo(version < 2 ? 0 : 1);
        assertThat(desk.count("select count(*) from seed_snapshots")).as(at).isEqualTo(18);
        assertThat(desk.lines(
                        "select track_id, rank from seed_snapshots where snapshot_date = '2024-04-01' order by rank"))
                .as(at)
                .containsExactly("t-three | 1", "t-one | 2", "t-two | 3");
        assertThat(desk.count("select count(*) from artists")).as(at).isEqualTo(version < 6 ? 0 : 2);
        assertThat(desk.count("select count(*) from track_artists")).as(at).isEqualTo(version < 6 ? 0 : 4);
        assertThat(desk.count("select count(*) from import_rejection")).as(at).isEqualTo(version < 8 ? 0 : 1);
        assertThat(desk.count("select count(*) from play_history")).as(at).isEqualTo(version < 9 ? 0 : 10);
        // The third play is short, the ninth was marked by hand as the eighth, the tenth is the seventh by the rule.
        assertThat(desk.lines("select play_id from listens order by play_id"))
                .as(at)
                .isEqualTo(
                        version < 9
                                ? List.of()
                                : version == 9
                                        ? List.of("1", "2", "4", "5", "6", "7", "8", "9")
                                        : List.of("1", "2", "4", "5", "6", "7", "8"));
        assertThat(desk.differences()).as(at).isEmpty();
        assertThat(desk.count("select count(*) from track_features")).as(at).isEqualTo(version < 12 ? 0 : 1);
        assertThat(desk.count("select count(*) from track_lyrics")).as(at).isEqualTo(version < 12 ? 0 : 1);
        assertThat(desk.count("select count(*) from analysis_snapshots")).as(at).isEqualTo(version < 13 ? 0 : 1);
        assertThat(desk.count("select count(*) from playlist_config")).as(at).isEqualTo(version < 13 ? 0 : 1);
        assertThat(desk.count("select count(*) from api_cache")).as(at).isEqualTo(version < 14 ? 0 : 1);
        assertThat(desk.count("select count(*) from playlist_tracks")).as(at).isEqualTo(version < 19 ? 0 : 2);
    }

    /// The hard case: a primary key that grows, by a rebuild of a table that others point to and views read.
    @Test
    void snapshotsAreRebuiltUpAndDownAndUpAgain() {
        try (Database database = StoreFixtures.open(stores, 6)) {
            Desk desk = new Desk(database, ZONE);
            Migrator migrator = new Migrator(database, CLOCK);
            List<String> rows = seedRows(desk);
            List<String> artists = desk.lines("select * from track_artists order by track_key, position");
            for (int round = 0; round < 2; round++) {
                assertThat(migrator.to(7, false)).containsExactly(7);
                assertThat(seedRows(desk)).isEqualTo(rows);
                assertThat(desk.lines("select distinct account_id, origin from snapshots"))
                        .containsExactly("1 | spotify");
                assertLinks(database, true);
                desk.change(session -> session.update(
                        "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)"
                                + " values (1, 't-two', ?, 'short_term', 1, 'computed')",
                        LocalDate.of(2024, 1, 1)));
                assertThat(migrator.to(6, false)).containsExactly(7);
                assertThat(seedRows(desk))
                        .as("what was computed goes, it can be computed again")
                        .isEqualTo(rows);
                assertLinks(database, false);
                assertThat(desk.lines("select * from track_artists order by track_key, position"))
                        .isEqualTo(artists);
            }
            migrator.up();
            assertThat(seedRows(desk)).isEqualTo(rows);
            assertThat(desk.lines("select track_id, snapshot_date, time_range, rank from seed_snapshots order by 1, 2"))
                    .isEqualTo(rows);
            assertLinks(database, true);
            assertThat(LogicalSchema.of(database)).isEqualTo(newestSchema());
        }
    }

    /// The database keeps what the schema says of `snapshots`: links, keys, ranges, and the indexes are there.
    private void assertLinks(Database database, boolean withAccount) {
        String columns = withAccount
                ? "(account_id, origin, track_id, snapshot_date, time_range, rank) values (1, 'spotify', "
                : "(track_id, snapshot_date, time_range, rank) values (";
        for (String values : List.of(
                "'unknown', '2024-01-01', 'short_term', 1)",
                "'t-one', '2024-01-01', 'short_term', 9)",
                "'t-one', '2024-01-09', 'short_term', 51)",
                "'t-one', '2024-01-09', 'ever', 1)")) {
            assertThatThrownBy(() -> trial(database, "insert into snapshots " + columns + values, "select 0"))
                    .as(values)
                    .isInstanceOf(MtmException.class);
        }
        assertThat(trial(database, "delete from tracks where track_id = 't-one'", "select count(*) from snapshots"))
                .as("those of a track go with it")
                .isEqualTo(12);
        if (withAccount) {
            assertThatThrownBy(() -> trial(database, "update snapshots set account_id = 7", "select 0"))
                    .isInstanceOf(MtmException.class);
        }
        assertThat(LogicalSchema.of(database))
                .contains("index idx_snapshots_date", "index idx_snapshots_track_date")
                .noneMatch(line -> line.contains("rebuilt"));
    }

    private static long trial(Database database, String change, String count) {
        return database.write(session -> {
            session.rollBackAtTheEnd();
            session.update(change);
            return session.number(count);
        });
    }

    private static List<String> seedRows(Desk desk) {
        return desk.lines("select track_id, snapshot_date, time_range, rank from snapshots order by 1, 2");
    }

    private List<String> newestSchema() {
        try (Database database = stores.open()) {
            return LogicalSchema.of(database);
        }
    }

    private static Upgrade upgrade(Database database) {
        Migrator migrator = new Migrator(database, CLOCK, StoreFixturesTest::derive);
        return new Upgrade(
                database,
                migrator,
                Duration.ofSeconds(5),
                () -> Path.of("backup"),
                trial -> new Asker(trial, 1, ZONE).askAll(Questions.builtIn().all(), Desk.TODAY));
    }

    private static void derive(Session session) throws java.sql.SQLException {
        Derivation.rebuildAll(session, ZONE);
    }
}
