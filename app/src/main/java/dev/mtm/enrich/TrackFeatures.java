package dev.mtm.enrich;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one source tells of the sound of one track. It is kept whole: values of two sources never stand in one row.
///
/// @param source       who measured
/// @param reccobeatsId ReccoBeats' id of the track; null where it comes from elsewhere
/// @param values       what is known; all within their ranges
public record TrackFeatures(String source, @Nullable String reccobeatsId, Map<Feature, Double> values) {
    private static final List<Feature> ALL = Arrays.asList(Feature.values());

    private static final String INSERT =
            "insert into track_features (track_key, features_source, features_at, reccobeats_id, "
                    + ALL.stream().map(Feature::label).collect(Collectors.joining(", ")) + ") values (?, ?, ?, ?"
                    + ", ?".repeat(ALL.size()) + ")";

    public TrackFeatures {
        values = Map.copyOf(values);
    }

    /// What is kept of a track; null where nothing is.
    static @Nullable TrackFeatures find(Session session, long track) throws SQLException {
        return session.first(
                        "select features_source, reccobeats_id, "
                                + ALL.stream().map(Feature::label).collect(Collectors.joining(", "))
                                + " from track_features where track_key = ?",
                        row -> {
                            Map<Feature, Double> values = new EnumMap<>(Feature.class);
                            for (int i = 0; i < ALL.size(); i++) {
                                Double value = row.realOrNull(i + 3);
                                if (value != null) {
                                    values.put(ALL.get(i), value);
                                }
                            }
                            return new TrackFeatures(row.text(1), row.textOrNull(2), values);
                        },
                        track)
                .orElse(null);
    }

    /// Keeps these, in the place of all that was told of the track before.
    void keep(Session session, long track, Instant now) throws SQLException {
        session.update("delete from track_features where track_key = ?", track);
        List<@Nullable Object> row = new ArrayList<>();
        row.add(track);
        row.add(source);
        row.add(now);
        row.add(reccobeatsId);
        for (Feature feature : ALL) {
            Double value = values.get(feature);
            row.add(value == null ? null : feature.stored(value));
        }
        session.update(INSERT, row.toArray());
    }
}
