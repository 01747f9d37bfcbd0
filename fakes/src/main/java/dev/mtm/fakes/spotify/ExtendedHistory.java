package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays as a file of the extended streaming history that Spotify sends on request.
///
/// `ts` is the end in whole seconds, cut off. A local file has names and no URI.
///
/// @see <a href="https://support.spotify.com/article/understanding-your-data/">Spotify: Understanding your data</a>
final class ExtendedHistory {
    private ExtendedHistory() {}

    static byte[] json(List<Play> plays) {
        ArrayNode rows = Json.array();
        plays.forEach(play -> rows.add(row(play)));
        return Json.bytes(rows);
    }

    private static ObjectNode row(Play play) {
        Track track = play.track();
        boolean whole = play.heard().equals(track.length());
        boolean offline = play.reportedAt().isAfter(play.end());
        return Json.object()
                .put("ts", Json.second(play.end()))
                .put("platform", "linux")
                .put("ms_played", play.heard().toMillis())
                .put("conn_country", "ZZ")
                .put("ip_addr", "x.x.x.x")
                .put("master_metadata_track_name", track.title())
                .put(
                        "master_metadata_album_artist_name",
                        track.artists().getFirst().name())
                .put("master_metadata_album_album_name", track.album().title())
                .put("spotify_track_uri", track.isLocal() ? null : track.uri())
                .putNull("episode_name")
                .putNull("episode_show_name")
                .putNull("spotify_episode_uri")
                .putNull("audiobook_title")
                .putNull("audiobook_uri")
                .putNull("audiobook_chapter_uri")
                .putNull("audiobook_chapter_title")
                .put("reason_start", "trackdone")
                .put("reason_end", whole ? "trackdone" : "fwdbtn")
                .put("shuffle", false)
                .put("skipped", !whole)
                .put("offline", offline)
                .put("offline_timestamp", play.start().getEpochSecond())
                .put("incognito_mode", play.hidden());
    }
}
