package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.playlist.Pick;
import dev.mtm.playlist.Playlists;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The playlists that are made anew by rules of their own; [SimulatedQuarterTest] lives with them.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class ManagedPlaylistsTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2026-03-15T08:30:00Z");

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
        spotify = desk.spotify();
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

    private void importLife() throws IOException {
        Path export = folder.resolve("Streaming_History_Audio.json");
        Files.write(export, Objects.requireNonNull(desk.user.life().export(Instant.EPOCH, START)));
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
