package dev.mtm.imports;

import dev.mtm.listening.Kind;
import dev.mtm.listening.Play;
import dev.mtm.listening.PlayContext;
import dev.mtm.listening.Source;
import dev.mtm.listening.TimeBasis;
import dev.mtm.listening.TrackRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads Spotify's extended streaming history, of all ages: `endsong_N.json`, `Streaming_History_Audio_….json` and
/// the
/// video files.
///
/// `ts` is when playback *stopped*, UTC, whole seconds; `ms_played` is the time heard, not the track's length; so a
/// play
/// started at `ts` minus `ms_played`, rounded down to the second. `offline_timestamp` is seconds, milliseconds, 0 or
/// nonsense depending on the age of the file, and is not used. The export names one artist per track and no artist
/// ids.
/// Items without any name are kept as [Kind#VIDEO]. Addresses, user agents and user names are never read.
///
/// @see <a href="https://support.spotify.com/article/understanding-your-data/">Spotify: Understanding your data</a>
final class SpotifyExtendedReader implements PlayReader {
    private static final int TS = 0;
    private static final int MS_PLAYED = 1;
    private static final int TRACK = 2;
    private static final int ARTIST = 3;
    private static final int ALBUM = 4;
    private static final int TRACK_URI = 5;
    private static final int EPISODE = 6;
    private static final int SHOW = 7;
    private static final int EPISODE_URI = 8;
    private static final int AUDIOBOOK = 9;
    private static final int AUDIOBOOK_URI = 10;
    private static final int CHAPTER_URI = 11;
    private static final int CHAPTER = 12;
    private static final int PLATFORM = 13;
    private static final int COUNTRY = 14;
    private static final int REASON_START = 15;
    private static final int REASON_END = 16;
    private static final int SHUFFLE = 17;
    private static final int SKIPPED = 18;
    private static final int OFFLINE = 19;
    private static final int INCOGNITO = 20;

    private static final String TRACK_PREFIX = "spotify:track:";
    private static final String EPISODE_PREFIX = "spotify:episode:";

    @Override
    public boolean recognises(Set<String> fields) {
        return fields.contains("ts") && fields.contains("ms_played");
    }

    @Override
    public String mark() {
        return "records with ts and ms_played";
    }

    @Override
    public boolean read(InputStream in, PlaySink sink) throws IOException {
        Fields fields = new Fields(
                "ts",
                "ms_played",
                "master_metadata_track_name",
                "master_metadata_album_artist_name",
                "master_metadata_album_album_name",
                "spotify_track_uri",
                "episode_name",
                "episode_show_name",
                "spotify_episode_uri",
                "audiobook_title",
                "audiobook_uri",
                "audiobook_chapter_uri",
                "audiobook_chapter_title",
                "platform",
                "conn_country",
                "reason_start",
                "reason_end",
                "shuffle",
                "skipped",
                "offline",
                "incognito_mode");
        return JsonRows.read(in, fields, SpotifyExtendedReader::play, sink);
    }

    private static Play play(Fields row) throws Fields.BadField {
        Instant end = row.required(TS, Times.utcSeconds(row.text(TS)));
        Long listenedMs = row.milliseconds(MS_PLAYED);
        Duration listened = listenedMs == null ? null : Duration.ofMillis(listenedMs);
        Kind kind = kind(row);
        return new Play(
                Source.SPOTIFY_EXTENDED,
                kind,
                track(row, kind),
                Times.start(end, listened),
                listened,
                row.truth(SKIPPED),
                new PlayContext(
                        TimeBasis.END_MINUS_LISTENED,
                        row.text(PLATFORM),
                        row.text(COUNTRY),
                        null,
                        row.text(REASON_START),
                        row.text(REASON_END),
                        row.truth(SHUFFLE),
                        row.truth(OFFLINE),
                        row.truth(INCOGNITO)));
    }

    private static Kind kind(Fields row) throws Fields.BadField {
        String uri = row.text(TRACK_URI);
        if (uri != null && uri.startsWith(EPISODE_PREFIX)) {
            return Kind.PODCAST;
        }
        if (uri != null || row.text(TRACK) != null) {
            return Kind.MUSIC;
        }
        if (row.text(EPISODE_URI) != null || row.text(EPISODE) != null || row.text(SHOW) != null) {
            return Kind.PODCAST;
        }
        boolean book = row.text(CHAPTER_URI) != null
                || row.text(AUDIOBOOK_URI) != null
                || row.text(CHAPTER) != null
                || row.text(AUDIOBOOK) != null;
        return book ? Kind.AUDIOBOOK : Kind.VIDEO;
    }

    private static TrackRef track(Fields row, Kind kind) throws Fields.BadField {
        String uri = row.text(TRACK_URI);
        return switch (kind) {
            case MUSIC -> new TrackRef(id(uri, TRACK_PREFIX, ""), row.text(TRACK), row.text(ARTIST), row.text(ALBUM));
            case PODCAST ->
                new TrackRef(
                        id(uri != null ? uri : row.text(EPISODE_URI), EPISODE_PREFIX, "episode:"),
                        row.text(EPISODE),
                        row.text(SHOW),
                        null);
            case AUDIOBOOK ->
                new TrackRef(
                        id(row.text(CHAPTER_URI), "spotify:", "chapter:"),
                        row.text(CHAPTER),
                        null,
                        row.text(AUDIOBOOK));
            case VIDEO -> new TrackRef(null, null, null, null);
        };
    }

    /// The id in a URI, after `mark`; null when the URI is missing or of another kind, such as a local file's.
    private static @Nullable String id(@Nullable String uri, String prefix, String mark) {
        if (uri == null || !uri.startsWith(prefix) || uri.length() == prefix.length()) {
            return null;
        }
        return mark + uri.substring(uri.lastIndexOf(':') + 1);
    }
}
