package dev.mtm.spotify;

import dev.mtm.snapshot.TimeRange;
import dev.mtm.snapshot.TopTracksSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// @see <a
///
///
/// href="https://developer.spotify.com/documentation/web-api/reference/get-users-top-artists-and-tracks">Spotify:
/// Get User's Top Items</a>
final class SpotifyTops implements TopTracksSource {
    private final SpotifyApi api;

    SpotifyTops(SpotifyApi api) {
        this.api = api;
    }

    @Override
    public Top top(TimeRange range) {
        JsonNode items = api.ask("/me/top/tracks?time_range=" + range.label() + "&limit=50")
                .path("items");
        if (!items.isArray()) {
            throw Failures.unusable("a top list without items");
        }
        List<Ranked> tracks = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int rank = i + 1;
            Wire.track(items.get(i)).ifPresent(track -> tracks.add(new Ranked(rank, track)));
        }
        if (tracks.isEmpty() && !items.isEmpty()) {
            throw Failures.unusable("a top list without a track");
        }
        return new Top(tracks, items.size() - tracks.size());
    }
}
