package dev.mtm.spotify;

import dev.mtm.listening.Track;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.snapshot.TopTracksSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// @see <a
/// href="https://developer.spotify.com/documentation/web-api/reference/get-users-top-artists-and-tracks">Spotify: Get
///     User's Top Items</a>
final class SpotifyTops implements TopTracksSource {
    private final SpotifyApi api;

    SpotifyTops(SpotifyApi api) {
        this.api = api;
    }

    @Override
    public List<Track> top(TimeRange range) {
        JsonNode items = api.ask("/me/top/tracks?time_range=" + range.label() + "&limit=50")
                .path("items");
        if (!items.isArray()) {
            throw Failures.unusable("a top list without items");
        }
        List<Track> tracks = new ArrayList<>();
        for (JsonNode item : items) {
            tracks.add(Wire.track(item)
                    .orElseThrow(() -> Failures.unusable("a top list with something that is no track")));
        }
        return tracks;
    }
}
