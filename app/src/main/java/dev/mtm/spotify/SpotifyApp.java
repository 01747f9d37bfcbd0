package dev.mtm.spotify;

import java.net.URI;
import java.util.Optional;

/// The listener's own developer app, and where Spotify is.
///
/// @param clientId empty when none is set up
/// @param accounts where `/authorize` and `/api/token` are, without a slash at the end
/// @param api      where the Web API is, with its version, without a slash at the end
public record SpotifyApp(Optional<String> clientId, URI accounts, URI api) {
    /// What sign-ins and budgets of this service are kept under.
    public static final String SERVICE = "spotify";
}
