package dev.mtm.fakes.spotify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on loopback that plays accounts.spotify.com and api.spotify.com. All it does follows from its clock, its
/// seed and the requests. Below `/_fake` it can be watched and steered by hand ([Control]).
///
/// Safe for use by several threads. Close it.
public final class FakeSpotify implements AutoCloseable {
    /// The app that is registered from the start.
    public static final DeveloperApp APP = new DeveloperApp(
            "0123456789abcdef0123456789abcdef",
            "developer",
            List.of("http://127.0.0.1/callback", "http://[::1]/callback"));

    private static final long SEED = 4;

    private final World world;
    private final Accounts accounts;
    private final Playlists playlists;
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final int port;
    private final Api api;
    private final Control control;
    private @Nullable HttpServer server;

    private FakeSpotify(FakeClock clock, int port) throws IOException {
        world = new World(clock, Catalogue.of(SEED));
        world.apps.put(APP.clientId(), APP);
        accounts = new Accounts(world, SEED);
        playlists = new Playlists(world, SEED);
        faults = new Faults(clock);
        control = new Control(this);
        HttpServer bound = listen(port);
        this.port = bound.getAddress().getPort();
        server = bound;
        api = new Api(world, accounts, playlists, api().toString());
        bound.start();
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

    private HttpServer listen(int port) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        listening.setExecutor(workers);
        listening.createContext("/", this::handle);
        return listening;
    }

    /// Where the sign-in is: `/authorize` and `/api/token` are below.
    public URI accounts() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Where the Web API is, with its version.
    public URI api() {
        return URI.create("http://127.0.0.1:" + port + "/v1");
    }

    public FakeClock clock() {
        return world.clock;
    }

    public Catalogue catalogue() {
        return world.catalogue;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog log() {
        return log;
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
    public synchronized void down() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /// Listens again, on the same port and with all it knew.
    public synchronized void up() {
        if (server == null) {
            try {
                HttpServer listening = listen(port);
                listening.start();
                server = listening;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        down();
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Request request = Request.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            if (request.path().startsWith("/_fake")) {
                send(exchange, control.answer(request), 1);
                return;
            }
            @Nullable Fault fault = faults.take(request).orElse(null);
            @Nullable Reply reply = answer(request, fault);
            log.add(
                    clock().instant(),
                    request,
                    reply == null ? 0 : reply.status(),
                    fault == null ? "" : fault.getClass().getSimpleName());
            if (fault instanceof Fault.Slow(Duration delay)) {
                pause(delay);
            }
            if (reply != null) {
                if (fault instanceof Fault.Stall(Duration delay)) {
                    stall(exchange, reply, delay);
                } else {
                    send(exchange, reply, fault instanceof Fault.Cut ? 2 : 1);
                }
            }
        }
    }

    /// @return null where nothing is answered
    private @Nullable Reply answer(Request request, @Nullable Fault fault) {
        return switch (fault) {
            case null -> answer(request);
            case Fault.Refusal(int status, String message, String reason, Duration retryAfter) -> {
                Reply refusal = Reply.error(status, message, reason.isEmpty() ? null : reason);
                yield retryAfter.isZero() ? refusal : refusal.with("Retry-After", "" + retryAfter.toSeconds());
            }
            case Fault.OddWait(Fault.Refusal refusal, String retryAfter) ->
                Reply.error(
                                refusal.status(),
                                refusal.message(),
                                refusal.reason().isEmpty() ? null : refusal.reason())
                        .with("Retry-After", retryAfter);
            case Fault.Stall(Duration ignored) -> answer(request);
            case Fault.Changed(Consumer<ObjectNode> change) -> {
                Reply whole = answer(request);
                ObjectNode body = Json.read(whole.body());
                change.accept(body);
                yield whole.withBody(Json.bytes(body));
            }
            case Fault.Reset() -> null;
            case Fault.Lost() -> {
                answer(request);
                yield null;
            }
            case Fault.Slow(Duration ignored) -> answer(request);
            case Fault.Cut() -> answer(request);
            case Fault.HalfBody() -> {
                Reply whole = answer(request);
                yield whole.withBody(Arrays.copyOf(whole.body(), whole.body().length / 2));
            }
            case Fault.Disorder() -> disordered(answer(request));
            case Fault.WrongType() -> answer(request).with("Content-Type", "text/plain");
            case Fault.Page() -> Reply.html(200, "<!doctype html><title>Sign in to this network</title>");
            case Fault.BadGateway() -> Reply.html(502, "<html><body>502 Bad Gateway</body></html>");
        };
    }

    private static Reply disordered(Reply whole) {
        ObjectNode body = Json.read(whole.body());
        if (!(body.path("items") instanceof ArrayNode items)) {
            return whole;
        }
        List<JsonNode> shown = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (i >= 10 || i % 3 != 1) {
                shown.add(items.get(i));
            }
        }
        Collections.shuffle(shown, new Random(shown.size()));
        body.putArray("items").addAll(shown);
        return whole.withBody(Json.bytes(body));
    }

    private Reply answer(Request request) {
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

    /// @param part 1 for the whole body, 2 for half of it
    private static void send(HttpExchange exchange, Reply reply, int part) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body();
        boolean bodiless = reply.status() == 204 || reply.status() == 302;
        exchange.sendResponseHeaders(reply.status(), bodiless || body.length == 0 ? -1 : body.length);
        if (!bodiless && body.length > 0) {
            exchange.getResponseBody().write(body, 0, body.length / part);
            exchange.getResponseBody().flush();
        }
    }

    private static void stall(HttpExchange exchange, Reply reply, Duration delay) throws IOException {
        send(exchange, reply, 2);
        pause(delay);
        exchange.getResponseBody().write(reply.body(), reply.body().length / 2, (reply.body().length + 1) / 2);
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
