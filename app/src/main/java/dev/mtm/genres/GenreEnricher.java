package dev.mtm.genres;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.enrich.ArtistFacts;
import dev.mtm.enrich.Enricher;
import dev.mtm.net.CallBudget;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings the genres of artists from one source. An artist has those of one source only: whoever knows some first tells
/// them all, and the next source is asked about the others.
public final class GenreEnricher implements Enricher {
    private static final String WAS_ASKED = """

                    and exists (
                        select 1
                        from enrichment_attempt as e
                        where e.what = 'genres' and e.source = ? and e.subject = a.artist_id
                    )""";

    private final Database database;
    private final GenreSource from;
    private final List<String> before;
    private final Optional<String> obstacle;

    /// @param before   the sources that are asked about an artist before this one
    /// @param obstacle why it cannot run; empty when it can
    public GenreEnricher(Database database, GenreSource from, List<String> before, Optional<String> obstacle) {
        this.database = database;
        this.from = from;
        this.before = List.copyOf(before);
        this.obstacle = obstacle;
    }

    @Override
    public String what() {
        return "genres";
    }

    @Override
    public String source() {
        return from.name();
    }

    @Override
    public String title() {
        return from.title();
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public List<String> lacking(Session session) throws SQLException {
        return session.list("""
                select a.artist_id
                from (
                    select
                        c.artist_key,
                        sum(h.listens) as listens
                    from heard_tracks as h
                    join track_artists as c on c.track_key = h.track_key
                    group by c.artist_key
                ) as heard
                join artists as a on a.artist_key = heard.artist_key
                where (a.genres is null or a.genres = '[]')%s
                order by
                    heard.listens desc,
                    a.artist_id
                """.formatted(WAS_ASKED.repeat(before.size())), row -> row.text(1), before.toArray());
    }

    @Override
    public Brought ask(List<String> subjects) {
        String id = subjects.getFirst();
        List<String> genres = from.genres(artist(id));
        return genres.isEmpty()
                ? Brought.NOTHING
                : new Brought(Set.of(id), session -> ArtistFacts.keepGenres(session, id, genres, source()));
    }

    private Artist artist(String id) {
        return database.read(session -> {
            String title = session.first("""
                    select t.name
                    from artists as a
                    join track_artists as c on c.artist_key = a.artist_key
                    join tracks as t on t.track_key = c.track_key
                    left join heard_tracks as h on h.track_key = t.track_key
                    where a.artist_id = ?
                        and t.name is not null
                        and not exists (
                            select 1 from track_artists as o where o.track_key = c.track_key and o.artist_key <> c.artist_key
                        )
                    order by
                        coalesce(h.listens, 0) desc,
                        t.track_id
                    limit 1
                    """, row -> row.text(1), id).orElse(null);
            return session.first(
                            "select name from artists where artist_id = ?",
                            row -> new Artist(row.text(1), id.contains(":") ? null : id, title),
                            id)
                    .orElseThrow();
        });
    }

    @Override
    public CallBudget.Forecast forecast(int calls) {
        return from.service().forecast(calls * from.calls());
    }
}
