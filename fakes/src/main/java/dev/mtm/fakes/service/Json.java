package dev.mtm.fakes.service;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as the service writes it.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /// An object from the body of a request.
    ///
    /// @throws ApiError 400 for anything else
    public static ObjectNode read(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new ApiError(400, "Error parsing JSON.", e);
        }
        throw new ApiError(400, "Malformed json");
    }

    /// A field of text.
    ///
    /// @throws ApiError 400 where it is something else
    public static String text(ObjectNode body, String name, String otherwise) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw new ApiError(400, "Error parsing JSON.");
        }
        return value.stringValue();
    }

    /// A field of a whole number.
    ///
    /// @throws ApiError 400 where it is something else
    public static int number(ObjectNode body, String name, int otherwise) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt()) {
            throw new ApiError(400, "Error parsing JSON.");
        }
        return value.intValue();
    }

    /// `2026-02-25T20:15:20.497Z`, as in `played_at`.
    public static String millis(Instant instant) {
        return MILLIS.format(instant);
    }

    /// `2026-02-25T20:15:20Z`, as in `added_at` and in the export.
    public static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
