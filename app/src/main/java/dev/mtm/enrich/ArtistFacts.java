package dev.mtm.enrich;

import dev.mtm.db.Json;
import dev.mtm.db.Session;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Pictures of artists, and their genres where the service tells any.
public final class ArtistFacts implements Enricher {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DetailSource service;
    private final Optional<String> switchedOff;

    /// @param switchedOff why the service may not be asked; empty when it may
    public ArtistFacts(DetailSource service, Optional<String> switchedOff) {
        this.service = service;
        this.switchedOff = switchedOff;
    }

    @Override
    public String what() {
        return "artists";
    }

    @Override
    public String source() {
        return TrackDetails.SOURCE;
    }

    @Override
    public String title() {
        return "details of artists";
    }

    @Override
    public Optional<String> obstacle() {
        return switchedOff.or(service::obstacle);
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return Lacking.artists(session, "a.image_url is null");
    }

    @Override
    public Brought ask(List<String> subjects) {
        String id = subjects.getFirst();
        Optional<DetailSource.ArtistDetails> told =
                service.artist(id).filter(artist -> artist.id().equals(id));
        return told.isEmpty()
                ? Brought.NOTHING
                : new Brought(Set.of(id), session -> {
                    session.update(
                            "update artists set image_url = ? where artist_id = ? and image_url is null",
                            told.get().imageUrl(),
                            id);
                    keepGenres(session, id, told.get().genres(), TrackDetails.SOURCE);
                });
    }

    /// Keeps genres of an artist who has none: those of two sources are never mixed.
    ///
    /// @param genres nothing is kept when there are none
    /// @return whether they were kept
    public static boolean keepGenres(Session session, String artistId, List<String> genres, String source)
            throws SQLException {
        return !genres.isEmpty()
                && session.update(
                                "update artists set genres = ?, genres_source = ?"
                                        + " where artist_id = ? and (genres is null or genres = '[]')",
                                new Json(JSON.writeValueAsString(genres)),
                                source,
                                artistId)
                        == 1;
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }
}
