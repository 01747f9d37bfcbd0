package dev.mtm.fakes.spotify;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An answer before it is sent.
///
/// @param body empty for none
record Reply(int status, Map<String, String> headers, byte[] body) {
    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.bytes(body));
    }

    static Reply html(int status, String body) {
        return new Reply(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply redirect(String location) {
        return new Reply(302, Map.of("Location", location), new byte[0]);
    }

    /// An error of the Web API.
    static Reply error(int status, String message, @Nullable String reason) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("status", status).put("message", message);
        if (reason != null) {
            error.put("reason", reason);
        }
        return json(status, body);
    }

    /// An error of the sign-in.
    static Reply refusal(String error, String description) {
        return json(400, Json.object().put("error", error).put("error_description", description));
    }

    Reply with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }

    Reply withBody(byte[] other) {
        return new Reply(status, headers, other);
    }
}
