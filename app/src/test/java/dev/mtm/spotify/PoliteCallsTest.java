package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.spotify.FieldShape;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.listening.Track;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.net.RemoteFailure;
import dev.mtm.playlist.PlaylistHost;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.snapshot.TopTracksSource;
import dev.mtm.sync.LivePlays;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What calls bring, what they do when the service misbehaves, and that there are never too many.
@ParameterizedClass
@EnumSource(TestStores.class)
final class PoliteCallsTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    PoliteCallsTest(TestStores stores) {
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
    void aTopListIsTheServicesOwn() {
        Spotify spotify = desk.signedIn();
        for (FieldShape shape : FieldShape.values()) {
            desk.fake.shape(shape);
            List<Track> top = spotify.tops().top(TimeRange.SHORT_TERM).tracks().stream()
                    .map(TopTracksSource.Ranked::track)
                    .toList();
            assertThat(top.stream().map(Track::trackId).filter(Objects::nonNull))
                    .hasSizeGreaterThan(40)
                    .doesNotHaveDuplicates();
            assertThat(top)
                    .extracting(Track::name)
                    .isEqualTo(
                            desk
                                    .user
                                    .life()
                                    .topTracks(SpotifyDesk.NOW, dev.mtm.fakes.spotify.TimeRange.SHORT_TERM)
                                    .stream()
                                    .limit(50)
                                    .map(dev.mtm.fakes.spotify.Track::title)
                                    .toList());
            assertThat(top).allSatisfy(track -> {
                assertThat(track.artists()).isNotEmpty();
                assertThat(track.payload()).startsWith("{");
                assertThat(track.popularity() != null).isEqualTo(shape == FieldShape.OLD);
            });
        }
    }

    @Test
    void recentPlaysEndWhenTheyDid() {
        List<LivePlays.Recent> recent = desk.signedIn().plays().recent().plays();
        List<Play> truth = desk.user.life().plays().stream()
                .filter(play -> play.isListed()
                        && !play.reportedAt().isAfter(desk.fake.clock().instant()))
                .toList()
                .reversed()
                .subList(0, 50);
        assertThat(recent)
                .extracting(LivePlays.Recent::endedAt)
                .isEqualTo(truth.stream().map(Play::end).toList());
        assertThat(recent)
                .extracting(play -> play.track().name())
                .isEqualTo(truth.stream().map(play -> play.track().title()).toList());
    }

    @Test
    void whatPlaysNowIsToldWhileItPlays() {
        Spotify spotify = desk.signedIn();
        Play play = desk.user.life().plays().stream()
                .filter(next -> next.start().isAfter(SpotifyDesk.NOW)
                        && next.isListed()
                        && next.reportedAt().equals(next.end()))
                .findFirst()
                .orElseThrow();
        desk.fake.clock().moveTo(play.start().plusSeconds(20));
        assertThat(spotify.plays().now()).hasValueSatisfying(now -> {
            assertThat(Objects.requireNonNull(now.track()).name())
                    .isEqualTo(play.track().title());
            assertThat(Objects.requireNonNull(now.progress()))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        });
        desk.fake
                .faults()
                .next(
                        "/v1/me/player/currently-playing",
                        1,
                        new Fault.Changed(body ->
                                body.put("currently_playing_type", "episode").putNull("item")));
        assertThat(spotify.plays().now())
                .as("a podcast")
                .hasValueSatisfying(now -> assertThat(now.track()).isNull());
        Life life = desk.user.life();
        Instant silence = life.plays().stream()
                .map(Play::end)
                .filter(end -> end.isAfter(play.end())
                        && life.plays().stream()
                                .noneMatch(other -> !other.start().isAfter(end.plusSeconds(60))
                                        && other.end().isAfter(end)))
                .findFirst()
                .orElseThrow();
        desk.fake.clock().moveTo(silence.plusSeconds(30));
        assertThat(spotify.plays().now()).isEmpty();
    }

    @Test
    void aWishToWaitIsObeyedByEveryProcessAndAfterEveryStart() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().quotaExceededFor(Duration.ofHours(20));
        assertThatThrownBy(() -> spotify.plays().recent()).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.LATER);
            assertThat(e).hasMessage("its quota for this developer account is used up");
            assertThat(e.fix()).contains("2026-03-11T08:00:0");
        });
        int calls = desk.fake.log().entries().size();
        for (int hour = 0; hour < 19; hour++) {
            desk.fake.clock().advance(Duration.ofHours(1));
            assertThatThrownBy(() -> desk.spotify().plays().recent()).isInstanceOf(MtmException.class);
        }
        assertThat(desk.fake.log().entries()).as("nobody asked meanwhile").hasSize(calls);
        assertThat(desk.budget(600).standing().pause())
                .hasValueSatisfying(pause -> assertThat(pause.reason()).contains("quota"));
        desk.fake.clock().advance(Duration.ofHours(1).plusSeconds(5));
        assertThat(desk.spotify().plays().recent().plays()).hasSize(50);
    }

    @Test
    void theBudgetOfADayIsKeptAcrossStartsAndEndsAtMidnightUtc() {
        desk.signedIn();
        int used = desk.budget(10).standing().used();
        for (int call = used; call < 10; call++) {
            assertThat(desk.spotify(10).tops().top(TimeRange.SHORT_TERM).tracks())
                    .hasSize(50);
        }
        assertThatThrownBy(() -> desk.spotify(10).plays().recent()).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.LATER);
            assertThat(e).hasMessage("the 10 calls that were set for a day are used up");
            assertThat(e.fix()).contains("2026-03-11T00:00:01Z");
        });
        assertThat(desk.fake.log().entries().stream()
                        .filter(entry -> !entry.path().equals("/authorize")))
                .hasSize(10);
        assertThat(desk.budget(10).standing()).isEqualTo(new CallBudget.Standing(10, 10, Optional.empty()));
        desk.fake.clock().moveTo(Instant.parse("2026-03-11T00:00:00Z"));
        assertThat(desk.spotify(10).plays().recent().plays()).hasSize(50);
    }

    @Test
    void aLongJobIsForeseen() {
        Duration second = Duration.ofSeconds(1);
        assertThat(desk.budget(600).forecast(0, second))
                .isEqualTo(new CallBudget.Forecast(0, 600, 600, Optional.of(SpotifyDesk.NOW)));
        assertThat(desk.budget(600).forecast(600, second).end()).contains(Instant.parse("2026-03-10T12:10:00Z"));
        // 600 today and on each of two days, 200 on the last.
        assertThat(desk.budget(600).forecast(2_000, second).end()).contains(Instant.parse("2026-03-13T00:03:20Z"));
        assertThat(desk.budget(600).forecast(601, second).end()).contains(Instant.parse("2026-03-11T00:00:01Z"));
        assertThat(desk.budget(600).forecast(1_200, second).end()).contains(Instant.parse("2026-03-11T00:10:00Z"));
        // A slow pace leaves calls of a day unused: 720 in twelve hours, 1,440 on a whole day.
        assertThat(desk.budget(5_000).forecast(2_161, Duration.ofMinutes(1)).end())
                .contains(Instant.parse("2026-03-12T00:01:00Z"));
        assertThat(desk.budget(0).forecast(1, second).end()).isEmpty();

        desk.signedIn();
        int used = desk.budget(10).standing().used();
        assertThat(desk.budget(10).forecast(10 - used, second).end())
                .contains(desk.fake.clock().instant().plusSeconds(10 - used));
        assertThat(desk.budget(10).forecast(11 - used, second).end()).contains(Instant.parse("2026-03-11T00:00:01Z"));
        desk.fake.faults().next("/v1/", 1, Fault.quotaExceeded(Duration.ofHours(20)));
        assertThatThrownBy(() -> desk.spotify(10).plays().recent()).isInstanceOf(MtmException.class);
        // The wait ends on the next day, whose calls are all free.
        assertThat(desk.budget(10).forecast(10, second).end().orElseThrow())
                .isBetween("2026-03-11T08:00:10Z", "2026-03-11T08:00:13Z");
    }

    @Test
    void oneFailureOfReadingIsTriedAgainTwoAreTold() {
        Spotify spotify = desk.signedIn();
        for (Fault fault : List.of(
                Fault.serverError(500),
                Fault.serverError(503),
                new Fault.BadGateway(),
                new Fault.Reset(),
                new Fault.Lost(),
                new Fault.Cut())) {
            desk.fake.faults().next("/v1/", 1, fault);
            assertThat(spotify.plays().recent().plays()).as("%s", fault).hasSize(50);
            desk.fake.faults().next("/v1/", 2, fault);
            assertThatThrownBy(() -> spotify.plays().recent())
                    .as("%s", fault)
                    .isInstanceOfSatisfying(
                            MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LATER));
            assertThat(desk.fake.faults().pending()).as("%s", fault).isZero();
        }
        assertThat(desk.budget(600).standing().used())
                .as("what was asked, counted on both sides")
                .isEqualTo((int) desk.fake.log().entries().stream()
                        .filter(entry -> !entry.path().equals("/authorize"))
                        .count());
        assertThat(spotify.plays().recent().plays()).hasSize(50);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() {
        PoliteHttp http = new PoliteHttp(desk.budget(600), desk.fake.clock(), length -> {}, Duration.ofMillis(200));
        desk.fake.faults().next("/v1/", 2, new Fault.Stall(Duration.ofMinutes(5)));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(URI.create(desk.fake.api() + "/me"))))
                        .isInstanceOf(RemoteFailure.RetryLater.class)
                        .hasMessageContaining("does not answer in full"));
        assertThat(desk.fake.faults().pending()).as("two tries").isZero();
    }

    @Test
    void aWishToWaitIsUnderstoodHoweverItIsSaid() {
        desk.signedIn();
        Instant start = desk.fake.clock().instant();
        Map<String, Duration> wishes = new LinkedHashMap<>();
        wishes.put("3600", Duration.ofHours(1));
        wishes.put(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        start.plus(Duration.ofHours(5)).atOffset(ZoneOffset.UTC)),
                Duration.ofHours(5));
        wishes.put("12345678", Duration.ofHours(48));
        wishes.put("99999999999999999999999", Duration.ofHours(48));
        wishes.put("soon", Duration.ofMinutes(1));
        wishes.put("Mon, 02 Mar 2026 12:00:00 GMT", Duration.ofMinutes(1));
        wishes.forEach((text, length) -> {
            for (Fault.Refusal refusal : List.of(
                    new Fault.Refusal(429, "API rate limit exceeded", "", Duration.ZERO),
                    new Fault.Refusal(429, "Too many requests", "QUOTA_EXCEEDED", Duration.ZERO))) {
                boolean unsaid = length.equals(Duration.ofMinutes(1));
                Duration least = unsaid && !refusal.reason().isEmpty() ? Duration.ofHours(1) : length;
                desk.database.write(session -> session.update("delete from call_pause"));
                desk.fake.clock().moveTo(desk.fake.clock().instant().plusSeconds(1));
                desk.fake.faults().next("/v1/", 1, new Fault.OddWait(refusal, text));
                assertThatThrownBy(() -> desk.spotify().plays().recent()).isInstanceOf(MtmException.class);
                Instant until =
                        desk.budget(600).standing().pause().orElseThrow().until();
                assertThat(until)
                        .as("%s %s", text, refusal)
                        .isBetween(
                                desk.fake.clock().instant().plus(least).minusSeconds(60),
                                desk.fake.clock().instant().plus(least).plusSeconds(2));
            }
        });
    }

    @Test
    void aPauseThatWasReckonedOnAClockThatWasAheadStopsNothing() {
        Spotify spotify = desk.signedIn();
        desk.database.write(session -> session.update(
                "insert into call_pause (service, paused_until, reason) values ('spotify', ?, 'it asked to slow down')",
                SpotifyDesk.NOW.plus(Duration.ofDays(300))));
        assertThat(spotify.plays().recent().plays()).hasSize(50);
        assertThat(desk.budget(600).standing().pause()).isEmpty();
        desk.fake.faults().next("/v1/", 1, Fault.quotaExceeded(Duration.ofHours(20)));
        assertThatThrownBy(() -> spotify.plays().recent()).isInstanceOf(MtmException.class);
        assertThat(desk.budget(600).standing().pause()).as("a new one is kept").isPresent();
    }

    @Test
    void anAnswerThatCannotBeUsedIsToldAndNothingIsMadeOfIt() {
        Spotify spotify = desk.signedIn();
        for (Fault fault : List.of(new Fault.Page(), new Fault.HalfBody())) {
            desk.fake.faults().next("/v1/", 1, fault);
            assertThatThrownBy(() -> spotify.tops().top(TimeRange.SHORT_TERM))
                    .as("%s", fault)
                    .isInstanceOfSatisfying(
                            MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOTE))
                    .hasMessageContaining("no JSON");
        }
        desk.fake.faults().next("/v1/", 1, new Fault.WrongType());
        assertThat(spotify.tops().top(TimeRange.SHORT_TERM).tracks()).hasSize(50);
    }

    @Test
    void aRefusalTellsWhatToDo() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().next("/v1/", 1, Fault.noPremium());
        assertThatThrownBy(() -> spotify.tops().top(TimeRange.SHORT_TERM))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.REMOTE);
                    assertThat(e).hasMessageContaining("premium subscription required");
                    assertThat(e.fix()).contains("Premium");
                });
    }

    @Test
    void callsKeepAPace() {
        Spotify spotify = desk.signedIn();
        desk.rests.clear();
        for (int i = 0; i < 10; i++) {
            spotify.tops().top(TimeRange.SHORT_TERM);
        }
        assertThat(desk.rests).hasSizeGreaterThanOrEqualTo(9).allMatch(rest -> rest.toMillis() <= 150);
    }

    @Test
    void aPlaylistOfManyTracksIsMadeReadAndReplacedInOrderInBothShapes() {
        Spotify spotify = desk.signedIn();
        List<String> tracks = desk.fake.catalogue().tracks().stream()
                .limit(260)
                .map(track -> Objects.requireNonNull(track.id()))
                .toList();
        for (FieldShape shape : FieldShape.values()) {
            desk.fake.shape(shape);
            PlaylistHost host = desk.spotify().playlists();
            PlaylistHost.Hosted made = host.create("Gems", "Loved & left");
            assertThat(made.mine()).isTrue();
            host.replace(made.id(), tracks);
            assertThat(host.tracks(made.id())).isEqualTo(tracks);
            host.replace(made.id(), tracks.subList(3, 5));
            assertThat(host.tracks(made.id())).isEqualTo(tracks.subList(3, 5));
            host.replace(made.id(), List.of());
            assertThat(host.tracks(made.id())).isEmpty();
            host.describe(made.id(), "Gems again", "Loved");
            assertThat(host.find(made.id())).hasValueSatisfying(found -> {
                assertThat(found.name()).isEqualTo("Gems again");
                assertThat(found.description()).isEqualTo("Loved");
            });
            assertThat(host.find("3cEYpjA9oz9GiPac4AsH4n")).isEmpty();
        }
        assertThat(desk.fake.playlists(desk.user)).allMatch(playlist -> !playlist.open());
        assertThat(IntStream.range(0, 2)).hasSize(desk.fake.playlists(desk.user).size());
        assertThat(spotify.signIn().standing()).isPresent();
    }
}
