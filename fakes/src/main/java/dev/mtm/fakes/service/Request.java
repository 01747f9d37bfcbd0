package dev.mtm.fakes.service;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as it came in.
///
/// @param headers by name in lower case
public record Request(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public static Request of(String method, URI uri, Map<String, String> headers, byte[] body) {
        return new Request(method, uri.getPath(), form(uri.getRawQuery()), headers, body);
    }

    /// The fields of a query or of a posted form; of fields with one name the last.
    public static Map<String, String> form(@Nullable String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String field : text.split("&", -1)) {
                String[] parts = field.split("=", 2);
                fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return fields;
    }

    public Map<String, String> postedForm() {
        return form(new String(body, StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
