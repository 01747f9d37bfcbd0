package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.enrich.ArtistFacts;
import dev.mtm.enrich.Enrichments;
import dev.mtm.enrich.Enrichments.Limit;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.enrich.TrackDetails;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.spotify.Artist;
import dev.mtm.fakes.spotify.Track;
import dev.mtm.history.Derivation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// What Spotify tells of tracks and artists that an export only names.
@ParameterizedClass
@EnumSource(TestStores.class)
final class DetailsTest {
    private final TestStores stores;
    private SpotifyDesk desk;

    @TempDir
    private Path folder = Path.of("");

    DetailsTest(TestStores stores) {
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
    void tracksAndThenTheirArtistsAreCompletedOneByOne() {
        Spotify spotify = desk.signedIn();
        Track first = desk.fake.catalogue().tracks().getFirst();
        Track second = desk.fake.catalogue().tracks().getLast();
        named(1, first.id());
        named(2, "0000000000000000000000");
        named(3, second.id());
        int before = desk.fake.log().entries().size();
        assertThat(run(spotify, "tracks").getFirst())
                .isEqualTo(new Ran("tracks", "spotify", "details of tracks", 2, 1, 0, 0, null));
        assertThat(desk.fake.log().entries()).hasSize(before + 3);
        assertThat(rows("select track_id, name, artist_name, album_name, duration_ms, release_date, isrc from tracks"
                        + " where track_key in (1, 3) order by track_key"))
                .containsExactly(told(first), told(second));
        assertThat(rows("select count(*) from tracks where album_image_url is null and track_key <> 2"))
                .containsExactly("0");
        assertThat(run(spotify, "tracks").getFirst().found())
                .as("nothing is lacking now")
                .isZero();

        List<Artist> artists = new ArrayList<>();
        for (Track track : List.of(first, second)) {
            track.artists().stream().filter(artist -> !artists.contains(artist)).forEach(artists::add);
        }
        assertThat(run(spotify, "artists").getFirst().found()).isEqualTo(artists.size());
        for (Artist artist : artists) {
            assertThat(rows("select genres, genres_source, image_url is null from artists where artist_id = '"
                            + artist.id() + "'"))
                    .allSatisfy(row -> {
                        if (artist.genres().isEmpty()) {
                            assertThat(row).as("unknown, not none").startsWith("null | null | ");
                        } else {
                            assertThat(row).contains(artist.genres().getFirst()).contains(" | spotify | ");
                        }
                        assertThat(row).matches(".* \\| (0|f|false)");
                    })
                    .hasSize(1);
        }
        assertThat(artists).extracting(artist -> artist.genres().isEmpty()).contains(false);
    }

    @Test
    void genresOfAnotherSourceStay() {
        Spotify spotify = desk.signedIn();
        Artist artist = desk.fake.catalogue().tracks().stream()
                .map(track -> track.artists().getFirst())
                .filter(some -> !some.genres().isEmpty())
                .findFirst()
                .orElseThrow();
        desk.database.write(session -> session.update(
                "insert into artists (artist_key, artist_id, name, genres, genres_source) values (1, ?, 'X', ?, 'lastfm')",
                artist.id(),
                new dev.mtm.db.Json("[\"polka\"]")));
        assertThat(run(spotify, "artists").getFirst().found()).isEqualTo(1);
        assertThat(rows("select genres, genres_source from artists")).containsExactly("[\"polka\"] | lastfm");
    }

    @Test
    void withoutASignInNothingIsAsked() {
        named(1, desk.fake.catalogue().tracks().getFirst().id());
        for (Ran ran : run(desk.spotify(), "tracks", "artists")) {
            assertThat(Objects.requireNonNull(ran.stop()).why())
                    .isEqualTo("nobody is signed in at Spotify: `mtm login`");
        }
        assertThat(desk.fake.log().entries()).isEmpty();
    }

    @Test
    void whatSpotifyRefusesIsToldAndWhatMakesNoSenseIsNoted() {
        Spotify spotify = desk.signedIn();
        Track track = desk.fake.catalogue().tracks().getFirst();
        named(1, track.id());
        desk.fake.faults().next(Fault.quotaExceeded(Duration.ofHours(20)));
        Enrichments.Stop stop = run(spotify, "tracks").getFirst().stop();
        assertThat(Objects.requireNonNull(stop).why()).isEqualTo("its quota for this developer account is used up");
        assertThat(Duration.between(desk.fake.clock().instant(), stop.until())).isEqualTo(Duration.ofHours(20));
        assertThat(rows("select * from enrichment_attempt")).isEmpty();
        desk.fake.clock().advance(Duration.ofHours(21));

        Track other = desk.fake.catalogue().tracks().getLast();
        List<Fault> nonsense = List.of(
                new Fault.Page(),
                new Fault.HalfBody(),
                Fault.noPremium(),
                new Fault.Instead(200, JsonMapper.shared().readTree("{\"error\": {\"status\": 500}}")));
        for (Fault fault : nonsense) {
            desk.fake.faults().next("/v1/tracks", 1, fault);
            Ran ran = run(spotify, "tracks").getFirst();
            assertThat(ran)
                    .as(fault.toString())
                    .isEqualTo(new Ran("tracks", "spotify", "details of tracks", 0, 0, 1, 0, null));
            assertThat(rows("select name from tracks")).containsExactly("Named");
            desk.fake.clock().advance(Duration.ofHours(25));
        }
        desk.fake.faults().next("/v1/tracks", 1, new Fault.Changed(body -> body.put("id", other.id())));
        assertThat(run(spotify, "tracks").getFirst().missing())
                .as("another track than the one that was asked about")
                .isEqualTo(1);
        desk.fake.clock().advance(Duration.ofDays(31));
        assertThat(run(spotify, "tracks").getFirst().found()).isEqualTo(1);
    }

    private List<Ran> run(Spotify spotify, String... kinds) {
        return new Enrichments(
                        desk.database,
                        List.of(
                                new TrackDetails(
                                        spotify.details(),
                                        Optional.empty(),
                                        new Derivation(1, ZoneId.of("Europe/Berlin")),
                                        desk.fake.clock()),
                                new ArtistFacts(spotify.details(), Optional.empty())),
                        desk.fake.clock())
                .run(List.of(kinds), Limit.NONE, (title, done, total) -> {});
    }

    private void named(int key, @Nullable String id) {
        desk.database.write(session -> session.update(
                "insert into tracks (track_key, track_id, kind, name, artist_name) values (?, ?, 'music', 'Named', 'Known')",
                key,
                Objects.requireNonNull(id)));
    }

    private static String told(Track track) {
        return String.join(
                " | ",
                track.id(),
                track.title(),
                track.artists().getFirst().name(),
                track.album().title(),
                String.valueOf(track.length().toMillis()),
                track.album().released(),
                String.valueOf(track.isrc()));
    }

    private List<String> rows(String sql) {
        return desk.database.read(session -> session.list(sql, row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.columnNames().size(); i++) {
                values.add(String.valueOf(row.textOrNull(i)));
            }
            return String.join(" | ", values);
        }));
    }
}
