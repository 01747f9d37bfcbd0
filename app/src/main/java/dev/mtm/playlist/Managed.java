package dev.mtm.playlist;

import java.util.Arrays;
import java.util.Optional;

/// A playlist that is made anew again and again by rules of its own.
public enum Managed {
    /// Every six hours, of what is heard at these hours.
    SIX_HOUR("six-hour", "six_hour", "These six hours", 20, 1),
    /// Every day: of now, of once, and of what was hardly heard.
    DAILY("daily", "daily", "Today, out of my history", 30, 7);

    /// No question can have a name that begins so.
    static final String PREFIX = "managed/";

    private final String word;
    private final String key;
    private final String title;
    private final int size;
    private final int restDays;

    Managed(String word, String key, String title, int size, int restDays) {
        this.word = word;
        this.key = key;
        this.title = title;
        this.size = size;
        this.restDays = restDays;
    }

    /// The word for it on the command line, in addresses and in settings.
    public String word() {
        return word;
    }

    public static Optional<Managed> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /// What the playlist is called when it is made.
    public String title() {
        return title;
    }

    /// Names its row of `playlist_config`.
    String key() {
        return key;
    }

    /// Names it among the published playlists.
    String playlist() {
        return PREFIX + key;
    }

    /// Labels the analyses that keep what it was like.
    String label() {
        return key + "_playlist";
    }

    /// How many tracks it has where there are enough.
    int size() {
        return size;
    }

    /// For so many days a track that was in stays out.
    int restDays() {
        return restDays;
    }
}
