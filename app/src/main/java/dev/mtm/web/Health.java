package dev.mtm.web;

/// Whether the server can do its work.
///
/// @param reachable     whether the store answers
/// @param schemaVersion of the store; 0 where it does not answer
public record Health(boolean reachable, int schemaVersion) {
    /// Of a store that does not answer.
    public static final Health UNREACHABLE = new Health(false, 0);

    String json() {
        return reachable
                ? "{\"status\": \"ok\", \"database\": \"reachable\", \"schema_version\": " + schemaVersion + "}\n"
                : "{\"status\": \"down\", \"database\": \"unreachable\", \"schema_version\": null}\n";
    }
}
