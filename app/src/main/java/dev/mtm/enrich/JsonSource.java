package dev.mtm.enrich;

import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.net.RemoteFailure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service that answers GET with JSON. What is no answer to use is a [RemoteFailure].
public final class JsonSource {
    /// No reader is told more of what a service said.
    private static final int TOLD = 120;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final PoliteHttp http;
    private final Map<String, String> headers;

    /// @param base    what every path is appended to, without a slash at its end
    /// @param headers sent with every call, such as User-Agent
    public JsonSource(URI base, PoliteHttp http, Map<String, String> headers) {
        this.base = base;
        this.http = http;
        this.headers = Map.copyOf(headers);
    }

    /// What so many calls would come to.
    public CallBudget.Forecast forecast(int calls) {
        return http.forecast(calls);
    }

    /// Makes no call for a while, as the service asked inside an answer.
    ///
    /// @param why what it said, as in [RemoteFailure#why()]
    /// @return to be thrown
    public RemoteFailure later(Duration wait, String why) {
        return http.later(wait, why);
    }

    /// A JSON answer, whatever its status says.
    public record Answer(int status, JsonNode body) {}

    /// Asks, and takes nothing for granted but that the answer is JSON.
    ///
    /// @param path with its query, from `/` on
    public Answer answer(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
        headers.forEach(request::header);
        PoliteHttp.Answer answer = http.send(request);
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (!body.isMissingNode()) {
                return new Answer(answer.status(), body);
            }
        } catch (JacksonException e) {
            // Told below, without what it said.
        }
        if (answer.status() == 404) {
            return new Answer(404, JSON.missingNode());
        }
        throw new RemoteFailure.Unrecoverable(
                answer.status() / 100 == 2
                        ? "it answered something that is no JSON, or not all of it"
                        : "it refuses (HTTP " + answer.status() + ")",
                answer.status());
    }

    /// What it has there; empty where it has nothing (404).
    ///
    /// @param path with its query, from `/` on
    /// @throws RemoteFailure also where an answer of 200 holds an error
    public Optional<JsonNode> find(String path) {
        Answer answer = answer(path);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        String error = error(answer.body());
        if (answer.status() / 100 != 2) {
            throw new RemoteFailure.Unrecoverable(
                    "it refuses (HTTP " + answer.status() + (error.isEmpty() ? "" : ", " + error) + ")",
                    answer.status());
        }
        if (!error.isEmpty()) {
            throw new RemoteFailure.Unrecoverable("it answered with an error (" + error + ")", answer.status());
        }
        return Optional.of(answer.body());
    }

    /// What an answer says of an error, in the spellings that services use; empty when it says nothing of one.
    public static String error(JsonNode body) {
        JsonNode error = body.path("error");
        if (error.isMissingNode() || error.isNull() || error.isBoolean() && !error.booleanValue()) {
            return "";
        }
        String said = List.of(error.path("message"), body.path("message"), body.path("reason"), error).stream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst()
                .orElse("without words");
        String line = said.replaceAll("\\s+", " ").strip();
        return line.length() > TOLD ? line.substring(0, TOLD) + "…" : line;
    }

    /// The elements of a list; some services give an object where a list has only one.
    ///
    /// @throws RemoteFailure where it is neither
    public static List<JsonNode> list(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(elements::add);
            return elements;
        }
        if (node.isObject()) {
            return List.of(node);
        }
        throw new RemoteFailure.Unrecoverable("it answered something else than a list", 200);
    }

    /// `?name=value&…`, encoded.
    public static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
