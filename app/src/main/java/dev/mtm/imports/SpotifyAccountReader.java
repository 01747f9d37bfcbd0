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

/// Reads the streaming history in Spotify's account data, which covers the last year:
/// `StreamingHistory_music_N.json`,
/// `StreamingHistory_podcast_N.json` and the older `StreamingHistoryN.json`.
///
/// `endTime` is when playback *stopped*, UTC, whole minutes; `msPlayed` is the time heard. There are no ids and no
/// albums; whether it was skipped is not told.
///
/// @see <a href="https://support.spotify.com/article/understanding-your-data/">Spotify: Understanding your data</a>
final class SpotifyAccountReader implements PlayReader {
    private static final int END_TIME = 0;
    private static final int MS_PLAYED = 1;
    private static final int ARTIST = 2;
    private static final int TRACK = 3;
    private static final int SHOW = 4;
    private static final int EPISODE = 5;

    private static final PlayContext CONTEXT = PlayContext.of(TimeBasis.MINUTE_PRECISION);

    @Override
    public boolean recognises(Set<String> fields) {
        return fields.contains("endTime") && fields.contains("msPlayed");
    }

    @Override
    public String mark() {
        return "records with endTime and msPlayed";
    }

    @Override
    public boolean read(InputStream in, PlaySink sink) throws IOException {
        Fields fields = new Fields("endTime", "msPlayed", "artistName", "trackName", "podcastName", "episodeName");
        return JsonRows.read(in, fields, SpotifyAccountReader::play, sink);
    }

    private static Play play(Fields row) throws Fields.BadField {
        Instant end = row.required(END_TIME, Times.utcMinutes(row.text(END_TIME)));
        Long listenedMs = row.milliseconds(MS_PLAYED);
        Duration listened = listenedMs == null ? null : Duration.ofMillis(listenedMs);
        boolean music = row.text(ARTIST) != null || row.text(TRACK) != null;
        boolean podcast = row.text(SHOW) != null || row.text(EPISODE) != null;
        return new Play(
                Source.SPOTIFY_ACCOUNT,
                music ? Kind.MUSIC : podcast ? Kind.PODCAST : Kind.VIDEO,
                music
                        ? new TrackRef(null, row.text(TRACK), row.text(ARTIST), null)
                        : new TrackRef(null, row.text(EPISODE), row.text(SHOW), null),
                Times.start(end, listened),
                listened,
                null,
                CONTEXT);
    }
}
