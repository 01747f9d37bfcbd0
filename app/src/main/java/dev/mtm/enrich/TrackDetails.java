package dev.mtm.enrich;

import dev.mtm.catalog.ServiceTracks;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.listening.Track;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Length, release, cover, credits and ids of the tracks that exports name only.
public final class TrackDetails implements Enricher {
    /// What is kept under the service's name.
    static final String SOURCE = "spotify";

    private final DetailSource service;
    private final Optional<String> switchedOff;
    private final Derivation derivation;
    private final Clock clock;

    /// @param switchedOff why the service may not be asked; empty when it may
    public TrackDetails(DetailSource service, Optional<String> switchedOff, Derivation derivation, Clock clock) {
        this.service = service;
        this.switchedOff = switchedOff;
        this.derivation = derivation;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "tracks";
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public String title() {
        return "details of tracks";
    }

    @Override
    public Optional<String> obstacle() {
        return switchedOff.or(service::obstacle);
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return Lacking.tracks(
                session, "(t.duration_ms is null or t.album_image_url is null or t.release_date is null)");
    }

    @Override
    public Brought ask(List<String> subjects) {
        String id = subjects.getFirst();
        Optional<Track> told = service.track(id).filter(track -> id.equals(track.trackId()));
        return told.isEmpty()
                ? Brought.NOTHING
                : new Brought(Set.of(id), session -> {
                    ServiceTracks tracks = new ServiceTracks(session, clock.instant());
                    tracks.take(told.get());
                    derivation.refresh(session, null, tracks.settle());
                });
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }
}
