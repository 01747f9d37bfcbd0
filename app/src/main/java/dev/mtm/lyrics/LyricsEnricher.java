package dev.mtm.lyrics;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.enrich.Enricher;
import dev.mtm.enrich.JsonSource;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings the lyrics of tracks from LRCLIB.
public final class LyricsEnricher implements Enricher {
    /// One of its album, and one of any.
    private static final int CALLS = 2;

    private final LyricsStore store;
    private final JsonSource service;
    private final Lrclib lrclib;
    private final Optional<String> obstacle;
    private final Clock clock;

    /// @param obstacle why it cannot run; empty when it can
    public LyricsEnricher(Database database, JsonSource service, Optional<String> obstacle, Clock clock) {
        this.store = new LyricsStore(database);
        this.service = service;
        this.lrclib = new Lrclib(service);
        this.obstacle = obstacle;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "lyrics";
    }

    @Override
    public String source() {
        return "lrclib";
    }

    @Override
    public String title() {
        return "lyrics, for you alone";
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return LyricsStore.lacking(session);
    }

    @Override
    public Brought ask(List<String> subjects) {
        String track = subjects.getFirst();
        Instant now = clock.instant();
        return lrclib.find(store.song(track))
                .map(lyrics ->
                        new Brought(Set.of(track), session -> LyricsStore.keep(session, track, lyrics, source(), now)))
                .orElse(Brought.NOTHING);
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls * CALLS);
    }
}
