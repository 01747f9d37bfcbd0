package dev.mtm.fakes.spotify;

import java.time.Instant;
import java.util.Set;

/// What one person allowed one app to do, and since when.
record SignIn(User user, DeveloperApp app, Set<String> scopes, Instant consentedAt) {
    SignIn {
        scopes = Set.copyOf(scopes);
    }
}
