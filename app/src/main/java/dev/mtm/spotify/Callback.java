package dev.mtm.spotify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Where Spotify sends the listener's browser after they agreed: a free port of the loopback address.
final class Callback implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Music Time Machine</title>
            <p>%s</p></html>
            """;

    private final HttpServer server;
    private final String expected;
    private final BlockingQueue<String> arrived = new ArrayBlockingQueue<>(8);

    /// @param state of the sign-in; requests with another are told off and change nothing
    Callback(String state) {
        this.expected = state;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "no port of this machine can be listened on (" + e.getMessage() + ")",
                    "127.0.0.1",
                    "Sign in from another machine: `mtm login --paste`",
                    e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /// The address that Spotify must know, without its port, as the app's redirect URI.
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /// Waits for the request that ends the sign-in.
    ///
    /// @return its path and query
    Optional<String> await(Duration atMost) {
        try {
            return Optional.ofNullable(arrived.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String query = String.valueOf(uri.getRawQuery());
            boolean ours = uri.getPath().equals(PATH) && ("&" + query + "&").contains("&state=" + expected + "&");
            String text = !ours
                    ? "This is not the sign-in that was started."
                    : query.contains("code=")
                            ? "Thank you. You can close this page and go back to where you began."
                            : "You did not agree, so nothing was changed. You can close this page.";
            byte[] page = PAGE.formatted(text).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().add("Content-Security-Policy", "default-src 'none'");
            exchange.getResponseHeaders().add("Referrer-Policy", "no-referrer");
            exchange.sendResponseHeaders(ours ? 200 : 400, page.length);
            exchange.getResponseBody().write(page);
            if (ours) {
                arrived.offer(PATH + "?" + query);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
