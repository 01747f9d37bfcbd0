package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.Fault;
import dev.mtm.fakes.spotify.RequestLog;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Signing in, staying signed in, and what happens when that ends.
@ParameterizedClass
@EnumSource(TestStores.class)
final class SignInTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    SignInTest(TestStores stores) {
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
    void whoAgreesIsSignedInForSixMonths() {
        SignIn.Standing standing = desk.signedIn().signIn().standing().orElseThrow();
        assertThat(standing.user()).isEqualTo("mira");
        assertThat(standing.called()).isEqualTo("Mira Example");
        assertThat(standing.scopes()).contains("user-top-read", "playlist-modify-private");
        assertThat(standing.since()).isEqualTo(SpotifyDesk.NOW);
        assertThat(standing.endsAt()).isEqualTo(Instant.parse("2026-09-10T12:00:00Z"));
        assertThat(standing.endedAt()).isNull();
    }

    @Test
    void whoDoesNotAgreeChangesNothing() {
        desk.fake.consent(Consent.DENY);
        SignIn signIn = desk.spotify().signIn();
        try (SignIn.Visit visit = signIn.open()) {
            assertThat(SpotifyDesk.visit(visit.page())).contains("You did not agree");
            assertThatThrownBy(() -> visit.await(Duration.ofSeconds(10)))
                    .isInstanceOf(MtmException.class)
                    .hasMessage("you did not agree, so nothing was changed");
        }
        assertThat(signIn.standing()).isEmpty();
    }

    @Test
    void theAddressCanBePastedFromAnotherMachine() {
        SignIn signIn = desk.spotify().signIn();
        try (SignIn.Visit visit = signIn.open()) {
            String address = SpotifyDesk.address(visit.page());
            assertThat(visit.finish(" " + address + "\n").user()).isEqualTo("mira");
        }
        assertThat(signIn.standing()).isPresent();
    }

    @Test
    void anAddressOfAnotherSignInIsRefusedWithoutAskingSpotify() {
        SignIn signIn = desk.spotify().signIn();
        try (SignIn.Visit one = signIn.open();
                SignIn.Visit other = signIn.open()) {
            String address = SpotifyDesk.address(one.page());
            long calls = desk.fake.log().entries().size();
            for (String wrong :
                    List.of(address, "", "http://127.0.0.1/callback?code=x", "nonsense", "?state=%zz&code=1")) {
                assertThatThrownBy(() -> other.finish(wrong))
                        .isInstanceOf(MtmException.class)
                        .hasMessageContaining("does not belong to the sign-in");
            }
            assertThat(SpotifyDesk.visit(java.net.URI.create(
                            SpotifyDesk.address(other.page()).replaceFirst("state=.", "state=~"))))
                    .contains("not the sign-in that was started");
            assertThat(other.await(Duration.ofMillis(1))).isEmpty();
            assertThat(desk.fake.log().entries().stream().skip(calls))
                    .extracting(RequestLog.Entry::path)
                    .containsOnly("/authorize");
        }
        assertThat(signIn.standing()).isEmpty();
    }

    @Test
    void anHourLaterANewTokenIsFetchedAndTheRotatedOneKeptFirst() {
        Spotify spotify = desk.signedIn();
        for (int hour = 0; hour < 5; hour++) {
            desk.fake.clock().advance(Duration.ofMinutes(61));
            assertThat(desk.spotify().tops().top(TimeRange.SHORT_TERM).tracks()).hasSize(50);
        }
        assertThat(tokenCalls()).isEqualTo(1 + 5);
        assertThat(spotify.signIn().standing().orElseThrow().endedAt()).isNull();
    }

    @Test
    void aTokenThatSpotifyRefusesBeforeItsTimeIsReplacedOnce() {
        Spotify spotify = desk.signedIn();
        desk.fake.faults().next("/v1/", 1, Fault.unauthorized());
        assertThat(spotify.tops().top(TimeRange.LONG_TERM).tracks()).hasSize(50);
        desk.fake.faults().next("/v1/", 2, Fault.unauthorized());
        assertThatThrownBy(() -> spotify.tops().top(TimeRange.LONG_TERM))
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN));
        assertThat(desk.fake.faults().pending()).as("two tries, no loop").isZero();
    }

    @Test
    void afterSixMonthsItSaysSoOnceAndAsksNoMore() {
        Spotify spotify = desk.signedIn();
        desk.fake.clock().advance(Duration.ofDays(185));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> spotify.plays().recent()).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN);
                assertThat(e).hasMessage("the sign-in has ended");
                assertThat(e.fix()).contains("mtm login");
            });
        }
        assertThat(tokenCalls()).as("one for the sign-in, one that was refused").isEqualTo(2);
        assertThat(spotify.signIn().standing().orElseThrow().endedAt()).isNotNull();
        desk.signedIn();
        assertThat(desk.spotify().plays().recent().plays()).hasSize(50);
    }

    @Test
    void manyAtOnceFetchOneToken() throws Exception {
        desk.signedIn();
        desk.fake.clock().advance(Duration.ofHours(2));
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(() -> desk.inAnotherProcess(
                        spotify -> spotify.tops().top(TimeRange.SHORT_TERM).tracks().size()));
            }
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(50);
            }
        }
        assertThat(tokenCalls()).isEqualTo(2);
    }

    @Test
    void aProcessThatDiedWhileFetchingATokenDoesNotBlockTheNextForEver() {
        Spotify spotify = desk.signedIn();
        desk.fake.clock().advance(Duration.ofHours(2));
        Instant soon = desk.fake.clock().instant().plusSeconds(40);
        desk.database.write(session -> session.update("update spotify_sign_in set refreshing_until = ?", soon));
        assertThat(spotify.tops().top(TimeRange.SHORT_TERM).tracks()).hasSize(50);
        assertThat(desk.fake.clock().instant()).isAfter(soon);
    }

    @Test
    void nobodySignedInIsAClearAnswerWithoutACall() {
        assertThatThrownBy(() -> desk.spotify().plays().recent())
                .isInstanceOfSatisfying(
                        MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN))
                .hasMessage("nobody is signed in");
        assertThat(desk.fake.log().entries()).isEmpty();
    }

    @Test
    void tokensLieInTheStoreSealedAndOpenWithTheirKeyOnly() throws IOException {
        desk.signedIn();
        String stored = desk.database.read(session -> session.first(
                        "select sealed_access || ' ' || sealed_refresh from spotify_sign_in", row -> row.text(1))
                .orElseThrow());
        Vault vault = new Vault(folder.resolve("secret.key"));
        String access = vault.open(stored.split(" ", 2)[0], "spotify access 1");
        assertThat(access).hasSizeGreaterThan(20);
        assertThat(stored).doesNotContain(access);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret.key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> vault.open(stored.split(" ", 2)[0], "spotify access 2"))
                .as("of another account")
                .isInstanceOf(MtmException.class);
        Files.delete(folder.resolve("secret.key"));
        assertThatThrownBy(() -> desk.spotify().plays().recent()).isInstanceOfSatisfying(MtmException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN);
            assertThat(e).hasMessageContaining("sealed with another key");
        });
        desk.signedIn();
        assertThat(desk.spotify().plays().recent().plays()).hasSize(50);
    }

    @Test
    void whoSignsOutLeavesNoToken() {
        Spotify spotify = desk.signedIn();
        assertThat(spotify.signIn().forget()).isTrue();
        assertThat(spotify.signIn().forget()).isFalse();
        assertThat(spotify.signIn().standing()).isEmpty();
        assertThat(desk.database.<Long>read(session -> session.number("select count(*) from spotify_sign_in")))
                .isZero();
    }

    private long tokenCalls() {
        return desk.fake.log().entries().stream()
                .filter(entry -> entry.path().equals("/api/token"))
                .count();
    }
}
