package dev.mtm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.SqlFile;
import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A store is changed by hand; what is drafted from it makes another store the same, up, and as before, down.
@ParameterizedClass
@EnumSource(TestStores.class)
final class DraftTest {
    private static final Clock CLOCK = Clock.fixed(Desk.NOW, ZoneOffset.UTC);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final TestStores stores;

    @TempDir
    private Path root = Path.of("");

    DraftTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void aStoreThatTheMigrationsMadeHasNothingToDraft() {
        for (int version : List.of(1, Migration.of("sqlite").size())) {
            try (Database store = StoreFixtures.open(stores, version)) {
                Migrator migrator = new Migrator(store, CLOCK);
                migrator.up();
                Draft draft = Draft.of(store, migrator, WAIT);
                assertThat(draft.differences()).as("from version " + version).isEmpty();
                assertThat(draft.up()).isEmpty();
                assertThat(draft.down()).isEmpty();
            }
        }
    }

    @Test
    void tablesColumnsIndexesAndChecksComeAndGo() throws IOException {
        assertDrafted(
                """
                alter table tracks add column mood text;
                alter table account add column born integer check (born > 1900);
                create table moods (
                    mood text not null primary key, -- such as calm
                    track_key integer references tracks (track_key) on delete cascade,
                    weight INTEGER default 1 check (weight between 0 and 9 and mood <> 'a, (b'),
                    unique (track_key, mood)
                );
                create index moods_by_track on moods (track_key) where track_key is not null;
                create index tracks_by_mood on tracks (mood);
                drop index idx_tracks_artist;
                drop table api_cache;
                """,
                stores == TestStores.SQLITE
                        ? new String[] {}
                        : new String[] {"rule of account: account_born_check is only in the store"},
                "table api_cache is missing in the store",
                "table moods is only in the store",
                "column account.born is only in the store",
                "column tracks.mood is only in the store",
                "index idx_tracks_artist is missing in the store",
                "index moods_by_track is only in the store",
                "index tracks_by_mood is only in the store");
    }

    @Test
    void aRuleOfATableThatIsReadByViewsAndLinksChanges() throws IOException {
        String rebuild = """
                drop view seed_snapshots;
                create table snapshots_new (
                    account_id integer not null references account (account_id) on delete cascade,
                    track_id text not null references tracks (track_id) on delete cascade,
                    snapshot_date text not null check (snapshot_date is date(snapshot_date)),
                    time_range text not null check (time_range in ('short_term', 'medium_term', 'long_term')),
                    rank integer not null check (rank between 1 and 100),
                    origin text not null check (origin in ('spotify', 'computed')),
                    primary key (account_id, track_id, snapshot_date, time_range, origin)
                ) strict;
                insert into snapshots_new
                select account_id, track_id, snapshot_date, time_range, rank, origin from snapshots;
                drop table snapshots;
                alter table snapshots_new rename to snapshots;
                create index idx_snapshots_date on snapshots (snapshot_date);
                create index idx_snapshots_track_date on snapshots (track_id, snapshot_date);
                create unique index snapshots_computed_rank on snapshots (account_id, snapshot_date, time_range, rank)
                where origin = 'computed';
                create view seed_snapshots as
                select track_id, snapshot_date, time_range, rank
                from snapshots
                where account_id = 1 and origin = 'spotify';
                """;
        String alter = """
                alter table snapshots drop constraint snapshots_rebuilt_rank_check;
                alter table snapshots add constraint snapshots_rank_check check (rank between 1 and 100);
                alter table tracks alter column spotify_url set default 'none at all';
                alter table tracks alter column added_at drop not null;
                """;
        switch (stores) {
            case SQLITE -> assertDrafted(rebuild, "column snapshots.rank is another one in the store");
            case POSTGRESQL ->
                assertDrafted(
                        alter,
                        "rule of snapshots: snapshots_rank_check is only in the store",
                        "rule of snapshots: snapshots_rebuilt_rank_check is missing in the store",
                        "column tracks.added_at is another one in the store",
                        "column tracks.spotify_url is another one in the store");
        }
    }

    @Test
    void onlyAStoreAtTheNewestVersionCanBeCompared() {
        try (Database store = stores.open()) {
            Migrator migrator = new Migrator(store, CLOCK);
            migrator.to(migrator.newest() - 1, false);
            assertThatThrownBy(() -> Draft.of(store, migrator, WAIT)).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
                assertThat(e.fix()).isEqualTo("Run `mtm migrate up` first.");
            });
        }
    }

    private void assertDrafted(String byHand, String[] further, String... differences) throws IOException {
        assertDrafted(
                byHand, Stream.of(differences, further).flatMap(Stream::of).toArray(String[]::new));
    }

    private void assertDrafted(String byHand, String... differences) throws IOException {
        try (Database tried = stores.open();
                Database other = stores.open()) {
            Migrator migrator = new Migrator(other, CLOCK);
            int newest = migrator.newest();
            other.write(session -> {
                StoreFixtures.fill(session, newest);
                return newest;
            });
            tried.writeInBulk(session -> {
                for (String statement : SqlFile.statements(byHand)) {
                    session.execute(statement);
                }
                return newest;
            });
            tried.close();
            Draft draft = Draft.of(tried, new Migrator(tried, CLOCK), WAIT);
            assertThat(draft.differences()).containsExactlyInAnyOrder(differences);
            assertThat(LogicalSchema.of(tried)).as("it only looked").noneMatch(line -> line.contains("draft"));

            List<Migration> more = new ArrayList<>(Migration.of(other.dialect().label()));
            more.add(Migration.parse(newest + 1, "drafted", written(draft)));
            Migrator drafted = new Migrator(other, more, CLOCK);
            List<String> before = LogicalSchema.of(other);
            Catalogue made = other.read(Catalogue::of);
            String digest = new Desk(other, ZoneOffset.UTC).digest(); // not closed: its database is this one
            assertThat(drafted.up()).containsExactly(newest + 1);
            assertThat(LogicalSchema.of(other)).isEqualTo(LogicalSchema.of(tried));
            assertThat(Draft.between(other.dialect(), other.read(Catalogue::of), tried.read(Catalogue::of))
                            .differences())
                    .isEmpty();
            assertThat(drafted.to(newest, false)).containsExactly(newest + 1);
            assertThat(LogicalSchema.of(other)).isEqualTo(before);
            assertThat(Draft.between(other.dialect(), made, other.read(Catalogue::of))
                            .differences())
                    .isEmpty();
            assertThat(new Desk(other, ZoneOffset.UTC).digest()).isEqualTo(digest);
        }
    }

    /// The text of the file that the draft becomes.
    private String written(Draft draft) throws IOException {
        Files.createDirectories(root.resolve("app/src/main/resources/migrations"));
        Path file = MigrationFiles.of(root).write("drafted", draft).stream()
                .filter(path -> path.toString().contains(draft.dialect()))
                .findFirst()
                .orElseThrow();
        return Files.readString(file);
    }
}
