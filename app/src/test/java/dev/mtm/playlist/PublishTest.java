package dev.mtm.playlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.spotify.FieldShape;
import dev.mtm.fakes.spotify.User;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Question;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What publishing makes of a playlist at Spotify, also where it is stopped on the way.
@ParameterizedClass
@EnumSource(TestStores.class)
final class PublishTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final Question QUESTION = Question.parse("by-name", """
            -- title:   By name
            -- answers: Which tracks come first by name & all?
            -- group:   some group
            -- row:     one track
            -- playlist: "By name"
            -- param:   limit count = 260
            -- column:  track_id track "Track"
            select t.track_id from tracks as t order by t.name, t.track_id limit :limit
            """);

    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    @SuppressWarnings("NullAway.Init")
    private List<String> tracks;

    PublishTest(TestStores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open() {
        open(FieldShape.NEW);
    }

    private void open(FieldShape shape) {
        desk = new SpotifyDesk(stores, folder);
        desk.fake.shape(shape);
        tracks = desk.fake.catalogue().tracks().stream()
                .map(track -> track.id())
                .filter(Objects::nonNull)
                .limit(260)
                .toList();
        desk.database.write(session -> {
            for (int i = 0; i < tracks.size(); i++) {
                session.update(
                        "insert into tracks (track_key, track_id, name, artist_name, added_at)"
                                + " values (?, ?, ?, 'Someone', ?)",
                        i + 1,
                        tracks.get(i),
                        "Track %04d".formatted(i),
                        SpotifyDesk.NOW);
            }
            return 0;
        });
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Playlists playlists(Spotify spotify) {
        return new Playlists(
                desk.database,
                1,
                new Asker(desk.database, 1, ZoneId.of("Europe/Berlin")),
                spotify.playlists(),
                spotify.signIn(),
                desk.fake.clock());
    }

    /// As a process that starts now would do it.
    private Playlists.Outcome publish(int limit) {
        return published(limit).outcome();
    }

    private Playlists.Published published(int limit) {
        Playlists playlists = playlists(desk.spotify());
        return playlists.publish(playlists.preview(QUESTION, Map.of("limit", "" + limit), TODAY));
    }

    private void refused(ErrorCode code, int limit) {
        assertThatThrownBy(() -> publish(limit))
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private dev.mtm.fakes.spotify.Playlist only() {
        assertThat(desk.fake.playlists(desk.user)).hasSize(1);
        return desk.fake.playlists(desk.user).getFirst();
    }

    private void assertHolds(List<String> ids) {
        assertThat(only().uris())
                .isEqualTo(ids.stream().map(id -> "spotify:track:" + id).toList());
    }

    private List<RequestLog.Entry> writes() {
        return desk.fake.log().entries().stream()
                .filter(entry -> entry.isApiCall() && !entry.method().equals("GET"))
                .toList();
    }

    @Test
    void aPlaylistIsMadeOnceInOrderAndForTheListenerAlone() {
        for (FieldShape shape : FieldShape.values()) {
            anew(shape);
            assertThat(publish(260)).isEqualTo(Playlists.Outcome.MADE);
            assertHolds(tracks);
            assertThat(only().open()).isFalse();
            assertThat(only().name()).isEqualTo("By name");
            assertThat(only().description())
                    .startsWith("Which tracks come first by name & all? 260 tracks as of 2026-03-10, by Music Time")
                    .hasSizeLessThanOrEqualTo(300);
            int writes = writes().size();
            desk.fake.clock().advance(Duration.ofDays(1));
            assertThat(publish(260)).isEqualTo(Playlists.Outcome.UNCHANGED);
            assertThat(writes().stream().skip(writes)).as("nothing was written").isEmpty();
            assertThat(playlists(desk.spotify()).history()).hasSize(1);
        }
    }

    /// Another store and another Spotify, signed in.
    private void anew(FieldShape shape) {
        desk.close();
        open(shape);
        desk.signedIn();
    }

    @Test
    void whatComesAndGoesIsToldAndKept() {
        desk.signedIn();
        assertThat(publish(3)).isEqualTo(Playlists.Outcome.MADE);
        desk.fake.clock().advance(Duration.ofDays(1));
        desk.database.write(
                session -> session.update("update tracks set name = 'Zulu' where track_id = ?", tracks.get(0)));
        Playlists playlists = playlists(desk.spotify());
        Playlists.Preview preview = playlists.preview(QUESTION, Map.of("limit", "4"), TODAY.plusDays(1));
        assertThat(preview.standing().published()).isTrue();
        assertThat(preview.standing().cost().calls())
                .as("8, one page of items, one call with tracks")
                .isEqualTo(10);
        assertThat(preview.standing().cost().end())
                .contains(desk.fake.clock().instant().plusMillis(1_500));
        assertThat(preview.standing().difference())
                .isEqualTo(new Difference(List.of(tracks.get(3), tracks.get(4)), List.of(tracks.get(0)), false));
        assertThat(Objects.requireNonNull(preview.standing().names().get(tracks.get(0)))
                        .title())
                .isEqualTo("Zulu");
        assertThat(playlists.publish(preview).outcome()).isEqualTo(Playlists.Outcome.UPDATED);
        assertHolds(tracks.subList(1, 5));
        assertThat(only().description()).contains("4 tracks as of 2026-03-11");
        assertThat(playlists.history())
                .containsExactly(
                        new Publication(
                                "by-name",
                                "By name",
                                2,
                                playlists.history().getFirst().publishedAt(),
                                TODAY.plusDays(1),
                                4,
                                2,
                                1),
                        new Publication(
                                "by-name",
                                "By name",
                                1,
                                playlists.history().getLast().publishedAt(),
                                TODAY,
                                3,
                                3,
                                0));
    }

    @Test
    void anotherOrderAloneIsAChange() {
        desk.signedIn();
        publish(3);
        desk.database.write(
                session -> session.update("update tracks set name = 'Track 0001a' where track_id = ?", tracks.get(0)));
        assertThat(publish(3)).isEqualTo(Playlists.Outcome.UPDATED);
        assertHolds(List.of(tracks.get(1), tracks.get(0), tracks.get(2)));
    }

    /// As if the process had been killed between Spotify's answer and what it was to note of it.
    @Test
    void aPlaylistWhoseMakingWasNeverLearntIsFoundAgain() {
        for (FieldShape shape : FieldShape.values()) {
            for (Fault fault : List.of(new Fault.Lost(), new Fault.Cut(), new Fault.HalfBody())) {
                anew(shape);
                desk.fake
                        .faults()
                        .rule(
                                seen -> seen.method().equals("POST")
                                        && seen.path().endsWith("/playlists"),
                                1,
                                fault);
                assertThatThrownBy(() -> publish(5)).as("%s", fault).isInstanceOf(MtmException.class);
                assertThat(only().uris()).as("%s", fault).isEmpty();
                assertThat(publish(5)).as("%s", fault).isEqualTo(Playlists.Outcome.MADE);
                assertHolds(tracks.subList(0, 5));
                assertThat(publish(5)).as("%s", fault).isEqualTo(Playlists.Outcome.UNCHANGED);
            }
        }
    }

    @Test
    void aPlaylistThatWasAskedForAndNotMadeIsMadeOnce() {
        desk.signedIn();
        desk.fake.faults().rule(seen -> seen.method().equals("POST"), 1, Fault.serverError(503));
        refused(ErrorCode.LATER, 5);
        assertThat(desk.fake.playlists(desk.user)).isEmpty();
        assertThat(playlists(desk.spotify()).history()).isEmpty();
        assertThat(publish(5)).isEqualTo(Playlists.Outcome.MADE);
        assertHolds(tracks.subList(0, 5));
    }

    @Test
    void whatIsStoppedInTheMiddleIsSetRightByTheNext() {
        desk.signedIn();
        assertThat(publish(10)).isEqualTo(Playlists.Outcome.MADE);
        int round = 0;
        for (Fault fault : List.of(
                new Fault.Cut(),
                new Fault.Lost(),
                new Fault.Reset(),
                new Fault.HalfBody(),
                Fault.serverError(500),
                Fault.rateLimited(Duration.ofSeconds(20)))) {
            round++;
            int size = 250 + round;
            // Of three calls the second, and in the next round that which adds the last tracks.
            boolean last = round % 2 == 0;
            int[] added = {0};
            desk.fake
                    .faults()
                    .rule(
                            seen -> seen.method().equals("POST")
                                    && seen.path().endsWith("/items")
                                    && ++added[0] == (last ? 2 : 1),
                            1,
                            fault);
            assertThatThrownBy(() -> publish(size)).as("%s", fault).isInstanceOf(MtmException.class);
            assertThat(only().uris()).as("%s", fault).hasSizeBetween(100, size);
            desk.fake.clock().advance(Duration.ofMinutes(2));
            assertThat(publish(size)).as("%s", fault).isEqualTo(Playlists.Outcome.UPDATED);
            assertHolds(tracks.subList(0, size));
            assertThat(publish(size)).as("%s", fault).isEqualTo(Playlists.Outcome.UNCHANGED);
        }
        assertThat(playlists(desk.spotify()).history()).hasSize(1 + round);
    }

    @Test
    void aTokenThatEndsInTheMiddleIsMadeNew() {
        desk.signedIn();
        desk.fake
                .faults()
                .rule(seen -> seen.method().equals("POST") && seen.path().endsWith("/items"), 1, Fault.unauthorized());
        assertThat(publish(260)).isEqualTo(Playlists.Outcome.MADE);
        assertHolds(tracks);
    }

    @Test
    void whatSomebodyChangedAtSpotifyIsPutBackAndTheNameStays() {
        desk.signedIn();
        publish(5);
        PlaylistHost host = desk.spotify().playlists();
        host.replace(only().id(), tracks.subList(100, 103));
        host.describe(only().id(), "My own name", only().description());
        assertThat(publish(5)).isEqualTo(Playlists.Outcome.PUT_BACK);
        assertHolds(tracks.subList(0, 5));
        assertThat(publish(6)).isEqualTo(Playlists.Outcome.UPDATED);
        assertThat(only().name()).isEqualTo("My own name");
        assertThat(playlists(desk.spotify()).history())
                .extracting(Publication::added)
                .containsExactly(1, 0, 5);
    }

    @Test
    void aPlaylistThatTheListenerThrewAwayIsLeftThere() {
        desk.signedIn();
        publish(5);
        dev.mtm.fakes.spotify.Playlist gone = only();
        ask("DELETE", "/me/library?uris=spotify:playlist:" + gone.id(), desk.user, "");
        assertThat(desk.fake.playlists(desk.user)).isEmpty();
        int writes = writes().size();
        assertThat(publish(6)).isEqualTo(Playlists.Outcome.MADE_AGAIN);
        assertThat(only().id()).isNotEqualTo(gone.id());
        assertHolds(tracks.subList(0, 6));
        assertThat(writes().subList(writes, writes().size()))
                .noneMatch(entry -> entry.path().contains(gone.id()));
        assertThat(publish(6)).isEqualTo(Playlists.Outcome.UNCHANGED);
    }

    @Test
    void aPlaylistOfSomebodyElseIsNeverWrittenTo() {
        desk.signedIn();
        publish(5);
        User other = desk.fake.addUser("ben", "Ben", LocalDate.of(2025, 3, 1), LocalDate.of(2025, 4, 1));
        String marker = desk.database.read(session -> session.first("select marker from playlists", row -> row.text(1))
                .orElseThrow());
        ask(
                "POST",
                "/me/playlists",
                other,
                "{\"name\": \"Ben's\", \"public\": true, \"description\": \"" + marker + "\"}");
        dev.mtm.fakes.spotify.Playlist foreign = desk.fake.playlists(other).getFirst();
        ask("PUT", "/me/library?uris=spotify:playlist:" + foreign.id(), desk.user, "");
        // An id that leads to another's playlist, and a mark that another wrote into theirs.
        for (String id : new String[] {foreign.id(), null}) {
            ask("DELETE", "/me/library?uris=spotify:playlist:" + mine(foreign), desk.user, "");
            desk.database.write(session -> session.update(
                    id == null
                            ? "update playlists set spotify_id = null, marker = '" + marker + "'"
                            : "update playlists set spotify_id = '" + id + "'"));
            publish(6);
            assertThat(mine(foreign)).isNotEqualTo(foreign.id());
            assertThat(desk.fake.playlists(other)).containsExactly(foreign);
        }
        assertThat(writes()).noneMatch(entry -> entry.path().startsWith("/v1/playlists/" + foreign.id()));
    }

    private String mine(dev.mtm.fakes.spotify.Playlist foreign) {
        return desk.fake.playlists(desk.user).stream()
                .map(dev.mtm.fakes.spotify.Playlist::id)
                .filter(id -> !id.equals(foreign.id()))
                .findFirst()
                .orElseThrow();
    }

    private void ask(String method, String path, User user, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(desk.fake.api() + path))
                                            .header("Authorization", "Bearer " + desk.fake.accessToken(user))
                                            .header("Content-Type", "application/json")
                                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isBetween(200, 201);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutEnoughCallsNothingIsBegun() {
        desk.signedIn();
        int calls = desk.fake.log().entries().size();
        Playlists few = playlists(desk.spotify(desk.budget(600).standing().used() + 10));
        Playlists.Preview preview = few.preview(QUESTION, Map.of(), TODAY);
        assertThatThrownBy(() -> few.publish(preview)).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.LATER);
            assertThat(e).hasMessageContaining("may take 12 calls").hasMessageContaining(" and 10 of the ");
            assertThat(e.fix()).contains("tomorrow", "spotify-budget");
        });
        Playlists fewer = playlists(desk.spotify(11));
        assertThatThrownBy(() -> fewer.publish(preview))
                .isInstanceOfSatisfying(
                        MtmException.class,
                        e -> assertThat(e.fix()).contains("set spotify-budget higher, or publish fewer"));
        assertThat(desk.fake.log().entries()).as("nobody was asked").hasSize(calls);
        assertThat(desk.database.<Long>read(session -> session.number("select count(*) from playlists")))
                .isZero();
        desk.fake.clock().advance(Duration.ofDays(1));
        Playlists next = playlists(desk.spotify(14));
        assertThat(next.publish(preview).outcome()).as("the estimate is enough").isEqualTo(Playlists.Outcome.MADE);
    }

    @Test
    void tracksThatSpotifyTookDownAreLeftOutAndNamed() {
        for (FieldShape shape : FieldShape.values()) {
            anew(shape);
            // The first of a call, neighbours in the middle, the last of all.
            List<String> gone = List.of(rename(0), rename(150), rename(151), rename(259));
            List<String> left =
                    tracks.stream().filter(track -> !gone.contains(track)).toList();
            Playlists.Published made = published(260);
            assertThat(made.outcome()).isEqualTo(Playlists.Outcome.MADE);
            assertThat(made.unknown()).isEqualTo(gone);
            assertThat(made.tracks()).isEqualTo(256);
            assertThat(made.difference().added()).isEqualTo(left);
            assertThat(Objects.requireNonNull(made.names().get(gone.getFirst())).title())
                    .isEqualTo("Track 0000");
            assertHolds(left);
            assertThat(only().description()).contains(" 256 tracks as of ");

            int writes = writes().size();
            Playlists.Published again = published(260);
            assertThat(again.outcome()).isEqualTo(Playlists.Outcome.UNCHANGED);
            assertThat(again.unknown()).isEqualTo(gone);
            assertThat(writes()).as("they are not asked for again").hasSize(writes);
            assertHolds(left);
            desk.database.write(session ->
                    session.update("update api_cache set recorded_at = ?", Instant.parse("2020-01-01T00:00:00Z")));
            assertThat(published(260).unknown()).isEqualTo(gone);
            assertThat(writes()).as("until a month is over").hasSizeGreaterThan(writes);
            assertThat(playlists(desk.spotify()).history())
                    .extracting(Publication::tracks)
                    .containsExactly(256);
        }
    }

    /// As if Spotify had known the track by another id, and taken it down.
    private String rename(int track) {
        String gone = "%022d".formatted(track);
        desk.database.write(session ->
                session.update("update tracks set track_id = ? where track_id = ?", gone, tracks.get(track)));
        List<String> changed = new ArrayList<>(tracks);
        changed.set(track, gone);
        tracks = changed;
        return gone;
    }

    @Test
    void whereSpotifyKnowsNoneOfTheTracksThePlaylistStaysAsItIs() {
        desk.signedIn();
        publish(2);
        List<String> published = tracks.subList(0, 2);
        desk.database.write(session -> session.update("delete from tracks where track_key > 3"));
        desk.database.write(session -> session.update("update tracks set name = 'A' where track_key = 3"));
        rename(2);
        refused(ErrorCode.NO_DATA, 1);
        assertHolds(published);
        assertThat(playlists(desk.spotify()).history()).hasSize(1);
    }

    @Test
    void aRefusalForAnotherReasonIsNotLookedFor() {
        desk.signedIn();
        desk.fake
                .faults()
                .rule(
                        seen -> seen.method().equals("PUT"),
                        1,
                        new Fault.Refusal(400, "No uris provided", "", Duration.ZERO));
        refused(ErrorCode.REMOTE, 100);
        assertThat(writes()).hasSize(2);
    }

    @Test
    void aWishToWaitIsObeyedBeforeAnythingIsBegun() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().next("/v1/", 1, Fault.quotaExceeded(Duration.ofHours(20)));
        assertThatThrownBy(() -> spotify.plays().recent()).isInstanceOf(MtmException.class);
        int calls = desk.fake.log().entries().size();
        refused(ErrorCode.LATER, 5);
        assertThat(desk.fake.log().entries()).hasSize(calls);
        assertThat(desk.database.<Long>read(session -> session.number("select count(*) from playlists")))
                .isZero();
    }

    @Test
    void withoutASignInAPreviewIsShownAndNothingPublished() {
        Playlists playlists = playlists(desk.spotify());
        Playlists.Preview preview = playlists.preview(QUESTION, Map.of("limit", "3"), TODAY);
        assertThat(preview.composition().tracks()).isEqualTo(tracks.subList(0, 3));
        assertThat(preview.standing().published()).isFalse();
        refused(ErrorCode.SIGN_IN, 3);
        desk.signedIn();
        desk.fake.revoke(desk.user);
        refused(ErrorCode.SIGN_IN, 3);
        refused(ErrorCode.SIGN_IN, 3);
        assertThat(desk.fake.playlists(desk.user)).isEmpty();
    }

    @Test
    void anEmptyAnswerLeavesWhatWasPublished() {
        desk.signedIn();
        publish(5);
        refused(ErrorCode.NO_DATA, 0);
        assertHolds(tracks.subList(0, 5));
    }

    @Test
    void oneProcessAtATimePublishesAPlaylist() {
        desk.signedIn();
        PlaylistStore store = new PlaylistStore(desk.database, 1);
        store.claim("by-name", "By name", "mtm1", desk.fake.clock().instant(), Duration.ofMinutes(3));
        refused(ErrorCode.LATER, 5);
        assertThat(desk.fake.playlists(desk.user)).isEmpty();
        desk.fake.clock().advance(Duration.ofMinutes(3).plusSeconds(1));
        assertThat(publish(5)).as("it was killed").isEqualTo(Playlists.Outcome.MADE);
        assertThat(only().description()).contains("(mtm1)");
        Duration minutes = Duration.ofMinutes(3);
        Instant first = store.claim("by-name", "By name", "mtm1", SpotifyDesk.NOW, minutes)
                .until();
        Instant second = store.claim("by-name", "By name", "mtm1", SpotifyDesk.NOW.plusSeconds(200), minutes)
                .until();
        store.release("by-name", first);
        assertThatThrownBy(() -> store.renew("by-name", first, SpotifyDesk.NOW, minutes))
                .isInstanceOf(MtmException.class);
        assertThatThrownBy(() -> store.claim("by-name", "By name", "mtm1", SpotifyDesk.NOW.plusSeconds(200), minutes))
                .as("the slow one gave back what it had no more")
                .isInstanceOf(MtmException.class);
        store.release("by-name", second);
        store.claim("by-name", "By name", "mtm1", SpotifyDesk.NOW.plus(Duration.ofDays(9)), minutes);
        store.claim("by-name", "By name", "mtm1", SpotifyDesk.NOW, minutes);
    }

    @Test
    void whoPublishesForLongKeepsTheRight() {
        desk.signedIn();
        List<Throwable> refusals = new CopyOnWriteArrayList<>();
        desk.fake
                .faults()
                .rule(
                        seen -> {
                            if (seen.path().endsWith("/items") && !seen.method().equals("GET")) {
                                desk.fake.clock().advance(Duration.ofSeconds(100));
                                refusals.add(catchThrowable(this::claimElsewhere));
                            }
                            return false;
                        },
                        1,
                        Fault.serverError(500));
        assertThat(publish(260)).isEqualTo(Playlists.Outcome.MADE);
        assertThat(refusals).hasSize(3).allMatch(MtmException.class::isInstance);
        claimElsewhere();
    }

    private void claimElsewhere() {
        try (Database other = Database.at(desk.database.address(), Duration.ofSeconds(5))) {
            new PlaylistStore(other, 1)
                    .claim("by-name", "By name", "mtm1", desk.fake.clock().instant(), Duration.ofMinutes(3));
        }
    }

    @Test
    void aPlaylistThatSomebodyFilledIsCountedAnew() {
        desk.signedIn();
        publish(5);
        desk.spotify().playlists().replace(only().id(), tracks);
        int writes = writes().size();
        Playlists few = playlists(desk.spotify(desk.budget(600).standing().used() + 14));
        assertThatThrownBy(() -> few.publish(few.preview(QUESTION, Map.of("limit", "6"), TODAY)))
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LATER))
                .hasMessageContaining("may take 15 calls");
        assertThat(writes()).hasSize(writes);
        assertHolds(tracks);
        assertThat(publish(6)).isEqualTo(Playlists.Outcome.UPDATED);
    }

    @Test
    void whetherAPlaylistIsKeptMayBeUntold() {
        desk.signedIn();
        publish(5);
        desk.fake.faults().next("/v1/me/library", 1, Fault.missingScope());
        assertThat(publish(5)).isEqualTo(Playlists.Outcome.UNCHANGED);
        assertThat(desk.fake.faults().pending()).isZero();
    }

    @Test
    void eachValueInATitleMakesAPlaylistOfItsOwn() {
        desk.signedIn();
        Question question = Question.parse("first-of", """
                -- title:   First of
                -- answers: Which?
                -- group:   some group
                -- row:     one track
                -- playlist: "First of {year}" year = today, limit = 2
                -- param:   year year = none
                -- param:   limit count = 25
                -- column:  track_id track "Track"
                select t.track_id from tracks as t where :year > 0 order by t.name limit :limit
                """);
        Playlists playlists = playlists(desk.spotify());
        for (Map<String, String> given :
                List.<Map<String, String>>of(Map.of(), Map.of("year", "2024", "limit", "3"), Map.of("limit", "1"))) {
            playlists.publish(playlists.preview(question, given, TODAY));
        }
        assertThat(desk.fake.playlists(desk.user))
                .extracting(playlist -> playlist.name() + " " + playlist.uris().size())
                .containsExactlyInAnyOrder("First of 2026 1", "First of 2024 3");
        assertThat(playlists.history())
                .extracting(publication -> publication.playlist() + " " + publication.number())
                .containsExactly("first-of 2024 1", "first-of 2026 2", "first-of 2026 1");
        assertThatThrownBy(() -> playlists.preview(question, Map.of("year", "none"), TODAY))
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.fix()).isEqualTo("Choose one with --year."));
    }

    @Test
    void aQuestionWithoutThatLineMakesNoPlaylist() {
        Question totals = dev.mtm.question.Questions.builtIn().named("totals");
        assertThatThrownBy(() -> playlists(desk.spotify()).preview(totals, Map.of(), TODAY))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
                    assertThat(e.fix()).contains("mtm playlist list");
                });
    }
}
