package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.TimeRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
                calls.add(() -> desk.inAnotherProcess(spotify ->
                        spotify.tops().top(TimeRange.SHORT_TERM).tracks().size()));
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
            assertThat(e.fix()).contains("share one key file").contains("key-file");
        });
        assertThat(desk.spotify().signIn().obstacle()).isPresent();
        desk.signedIn();
        assertThat(desk.spotify().signIn().obstacle()).isEmpty();
        assertThat(desk.spotify().plays().recent().plays()).hasSize(50);
    }

    @Test
    void whoSignsOutLeavesNoToken() {
        Spotify spotify = desk.signedIn();
        assertThat(spotify.signIn().forget()).isTrue();
        assertThat(spotify.signIn().forget()).isFalse();
        assertThat(spotify.signIn().standing()).isEmpty();
        assertThat(desk.database.<Long>read(session -> session.number(
                        "select count(*) from spotify_sign_in where sealed_access <> '' or sealed_refresh <> ''")))
                .isZero();
        assertThatThrownBy(() -> spotify.plays().recent()).hasMessage("nobody is signed in");
    }

    @Test
    void somebodyElseIsNotSignedInByMistakeEvenAfterASignOut() {
        Spotify spotify = desk.signedIn();
        desk.fake.addUser("ben", "Ben Example", LocalDate.of(2025, 3, 1), LocalDate.of(2025, 4, 1));
        for (boolean signedOut : new boolean[] {false, true}) {
            if (signedOut) {
                spotify.signIn().forget();
            }
            assertThatThrownBy(() -> signIn("ben", false)).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                assertThat(e).hasMessageContaining("is of Ben Example, and what is in this store is of Mira Example");
                assertThat(e.fix()).contains("--other-listener");
            });
            assertThat(spotify.signIn().standing().map(SignIn.Standing::user))
                    .isEqualTo(signedOut ? Optional.empty() : Optional.of("mira"));
        }
        assertThat(signIn("mira", false).user()).isEqualTo("mira");
        assertThat(signIn("ben", true).user()).isEqualTo("ben");
        assertThat(signIn("ben", false).user()).isEqualTo("ben");
    }

    private SignIn.Standing signIn(String user, boolean other) {
        desk.fake.consent(Consent.ASK);
        try (SignIn.Visit visit = desk.spotify().signIn().open(other)) {
            return visit.finish(SpotifyDesk.address(URI.create(visit.page() + "&fake_user=" + user)));
        }
    }

    @Test
    void aTokenThatTheStoreWouldNotTakeIsKeptUntilItDoes() throws Exception {
        desk.signedIn();
        desk.fake.clock().advance(Duration.ofHours(2));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Database hasty = Database.at(desk.database.address(), Duration.ofMillis(100))) {
            List<Future<?>> writers = new ArrayList<>();
            desk.fake
                    .faults()
                    .rule(
                            call -> {
                                if (call.path().equals("/api/token") && writers.isEmpty()) {
                                    writers.add(thread.submit(() -> busy(held, enough)));
                                    await(held);
                                }
                                return false;
                            },
                            1,
                            Fault.serverError(500));
            assertThatThrownBy(() -> desk.spotify(hasty).plays().recent())
                    .isInstanceOfSatisfying(
                            MtmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_BUSY));
            enough.countDown();
            writers.getFirst().get();
            desk.fake.faults().clear();
            assertThat(desk.spotify(hasty).plays().recent().plays()).hasSize(50);
        }
        assertThat(tokenCalls()).as("one for the sign-in, one for the token").isEqualTo(2);
        desk.fake.clock().advance(Duration.ofHours(2));
        assertThat(desk.spotify().plays().recent().plays())
                .as("with the rotated token")
                .hasSize(50);
    }

    /// Writes to the sign-in, and takes its time.
    private void busy(CountDownLatch held, CountDownLatch enough) {
        try (Database other = Database.at(desk.database.address(), Duration.ofSeconds(5))) {
            other.write(session -> {
                session.update("update spotify_sign_in set display_name = display_name");
                held.countDown();
                await(enough);
                return 0;
            });
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRightToFetchATokenIsGivenBackByItsOwnerOnly() {
        desk.signedIn();
        SignInStore store = new SignInStore(desk.database, 1, new Vault(desk.keyFile()));
        SignInStore.Stored stored = store.find().orElseThrow();
        Duration minute = Duration.ofMinutes(1);
        Instant first = store.lease(stored, SpotifyDesk.NOW, minute).orElseThrow();
        assertThat(store.lease(stored, SpotifyDesk.NOW, minute)).isEmpty();
        Instant later = SpotifyDesk.NOW.plusSeconds(90);
        Instant second = store.lease(stored, later, minute).orElseThrow();
        store.release(first);
        assertThat(store.lease(stored, later, minute))
                .as("the slow one gave back what it had no more")
                .isEmpty();
        store.release(second);
        assertThat(store.lease(stored, later.plus(Duration.ofDays(9)), minute)).isPresent();
        assertThat(store.lease(stored, later, minute))
                .as("taken on a clock that was ahead")
                .isPresent();
    }

    @Test
    void aKeyIsMadeAlsoWhereThereAreNoLinksBetweenFiles() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("card.zip"), Map.of("create", "true"))) {
            Path keyFile = zip.getPath("/config/secret.key");
            String sealed = new Vault(keyFile).seal("hush", "test");
            assertThat(new Vault(keyFile).open(sealed, "test")).isEqualTo("hush");
            try (var files = Files.list(zip.getPath("/config"))) {
                assertThat(files).containsExactly(keyFile);
            }
        }
    }

    private long tokenCalls() {
        return desk.fake.log().entries().stream()
                .filter(entry -> entry.path().equals("/api/token"))
                .count();
    }
}
