package dev.mtm.fakes.spotify;

import java.util.Set;

/// What an app can be allowed to do.
final class Scopes {
    static final String TOP_READ = "user-top-read";
    static final String RECENTLY_PLAYED = "user-read-recently-played";
    static final String CURRENTLY_PLAYING = "user-read-currently-playing";
    static final String PLAYBACK_STATE = "user-read-playback-state";
    static final String PLAYLIST_READ = "playlist-read-private";
    static final String PLAYLIST_MODIFY_PRIVATE = "playlist-modify-private";
    static final String PLAYLIST_MODIFY_PUBLIC = "playlist-modify-public";
    static final String LIBRARY_READ = "user-library-read";
    static final String LIBRARY_MODIFY = "user-library-modify";
    static final String PRIVATE = "user-read-private";
    static final String EMAIL = "user-read-email";

    static final Set<String> ALL = Set.of(
            TOP_READ,
            RECENTLY_PLAYED,
            CURRENTLY_PLAYING,
            PLAYBACK_STATE,
            PLAYLIST_READ,
            PLAYLIST_MODIFY_PRIVATE,
            PLAYLIST_MODIFY_PUBLIC,
            LIBRARY_READ,
            LIBRARY_MODIFY,
            PRIVATE,
            EMAIL,
            "app-remote-control",
            "playlist-read-collaborative",
            "streaming",
            "ugc-image-upload",
            "user-follow-modify",
            "user-follow-read",
            "user-modify-playback-state",
            "user-read-playback-position");

    private Scopes() {}
}
