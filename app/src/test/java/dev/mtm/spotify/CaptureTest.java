package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.spotify.FieldShape;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.fakes.spotify.Track;
import dev.mtm.history.Derivation;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.sync.Gaps;
import dev.mtm.sync.PlaySync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Snapshots and plays as they are captured from the service, against its scripted life.
@ParameterizedClass
@EnumSource(TestStores.class)
final class CaptureTest {
    private static final Derivation DERIVATION = new Derivation(1, ZoneId.of("Europe/Berlin"));
    private static final Set<TimeRange> ALL = EnumSet.allOf(TimeRange.class);

    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    CaptureTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        desk = new SpotifyDesk(stores, folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aSnapshotHasAllRangesAsTheServiceRanksThem() {
        Spotify spotify = desk.signedIn();
        SnapshotTaker.Taken taken = snapshot(spotify, false);
        assertThat(taken.kept()).containsOnlyKeys(TimeRange.values()).containsEntry(TimeRange.LONG_TERM, 50);
        for (TimeRange range : TimeRange.values()) {
            List<String> ranked = lines("""
                    select t.name
                    from snapshots as s
                    join tracks as t on t.track_id = s.track_id
                    where s.time_range = '%s' and s.origin = 'spotify'
                    order by s.rank
                    """.formatted(range.label()));
            assertThat(ranked)
                    .isEqualTo(
                            desk
                                    .user
                                    .life()
                                    .topTracks(now(), dev.mtm.fakes.spotify.TimeRange.valueOf(range.name()))
                                    .stream()
                                    .limit(50)
                                    .map(Track::title)
                                    .toList());
        }
        assertThat(count("select count(*) from track_payload")).isEqualTo(count("select count(*) from tracks"));
        assertThat(count("select count(*) from tracks where track_id like 'name:%'"))
                .as("local files, which have no id")
                .isPositive();
        assertThat(count("select count(*) from track_artists where position > 1"))
                .isPositive();
    }

    @Test
    void onTheSameDayNothingChangesAndNothingIsAsked() {
        Spotify spotify = desk.signedIn();
        snapshot(spotify, false);
        List<String> before = everything();
        int calls = desk.fake.log().entries().size();
        desk.fake.clock().advance(Duration.ofMinutes(50));
        SnapshotTaker.Taken again = snapshot(spotify, false);
        assertThat(again.kept()).isEmpty();
        assertThat(again.known()).containsExactly(TimeRange.values());
        assertThat(desk.fake.log().entries()).hasSize(calls);
        assertThat(everything()).isEqualTo(before);
        assertThat(snapshot(spotify, true).kept()).hasSize(3);
        assertThat(everything()).hasSameSizeAs(before);
    }

    @Test
    void allRangesOrNone() {
        Spotify spotify = desk.signedIn();
        for (Fault fault :
                List.of(Fault.serverError(500), new Fault.Page(), Fault.rateLimited(Duration.ofSeconds(30)))) {
            int[] seen = {0};
            desk.fake.faults().rule(call -> call.path().startsWith("/v1/me/top") && ++seen[0] >= 3, 20, fault);
            assertThatThrownBy(() -> snapshot(spotify, false)).as("%s", fault).isInstanceOf(MtmException.class);
            assertThat(count("select count(*) from snapshots")).isZero();
            assertThat(count("select count(*) from tracks")).isZero();
            desk.fake.faults().clear();
            desk.fake.clock().advance(Duration.ofSeconds(40));
        }
        assertThat(snapshot(spotify, false).kept()).hasSize(3);
    }

    @Test
    void aListThatIsSuddenlyEmptyIsNotBelievedAndTakesNothingAway() {
        Spotify spotify = desk.signedIn();
        snapshot(spotify, false);
        List<String> before = everything();
        desk.fake.faults().next("/v1/me/top", 1, Fault.empty());
        assertThatThrownBy(() -> snapshot(spotify, true))
                .as("in the place of today's")
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOTE))
                .hasMessageContaining("short term");
        assertThat(everything()).isEqualTo(before);
        desk.fake.clock().advance(Duration.ofDays(1));
        int[] seen = {0};
        desk.fake.faults().rule(call -> call.path().startsWith("/v1/me/top") && ++seen[0] == 2, 1, Fault.empty());
        assertThatThrownBy(() -> snapshot(spotify, false)).as("one of three").isInstanceOf(MtmException.class);
        assertThat(everything()).isEqualTo(before);
        assertThat(snapshot(spotify, false).kept()).hasSize(3);
    }

    @Test
    void whoHeardNothingForWeeksHasAnEmptyListAndKeepsTheOthers() {
        List<Play> plays = desk.user.life().plays(Instant.EPOCH, SpotifyDesk.NOW);
        desk.fake.addUser("mira", "Mira Example", Life.of(plays));
        Spotify spotify = desk.signedIn();
        sync(spotify).run();
        assertThat(snapshot(spotify, false).kept()).hasSize(3);
        desk.fake.clock().advance(Duration.ofDays(40));
        assertThatThrownBy(() -> snapshot(spotify, false))
                .as("as long as nobody asked what was played")
                .isInstanceOf(MtmException.class);
        sync(spotify).run();
        assertThat(snapshot(spotify, false).kept()).containsOnlyKeys(TimeRange.MEDIUM_TERM, TimeRange.LONG_TERM);
    }

    @Test
    void aNewListenerHasNoListsYet() {
        desk.fake.addUser("mira", "Mira Example", Life.of(List.of()));
        SnapshotTaker.Taken taken = snapshot(desk.signedIn(), false);
        assertThat(taken.kept()).isEmpty();
        assertThat(taken.known()).isEmpty();
        assertThat(count("select count(*) from snapshots")).isZero();
    }

    @Test
    void aPlaceWithoutATrackIsLeftOutAndTheOthersKeepTheirs() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().next("/v1/me/top", 1, Fault.hole(3));
        SnapshotTaker.Taken taken = snapshot(spotify, false);
        assertThat(taken.kept()).hasSize(3).containsEntry(TimeRange.SHORT_TERM, 49);
        assertThat(taken.leftOut()).containsEntry(TimeRange.SHORT_TERM, 1).containsEntry(TimeRange.LONG_TERM, 0);
        assertThat(
                        lines(
                                "select cast(rank as text) from snapshots where time_range = 'short_term' order by snapshots.rank"))
                .startsWith("1", "2", "3", "5", "6")
                .endsWith("50");
        desk.fake
                .faults()
                .next(
                        "/v1/me/top",
                        1,
                        new Fault.Changed(body -> body.putArray("items").addNull()));
        assertThatThrownBy(() -> snapshot(spotify, true))
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("without a track");
    }

    @Test
    void aTrackStaysTheRowThatItIsAndIsRefreshed() {
        Spotify spotify = desk.signedIn();
        snapshot(spotify, false);
        String id = lines("select track_id from tracks where track_id not like 'name:%' order by track_id")
                .getFirst();
        String first = lines("select track_key || ' ' || added_at from tracks where track_id = '" + id + "'")
                .getFirst();
        desk.database.write(session ->
                session.update("update tracks set name = 'Old name', popularity = 7 where track_id = ?", id));
        desk.fake.clock().advance(Duration.ofDays(1));
        snapshot(spotify, false);
        assertThat(lines("select track_key || ' ' || added_at from tracks where track_id = '" + id + "'"))
                .containsExactly(first);
        assertThat(lines("select name || ' ' || popularity from tracks where track_id = '" + id + "'"))
                .as("the name is refreshed; what the service tells no more stays")
                .containsExactly(
                        desk.fake.catalogue().findTrack(id).orElseThrow().title() + " 7");
        assertThat(count("select count(distinct snapshot_date) from snapshots")).isEqualTo(2);
    }

    @Test
    void thePlaysOfAWeekAreAllKeptOnceWithAFewCallsADay() {
        PlaySync sync = sync(desk.signedIn());
        Instant end = now().plus(Duration.ofDays(7));
        while (now().isBefore(end)) {
            assertThat(sync.run().gap()).isNull();
            desk.fake.clock().advance(Duration.ofMinutes(45));
        }
        sync.run();
        List<Play> truth = listed(SpotifyDesk.NOW, now());
        assertThat(truth).hasSizeGreaterThan(60);
        assertThat(count("select count(*) from play_history where played_at >= '2026-03-10 12:00:00'"))
                .isBetween((long) truth.size() - 5, (long) truth.size() + 5);
        assertThat(ends())
                .containsAll(truth.stream().map(CaptureTest::ending).toList())
                .doesNotHaveDuplicates();
        assertThat(desk.fake.log().callsByDay().values()).allMatch(calls -> calls <= 100);
        assertThat(differences()).isEmpty();
        assertThat(count("select count(*) from play_history where listened_ms is not null"))
                .isZero();
    }

    @Test
    void whatWasLeftOutBeforeItWasForgottenLiesInTheGap() {
        PlaySync sync = sync(desk.signedIn());
        sync.run();
        while (listed(now().minus(Duration.ofHours(1)), now()).size() < 9) {
            desk.fake.clock().advance(Duration.ofMinutes(10));
        }
        desk.fake.faults().next("/v1/me/player/recently-played", 1, new Fault.Disorder());
        assertThat(sync.run().gap()).isNull();
        List<Play> late = listed(now().minus(Duration.ofHours(1)), now()).stream()
                .filter(play -> !ends().contains(ending(play)))
                .toList();
        assertThat(late).isNotEmpty();
        desk.fake.clock().advance(Duration.ofDays(20));
        desk.fake.faults().next("/v1/me/player/recently-played", 1, new Fault.Disorder());
        PlaySync.Synced synced = sync.run();
        assertThat(synced.plays()).isEqualTo(47);
        assertThat(new Gaps(desk.database, 1).open())
                .as("told although fewer than fifty were")
                .singleElement()
                .satisfies(gap -> assertThat(late)
                        .allMatch(play ->
                                !play.end().isBefore(gap.from()) && play.end().isBefore(gap.until())));
        assertThat(sync.run()).isEqualTo(new PlaySync.Synced(3, null, 0));
    }

    @Test
    void playsThatWereForgottenAreAGapUntilAnExportReachesOverIt() throws IOException {
        Spotify spotify = desk.signedIn();
        PlaySync sync = sync(spotify);
        sync.run();
        Instant before = now();
        desk.fake.clock().advance(Duration.ofDays(20));
        PlaySync.Synced synced = sync.run();
        assertThat(synced.plays()).isEqualTo(50);
        assertThat(synced.gap()).isNotNull();
        assertThat(sync.run()).isEqualTo(new PlaySync.Synced(0, null, 0));
        List<Play> lost = listed(before, now()).stream()
                .filter(play -> !ends().contains(ending(play)))
                .toList();
        assertThat(lost).isNotEmpty();
        Gaps gaps = new Gaps(desk.database, 1);
        assertThat(gaps.open())
                .singleElement()
                .satisfies(gap -> assertThat(lost)
                        .allMatch(play -> !play.start().isBefore(gap.from().minusSeconds(1))
                                && !play.start().isAfter(gap.until())));
        desk.fake.clock().advance(Duration.ofDays(1));
        // An export that ends within the gap closes nothing.
        take("half.json", Instant.parse("2025-03-01T00:00:00Z"), before.plus(Duration.ofDays(5)));
        assertThat(gaps.open()).hasSize(1);
        take("whole.json", Instant.parse("2025-03-01T00:00:00Z"), now());
        assertThat(gaps.open()).isEmpty();
        assertThat(gaps.all())
                .singleElement()
                .satisfies(gap -> assertThat(gap.plays()).isGreaterThanOrEqualTo(lost.size()));
        List<Play> heard = desk.user.life().plays(Instant.parse("2025-03-01T00:00:00Z"), now());
        assertThat(count("select count(*) from play_history as p where not exists"
                        + " (select 1 from same_play as m where m.play_id = p.play_id)"))
                .as("each play once, whoever told of it")
                .isEqualTo(heard.size());
        assertThat(differences()).isEmpty();
    }

    @Test
    void aPlaySeenByPollAndByExportIsOneWithTwoWitnessesAlsoWhenItWasCutShort() throws IOException {
        Track track = desk.fake.catalogue().tracks().getFirst();
        Life life = Life.of(List.of(
                Play.of(track, at("2026-03-10T09:00:00Z"), Duration.ofSeconds(45)),
                Play.of(track, at("2026-03-10T09:00:50Z"), track.length()),
                Play.of(
                        desk.fake.catalogue().localFiles().getFirst(),
                        at("2026-03-10T10:00:00Z"),
                        Duration.ofSeconds(61))));
        desk.fake.addUser("mira", "Mira Example", life);
        PlaySync sync = sync(desk.signedIn());
        assertThat(sync.run().plays()).isEqualTo(3);
        Path export = folder.resolve("Streaming_History_Audio_2026.json");
        Files.write(export, life.export(at("2026-03-01T00:00:00Z"), now()));
        ImportReport.Counts counts = importer()
                .run(List.of(export), new Importer.Options(null, false), ImportProgress.silent())
                .total();
        assertThat(counts.samePlay()).isEqualTo(3);
        assertThat(lines("""
                select l.played_at || ' ' || l.listened_ms || ' ' || s.source
                from listens as l
                join play_history as p on p.play_id = l.play_id
                join play_source as s on s.source_key = p.source_key
                order by l.played_at
                """))
                .containsExactly(
                        "2026-03-10 09:00:00 45000 spotify-extended",
                        "2026-03-10 09:00:49 " + track.length().toMillis() + " spotify-extended",
                        "2026-03-10 10:00:00 61000 spotify-extended");
        assertThat(sync.run().plays()).isZero();
        assertThat(differences()).isEmpty();
    }

    @Test
    void aGapIsNotHiddenByAPlayThatIsToldLateOrTwice() {
        List<Consumer<ArrayNode>> disguises = List.of(
                items -> ((ObjectNode) items.get(49)).put("played_at", "2026-03-08T03:00:00.000Z"),
                items -> items.set(49, items.get(48)));
        for (Consumer<ArrayNode> disguise : disguises) {
            PlaySync sync = sync(desk.signedIn());
            sync.run();
            Instant before = now();
            int known = new Gaps(desk.database, 1).open().size();
            desk.fake.clock().advance(Duration.ofDays(20));
            desk.fake
                    .faults()
                    .next(
                            "/v1/me/player/recently-played",
                            1,
                            new Fault.Changed(body -> disguise.accept((ArrayNode) body.path("items"))));
            assertThat(sync.run().gap()).isNotNull();
            List<Gaps.Gap> gaps = new Gaps(desk.database, 1).open();
            assertThat(gaps).hasSize(known + 1);
            assertThat(gaps.getLast().from()).isBefore(before);
            assertThat(listed(before, now()).stream().filter(play -> !ends().contains(ending(play))))
                    .allMatch(play -> play.end().isBefore(gaps.getLast().until().plusSeconds(1)));
        }
    }

    @Test
    void aPlayOfATrackWithoutANameIsKeptAndWhatIsNoPlayIsCounted() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().next("/v1/me/player/recently-played", 1, new Fault.Changed(body -> {
            ArrayNode items = (ArrayNode) body.path("items");
            ((ObjectNode) items.get(0).path("track"))
                    .put("id", "0000000000000000000000")
                    .put("name", "");
            ((ObjectNode) items.get(1)).putNull("track");
            ((ObjectNode) items.get(2)).put("played_at", "yesterday");
        }));
        assertThat(sync(spotify).run()).isEqualTo(new PlaySync.Synced(48, null, 2));
        assertThat(lines("select name_key from tracks where name is null"))
                .containsExactly("id:0000000000000000000000");
        assertThat(differences()).isEmpty();
        assertThat(sync(spotify).run().plays()).as("told in full").isEqualTo(3);
        String named = lines("select track_id from tracks where track_id not like 'name:%' and name is not null")
                .getFirst();
        desk.fake.faults().next("/v1/me/top", 1, new Fault.Changed(body -> {
            ArrayNode items = (ArrayNode) body.path("items");
            ((ObjectNode) items.get(0)).put("id", named).putNull("name");
        }));
        String name = lines("select name from tracks where track_id = '" + named + "'")
                .getFirst();
        snapshot(spotify, false);
        assertThat(lines("select name from tracks where track_id = '" + named + "'"))
                .as("what is not told stays")
                .containsExactly(name);
    }

    @Test
    void aPhoneThatWasOfflineTellsLater() {
        PlaySync sync = sync(desk.signedIn());
        sync.run();
        Track track = desk.fake.catalogue().tracks().get(5);
        Instant start = quiet(now().plus(Duration.ofHours(1)));
        desk.user.life().add(Play.of(track, start, Duration.ofSeconds(40)).reportedAt(start.plus(Duration.ofDays(1))));
        desk.fake.clock().moveTo(start.plus(Duration.ofHours(6)));
        sync.run();
        assertThat(ends()).doesNotContain(start.plusSeconds(40).toString());
        desk.fake.clock().moveTo(start.plus(Duration.ofDays(1)).plusSeconds(1));
        sync.run();
        assertThat(ends())
                .contains(start.plusSeconds(40).truncatedTo(ChronoUnit.SECONDS).toString());
    }

    @Test
    void aLengthThatChangesAtTheServiceDoublesNothing() {
        PlaySync sync = sync(desk.signedIn());
        sync.run();
        long plays = count("select count(*) from play_history");
        desk.database.write(session -> session.update("update tracks set duration_ms = duration_ms + 3000"));
        desk.fake.shape(FieldShape.OLD);
        assertThat(sync.run().plays()).isZero();
        assertThat(count("select count(*) from play_history")).isEqualTo(plays);
    }

    @Test
    void anArtistWhomExportsNameAndTheOneOfTheServiceAreOne() throws IOException {
        take("export.json", Instant.parse("2025-03-01T00:00:00Z"), now());
        long artists = count("select count(*) from artists");
        snapshot(desk.signedIn(), false);
        assertThat(lines("select name from artists order by name, artist_id")).doesNotHaveDuplicates();
        assertThat(count("select count(*) from artists")).isGreaterThanOrEqualTo(artists);
        take("again.json", Instant.parse("2025-03-02T00:00:00Z"), now().minus(Duration.ofDays(3)));
        assertThat(lines("select name from artists order by name, artist_id")).doesNotHaveDuplicates();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatTheServiceCallsATrackStaysWhicheverCameFirst() throws IOException {
        Spotify spotify = desk.signedIn();
        snapshot(spotify, false);
        sync(spotify).run();
        List<String> names = lines("select track_id || name || artist_name from tracks order by track_id");
        String export = new String(
                        desk.user.life().export(Instant.parse("2025-03-01T00:00:00Z"), now()),
                        java.nio.charset.StandardCharsets.UTF_8)
                .replace("master_metadata_track_name\":\"", "master_metadata_track_name\":\"Renamed ");
        Path file = folder.resolve("renamed.json");
        Files.writeString(file, export);
        importer().run(List.of(file), new Importer.Options(null, false), ImportProgress.silent());
        assertThat(lines("select track_id || name || artist_name from tracks order by track_id"))
                .containsAll(
                        names.stream().filter(name -> !name.startsWith("name:")).toList());
        assertThat(count("select count(*) from tracks where name like 'Renamed %'"))
                .isPositive();
        assertThat(differences()).isEmpty();
    }

    private SnapshotTaker.Taken snapshot(Spotify spotify, boolean replace) {
        return new SnapshotTaker(desk.database, DERIVATION, spotify.tops())
                .take(ALL, LocalDate.ofInstant(now(), ZoneOffset.UTC), now(), replace);
    }

    private PlaySync sync(Spotify spotify) {
        return new PlaySync(desk.database, DERIVATION, spotify.plays(), desk.fake.clock());
    }

    private Importer importer() {
        return new Importer(desk.database, DERIVATION, desk.fake.clock());
    }

    private void take(String name, Instant from, Instant until) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, desk.user.life().export(from, until));
        importer().run(List.of(file), new Importer.Options(null, false), ImportProgress.silent());
    }

    private Instant now() {
        return desk.fake.clock().instant();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    /// A time from which on nothing plays for two minutes.
    private Instant quiet(Instant from) {
        Instant at = from.truncatedTo(ChronoUnit.SECONDS);
        for (Play play : desk.user.life().plays()) {
            if (play.end().isAfter(at) && play.start().isBefore(at.plusSeconds(120))) {
                at = play.end().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            }
        }
        return at;
    }

    private List<Play> listed(Instant from, Instant until) {
        return desk.user.life().plays(from, until).stream()
                .filter(play -> play.isListed() && !play.reportedAt().isAfter(until))
                .toList();
    }

    private static String ending(Play play) {
        return play.end().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private List<String> ends() {
        return desk.database.read(session -> session.list(
                "select ended_at from recent_play order by ended_at",
                row -> row.instant(1).toString()));
    }

    private List<String> differences() {
        return new ProjectionCheck(desk.database, DERIVATION).differences();
    }

    private List<String> everything() {
        List<String> all = new ArrayList<>(lines("select track_id || coalesce(name, '') from tracks"));
        all.addAll(lines("select track_id || time_range || rank from snapshots"));
        all.sort(null);
        return all;
    }

    private List<String> lines(String sql) {
        return desk.database.read(session -> session.list(sql, row -> Objects.requireNonNull(row.textOrNull(1))));
    }

    private long count(String sql) {
        return desk.database.read(session -> session.number(sql));
    }
}
