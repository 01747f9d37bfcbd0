package dev.mtm.backup;

import dev.mtm.db.Session;
import dev.mtm.history.Span;
import dev.mtm.imports.Companion;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Merges what an export holds beside plays into a store that has rows of its own. The store's own word stands wherever
/// it has one: a row or a value that it lacks is taken, nothing is replaced but what the export knows as newer or
/// a name that stood in for an id.
///
/// The rows are put into temporary tables first, so that each rule is one statement. The imports that the export lists
/// are not merged: its plays come as an import of this store.
final class Merge implements Companion {
    /// What is merged; a table that points to another comes after it.
    static final Set<String> TABLES = Set.of(
            "account",
            "analysis_snapshots",
            "api_cache",
            "artists",
            "enrichment_attempt",
            "play_decision",
            "playlist_config",
            "playlist_history",
            "playlist_tracks",
            "playlists",
            "same_play",
            "snapshots",
            "track_artists",
            "track_features",
            "track_lyrics",
            "track_payload",
            "tracks",
            "weather_readings");

    /// What tells of the imports of the other store, or comes with the plays.
    static final Set<String> WITH_PLAYS = Set.of(
            "import_basis",
            "import_file",
            "import_rejection",
            "import_run",
            "play_context",
            "play_gap",
            "play_history",
            "play_source",
            "recent_play",
            "track_description");

    /// What may be unknown of a track.
    private static final List<String> FACTS = List.of(
            "duration_ms",
            "album_image_url",
            "spotify_url",
            "primary_genre",
            "release_date",
            "isrc",
            "popularity",
            "genre_tags",
            "genres",
            "updated_at");

    private final List<ExportFolder> exports;
    private final Map<String, Long> taken = new LinkedHashMap<>();

    Merge(List<ExportFolder> exports) {
        this.exports = List.copyOf(exports);
    }

    /// How many rows came, by table; without those that got none.
    Map<String, Long> taken() {
        return taken;
    }

    @Override
    public Touched arrive(Session session) throws SQLException {
        Set<Long> tracks = new TreeSet<>();
        Span span = null;
        for (ExportFolder export : exports) {
            load(session, export);
            accounts(session);
            tracks(session, tracks);
            credits(session, tracks);
            observed(session);
            span = Span.hull(span, marks(session));
            span = Span.hull(span, decisions(session));
        }
        taken.values().removeIf(rows -> rows == 0);
        return new Touched(span, tracks);
    }

    private static void load(Session session, ExportFolder export) throws SQLException {
        Set<Object> marked = new HashSet<>();
        for (Table table : Export.kept(session)) {
            if (TABLES.contains(table.name())) {
                int decidedBy = place(table, "decided_by");
                int origin = place(table, "origin");
                temporary(session, export, table, values -> {
                    if (table.name().equals("same_play")) {
                        boolean byHand = Objects.equals(values[decidedBy], "hand");
                        if (byHand) {
                            marked.add(values[place(table, "play_id")]);
                            marked.add(values[place(table, "same_as")]);
                        }
                        return byHand;
                    }
                    if (table.name().equals("play_decision")) {
                        marked.add(values[place(table, "play_id")]);
                    }
                    return !table.name().equals("snapshots") || Objects.equals(values[origin], "spotify");
                });
            }
        }
        for (Table table : Export.kept(session)) {
            if (table.name().equals(Export.PLAYS)) {
                int id = place(table, "play_id");
                temporary(session, export, table, values -> marked.contains(values[id]));
            }
            if (table.name().equals("play_context")) {
                temporary(session, export, table, values -> !marked.isEmpty());
            }
        }
        session.execute("create index if not exists taken_tracks_by_id on taken_tracks (track_id)");
        session.execute("create index if not exists taken_tracks_by_key on taken_tracks (track_key)");
    }

    private static int place(Table table, String column) {
        return table.columns().stream().map(Column::name).toList().indexOf(column);
    }

    private static void temporary(Session session, ExportFolder export, Table table, ExportFolder.Wanted only)
            throws SQLException {
        String name = "taken_" + table.name();
        session.execute(
                "create temporary table if not exists " + name + " as select * from " + table.name() + " where 1 = 0");
        session.update("delete from " + name);
        export.load(session, table, name, only);
    }

    private void take(Session session, String table, String sql) throws SQLException {
        taken.merge(table, (long) session.update(sql), Long::sum);
    }

    /// The zone and the counting rule of a listener who has settled on none here; where they are at home, where that is
    /// unknown here; other listeners.
    private void accounts(Session session) throws SQLException {
        take(session, "account", """
                update account
                set
                    zone = (select x.zone from taken_account as x where x.name = account.name),
                    counting_rule = (select x.counting_rule from taken_account as x where x.name = account.name)
                where zone is null
                    and exists (
                        select 1 from taken_account as x where x.name = account.name and x.zone is not null
                    )
                """);
        take(session, "account", """
                update account
                set
                    home_latitude = (select x.home_latitude from taken_account as x where x.name = account.name),
                    home_longitude = (select x.home_longitude from taken_account as x where x.name = account.name)
                where home_latitude is null
                    and exists (
                        select 1 from taken_account as x where x.name = account.name and x.home_latitude is not null
                    )
                """);
        take(session, "account", """
                insert into account (
                    account_id, name, zone, counting_rule, home_latitude, home_longitude, created_at
                )
                select
                    (select max(a.account_id) from account as a) + row_number() over (order by x.account_id),
                    x.name,
                    x.zone,
                    x.counting_rule,
                    x.home_latitude,
                    x.home_longitude,
                    x.created_at
                from taken_account as x
                where not exists (select 1 from account as a where a.name = x.name)
                """);
    }

    private void tracks(Session session, Set<Long> changed) throws SQLException {
        changed.addAll(session.list("""
                select t.track_key
                from tracks as t
                join taken_tracks as x on x.track_id = t.track_id
                where t.duration_ms is null and x.duration_ms is not null
                """, row -> row.number(1)));
        for (String fact : FACTS) {
            take(session, "tracks", """
                    update tracks
                    set %1$s = (select x.%1$s from taken_tracks as x where x.track_id = tracks.track_id)
                    where %1$s is null
                        and exists (
                            select 1 from taken_tracks as x where x.track_id = tracks.track_id and x.%1$s is not null
                        )
                    """.formatted(fact));
        }
        take(session, "tracks", """
                insert into tracks (
                    track_key, track_id, kind, name, artist_name, album_name, duration_ms, album_image_url, spotify_url,
                    primary_genre, name_key, release_date, isrc, popularity, genre_tags, genres, updated_at, added_at
                )
                select
                    (select coalesce(max(t.track_key), 0) from tracks as t) + row_number() over (order by x.track_key),
                    x.track_id,
                    x.kind,
                    x.name,
                    x.artist_name,
                    x.album_name,
                    x.duration_ms,
                    x.album_image_url,
                    x.spotify_url,
                    x.primary_genre,
                    x.name_key,
                    x.release_date,
                    x.isrc,
                    x.popularity,
                    x.genre_tags,
                    x.genres,
                    x.updated_at,
                    x.added_at
                from taken_tracks as x
                where not exists (select 1 from tracks as t where t.track_id = x.track_id)
                """);
        ofTracks(session, "track_payload", "raw_json");
        ofTracks(
                session,
                "track_lyrics",
                "lyrics, lyrics_summary, synced_lyrics, instrumental, lyrics_source, lyrics_at, lyrics_url");
        ofTracks(
                session,
                "track_features",
                "features_source, features_at, reccobeats_id, danceability, energy, speechiness, acousticness,"
                        + " instrumentalness, liveness, valence, key, mode, loudness, tempo, time_signature");
    }

    /// The rows of a table that has at most one for each track, where the track has none.
    private void ofTracks(Session session, String table, String columns) throws SQLException {
        take(session, table, """
                insert into %1$s (track_key, %2$s)
                select
                    t.track_key,
                    %2$s
                from taken_%1$s as x
                join taken_tracks as o on o.track_key = x.track_key
                join tracks as t on t.track_id = o.track_id
                where not exists (select 1 from %1$s as h where h.track_key = t.track_key)
                """.formatted(table, columns));
    }

    private void credits(Session session, Set<Long> changed) throws SQLException {
        // Whose genres they are is told with them, so first.
        take(session, "artists", """
                update artists
                set genres_source = (select x.genres_source from taken_artists as x where x.artist_id = artists.artist_id)
                where genres is null
                    and exists (
                        select 1 from taken_artists as x where x.artist_id = artists.artist_id and x.genres is not null
                    )
                """);
        for (String fact : List.of("genres", "image_url")) {
            take(session, "artists", """
                    update artists
                    set %1$s = (select x.%1$s from taken_artists as x where x.artist_id = artists.artist_id)
                    where %1$s is null
                        and exists (
                            select 1 from taken_artists as x where x.artist_id = artists.artist_id and x.%1$s is not null
                        )
                    """.formatted(fact));
        }
        take(session, "artists", """
                insert into artists (artist_key, artist_id, name, genres, genres_source, image_url)
                select
                    (select coalesce(max(a.artist_key), 0) from artists as a) + row_number() over (order by x.artist_key),
                    x.artist_id,
                    x.name,
                    x.genres,
                    x.genres_source,
                    x.image_url
                from taken_artists as x
                where not exists (select 1 from artists as a where a.artist_id = x.artist_id)
                """);
        // A credit by name only gives way to one that tells more: ids, or further artists.
        List<Long> toldMore = session.list("""
                select distinct t.track_key
                from tracks as t
                join taken_tracks as o on o.track_id = t.track_id
                join taken_track_artists as x on x.track_key = o.track_key
                join taken_artists as n on n.artist_key = x.artist_key
                where (x.position > 1 or n.artist_id not like 'name:%')
                    and not exists (
                        select 1
                        from track_artists as c
                        join artists as a on a.artist_key = c.artist_key
                        where c.track_key = t.track_key and (c.position > 1 or a.artist_id not like 'name:%')
                    )
                """, row -> row.number(1));
        for (long track : toldMore) {
            session.update("delete from track_artists where track_key = ?", track);
        }
        changed.addAll(toldMore);
        take(session, "track_artists", """
                insert into track_artists (track_key, position, artist_key)
                select
                    t.track_key,
                    x.position,
                    a.artist_key
                from taken_track_artists as x
                join taken_tracks as o on o.track_key = x.track_key
                join tracks as t on t.track_id = o.track_id
                join taken_artists as n on n.artist_key = x.artist_key
                join artists as a on a.artist_id = n.artist_id
                where not exists (select 1 from track_artists as c where c.track_key = t.track_key)
                """);
    }

    /// Ranks, analyses, playlists, the weather, answers of other services and what they were asked.
    private void observed(Session session) throws SQLException {
        take(session, "snapshots", """
                insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)
                select
                    a.account_id,
                    x.track_id,
                    x.snapshot_date,
                    x.time_range,
                    x.rank,
                    x.origin
                from taken_snapshots as x
                join taken_account as o on o.account_id = x.account_id
                join account as a on a.name = o.name
                where true
                on conflict do nothing
                """);
        take(session, "analysis_snapshots", """
                insert into analysis_snapshots (
                    analysis_id, account_id, analysed_at, period_start, period_end, period_label, metrics_payload,
                    narrative_report, model_used, playlist_theme, playlist_theme_reasoning, six_hour_playlist_id,
                    daily_playlist_id, playlist_composition
                )
                select
                    (select coalesce(max(h.analysis_id), 0) from analysis_snapshots as h)
                        + row_number() over (order by x.analysis_id),
                    a.account_id,
                    x.analysed_at,
                    x.period_start,
                    x.period_end,
                    x.period_label,
                    x.metrics_payload,
                    x.narrative_report,
                    x.model_used,
                    x.playlist_theme,
                    x.playlist_theme_reasoning,
                    x.six_hour_playlist_id,
                    x.daily_playlist_id,
                    x.playlist_composition
                from taken_analysis_snapshots as x
                join taken_account as o on o.account_id = x.account_id
                join account as a on a.name = o.name
                where not exists (
                    select 1
                    from analysis_snapshots as h
                    where h.account_id = a.account_id
                        and h.analysed_at = x.analysed_at
                        and coalesce(h.period_label, '') = coalesce(x.period_label, '')
                        and coalesce(h.model_used, '') = coalesce(x.model_used, '')
                )
                """);
        take(session, "playlist_config", """
                insert into playlist_config (
                    account_id, key, spotify_id, last_updated, current_theme, description, composition
                )
                select
                    a.account_id,
                    x.key,
                    x.spotify_id,
                    x.last_updated,
                    x.current_theme,
                    x.description,
                    x.composition
                from taken_playlist_config as x
                join taken_account as o on o.account_id = x.account_id
                join account as a on a.name = o.name
                where true
                on conflict (account_id, key) do update
                set
                    spotify_id = excluded.spotify_id,
                    last_updated = excluded.last_updated,
                    current_theme = excluded.current_theme,
                    description = excluded.description,
                    composition = excluded.composition
                where excluded.last_updated > playlist_config.last_updated
                """);
        playlists(session);
        take(session, "api_cache", """
                insert into api_cache (service, request, response, source, recorded_at, valid_seconds)
                select
                    x.service,
                    x.request,
                    x.response,
                    x.source,
                    x.recorded_at,
                    x.valid_seconds
                from taken_api_cache as x
                where true
                on conflict (service, request) do update
                set
                    response = excluded.response,
                    source = excluded.source,
                    recorded_at = excluded.recorded_at,
                    valid_seconds = excluded.valid_seconds
                where excluded.recorded_at > api_cache.recorded_at
                """);
        take(session, "enrichment_attempt", """
                insert into enrichment_attempt (what, source, subject, attempted_at, outcome)
                select
                    x.what,
                    x.source,
                    x.subject,
                    x.attempted_at,
                    x.outcome
                from taken_enrichment_attempt as x
                where true
                on conflict (what, source, subject) do update
                set
                    attempted_at = excluded.attempted_at,
                    outcome = excluded.outcome
                where excluded.attempted_at > enrichment_attempt.attempted_at
                """);
        take(session, "weather_readings", """
                insert into weather_readings (
                    location, hour, temperature, precipitation, cloud_cover, weather_code, is_forecast, source, recorded_at
                )
                select
                    x.location,
                    x.hour,
                    x.temperature,
                    x.precipitation,
                    x.cloud_cover,
                    x.weather_code,
                    x.is_forecast,
                    x.source,
                    x.recorded_at
                from taken_weather_readings as x
                where true
                on conflict (location, hour) do update
                set
                    temperature = excluded.temperature,
                    precipitation = excluded.precipitation,
                    cloud_cover = excluded.cloud_cover,
                    weather_code = excluded.weather_code,
                    is_forecast = excluded.is_forecast,
                    source = excluded.source,
                    recorded_at = excluded.recorded_at
                where excluded.recorded_at > weather_readings.recorded_at
                """);
    }

    /// A playlist comes with its history, unless another one of that name was published here.
    private void playlists(Session session) throws SQLException {
        take(session, "playlists", """
                insert into playlists (account_id, playlist, title, marker, spotify_id)
                select
                    a.account_id,
                    x.playlist,
                    x.title,
                    x.marker,
                    x.spotify_id
                from taken_playlists as x
                join taken_account as o on o.account_id = x.account_id
                join account as a on a.name = o.name
                where true
                on conflict do nothing
                """);
        String ofTaken = """
                from taken_%1$s as x
                join taken_account as o on o.account_id = x.account_id
                join account as a on a.name = o.name
                join taken_playlists as t on t.account_id = x.account_id and t.playlist = x.playlist
                join playlists as p
                    on p.account_id = a.account_id and p.playlist = x.playlist and p.marker = t.marker
                %2$s
                where true
                on conflict do nothing
                """;
        take(session, "playlist_history", """
                insert into playlist_history (
                    account_id, playlist, publication, published_at, as_of, spotify_id, added, removed
                )
                select
                    a.account_id,
                    x.playlist,
                    x.publication,
                    x.published_at,
                    x.as_of,
                    x.spotify_id,
                    x.added,
                    x.removed
                """ + ofTaken.formatted("playlist_history", ""));
        take(session, "playlist_tracks", """
                insert into playlist_tracks (account_id, playlist, publication, position, track_id)
                select
                    a.account_id,
                    x.playlist,
                    x.publication,
                    x.position,
                    x.track_id
                """ + ofTaken.formatted("playlist_tracks", """
                join taken_playlist_history as g
                    on g.account_id = x.account_id and g.playlist = x.playlist and g.publication = x.publication
                join playlist_history as h
                    on h.account_id = a.account_id
                    and h.playlist = x.playlist
                    and h.publication = x.publication
                    and h.published_at = g.published_at
                """));
    }

    /// What a person said of plays; a mark by rule gives way to it.
    private @Nullable Span marks(Session session) throws SQLException {
        List<Mark> marks = session.list(
                PAIRS,
                row -> new Mark(
                        row.number(1), row.number(2), row.number(3), row.text(4), row.instant(5), row.instant(6)));
        Span span = null;
        for (Mark mark : marks) {
            session.update(
                    "delete from same_play where decided_by = 'rule' and play_id in (?, ?)",
                    mark.play(),
                    mark.sameAs());
            taken.merge(
                    "same_play",
                    (long) session.update(
                            "insert into same_play (play_id, same_as, score, reason, decided_by) values (?, ?, ?, ?, 'hand')",
                            mark.play(),
                            mark.sameAs(),
                            mark.score(),
                            mark.reason()),
                    Long::sum);
            span = Span.hull(span, new Span(mark.at(), mark.at()));
            span = Span.hull(span, new Span(mark.otherAt(), mark.otherAt()));
        }
        return span;
    }

    private record Mark(long play, long sameAs, long score, String reason, Instant at, Instant otherAt) {}

    /// Plays that are hidden, or stand by themselves.
    private @Nullable Span decisions(Session session) throws SQLException {
        Span span = null;
        for (Instant at : session.list(PLAYS + """
                select p.played_at
                from taken_play_decision as x
                join plays as p on p.told = x.play_id
                where not exists (select 1 from play_decision as h where h.play_id = p.play_id)
                """, row -> row.instant(1))) {
            span = Span.hull(span, new Span(at, at));
        }
        take(session, "play_decision", """
                insert into play_decision (play_id, hidden_at, apart_at)
                """ + PLAYS + """
                select
                    p.play_id,
                    x.hidden_at,
                    x.apart_at
                from taken_play_decision as x
                join plays as p on p.told = x.play_id
                where true
                on conflict do nothing
                """);
        return span;
    }

    /// The plays of this store that a mark of the export is about, by their natural keys.
    private static final String PLAYS = """
            with plays as (
                select
                    x.play_id as told,
                    p.play_id,
                    p.played_at
                from taken_play_history as x
                join taken_account as xa on xa.account_id = x.account_id
                join account as a on a.name = xa.name
                join taken_tracks as xt on xt.track_key = x.track_key
                join tracks as t on t.track_id = xt.track_id
                join play_history as p
                    on p.account_id = a.account_id
                    and p.played_at = x.played_at
                    and p.track_key = t.track_key
                    and p.source_key = x.source_key
                    and coalesce(p.listened_ms, -1) = coalesce(x.listened_ms, -1)
                    and p.ordinal = x.ordinal
                    and coalesce(cast(p.skipped as integer), -1) = coalesce(cast(x.skipped as integer), -1)
                join play_context as pc on pc.context_key = p.context_key
                join taken_play_context as xc
                    on xc.context_key = x.context_key
                    and pc.time_basis = xc.time_basis
                    and pc.platform is not distinct from xc.platform
                    and pc.country is not distinct from xc.country
                    and pc.context_uri is not distinct from xc.context_uri
                    and pc.reason_start is not distinct from xc.reason_start
                    and pc.reason_end is not distinct from xc.reason_end
                    and pc.shuffle is not distinct from xc.shuffle
                    and pc.offline is not distinct from xc.offline
                    and pc.incognito is not distinct from xc.incognito
            )
            """;

    private static final String PAIRS = PLAYS + """
            select
                l.play_id,
                r.play_id,
                m.score,
                m.reason,
                l.played_at,
                r.played_at
            from taken_same_play as m
            join plays as l on l.told = m.play_id
            join plays as r on r.told = m.same_as
            where not exists (select 1 from same_play as h where h.play_id = l.play_id and h.decided_by = 'hand')
            order by l.play_id
            """;
}
