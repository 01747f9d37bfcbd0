package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Faults;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import dev.mtm.fakes.service.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A server on loopback that plays accounts.spotify.com and api.spotify.com. All it does follows from its clock, its
/// seed and the requests. Below `/_fake` it can be watched and steered by hand ([ByHand]).
///
/// Safe for use by several threads. Close it.
public final class FakeSpotify implements AutoCloseable {
    /// The app that is registered from the start.
    public static final DeveloperApp APP = new DeveloperApp(
            "0123456789abcdef0123456789abcdef",
            "developer",
            List.of("http://127.0.0.1/callback", "http://[::1]/callback"));

    private static final long SEED = 4;
    private static final String VERSION = "/v1";

    private final World world;
    private final Accounts accounts;
    private final Playlists playlists;
    private final FakeServer server;

    private FakeSpotify(FakeClock clock, int port) throws IOException {
        world = new World(clock, Catalogue.of(SEED));
        world.apps.put(APP.clientId(), APP);
        accounts = new Accounts(world, SEED);
        playlists = new Playlists(world, SEED);
        ByHand byHand = new ByHand(this);
        server = FakeServer.start(clock, port, address -> {
            Api api = new Api(world, accounts, playlists, address + VERSION);
            return new FakeServer.Service() {
                @Override
                public Reply answer(Request request) {
                    return FakeSpotify.this.answer(api, request);
                }

                @Override
                public void tell(ObjectNode state) {
                    byHand.tell(state);
                }

                @Override
                public Optional<Reply> steer(Request request) {
                    return byHand.steer(request);
                }
            };
        });
    }

    /// A service without users on a free port.
    public static FakeSpotify start(FakeClock clock) {
        try {
            return start(clock, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A service without users.
    ///
    /// @throws IOException if the port is taken
    public static FakeSpotify start(FakeClock clock, int port) throws IOException {
        return new FakeSpotify(clock, port);
    }

    /// Where the sign-in is: `/authorize` and `/api/token` are below.
    public URI accounts() {
        return server.address();
    }

    /// Where the Web API is, with its version.
    public URI api() {
        return URI.create(server.address() + VERSION);
    }

    public FakeClock clock() {
        return world.clock;
    }

    public Catalogue catalogue() {
        return world.catalogue;
    }

    public Faults faults() {
        return server.faults();
    }

    public RequestLog log() {
        return server.log();
    }

    /// Adds a listener. Where nobody is asked who agrees to a sign-in, it is the first one.
    public User addUser(String id, String name, Life life) {
        synchronized (world) {
            User user = new User(id, name, "account" + Integer.toHexString(id.hashCode()), life);
            world.users.put(id, user);
            return user;
        }
    }

    /// Adds a listener with an invented life.
    ///
    /// @param until the first day that is not lived any more
    public User addUser(String id, String name, LocalDate from, LocalDate until) {
        return addUser(id, name, Life.invented(world.catalogue, id.hashCode(), from, until));
    }

    public List<User> users() {
        synchronized (world) {
            return List.copyOf(world.users.values());
        }
    }

    /// Adds or replaces an app.
    public void register(DeveloperApp app) {
        synchronized (world) {
            world.apps.put(app.clientId(), app);
        }
    }

    public void shape(FieldShape shape) {
        synchronized (world) {
            world.shape = shape;
        }
    }

    public void consent(Consent consent) {
        synchronized (world) {
            world.consent = consent;
        }
    }

    /// Whether the owner of the apps has a Premium subscription; without it, every call answers 403.
    public void premium(boolean premium) {
        synchronized (world) {
            world.premium = premium;
        }
    }

    /// How many calls a day a developer account has, from midnight to midnight UTC; null for any number.
    public void quota(@Nullable Integer callsADay) {
        synchronized (world) {
            world.quota = callsADay;
        }
    }

    /// Whether a refresh brings a new refresh token.
    public void rotates(boolean rotates) {
        synchronized (world) {
            world.rotates = rotates;
        }
    }

    /// How long a refresh token still works after it was replaced.
    public void refreshGrace(Duration grace) {
        synchronized (world) {
            world.refreshGrace = grace;
        }
    }

    /// An access token without the way through the sign-in.
    public String accessToken(User user, String... scopes) {
        synchronized (world) {
            Set<String> allowed = scopes.length == 0 ? Scopes.ALL : Set.copyOf(Arrays.asList(scopes));
            return accounts.access(new SignIn(user, APP, allowed, world.clock.instant()));
        }
    }

    /// Takes back all that a listener allowed: no token of theirs works any more.
    public void revoke(User user) {
        synchronized (world) {
            accounts.revoke(user);
        }
    }

    /// The playlists in a listener's library, the newest first.
    public List<Playlist> playlists(User user) {
        synchronized (world) {
            return playlists.of(user);
        }
    }

    /// From now on, connections are refused.
    public void down() {
        server.down();
    }

    /// Listens again, on the same port and with all it knew.
    public void up() {
        server.up();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Api api, Request request) {
        synchronized (world) {
            return switch (request.method() + " " + request.path()) {
                case "GET /authorize" -> accounts.authorize(request);
                case "POST /api/token" -> accounts.token(request);
                default ->
                    request.path().startsWith("/v1/")
                            ? api.answer(request)
                            : Reply.html(404, "<!doctype html><title>Not found</title>");
            };
        }
    }
}
