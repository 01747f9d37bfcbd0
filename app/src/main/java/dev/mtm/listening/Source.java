package dev.mtm.listening;

/// Where a play was told to us. The code is what the log stores; the name is what people read.
///
/// Richness orders witnesses of one playback: the richer row wins the shared fields.
public enum Source {
    SPOTIFY_EXTENDED(1, "spotify-extended", 40),
    SPOTIFY_ACCOUNT(2, "spotify-account", 30),
    SPOTIFY_RECENT(3, "spotify-recent", 20),
    LISTENBRAINZ(4, "listenbrainz", 10),
    LASTFM(5, "lastfm", 10),
    MALOJA(6, "maloja", 10),
    KOITO(7, "koito", 10),
    YOUR_SPOTIFY(8, "your-spotify", 10),
    CSV(9, "csv", 5),
    MUSIC_DB(10, "music-db", 15);

    private final int code;
    private final String label;
    private final int richness;

    Source(int code, String label, int richness) {
        this.code = code;
        this.label = label;
        this.richness = richness;
    }

    /// The number that stands for this source in the log.
    public int code() {
        return code;
    }

    /// The name that people read, such as `spotify-extended`.
    public String label() {
        return label;
    }

    /// How much a row of this source tells; more wins over less, equal richness is settled by the smaller code.
    public int richness() {
        return richness;
    }
}
