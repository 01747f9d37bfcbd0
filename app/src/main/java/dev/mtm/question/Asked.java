package dev.mtm.question;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A question as it goes to the database.
///
/// @param sql   one statement with named parameters, the account's views in front
/// @param bound what stands behind each name that the statement uses, as text, in the order of first use
public record Asked(String sql, Map<String, String> bound) {
    public Asked {
        bound = Collections.unmodifiableMap(new LinkedHashMap<>(bound));
    }
}
