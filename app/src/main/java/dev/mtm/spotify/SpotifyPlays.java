package dev.mtm.spotify;

import dev.mtm.sync.LivePlays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What was and is played. Spotify lists plays of half a minute and more, tells when each *ended*, and forgets all but
/// the
/// last fifty.
///
/// @see <a href="https://developer.spotify.com/documentation/web-api/reference/get-recently-played">Spotify: Get
/// Recently
///     Played Tracks</a>
final class SpotifyPlays implements LivePlays {
    private final SpotifyApi api;

    SpotifyPlays(SpotifyApi api) {
        this.api = api;
    }

    @Override
    public List<Recent> recent() {
        JsonNode items =
                api.ask("/me/player/recently-played?limit=" + REMEMBERED).path("items");
        if (!items.isArray()) {
            throw Failures.unusable("recent plays without items");
        }
        List<Recent> plays = new ArrayList<>();
        for (JsonNode item : items) {
            Wire.track(item.path("track"))
                    .ifPresent(track -> plays.add(new Recent(
                            track,
                            Wire.instant(item.path("played_at")),
                            Wire.text(item.path("context").path("uri")))));
        }
        return plays;
    }

    @Override
    public Optional<Now> now() {
        return api.find("/me/player/currently-playing")
                .flatMap(answer -> Wire.track(answer.path("item"))
                        .map(track -> new Now(
                                track,
                                answer.path("is_playing").asBoolean(false),
                                answer.path("progress_ms").canConvertToInt()
                                        ? Duration.ofMillis(
                                                answer.path("progress_ms").asInt())
                                        : null)));
    }
}
