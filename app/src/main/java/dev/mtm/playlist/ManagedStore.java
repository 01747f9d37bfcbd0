package dev.mtm.playlist;

import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.listening.HomeZone;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is kept of managed playlists, and what is known of the tracks that may come into them.
final class ManagedStore {
    private static final JsonFactory JSON = new JsonFactory();

    private final Database database;
    private final long account;

    ManagedStore(Database database, long account) {
        this.database = database;
        this.account = account;
    }

    /// What is known of a track.
    ///
    /// @param song    the same for tracks of equal artist and title
    /// @param artists who is credited
    /// @param energy  0 to 1, as that source says which measured most of these tracks; null: not measured
    ///                by it
    record Facts(String song, Set<String> artists, @Nullable Double energy) {}

    /// What is known of tracks, by their ids.
    Map<String, Facts> facts(Collection<String> tracks) {
        if (tracks.isEmpty()) {
            return Map.of();
        }
        Object[] ids = tracks.toArray();
        String places = String.join(", ", tracks.stream().map(id -> "?").toList());
        return database.read(session -> {
            Map<String, Set<String>> artists = new HashMap<>();
            session.each(
                    "select t.track_id, c.artist_key from tracks as t join track_artists as c on c.track_key = t.track_key"
                            + " where t.track_id in (" + places + ")",
                    row -> artists.computeIfAbsent(row.text(1), id -> new HashSet<>())
                            .add(row.text(2)),
                    ids);
            Map<String, Map<String, Double>> energies = new TreeMap<>();
            Map<String, String> songs = new HashMap<>();
            session.each(
                    "select t.track_id, coalesce(t.name_key, t.track_id), coalesce(t.artist_name, ''), f.features_source, f.energy"
                            + " from tracks as t left join track_features as f on f.track_key = t.track_key"
                            + " where t.track_id in (" + places + ")",
                    row -> {
                        String track = row.text(1);
                        songs.put(track, row.text(2));
                        String credit = text(row.textOrNull(3));
                        artists.computeIfAbsent(track, id -> new HashSet<>(Set.of("named " + credit)));
                        Double energy = row.realOrNull(5);
                        if (energy != null) {
                            energies.computeIfAbsent(text(row.textOrNull(4)), source -> new HashMap<>())
                                    .put(track, energy);
                        }
                    },
                    ids);
            Map<String, Double> most = energies.values().stream()
                    .max(Comparator.comparing(Map::size))
                    .orElse(Map.of());
            Map<String, Facts> facts = new HashMap<>();
            songs.forEach((track, song) ->
                    facts.put(track, new Facts(song, Objects.requireNonNull(artists.get(track)), most.get(track))));
            return facts;
        });
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /// A publication that stood from one slot to another.
    private record Stood(int number, Slot slot) {}

    /// The tracks that were in the playlist so lately that they rest in a slot.
    Set<String> resting(Slot slot, HomeZone zone) {
        Managed playlist = slot.playlist();
        Instant since = slot.restsSince(zone);
        return database.read(session -> {
            List<Stood> before = session
                    .list(
                            "select publication, published_at from playlist_history where account_id = ? and playlist = ?"
                                    + " order by publication",
                            row -> new Stood(Math.toIntExact(row.number(1)), Slot.at(playlist, row.instant(2), zone)),
                            account,
                            playlist.playlist())
                    .stream()
                    .filter(one -> one.slot().from().isBefore(slot.from()))
                    .toList();
            Set<String> resting = new HashSet<>();
            for (int i = 0; i < before.size(); i++) {
                Instant until = before.get(i).slot().until();
                Instant next = i + 1 < before.size() ? before.get(i + 1).slot().from() : slot.from();
                if ((next.isAfter(until) ? next : until).isAfter(since)) {
                    resting.addAll(session.list(
                            "select track_id from playlist_tracks where account_id = ? and playlist = ? and publication = ?",
                            row -> row.text(1),
                            account,
                            playlist.playlist(),
                            before.get(i).number()));
                }
            }
            return resting;
        });
    }

    /// Keeps what was published: how it stands now, and an analysis that tells how it came about.
    ///
    /// @param tracks those that the host has
    void note(Session session, Mix mix, String spotifyId, Instant at, Collection<String> tracks) throws SQLException {
        Slot slot = mix.slot();
        Managed playlist = slot.playlist();
        Json composition = new Json(composition(mix, Set.copyOf(tracks)));
        lock(session);
        session.update(
                """
                insert into playlist_config (
                    account_id, key, spotify_id, last_updated, current_theme, description, composition
                )
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (account_id, key) do update set
                    spotify_id = excluded.spotify_id,
                    last_updated = excluded.last_updated,
                    current_theme = excluded.current_theme,
                    description = excluded.description,
                    composition = excluded.composition
                """,
                account,
                playlist.key(),
                spotifyId,
                at,
                mix.theme(),
                mix.edition().reason(),
                composition);
        session.update(
                """
                insert into analysis_snapshots (
                    analysis_id, account_id, analysed_at, period_start, period_end, period_label, playlist_theme,
                    playlist_theme_reasoning, six_hour_playlist_id, daily_playlist_id, playlist_composition
                )
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                1 + session.number("select max(analysis_id) from analysis_snapshots"),
                account,
                at,
                slot.from(),
                slot.until(),
                playlist.label(),
                mix.theme(),
                mix.reasoning(),
                playlist == Managed.SIX_HOUR ? spotifyId : Session.NoText.UNKNOWN,
                playlist == Managed.DAILY ? spotifyId : Session.NoText.UNKNOWN,
                composition);
    }

    /// Nobody else gives the same number to an analysis.
    private static void lock(Session session) throws SQLException {
        switch (session.dialect()) {
            case Sqlite sqlite -> {
                // Who writes is alone.
            }
            case Postgres postgres -> session.execute("lock table analysis_snapshots in share row exclusive mode");
        }
    }

    private static String composition(Mix mix, Set<String> tracks) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("from", mix.slot().from().toString());
            json.writeStringProperty("until", mix.slot().until().toString());
            json.writeName("tracks");
            json.writeStartArray();
            for (Pick pick : mix.picks()) {
                if (tracks.contains(pick.track())) {
                    json.writeStartObject();
                    json.writeStringProperty("id", pick.track());
                    json.writeStringProperty("share", pick.share());
                    json.writeStringProperty("why", pick.why());
                    if (pick.energy() != null) {
                        json.writeNumberProperty("energy", pick.energy());
                    }
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private record Answered(int tracks, int listens) {}

    /// Every state that was published, the latest first.
    List<Rebuild> rebuilds(Managed playlist) {
        return database.read(session -> {
            Map<Long, Answered> answered = new HashMap<>();
            session.each(
                    """
                    with stood as (
                        select
                            h.publication,
                            h.published_at as starts_at,
                            lead(h.published_at) over (order by h.publication) as ends_at
                        from playlist_history as h
                        where h.account_id = ? and h.playlist = ?
                    )
                    select
                        s.publication,
                        count(distinct t.track_id),
                        count(*)
                    from stood as s
                    join playlist_tracks as t on t.account_id = ? and t.playlist = ? and t.publication = s.publication
                    join tracks as k on k.track_id = t.track_id
                    join listens as l
                        on l.account_id = t.account_id
                            and l.track_key = coalesce(k.counts_as, k.track_key)
                            and l.played_at >= s.starts_at
                            and (s.ends_at is null or l.played_at < s.ends_at)
                    group by s.publication
                    """,
                    row -> answered.put(
                            row.number(1),
                            new Answered(Math.toIntExact(row.number(2)), Math.toIntExact(row.number(3)))),
                    account,
                    playlist.playlist(),
                    account,
                    playlist.playlist());
            List<Rebuild> rebuilds = new ArrayList<>();
            session.each(
                    """
                    select
                        h.publication,
                        h.published_at,
                        a.playlist_theme,
                        a.playlist_theme_reasoning,
                        (
                            select count(*)
                            from playlist_tracks as t
                            where t.account_id = h.account_id
                                and t.playlist = h.playlist
                                and t.publication = h.publication
                        ) as tracks,
                        h.added,
                        h.removed
                    from playlist_history as h
                    left join analysis_snapshots as a
                        on a.account_id = h.account_id and a.analysed_at = h.published_at and a.period_label = ?
                    where h.account_id = ? and h.playlist = ?
                    order by h.publication desc
                    """,
                    row -> {
                        Answered back = answered.getOrDefault(row.number(1), new Answered(0, 0));
                        rebuilds.add(new Rebuild(
                                playlist,
                                Math.toIntExact(row.number(1)),
                                row.instant(2),
                                row.textOrNull(3),
                                row.textOrNull(4),
                                Math.toIntExact(row.number(5)),
                                Math.toIntExact(row.number(6)),
                                Math.toIntExact(row.number(7)),
                                back.tracks(),
                                back.listens()));
                    },
                    playlist.label(),
                    account,
                    playlist.playlist());
            return rebuilds;
        });
    }
}
