package dev.mtm.enrich;

import dev.mtm.net.CallBudget;
import dev.mtm.net.RemoteFailure;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Audio features by Spotify's ids, from ReccoBeats: the numbers that Spotify itself gave until 2024.
///
/// @see <a href="https://reccobeats.com/docs/apis/get-audio-features">ReccoBeats: Get tracks audio features</a>
public final class ReccoBeats {
    /// What its attempts, its budget and its features are kept under.
    public static final String SOURCE = "reccobeats";

    /// No more ids are taken at once.
    static final int AT_ONCE = 40;

    private static final Pattern SPOTIFY_TRACK = Pattern.compile(".*/track/([0-9A-Za-z]{22})(?:[/?#].*)?");

    private final JsonSource service;

    public ReccoBeats(JsonSource service) {
        this.service = service;
    }

    CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }

    /// What it tells of some tracks, by their ids at Spotify. It leaves out those that it does not know, answers
    /// in any order, and names tracks by ids of its own: the one at Spotify is at the end of `href`. A value out of
    /// its range is unknown.
    ///
    /// @param ids at most [#AT_ONCE]
    /// @throws RemoteFailure when it does not answer what can be used
    Map<String, TrackFeatures> features(List<String> ids) {
        Optional<JsonNode> answer = service.find("/audio-features?ids=" + String.join(",", ids));
        if (answer.isEmpty()) {
            return Map.of();
        }
        JsonNode content = answer.get().path("content");
        Map<String, TrackFeatures> told = new HashMap<>();
        for (JsonNode track : JsonSource.list(content)) {
            Matcher link = SPOTIFY_TRACK.matcher(track.path("href").asString(""));
            if (link.matches() && ids.contains(link.group(1))) {
                Map<Feature, Double> values = values(track);
                if (!values.isEmpty()) {
                    String own = track.path("id").asString("");
                    told.put(link.group(1), new TrackFeatures(SOURCE, own.isBlank() ? null : own, values));
                }
            }
        }
        return told;
    }

    private static Map<Feature, Double> values(JsonNode track) {
        Map<Feature, Double> values = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            JsonNode node = track.path(feature.label());
            if (node.isNumber()) {
                double value = node.doubleValue();
                if (!feature.saysUnknown(value) && feature.fault(value).isEmpty()) {
                    values.put(feature, value);
                }
            }
        }
        return values;
    }
}
