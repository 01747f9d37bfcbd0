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

/// Brings the lyrics of songs from LRCLIB, or from Genius the addresses of pages where they can be read.
public final class SongEnricher implements Enricher {
    private static final String LRCLIB = "lrclib";

    private final Part part;
    private final LyricsStore store;
    private final JsonSource service;
    private final Optional<String> obstacle;

    private SongEnricher(Part part, Database database, JsonSource service, Optional<String> obstacle) {
        this.part = part;
        this.store = new LyricsStore(database);
        this.service = service;
        this.obstacle = obstacle;
    }

    /// What is brought of a song.
    ///
    /// @param calls that one song takes at most
    private record Part(String what, String source, String title, int calls, Lack lack, Find find) {}

    @FunctionalInterface
    private interface Lack {
        List<String> in(Session session) throws SQLException;
    }

    /// Asks about a song; empty where nothing is known of it.
    @FunctionalInterface
    private interface Find {
        Optional<Keep> of(String trackId, Song song);
    }

    /// @param obstacle why it cannot run; empty when it can
    public static Enricher lyrics(Database database, JsonSource service, Optional<String> obstacle, Clock clock) {
        Lrclib lrclib = new Lrclib(service);
        Find find = (track, song) -> {
            Instant now = clock.instant();
            return lrclib.find(song).map(lyrics -> session -> LyricsStore.keep(session, track, lyrics, LRCLIB, now));
        };
        // One call asks about its album, and one about any.
        Part part = new Part("lyrics", LRCLIB, "lyrics, for you alone", 2, LyricsStore::lacking, find);
        return new SongEnricher(part, database, service, obstacle);
    }

    /// @param obstacle why it cannot run; empty when it can
    public static Enricher links(Database database, JsonSource service, Optional<String> obstacle) {
        Genius genius = new Genius(service);
        Find find =
                (track, song) -> genius.page(song).map(link -> session -> LyricsStore.keepLink(session, track, link));
        Part part = new Part("links", "genius", "pages where lyrics can be read", 1, LyricsStore::lackingLink, find);
        return new SongEnricher(part, database, service, obstacle);
    }

    @Override
    public String what() {
        return part.what();
    }

    @Override
    public String source() {
        return part.source();
    }

    @Override
    public String title() {
        return part.title();
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return part.lack().in(session);
    }

    @Override
    public Brought ask(List<String> subjects) {
        String track = subjects.getFirst();
        return part.find()
                .of(track, store.song(track))
                .map(keep -> new Brought(Set.of(track), keep))
                .orElse(Brought.NOTHING);
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return service.forecast(calls * part.calls());
    }
}
