package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.history.Derivation;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.jobs.Job;
import dev.mtm.listening.HomeZone;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.playlist.Pick;
import dev.mtm.playlist.Playlists;
import dev.mtm.playlist.Rebuild;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The playlists that are made anew by rules of their own, through a quarter of a year in the rhythm of the server.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class ManagedPlaylistsTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int CALLS_A_DAY = 60;

    /// The clock is put forward on March 29th.
    private static final Instant START = Instant.parse("2026-03-15T08:30:00Z");

    private static final Instant MEASURED = Instant.parse("2026-04-05T00:00:00Z");

    /// From then on the listener wants the daily one only.
    private static final Instant SWITCHED_OFF = Instant.parse("2026-04-12T00:00:00Z");

    private static final Instant END = Instant.parse("2026-06-15T08:30:00Z");

    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    @SuppressWarnings("NullAway.Init")
    private Spotify spotify;

    ManagedPlaylistsTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        desk = new SpotifyDesk(stores, folder);
        desk.fake.clock().moveTo(START);
        spotify = desk.spotify(CALLS_A_DAY);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private ManagedPlaylists managed() {
        Asker asker = new Asker(desk.database, 1, ZONE);
        Playlists playlists =
                new Playlists(desk.database, 1, asker, spotify.playlists(), spotify.signIn(), desk.fake.clock());
        return new ManagedPlaylists(desk.database, 1, asker, playlists, ZONE, desk.fake.clock());
    }

    private Instant now() {
        return desk.fake.clock().instant();
    }

    /// All that the listener will have heard at the end; what is made on a day rests on the days before it alone.
    private void importLife() throws IOException {
        Path export = folder.resolve("Streaming_History_Audio.json");
        Files.write(export, Objects.requireNonNull(desk.user.life().export(Instant.EPOCH, END)));
        new Importer(desk.database, new Derivation(1, ZONE), desk.fake.clock())
                .run(List.of(export), new Importer.Options(null, false), ImportProgress.silent());
    }

    /// Of ten tracks one source measured eight and another one.
    private void measure() {
        desk.database.write(session -> session.update("""
                insert into track_features (track_key, features_source, energy)
                select
                    t.track_key,
                    case when t.track_key % 10 = 8 then 'another' else 'reccobeats' end,
                    (t.track_key * 37 % 100) / 100.0
                from tracks as t
                where t.track_key % 10 < 9
                """));
    }

    @Test
    void aQuarterIsMadeAnewInTimeWithoutRepeats() throws IOException {
        importLife();
        spotify = desk.signedIn();
        spotify = desk.spotify(CALLS_A_DAY);
        Map<Job, Instant> due = new LinkedHashMap<>();
        for (Managed playlist : Managed.values()) {
            due.put(Server.managed(playlist, () -> ZONE, () -> Server.rebuild(managed(), playlist)), START);
        }
        List<Instant> off =
                new ArrayList<>(List.of(Instant.parse("2026-03-28T20:00:00Z"), Instant.parse("2026-05-02T03:00:00Z")));
        int runs = 0;
        boolean measured = false;
        while (now().isBefore(END)) {
            if (now().isAfter(SWITCHED_OFF)) {
                due.keySet().removeIf(job -> job.name().equals("six-hour playlist"));
            }
            Map.Entry<Job, Instant> next = Collections.min(due.entrySet(), Map.Entry.comparingByValue());
            if (now().isBefore(next.getValue())) {
                desk.fake.clock().moveTo(next.getValue());
            }
            if (!off.isEmpty() && now().isAfter(off.getFirst())) {
                off.removeFirst();
                desk.fake.clock().advance(Duration.ofDays(4)); // The machine is off.
            }
            if (!measured && now().isAfter(MEASURED)) {
                measured = true;
                measure();
            }
            if (++runs % 40 == 0) {
                desk.fake.faults().next("/v1/", 1, runs % 80 == 0 ? new Fault.Cut() : Fault.serverError(503));
            }
            next.setValue(next.getKey().after(now(), run(next.getKey())));
            if (runs % 30 == 0) {
                assertThatARerunGivesTheSame();
            }
        }
        check(Managed.DAILY, 84, 30, 8);
        check(Managed.SIX_HOUR, 95, 20, 2);
        assertThat(desk.fake.playlists(desk.user)).hasSize(2);
        assertThat(desk.fake.log().callsByDay())
                .allSatisfy((day, calls) -> assertThat(calls).isLessThanOrEqualTo(CALLS_A_DAY));
    }

    private static @Nullable MtmException run(Job job) {
        try {
            job.work().run();
            return null;
        } catch (MtmException e) {
            assertThat(e.code()).isIn(ErrorCode.LATER, ErrorCode.REMOTE);
            return e;
        }
    }

    private void assertThatARerunGivesTheSame() {
        desk.fake.faults().clear();
        for (Managed playlist : Managed.values()) {
            int before = managed().history(playlist).size();
            Mix mix = managed().compose(playlist);
            if (mix.picks().isEmpty()) {
                continue;
            }
            managed().publish(mix);
            Mix again = managed().compose(playlist);
            assertThat(again.picks()).isEqualTo(mix.picks());
            assertThat(managed().publish(again).outcome()).isEqualTo(Playlists.Outcome.UNCHANGED);
            assertThat(managed().history(playlist)).hasSizeBetween(before, before + 1);
        }
    }

    private void check(Managed playlist, int least, int size, int freeAfterDays) {
        String key = playlist == Managed.DAILY ? "managed/daily" : "managed/six_hour";
        List<Rebuild> rebuilds = managed().history(playlist).reversed();
        assertThat(rebuilds).hasSizeGreaterThan(least);
        assertThat(rebuilds).extracting(Rebuild::theme).doesNotContainNull();
        assertThat(rebuilds).extracting(Rebuild::reasoning).doesNotContainNull();
        Map<Integer, Set<String>> held = new TreeMap<>();
        desk.database.<Integer>read(session -> {
            session.each(
                    "select publication, track_id from playlist_tracks where playlist = ?",
                    row -> held.computeIfAbsent(Math.toIntExact(row.number(1)), number -> new HashSet<>())
                            .add(row.text(2)),
                    key);
            return 0;
        });
        assertThat(held.values()).extracting(Set::size).allMatch(tracks -> tracks <= size);
        assertThat(held.values().stream()
                        .filter(tracks -> tracks.size() == size)
                        .count())
                .as("most are full")
                .isGreaterThan(least / 2);
        for (int i = 0; i < rebuilds.size(); i++) {
            LocalDate day = dayOf(rebuilds.get(i));
            for (int j = i + 1; j < rebuilds.size(); j++) {
                boolean soon = ChronoUnit.DAYS.between(day, dayOf(rebuilds.get(j))) < freeAfterDays - 1;
                if (soon && !sameSlot(playlist, rebuilds.get(i), rebuilds.get(j))) {
                    assertThat(held.get(rebuilds.get(i).number()))
                            .as("%s and %s", rebuilds.get(i), rebuilds.get(j))
                            .doesNotContainAnyElementsOf(Objects.requireNonNull(
                                    held.get(rebuilds.get(j).number())));
                }
            }
        }
        assertThat(desk.database.<Long>read(session -> session.number("""
                        select max(of_artist.tracks)
                        from (
                            select count(*) as tracks
                            from playlist_tracks as p
                            join tracks as t on t.track_id = p.track_id
                            join track_artists as c on c.track_key = t.track_key
                            where p.playlist = ?
                            group by
                                p.publication,
                                c.artist_key
                        ) as of_artist
                        """, key)))
                .isEqualTo(2);
        assertThat(desk.database.<List<String>>read(session -> session.list(
                        "select spotify_id, current_theme from playlist_config where key = ?",
                        row -> row.text(1) + " " + row.text(2),
                        key.substring("managed/".length()))))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row).endsWith(" " + rebuilds.getLast().theme());
                    assertThat(desk.fake.playlists(desk.user))
                            .filteredOn(one -> one.name().equals(playlist.title()))
                            .singleElement()
                            .satisfies(one -> {
                                assertThat(row).startsWith(one.id() + " ");
                                assertThat(one.uris())
                                        .containsExactlyInAnyOrderElementsOf(
                                                Objects.requireNonNull(held.get(rebuilds.getLast()
                                                                .number()))
                                                        .stream()
                                                        .map(track -> "spotify:track:" + track)
                                                        .toList());
                            });
                });
        assertThat(rebuilds.getFirst().reasoning()).contains("too few for an arc: the shares take turns");
        assertThat(rebuilds.getLast().reasoning()).doesNotContain("too few for an arc");
    }

    private static LocalDate dayOf(Rebuild rebuild) {
        return new HomeZone(ZONE).dayOf(rebuild.at());
    }

    private static boolean sameSlot(Managed playlist, Rebuild one, Rebuild other) {
        return dayOf(one).equals(dayOf(other))
                && (playlist == Managed.DAILY
                        || one.at().atZone(ZONE).getHour() / 6
                                == other.at().atZone(ZONE).getHour() / 6);
    }

    @Test
    void aPreviewAsksNobodyAndKeepsNothing() throws IOException {
        importLife();
        measure();
        Mix daily = managed().compose(Managed.DAILY);
        assertThat(daily.picks()).hasSize(30);
        assertThat(daily.picks()).extracting(Pick::share).contains("heavy rotation", "discoveries");
        assertThat(daily.picks()).extracting(Pick::why).allMatch(why -> !why.isBlank());
        assertThat(daily.theme()).startsWith("Lately ");
        assertThat(daily.reasoning())
                .startsWith("Sunday, 15 March 2026. In it: ")
                .contains("it rises to a peak, then falls.");
        Mix morning = managed().compose(Managed.SIX_HOUR);
        assertThat(morning.picks()).hasSize(20);
        assertThat(morning.theme()).matches("(Calm |Steady |Lively )?Sunday morning, around .+");
        assertThat(morning.reasoning())
                .startsWith("Sunday, 15 March 2026, 6 to 12 o'clock. In 90 days you listened to ")
                .contains("it grows livelier to the end.");
        desk.fake.clock().moveTo(Instant.parse("2026-03-15T10:59:59Z"));
        assertThat(managed().compose(Managed.SIX_HOUR)).isEqualTo(morning);
        desk.fake.clock().moveTo(Instant.parse("2026-03-15T11:00:00Z"));
        assertThat(managed().compose(Managed.SIX_HOUR).theme()).contains("unday afternoon");
        assertThat(managed().standing(daily).published()).isFalse();
        assertThatThrownBy(() -> managed().publish(daily))
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN));
        assertThat(desk.fake.log().entries()).isEmpty();
        assertThat(kept()).isZero();
    }

    @Test
    void anEmptyStoreMakesNone() {
        desk.signedIn();
        for (Managed playlist : Managed.values()) {
            assertThat(managed().compose(playlist).picks()).isEmpty();
            assertThat(Server.rebuild(managed(), playlist)).contains("it stays as it is");
        }
        assertThat(desk.fake.playlists(desk.user)).isEmpty();
        assertThat(kept()).isZero();
    }

    /// As one that was taken over from a music_db.
    @Test
    void aPlaylistOfAnotherProgramIsLeftAlone() throws IOException {
        importLife();
        spotify = desk.signedIn();
        String theirs =
                spotify.playlists().create("Theirs", "made by another program").id();
        desk.database.write(session -> session.update(
                "insert into playlist_config (account_id, key, spotify_id, current_theme) values (1, 'daily', ?, 'old')",
                theirs));
        assertThat(Server.rebuild(managed(), Managed.DAILY)).endsWith(": 30 tracks");
        assertThat(desk.fake.playlists(desk.user)).hasSize(2);
        assertThat(spotify.playlists().tracks(theirs)).isEmpty();
        assertThat(desk.database.<List<String>>read(session ->
                        session.list("select spotify_id from playlist_config where key = 'daily'", row -> row.text(1))))
                .singleElement()
                .isNotEqualTo(theirs);
    }

    private long kept() {
        return desk.database.<Long>read(session -> session.number("""
                select
                    (select count(*) from playlist_config)
                    + (select count(*) from analysis_snapshots)
                    + (select count(*) from playlists)
                """));
    }
}
