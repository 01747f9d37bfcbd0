package dev.mtm.listening;

/// What sort of thing was played. Only music can become a listen; everything else is kept apart.
public enum Kind {
    MUSIC,
    PODCAST,
    AUDIOBOOK,
    /// A video, or an item that its source does not name at all (in Spotify's exports these are videos).
    VIDEO;

    /// The word that the store and the answers use.
    public String label() {
        return switch (this) {
            case MUSIC -> "music";
            case PODCAST -> "podcast";
            case AUDIOBOOK -> "audiobook";
            case VIDEO -> "video";
        };
    }
}
