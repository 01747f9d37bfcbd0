package dev.mtm.web;

/// Whether the server can do its work.
///
/// @param reachable     whether the store answers
/// @param current       whether the store is at the version that this program works with
/// @param schemaVersion of the store; 0 where it does not answer
public record Health(boolean reachable, boolean current, int schemaVersion) {
    /// Of a store that does not answer.
    public static final Health UNREACHABLE = new Health(false, false, 0);

    /// Whether requests can be answered.
    boolean isReady() {
        return reachable && current;
    }

    String json() {
        return reachable
                ? "{\"status\": \"ok\", \"database\": \"reachable\", \"schema_version\": " + schemaVersion + "}\n"
                : "{\"status\": \"down\", \"database\": \"unreachable\", \"schema_version\": null}\n";
    }

    String readiness() {
        return "{\"ready\": " + isReady() + "}\n";
    }
}
