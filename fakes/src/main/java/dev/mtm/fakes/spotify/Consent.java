package dev.mtm.fakes.spotify;

/// What the person in front of the sign-in page does.
public enum Consent {
    /// Looks at the page and chooses there.
    ASK,
    /// Agrees at once.
    GRANT,
    /// Cancels at once.
    DENY
}
