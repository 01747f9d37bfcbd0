package dev.mtm.fakes.spotify;

/// Which fields and calls the service has: those until February 2026 or those since.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide">Spotify:
///     migration guide of February 2026</a>
public enum FieldShape {
    /// With popularity, followers and markets; a playlist has `tracks`, and each of them a `track`.
    OLD,
    /// Without them; a playlist has `items`, and each of them an `item`. Calls that were removed answer 403.
    NEW
}
