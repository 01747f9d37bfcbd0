package dev.mtm.lyrics;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.enrich.Enricher;
import dev.mtm.enrich.JsonSource;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings the addresses of pages where lyrics can be read, from Genius.
public final class LinkEnricher implements Enricher {
    private final LyricsStore store;
    private final JsonSource service;
    private final Genius genius;
    private final Optional<String> obstacle;

    /// @param obstacle why it cannot run; empty when it can
    public LinkEnricher(Database database, JsonSource service, Optional<String> obstacle) {
        this.store = new LyricsStore(database);
        this.service = service;
        this.genius = new Genius(service);
        this.obstacle = obstacle;
    }

    @Override
    public String what() {
        return "links";
    }

    @Override
    public String source() {
        return "genius";
    }

    @Override
    public String title() {
        return "pages where lyrics can be read";
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
        return LyricsStore.lackingLink(session);
    }

    @Override
    public Brought ask(List<String> subjects) {
        String track = subjects.getFirst();
        return genius.page(store.song(track))
                .map(link -> new Brought(Set.of(track), session -> LyricsStore.keepLink(session, track, link)))
                .orElse(Brought.NOTHING);
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls);
    }
}
