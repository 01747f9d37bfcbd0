package dev.mtm.enrich;

import dev.mtm.db.Session;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Audio features of the tracks that have none, from whatever source.
public final class AudioFeatures implements Enricher {
    private final ReccoBeats service;
    private final Optional<String> obstacle;
    private final Clock clock;

    /// @param obstacle why it may not be asked; empty when it may
    public AudioFeatures(ReccoBeats service, Optional<String> obstacle, Clock clock) {
        this.service = service;
        this.obstacle = obstacle;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "features";
    }

    @Override
    public String source() {
        return ReccoBeats.SOURCE;
    }

    @Override
    public String title() {
        return "audio features of tracks";
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public int atOnce() {
        return ReccoBeats.AT_ONCE;
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return Lacking.tracks(
                session, "not exists (select 1 from track_features as f where f.track_key = t.track_key)");
    }

    @Override
    public Brought ask(List<String> subjects) {
        Map<String, TrackFeatures> told = service.features(subjects);
        return new Brought(told.keySet(), session -> {
            for (Map.Entry<String, TrackFeatures> track : told.entrySet()) {
                Optional<Long> key = session.first(
                        "select track_key from tracks where track_id = ?", row -> row.number(1), track.getKey());
                // Another process may have been faster; what it brought stays.
                if (key.isPresent() && TrackFeatures.find(session, key.get()) == null) {
                    track.getValue().keep(session, key.get(), clock.instant());
                }
            }
        });
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }
}
