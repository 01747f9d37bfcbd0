package dev.mtm.fakes.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on 127.0.0.1 that plays a service: it notes every request and lets faults happen. Below `/_fake` it can be
/// watched and steered by hand ([Control]).
///
/// Safe for use by several threads. Close it.
public final class FakeServer implements AutoCloseable {
    private static final String HOST = "http://127.0.0.1:";

    private final FakeClock clock;
    private final Service service;
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final int port;
    private final Control control;
    private @Nullable HttpServer server;

    /// What a service does; it may be asked by several threads at once.
    @FunctionalInterface
    public interface Service {
        /// Does what the request asks.
        Reply answer(Request request);

        /// A refusal as the service words it.
        default Reply refusal(int status, String message, String reason) {
            return Reply.error(status, message, reason.isEmpty() ? null : reason);
        }

        /// Tells by hand what else there is to know of it.
        default void tell(ObjectNode state) {}

        /// Steers by hand what else can be steered; empty where this is nothing that it knows.
        default Optional<Reply> steer(Request request) {
            return Optional.empty();
        }
    }

    private FakeServer(FakeClock clock, int port, Function<URI, Service> service) throws IOException {
        this.clock = clock;
        faults = new Faults(clock);
        HttpServer bound = listen(port);
        this.port = bound.getAddress().getPort();
        this.service = service.apply(URI.create(HOST + this.port));
        control = new Control(this, this.service);
        server = bound;
        bound.start();
    }

    /// Starts it.
    ///
    /// @param port    0 for a free one
    /// @param service made when it is known where it will be
    /// @throws IOException if the port is taken
    public static FakeServer start(FakeClock clock, int port, Function<URI, Service> service) throws IOException {
        return new FakeServer(clock, port, service);
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        listening.setExecutor(workers);
        listening.createContext("/", this::handle);
        return listening;
    }

    /// Where it is, without a slash at the end.
    public URI address() {
        return URI.create(HOST + port);
    }

    public FakeClock clock() {
        return clock;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog log() {
        return log;
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
                    clock.instant(),
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
            case null -> service.answer(request);
            case Fault.Refusal(int status, String message, String reason, Duration retryAfter) -> {
                Reply refusal = service.refusal(status, message, reason);
                yield retryAfter.isZero() ? refusal : refusal.with("Retry-After", "" + retryAfter.toSeconds());
            }
            case Fault.OddWait(Fault.Refusal refusal, String retryAfter) ->
                service.refusal(refusal.status(), refusal.message(), refusal.reason())
                        .with("Retry-After", retryAfter);
            case Fault.Stall(Duration ignored) -> service.answer(request);
            case Fault.Changed(Consumer<ObjectNode> change) -> {
                Reply whole = service.answer(request);
                ObjectNode body = Json.read(whole.body());
                change.accept(body);
                yield whole.withBody(Json.bytes(body));
            }
            case Fault.Reset() -> null;
            case Fault.Lost() -> {
                service.answer(request);
                yield null;
            }
            case Fault.Slow(Duration ignored) -> service.answer(request);
            case Fault.Cut() -> service.answer(request);
            case Fault.HalfBody() -> {
                Reply whole = service.answer(request);
                yield whole.withBody(Arrays.copyOf(whole.body(), whole.body().length / 2));
            }
            case Fault.Disorder() -> disordered(service.answer(request));
            case Fault.WrongType() -> service.answer(request).with("Content-Type", "text/plain");
            case Fault.Instead(int status, JsonNode body) -> Reply.json(status, body);
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
