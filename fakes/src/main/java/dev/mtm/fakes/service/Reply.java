package dev.mtm.fakes.service;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An answer before it is sent.
///
/// @param body empty for none
public record Reply(int status, Map<String, String> headers, byte[] body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    public static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.bytes(body));
    }

    public static Reply html(int status, String body) {
        return new Reply(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply redirect(String location) {
        return new Reply(302, Map.of("Location", location), new byte[0]);
    }

    /// An error as Spotify words it, and the fakes where they are steered.
    public static Reply error(int status, String message, @Nullable String reason) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("status", status).put("message", message);
        if (reason != null) {
            error.put("reason", reason);
        }
        return json(status, body);
    }

    public Reply with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }

    public Reply withBody(byte[] other) {
        return new Reply(status, headers, other);
    }
}
