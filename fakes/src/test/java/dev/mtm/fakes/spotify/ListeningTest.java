package dev.mtm.fakes.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the service says about listening, against plays counted by hand or naively.
final class ListeningTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final FakeClock clock = FakeClock.standingAt(NOON);
    private final FakeSpotify fake = FakeSpotify.start(clock);
    private final List<Track> tracks = fake.catalogue().tracks();
    private final List<Play> plays = new ArrayList<>();
    private final Life life = Life.of(plays);
    private final User user = fake.addUser("mira", "Mira", life);
    private final Caller caller = new Caller(fake, fake.accessToken(user));

    @AfterEach
    void close() {
        caller.close();
        fake.close();
    }

    @Test
    void recentlyPlayedIsNewestFirstByEndWithoutShortAndPrivatePlays() throws IOException {
        life.add(play(0, "09:00:00", 200));
        life.add(play(1, "09:10:00", 29));
        life.add(play(2, "09:20:00", 30));
        life.add(play(3, "09:30:00", 200).inPrivate());
        life.add(play(4, "11:58:00", 200)); // still plays
        JsonNode answer = caller.read("/me/player/recently-played");
        assertThat(ends(answer)).containsExactly("2026-03-10T09:20:30.000Z", "2026-03-10T09:03:20.000Z");
        assertThat(answer.at("/items/0/context").isNull()).isTrue();
        assertThat(answer.at("/items/0/track/id").stringValue())
                .isEqualTo(tracks.get(2).id());
        assertThat(answer.at("/cursors/after").stringValue()).isEqualTo("1773134430000");
        assertThat(answer.at("/cursors/before").stringValue()).isEqualTo("1773133400000");
        assertThat(answer.path("limit").intValue()).isEqualTo(20);
    }

    @Test
    void noMoreThanTheLastFiftyPlaysCanBeReached() throws IOException {
        for (int i = 0; i < 70; i++) {
            life.add(Play.of(tracks.get(i), NOON.minusSeconds(7_000 - i * 100), Duration.ofSeconds(60)));
        }
        List<String> all = new ArrayList<>();
        String next = "/me/player/recently-played?limit=20";
        int pages = 0;
        while (next != null) {
            JsonNode answer = caller.read(next);
            all.addAll(ends(answer));
            next = answer.path("next").isNull() ? null : answer.path("next").stringValue();
            pages++;
        }
        assertThat(pages).as("20, 20, 10 and an empty one").isEqualTo(4);
        assertThat(all)
                .isEqualTo(life.plays().reversed().stream()
                        .limit(50)
                        .map(play -> Json.millis(play.end()))
                        .toList());
    }

    @Test
    void cursorsAreNotIncluded() throws IOException {
        life.add(play(0, "09:00:00", 60));
        life.add(play(1, "09:10:00", 60));
        life.add(play(2, "09:20:00", 60));
        long middle = Instant.parse("2026-03-10T09:11:00Z").toEpochMilli();
        assertThat(ends(caller.read("/me/player/recently-played?after=" + middle)))
                .containsExactly("2026-03-10T09:21:00.000Z");
        assertThat(ends(caller.read("/me/player/recently-played?before=" + middle)))
                .containsExactly("2026-03-10T09:01:00.000Z");
        JsonNode none = caller.read("/me/player/recently-played?after=" + NOON.toEpochMilli());
        assertThat(none.path("items").size()).isZero();
        assertThat(none.path("cursors").isNull()).isTrue();
        assertThat(none.path("next").isNull()).isTrue();
    }

    @Test
    void aPlayWithoutNetworkAppearsLaterAmongOlderOnes() throws IOException {
        life.add(play(0, "09:00:00", 60).reportedAt(NOON.plusSeconds(60)));
        life.add(play(1, "09:10:00", 60));
        assertThat(ends(caller.read("/me/player/recently-played"))).containsExactly("2026-03-10T09:11:00.000Z");
        clock.advance(Duration.ofSeconds(60));
        assertThat(ends(caller.read("/me/player/recently-played")))
                .containsExactly("2026-03-10T09:11:00.000Z", "2026-03-10T09:01:00.000Z");
    }

    @Test
    void currentlyPlayingIsWhatPlaysNow() throws IOException {
        assertThat(caller.get("/me/player/currently-playing").statusCode()).isEqualTo(204);
        life.add(play(0, "11:59:00", 200));
        JsonNode playing = caller.read("/me/player/currently-playing");
        assertThat(playing.path("progress_ms").longValue()).isEqualTo(60_000);
        assertThat(playing.at("/item/id").stringValue()).isEqualTo(tracks.get(0).id());
        clock.advance(Duration.ofSeconds(140));
        assertThat(caller.get("/me/player/currently-playing").statusCode()).isEqualTo(204);
    }

    @Test
    void topsCountPlaysInTheirRangeUntilMidnight() throws IOException {
        life.add(at("2025-03-11T08:00:00Z", 0)); // 364 days before, so within the year
        life.add(at("2025-03-11T09:00:00Z", 0));
        life.add(at("2025-03-11T10:00:00Z", 0));
        life.add(at("2025-10-01T08:00:00Z", 1)); // within six months
        life.add(at("2025-10-01T09:00:00Z", 1));
        life.add(at("2026-03-01T08:00:00Z", 2)); // within four weeks
        life.add(at("2026-03-10T08:00:00Z", 3)); // today: counts from tomorrow on
        assertThat(top("short_term")).containsExactly(tracks.get(2).id());
        assertThat(top("medium_term"))
                .containsExactly(tracks.get(1).id(), tracks.get(2).id());
        assertThat(top("long_term"))
                .containsExactly(
                        tracks.get(0).id(), tracks.get(1).id(), tracks.get(2).id());
        clock.advance(Duration.ofDays(1));
        caller.token(fake.accessToken(user));
        assertThat(top("short_term")).hasSize(2).contains(tracks.get(3).id());
        assertThat(caller.read("/me/top/tracks").path("total").intValue())
                .as("medium is usual")
                .isEqualTo(3);
    }

    @Test
    void pagesOfATopListMakeTheWholeList() throws IOException {
        User other = fake.addUser("tobi", "Tobi", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 4, 1));
        caller.token(fake.accessToken(other));
        for (String kind : List.of("tracks", "artists")) {
            List<String> uris = new ArrayList<>();
            String next = "/me/top/" + kind + "?time_range=short_term&limit=50";
            int total = -1;
            while (next != null) {
                JsonNode page = caller.read(next);
                page.path("items").forEach(item -> uris.add(item.path("uri").stringValue()));
                total = page.path("total").intValue();
                next = page.path("next").isNull() ? null : page.path("next").stringValue();
            }
            assertThat(uris).hasSize(total).doesNotHaveDuplicates();
            assertThat(total).isGreaterThan(50);
        }
    }

    @Test
    void theTopTracksAreThoseOfANaiveCount() {
        Life invented = fake.addUser("tobi", "Tobi", LocalDate.of(2025, 9, 1), LocalDate.of(2026, 4, 1))
                .life();
        Instant midnight = Instant.parse("2026-03-10T00:00:00Z");
        Map<String, Integer> counts = new HashMap<>();
        for (Play play : invented.plays()) {
            boolean within = play.end().isBefore(midnight)
                    && !play.end().isBefore(midnight.minus(Duration.ofDays(28)))
                    && !play.reportedAt().isAfter(midnight);
            if (within && !play.hidden() && play.heard().toMillis() >= 30_000) {
                counts.merge(play.track().uri(), 1, Integer::sum);
            }
        }
        List<Track> top = invented.topTracks(NOON, TimeRange.SHORT_TERM);
        assertThat(top).hasSameSizeAs(counts.keySet());
        List<Integer> ranked =
                top.stream().map(track -> counts.get(track.uri())).toList();
        assertThat(ranked).isSortedAccordingTo((a, b) -> b - a);
        assertThat(ranked.getFirst()).isGreaterThan(5);
    }

    @Test
    void anInventedLifeHasWhatRealOnesHaveAndIsTheSameAgain() {
        Life invented = Life.invented(fake.catalogue(), 7, LocalDate.of(2025, 1, 1), LocalDate.of(2026, 1, 1));
        List<Play> all = invented.plays();
        assertThat(all).hasSizeBetween(4_000, 12_000);
        assertThat(all).anyMatch(Play::hidden);
        assertThat(all).anyMatch(play -> play.reportedAt().isAfter(play.end()));
        assertThat(all).anyMatch(play -> play.track().isLocal());
        assertThat(all).anyMatch(play -> play.heard().toMillis() < 30_000);
        assertThat(all).anyMatch(play -> play.context() == null).anyMatch(play -> play.context() != null);
        assertThat(all).anyMatch(play -> play.track().artists().size() > 1);
        assertThat(all).anyMatch(play -> play.heard().compareTo(play.track().length()) < 0 && play.isListed());
        assertThat(Life.invented(Catalogue.of(4), 7, LocalDate.of(2025, 1, 1), LocalDate.of(2026, 1, 1))
                        .plays())
                .isEqualTo(all);
        Set<Track> first = new HashSet<>(invented.topTracks(Instant.parse("2025-05-01T00:00:00Z"), TimeRange.SHORT_TERM)
                .subList(0, 20));
        Set<Track> later = new HashSet<>(invented.topTracks(Instant.parse("2025-11-01T00:00:00Z"), TimeRange.SHORT_TERM)
                .subList(0, 20));
        first.retainAll(later);
        assertThat(first).as("tastes change").hasSizeLessThan(10);
    }

    @Test
    void playsDoNotOverlap() {
        life.add(play(0, "09:00:00", 60));
        assertThatThrownBy(() -> life.add(play(1, "09:00:30", 60))).isInstanceOf(IllegalArgumentException.class);
        life.add(play(1, "09:01:00", 60));
        life.add(play(2, "08:59:00", 60));
        assertThat(life.plays()).extracting(Play::start).isSorted();
    }

    @Test
    void theExportTellsEveryPlayByItsEnd() {
        life.add(Play.of(tracks.get(0), Instant.parse("2026-03-10T09:00:00.900Z"), Duration.ofMillis(45_250)));
        life.add(play(1, "09:10:00", 5).inPrivate());
        life.add(Play.of(fake.catalogue().localFiles().getFirst(), NOON.minusSeconds(900), Duration.ofSeconds(60)));
        life.add(play(3, "13:00:00", 60));
        JsonNode rows = JsonMapper.shared().readTree(life.export(Instant.EPOCH, NOON));
        assertThat(rows.size()).as("what is still to come is not told").isEqualTo(3);
        assertThat(rows.at("/0/ts").stringValue()).isEqualTo("2026-03-10T09:00:46Z");
        assertThat(rows.at("/0/ms_played").intValue()).isEqualTo(45_250);
        assertThat(rows.at("/0/spotify_track_uri").stringValue())
                .isEqualTo(tracks.get(0).uri());
        assertThat(rows.at("/1/incognito_mode").booleanValue()).isTrue();
        assertThat(rows.at("/2/spotify_track_uri").isNull()).isTrue();
        assertThat(rows.at("/2/master_metadata_track_name").stringValue()).startsWith("Take 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/player/recently-played?limit=51",
                "/me/player/recently-played?limit=0",
                "/me/player/recently-played?after=1&before=2",
                "/me/player/recently-played?after=yesterday",
                "/me/top/tracks?time_range=forever",
                "/me/top/tracks?limit=51",
                "/me/top/artists?offset=-1",
                "/tracks/short",
                "/artists/short"
            })
    void aWrongParameterIsRefused(String path) throws IOException {
        assertThat(caller.get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void singleTracksAndArtistsAreFoundOrNot() throws IOException {
        Track track = tracks.getFirst();
        assertThat(caller.read("/tracks/" + track.id()).path("name").stringValue())
                .isEqualTo(track.title());
        Artist artist = track.artists().getFirst();
        assertThat(caller.read("/artists/" + artist.id()).path("name").stringValue())
                .isEqualTo(artist.name());
        assertThat(caller.get("/tracks/0000000000000000000000").statusCode()).isEqualTo(404);
        assertThat(caller.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void theOldShapeTellsMore() throws IOException {
        Track track = tracks.getFirst();
        assertThat(caller.read("/tracks/" + track.id()).has("popularity")).isFalse();
        assertThat(caller.read("/me").has("account_id")).isTrue();
        fake.shape(FieldShape.OLD);
        assertThat(caller.read("/tracks/" + track.id()).has("popularity")).isTrue();
        assertThat(caller.read("/me").propertyNames()).contains("country", "email", "product", "followers");
        caller.token(fake.accessToken(user, "user-top-read"));
        assertThat(caller.read("/me").propertyNames()).doesNotContain("country", "email", "product");
    }

    private Play play(int track, String time, int seconds) {
        return Play.of(tracks.get(track), Instant.parse("2026-03-10T" + time + "Z"), Duration.ofSeconds(seconds));
    }

    private Play at(String time, int track) {
        return Play.of(tracks.get(track), Instant.parse(time), Duration.ofSeconds(60));
    }

    private List<String> top(String range) throws IOException {
        List<String> ids = new ArrayList<>();
        caller.read("/me/top/tracks?time_range=" + range)
                .path("items")
                .forEach(item -> ids.add(item.path("id").stringValue()));
        return ids;
    }

    private static List<String> ends(JsonNode answer) {
        List<String> ends = new ArrayList<>();
        answer.path("items").forEach(item -> ends.add(item.path("played_at").stringValue()));
        return ends;
    }
}
