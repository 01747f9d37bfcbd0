package dev.mtm.question;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.SqlFile;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What there is to know a page of: tracks, artists and albums, by exactly what their addresses name, and by search.
public final class Directory {
    private final Database database;
    private final long account;
    private final Views views;

    public Directory(Database database, long accountId) {
        this.database = database;
        this.account = accountId;
        this.views = Views.of(database.dialect());
    }

    /// A track with what it is called.
    ///
    /// @param id      of the track that it counts as
    /// @param album   null: no source told
    /// @param artists who is credited, the main artist first
    public record Track(String id, TrackName name, @Nullable String album, List<String> artists) {
        public Track {
            artists = List.copyOf(artists);
        }
    }

    /// The track of an id; of one that counts as another, the other.
    public Optional<Track> track(String id) {
        return database.read(session -> session.first(
                """
                        select
                            coalesce(o.track_id, t.track_id),
                            coalesce(o.name, t.name),
                            coalesce(o.artist_name, t.artist_name),
                            coalesce(o.album_name, t.album_name),
                            coalesce(o.track_key, t.track_key)
                        from tracks as t
                        left join tracks as o on o.track_key = t.counts_as
                        where t.track_id = ?
                        """,
                row -> new Track(
                        row.text(1),
                        new TrackName(row.textOrNull(2), row.textOrNull(3)),
                        row.textOrNull(4),
                        artists(session, row.number(5))),
                id));
    }

    private static List<String> artists(Session session, long track) throws SQLException {
        return session.list(
                "select a.name from track_artists as c join artists as a on a.artist_key = c.artist_key"
                        + " where c.track_key = ? order by c.position",
                row -> row.text(1),
                track);
    }

    /// Whether an artist of exactly this name is credited on anything.
    public boolean hasArtist(String name) {
        return database.read(session -> session.first("""
                        select 1
                        from artists as a
                        where a.name = ? and exists (select 1 from track_artists as c where c.artist_key = a.artist_key)
                        """, row -> true, name).isPresent());
    }

    /// Whether an artist of exactly this name is the main one on an album of exactly this name.
    public boolean hasAlbum(String artist, String album) {
        return database.read(
                session -> session.first("""
                        select 1
                        from artists as a
                        join track_artists as c on c.artist_key = a.artist_key
                        join tracks as t on t.track_key = c.track_key
                        where a.name = ? and c.position = 1 and t.album_name = ?
                        """, row -> true, artist, album).isPresent());
    }

    /// A top list that was kept.
    ///
    /// @param places how many it has
    public record Snapshot(LocalDate date, String timeRange, String origin, long places) {}

    /// The top lists that were kept by a day, the latest first.
    public List<Snapshot> snapshots(LocalDate day) {
        return database.read(session -> session.list(
                """
                        select
                            snapshot_date,
                            time_range,
                            origin,
                            count(*)
                        from snapshots
                        where account_id = ? and snapshot_date <= ?
                        group by snapshot_date, time_range, origin
                        order by snapshot_date desc, time_range, origin
                        """, row -> new Snapshot(row.date(1), row.text(2), row.text(3), row.number(4)), account, day));
    }

    /// A place in a top list.
    public record Place(String timeRange, String origin, long rank, String trackId, TrackName name) {}

    /// The places in the top lists of one day.
    public List<Place> places(LocalDate day) {
        return database.read(session -> session.list(
                """
                        select
                            s.time_range,
                            s.origin,
                            s.rank,
                            s.track_id,
                            t.name,
                            t.artist_name
                        from snapshots as s
                        join tracks as t on t.track_id = s.track_id
                        where s.account_id = ? and s.snapshot_date = ?
                        order by s.time_range, s.origin, s.rank, s.track_id
                        """,
                row -> new Place(
                        row.text(1),
                        row.text(2),
                        row.number(3),
                        row.text(4),
                        new TrackName(row.textOrNull(5), row.textOrNull(6))),
                account,
                day));
    }

    /// What [#eachPlay] tells of a play.
    public static final List<String> PLAY_COLUMNS = List.of(
            "played_at",
            "track_id",
            "title",
            "artist",
            "album",
            "listened_ms",
            "skipped",
            "kind",
            "source",
            "platform",
            "country",
            "counts");

    /// Hands over every play, the earliest first, as it was told; none of them stays in memory.
    public void eachPlay(Consumer<List<@Nullable Object>> taker) {
        database.read(session -> {
            session.each(
                    """
                            select
                                p.played_at,
                                t.track_id,
                                t.name,
                                t.artist_name,
                                t.album_name,
                                p.listened_ms,
                                p.skipped,
                                t.kind,
                                s.source,
                                c.platform,
                                c.country,
                                (
                                    select max(l.play_id)
                                    from listens as l
                                    where l.account_id = p.account_id
                                        and l.played_at = p.played_at
                                        and l.play_id = p.play_id
                                )
                            from play_history as p
                            join tracks as t on t.track_key = p.track_key
                            join play_source as s on s.source_key = p.source_key
                            left join play_context as c on c.context_key = p.context_key
                            where p.account_id = ?
                            order by p.played_at, p.play_id
                            """,
                    row -> taker.accept(Arrays.asList(
                            row.instant(1),
                            row.textOrNull(2),
                            row.textOrNull(3),
                            row.textOrNull(4),
                            row.textOrNull(5),
                            row.numberOrNull(6),
                            row.truthOrNull(7),
                            row.textOrNull(8),
                            row.text(9),
                            row.textOrNull(10),
                            row.textOrNull(11),
                            row.numberOrNull(12) != null)),
                    account);
            return true;
        });
    }

    /// All that can be found by search.
    public SearchIndex index(LocalDate today) {
        return database.read(session -> made(session, stamp(session, today)));
    }

    /// Another text whenever plays came or went, or count otherwise, whenever names, same plays, decisions or
    /// snapshots came, whenever a service other than Spotify was asked for facts, and on each day of the
    /// listener. What was found at an equal one still holds.
    public String stamp(LocalDate today) {
        return database.read(session -> stamp(session, today));
    }

    private String stamp(Session session, LocalDate today) throws SQLException {
        return session.first(
                        """
                        select
                            (select max(p.play_id) from play_history as p),
                            (select count(*) from import_run as r),
                            (select count(r.undone_at) from import_run as r),
                            (select max(t.track_key) from tracks as t),
                            (select count(*) from same_play as s),
                            (select min(s.snapshot_date) from snapshots as s),
                            (select max(s.snapshot_date) from snapshots as s),
                            (select count(*) from play_decision as d),
                            (select sum(d.play_id) from play_decision as d),
                            (select count(d.hidden_at) from play_decision as d),
                            (select sum(b.calls) from call_budget as b where b.service <> 'spotify'),
                            cast(10 * a.home_latitude as integer),
                            cast(10 * a.home_longitude as integer),
                            a.counting_rule,
                            a.zone
                        from account as a
                        where a.account_id = ?
                        """,
                        row -> {
                            List<@Nullable Object> parts = new ArrayList<>(List.of(account, today));
                            for (int i = 1; i <= 5; i++) {
                                parts.add(row.numberOrNull(i));
                            }
                            parts.add(row.dateOrNull(6));
                            parts.add(row.dateOrNull(7));
                            for (int i = 8; i <= 13; i++) {
                                parts.add(row.numberOrNull(i));
                            }
                            parts.add(row.textOrNull(14));
                            parts.add(row.textOrNull(15));
                            return parts.toString();
                        },
                        account)
                .orElseThrow();
    }

    /// Tracks that were heard, or are ranked and were not.
    private static final String MET = """
            with met as (
                select
                    e.track_key,
                    e.listens,
                    e.first_day
                from ever_heard as e
                union all
                select
                    t.track_key,
                    0 as listens,
                    min(r.snapshot_date) as first_day
                from ranks as r
                join tracks as t on t.track_id = r.track_id
                where t.counts_as is null
                    and not exists (select 1 from ever_heard as h where h.track_key = t.track_key)
                group by t.track_key
            )
            """;

    private SearchIndex made(Session session, String stamp) throws SQLException {
        List<SearchIndex.Entry> tracks = new ArrayList<>();
        Names names = new Names();
        each(
                session,
                MET + """
                select
                    t.track_id,
                    t.name,
                    coalesce(t.artist_name, ''),
                    m.listens,
                    m.first_day
                from met as m
                join tracks as t on t.track_key = m.track_key
                where t.name is not null
                """,
                row -> tracks.add(names.entry(row.text(1), row.text(2), row.text(3), row.number(4), row.date(5))));
        List<SearchIndex.Entry> artists = new ArrayList<>();
        each(
                session,
                MET + """
                select
                    a.name,
                    sum(m.listens),
                    min(m.first_day)
                from met as m
                join track_artists as c on c.track_key = m.track_key
                join artists as a on a.artist_key = c.artist_key
                group by a.name
                """,
                row -> artists.add(names.entry(row.text(1), row.text(1), "", row.number(2), row.date(3))));
        List<SearchIndex.Entry> albums = new ArrayList<>();
        each(
                session,
                MET + """
                select
                    t.album_name,
                    a.name,
                    sum(m.listens),
                    min(m.first_day)
                from met as m
                join tracks as t on t.track_key = m.track_key
                join track_artists as c on c.track_key = m.track_key and c.position = 1
                join artists as a on a.artist_key = c.artist_key
                where t.album_name is not null
                group by
                    t.album_name,
                    a.name
                """,
                row -> albums.add(names.entry(row.text(1), row.text(1), row.text(2), row.number(3), row.date(4))));
        TrackNames.Reading all = new TrackNames.Reading();
        each(session, TrackNames.SQL, all);
        return new SearchIndex(stamp, tracks, artists, albums, all.read());
    }

    /// Names while an index is made: each text is kept once, however many entries have it.
    private static final class Names {
        private final Map<String, String> same = new HashMap<>();

        SearchIndex.Entry entry(String id, String name, String artist, long listens, LocalDate firstDay) {
            String shown = kept(name);
            return new SearchIndex.Entry(
                    new SearchIndex.Found(id.equals(name) ? shown : id, shown, kept(artist)), listens, firstDay);
        }

        private String kept(String text) {
            return same.computeIfAbsent(text, one -> one);
        }
    }

    private void each(Session session, String sql, Session.RowHandler handler) throws SQLException {
        SqlFile.Named named = views.named(sql);
        session.each(
                named.sql(),
                handler,
                named.names().stream().map(name -> (Object) account).toArray());
    }
}
