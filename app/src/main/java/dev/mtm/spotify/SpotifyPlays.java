package dev.mtm.spotify;

import dev.mtm.listening.Track;
import dev.mtm.sync.LivePlays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What was and is played. Spotify lists plays of half a minute and more, tells when each *ended*, and
/// forgets all but the last fifty.
///
/// @see <a
/// href="https://developer.spotify.com/documentation/web-api/reference/get-recently-played">Spotify: Get
/// Recently Played Tracks</a>
final class SpotifyPlays implements LivePlays {
    private final SpotifyApi api;

    SpotifyPlays(SpotifyApi api) {
        this.api = api;
    }

    @Override
    public Told recent() {
        JsonNode items =
                api.ask("/me/player/recently-played?limit=" + REMEMBERED).path("items");
        if (!items.isArray()) {
            throw Failures.unusable("recent plays without items");
        }
        List<Recent> plays = new ArrayList<>();
        for (JsonNode item : items) {
            play(item).ifPresent(plays::add);
        }
        if (plays.isEmpty() && !items.isEmpty()) {
            throw Failures.unusable("recent plays of which none can be used");
        }
        return new Told(plays, items.size() - plays.size());
    }

    private static Optional<Recent> play(JsonNode item) {
        return Wire.track(item.path("track"))
                .flatMap(track -> Wire.instant(item.path("played_at"))
                        .map(ended -> new Recent(
                                track, ended, Wire.text(item.path("context").path("uri")))));
    }

    @Override
    public Optional<Now> now() {
        return api.find("/me/player/currently-playing").flatMap(SpotifyPlays::now);
    }

    private static Optional<Now> now(JsonNode answer) {
        Track track = Wire.track(answer.path("item")).orElse(null);
        if (track == null && !answer.path("currently_playing_type").asString("").equals("episode")) {
            return Optional.empty();
        }
        JsonNode progress = answer.path("progress_ms");
        return Optional.of(new Now(
                track,
                answer.path("is_playing").asBoolean(false),
                progress.canConvertToInt() ? Duration.ofMillis(progress.asInt()) : null));
    }
}
