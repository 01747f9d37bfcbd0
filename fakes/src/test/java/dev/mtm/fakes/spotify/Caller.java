package dev.mtm.fakes.spotify;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plain client: what it sends is what a test says.
final class Caller implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeSpotify fake;
    private String token;

    /// @param token sent with every call of the Web API
    Caller(FakeSpotify fake, String token) {
        this.fake = fake;
        this.token = token;
    }

    void token(String token) {
        this.token = token;
    }

    /// @param path below the address of the Web API, with its query; or a whole address
    HttpResponse<String> call(String method, String path, String body) throws IOException {
        URI uri = URI.create(path.startsWith("http") ? path : fake.api() + path);
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException {
        return call("GET", path, "");
    }

    /// The body of an answer that must be 200.
    JsonNode read(String path) throws IOException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    HttpResponse<String> authorize(Map<String, String> query) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(fake.accounts() + "/authorize?" + form(query))));
    }

    HttpResponse<String> token(Map<String, String> form) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(fake.accounts() + "/api/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
    }

    HttpResponse<String> control(String method, String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(fake.accounts() + "/_fake" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
