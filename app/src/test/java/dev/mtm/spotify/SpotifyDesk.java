package dev.mtm.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.spotify.Catalogue;
import dev.mtm.fakes.spotify.Consent;
import dev.mtm.fakes.spotify.FakeSpotify;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.fakes.spotify.User;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// A store and a fake Spotify with one listener, on one clock: what rests, moves it.
public final class SpotifyDesk implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    /// What the listener plays, past and to come: the same for every desk, so it is made up once.
    private static final AtomicReference<List<Play>> LIFE = new AtomicReference<>();

    private final Path folder;
    public final FakeSpotify fake;
    public final Database database;
    public final User user;
    public final List<Duration> rests = Collections.synchronizedList(new ArrayList<>());

    public SpotifyDesk(TestStores stores, Path folder) {
        this.folder = folder;
        fake = FakeSpotify.start(FakeClock.standingAt(NOW));
        fake.consent(Consent.GRANT);
        user = fake.addUser("mira", "Mira Example", life(fake.catalogue()));
        database = stores.open();
    }

    private static Life life(Catalogue catalogue) {
        List<Play> known = LIFE.get();
        if (known == null) {
            known = Life.invented(catalogue, "mira".hashCode(), LocalDate.of(2025, 3, 1), LocalDate.of(2027, 5, 1))
                    .plays();
            LIFE.set(known);
        }
        return Life.of(known);
    }

    /// Where the key lies with which sign-ins are sealed.
    public Path keyFile() {
        return folder.resolve("secret.key");
    }

    /// Spotify as a process that starts now would have it.
    public Spotify spotify() {
        return spotify(600);
    }

    public Spotify spotify(int callsADay) {
        return spotify(callsADay, database, length -> {
            rests.add(length);
            fake.clock().advance(length);
        });
    }

    /// Spotify over another connection to the store.
    Spotify spotify(Database database) {
        return spotify(600, database, length -> fake.clock().advance(length));
    }

    private Spotify spotify(int callsADay, Database database, PoliteHttp.Rest rest) {
        return Spotify.of(
                new SpotifyApp(Optional.of(FakeSpotify.APP.clientId()), fake.accounts(), fake.api()),
                database,
                1,
                new Vault(keyFile()),
                new CallBudget(database, SpotifyApp.SERVICE, callsADay, fake.clock()),
                fake.clock(),
                rest);
    }

    /// Does something as another process would, beside this one; rests take real time there.
    public <T> T inAnotherProcess(Function<Spotify, T> work) {
        try (Database other = Database.at(database.address(), Duration.ofSeconds(10))) {
            return work.apply(spotify(600, other, Thread::sleep));
        }
    }

    public CallBudget budget(int callsADay) {
        return new CallBudget(database, SpotifyApp.SERVICE, callsADay, fake.clock());
    }

    /// Signs in as a listener does whose browser is on this machine.
    public Spotify signedIn() {
        Spotify spotify = spotify();
        try (SignIn.Visit visit = spotify.signIn().open()) {
            assertThat(visit(visit.page())).contains("You can close this page");
            assertThat(visit.await(Duration.ofSeconds(10))).isPresent();
        }
        return spotify;
    }

    /// Opens a page as a browser does, redirects followed.
    public static String visit(URI page) {
        HttpResponse<String> answer = open(page);
        Optional<String> next = answer.headers().firstValue("location");
        return next.isPresent() ? visit(page.resolve(next.get())) : answer.body();
    }

    /// Where a page sends the browser, without going there.
    public static String address(URI page) {
        return open(page).headers().firstValue("location").orElseThrow();
    }

    private static HttpResponse<String> open(URI page) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
        fake.close();
    }
}
