package dev.mtm.adopt;

import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Row;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.imports.PlaySource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes over a music_db: what it knows of tracks and artists, its plays, its analyses and the state of its playlists.
/// Twice is once, and nothing that this store knows already is overwritten.
public final class Adoption {
    private static final List<String> SHARES =
            List.of("danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence");

    private final Database store;
    private final Importer importer;
    private final Derivation derivation;

    public Adoption(Database store, Importer importer, Derivation derivation) {
        this.store = store;
        this.importer = importer;
        this.derivation = derivation;
    }

    /// What was taken over.
    ///
    /// @param plays     the verdicts over its plays
    /// @param passedOver values that this store does not take, such as a share above 1, by what they are
    public record Report(
            ImportReport plays,
            long tracks,
            long artists,
            long credits,
            long features,
            long lyrics,
            long analyses,
            long playlists,
            Map<String, Integer> passedOver) {
        public Report {
            passedOver = Map.copyOf(passedOver);
        }
    }

    /// Looks whether a database can be taken over.
    ///
    /// @throws MtmException when it is no music_db
    public static void require(Database from) {
        MusicDb unused = new MusicDb(from); // it looks when it is made
    }

    /// Takes over everything.
    ///
    /// @param from the other database; only read, by this thread and then by the importer's
    public Report run(Database from, ImportProgress progress) {
        MusicDb music = new MusicDb(from);
        // Facts before plays: an import leaves the names and credits that it finds.
        Facts facts = store.write(session -> {
            Facts found = new Facts(session, music);
            found.take();
            return found;
        });
        PlaySource told = new MusicDbPlays(music);
        ImportReport plays = importer.run(told, false, progress);
        store.write(session -> {
            derivation.rebuild(session);
            return 0;
        });
        return new Report(
                plays,
                facts.tracks,
                facts.artists,
                facts.credits,
                facts.features,
                facts.lyrics,
                facts.analyses,
                facts.playlists,
                facts.passedOver);
    }

    /// Everything but the plays, inside one transaction.
    private final class Facts {
        private final Session session;
        private final MusicDb music;
        private final Map<String, Long> tracksById = new HashMap<>();
        private final Map<String, Long> artistsById = new HashMap<>();
        private final Map<String, String> creditAsPrinted = new HashMap<>();
        private final Map<String, Integer> passedOver = new HashMap<>();
        private long tracks;
        private long artists;
        private long credits;
        private long features;
        private long lyrics;
        private long analyses;
        private long playlists;

        Facts(Session session, MusicDb music) {
            this.session = session;
            this.music = music;
        }

        void take() throws SQLException {
            session.each("select track_id, track_key from tracks", row -> tracksById.put(row.text(1), row.number(2)));
            session.each(
                    "select artist_id, artist_key from artists", row -> artistsById.put(row.text(1), row.number(2)));
            music.database().read(theirs -> {
                takeTracks(theirs);
                takeArtists(theirs);
                takeCredits(theirs);
                takeAnalyses(theirs);
                takePlaylists(theirs);
                return 0;
            });
        }

        private void takeTracks(Session theirs) throws SQLException {
            List<String> columns = new ArrayList<>(List.of(
                    "t:id",
                    "t:name",
                    "t:artist",
                    "t:album",
                    "t:image_url",
                    "n:duration_ms",
                    "n:popularity",
                    "j:raw_data",
                    "j:genres",
                    "t:lyrics",
                    "t:lyrics_summary",
                    "t:genre_tags",
                    "i:created_at",
                    "i:updated_at",
                    "t:reccobeats_id",
                    "n:key",
                    "n:mode",
                    "n:time_signature",
                    "f:loudness",
                    "f:tempo"));
            columns.addAll(SHARES.stream().map(name -> "f:" + name).toList());
            music.each(theirs, "tracks", columns, "id", row -> {
                String id = row.textOrNull(1);
                if (id == null) {
                    passOver("id of a track");
                    return;
                }
                Long known = tracksById.get(id);
                long track = known == null ? newTrack(id, row) : known;
                creditAsPrinted.put(id, Objects.requireNonNullElse(row.textOrNull(3), ""));
                complete(track, row);
                payload(track, row.textOrNull(8));
                features(track, row);
                lyrics(track, row.textOrNull(10), row.textOrNull(11));
            });
        }

        private long newTrack(String id, Row row) throws SQLException {
            long track = session.number("select coalesce(max(track_key), 0) + 1 from tracks");
            // The key of its names follows in the import of the plays.
            session.update(
                    "insert into tracks (track_key, track_id, kind, name, artist_name, album_name)"
                            + " values (?, ?, 'music', ?, ?, ?)",
                    track,
                    id,
                    row.textOrNull(2),
                    row.textOrNull(3),
                    row.textOrNull(4));
            if (row.instantOrNull(13) != null) {
                session.update("update tracks set added_at = ? where track_key = ?", row.instantOrNull(13), track);
            }
            tracksById.put(id, track);
            tracks++;
            return track;
        }

        private void complete(long track, Row row) throws SQLException {
            set(track, "album_image_url", row.textOrNull(5));
            set(track, "duration_ms", within("duration_ms", row.numberOrNull(6), 1, Integer.MAX_VALUE));
            set(track, "popularity", within("popularity", row.numberOrNull(7), 0, 100));
            set(track, "genres", json(row.textOrNull(9)));
            set(track, "genre_tags", row.textOrNull(12));
            set(track, "updated_at", row.instantOrNull(14));
        }

        /// Sets what is unknown so far.
        private void set(long track, String column, @Nullable Object value) throws SQLException {
            if (value != null) {
                session.update(
                        "update tracks set " + column + " = ? where track_key = ? and " + column + " is null",
                        value,
                        track);
            }
        }

        private void payload(long track, @Nullable String raw) throws SQLException {
            if (raw != null) {
                session.update(
                        "insert into track_payload (track_key, raw_json) values (?, ?) on conflict (track_key) do nothing",
                        track,
                        new Json(raw));
            }
        }

        private void features(long track, Row row) throws SQLException {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(within("key", row.numberOrNull(16), 0, 11));
            values.add(within("mode", row.numberOrNull(17), 0, 1));
            values.add(within("time_signature", row.numberOrNull(18), 0, 1_000));
            values.add(row.realOrNull(19));
            values.add(within("tempo", row.realOrNull(20), 0, 1e6));
            for (int i = 0; i < SHARES.size(); i++) {
                values.add(within(SHARES.get(i), row.realOrNull(21 + i), 0, 1));
            }
            if (values.stream().allMatch(Objects::isNull) && row.textOrNull(15) == null) {
                return;
            }
            values.addFirst(row.textOrNull(15));
            values.addFirst(row.textOrNull(15) == null ? "music-db" : "reccobeats");
            values.addFirst(track);
            features += session.update(
                    "insert into track_features (track_key, features_source, reccobeats_id, key, mode, time_signature,"
                            + " loudness, tempo, " + String.join(", ", SHARES) + ") values (?"
                            + ", ?".repeat(values.size() - 1) + ") on conflict (track_key) do nothing",
                    values.toArray());
        }

        private void lyrics(long track, @Nullable String text, @Nullable String summary) throws SQLException {
            if (text != null || summary != null) {
                lyrics += session.update(
                        "insert into track_lyrics (track_key, lyrics, lyrics_summary) values (?, ?, ?)"
                                + " on conflict (track_key) do nothing",
                        track,
                        text,
                        summary);
            }
        }

        private void takeArtists(Session theirs) throws SQLException {
            music.each(theirs, "artists", List.of("t:id", "t:name", "j:genres", "t:image_url"), "id", row -> {
                String id = row.textOrNull(1);
                if (id == null) {
                    passOver("id of an artist");
                    return;
                }
                Long known = artistsById.get(id);
                if (known == null) {
                    known = session.number("select coalesce(max(artist_key), 0) + 1 from artists");
                    session.update(
                            "insert into artists (artist_key, artist_id, name) values (?, ?, ?)",
                            known,
                            id,
                            Objects.requireNonNullElse(row.textOrNull(2), id));
                    artistsById.put(id, known);
                    artists++;
                }
                for (Map.Entry<String, @Nullable Object> fact : facts(row).entrySet()) {
                    if (fact.getValue() != null) {
                        session.update(
                                "update artists set " + fact.getKey() + " = ? where artist_key = ? and " + fact.getKey()
                                        + " is null",
                                fact.getValue(),
                                known);
                    }
                }
            });
        }

        private static Map<String, @Nullable Object> facts(Row artist) throws SQLException {
            Map<String, @Nullable Object> facts = new HashMap<>();
            facts.put("genres", json(artist.textOrNull(3)));
            facts.put("image_url", artist.textOrNull(4));
            return facts;
        }

        /// That database does not tell the order of credits, but prints them: an artist stands where the name does.
        private void takeCredits(Session theirs) throws SQLException {
            Map<String, String> names = new HashMap<>();
            session.each("select artist_id, name from artists", row -> names.put(row.text(1), row.text(2)));
            Map<String, List<String>> byTrack = new HashMap<>();
            music.each(theirs, "track_artists", List.of("t:track_id", "t:artist_id"), "track_id, artist_id", row -> {
                String id = row.textOrNull(1);
                String artist = row.textOrNull(2);
                if (id != null && artist != null) {
                    byTrack.computeIfAbsent(id, none -> new ArrayList<>()).add(artist);
                }
            });
            Set<Long> credited = Set.copyOf(session.list("""
                    select distinct c.track_key
                    from track_artists as c
                    join artists as a on a.artist_key = c.artist_key
                    where not (a.artist_id >= 'name:' and a.artist_id < 'name;')
                    """, row -> row.number(1)));
            for (Map.Entry<String, List<String>> credit : byTrack.entrySet()) {
                Long track = tracksById.get(credit.getKey());
                if (track == null || credited.contains(track)) {
                    continue;
                }
                String printed = creditAsPrinted.getOrDefault(credit.getKey(), "");
                List<String> order = credit.getValue().stream()
                        .filter(artistsById::containsKey)
                        .distinct()
                        .sorted(Comparator.comparing((String artist) -> place(printed, names.getOrDefault(artist, "")))
                                .thenComparing(artist -> artist))
                        .toList();
                if (!order.isEmpty()) {
                    session.update("delete from track_artists where track_key = ?", track);
                }
                for (int i = 0; i < order.size(); i++) {
                    credits += session.update(
                            "insert into track_artists (track_key, position, artist_key) values (?, ?, ?)",
                            track,
                            i + 1,
                            artistsById.get(order.get(i)));
                }
            }
        }

        private static int place(String printed, String name) {
            int place = name.isEmpty() ? -1 : printed.indexOf(name);
            return place < 0 ? Integer.MAX_VALUE : place;
        }

        private void takeAnalyses(Session theirs) throws SQLException {
            music.each(
                    theirs,
                    "analysis_snapshots",
                    List.of(
                            "i:date",
                            "i:period_start",
                            "i:period_end",
                            "t:period_label",
                            "j:metrics_payload",
                            "j:narrative_report",
                            "t:model_used",
                            "t:playlist_theme",
                            "t:playlist_theme_reasoning",
                            "t:six_hour_playlist_id",
                            "t:daily_playlist_id",
                            "j:playlist_composition",
                            "t:id"),
                    "id",
                    row -> {
                        Instant at = row.instantOrNull(1);
                        if (at == null) {
                            passOver("date of an analysis");
                            return;
                        }
                        boolean known = session.number(
                                        """
                                        select count(*)
                                        from analysis_snapshots
                                        where account_id = ? and analysed_at = ? and coalesce(period_label, '') = ?
                                            and coalesce(model_used, '') = ?
                                        """,
                                        derivation.account(),
                                        at,
                                        Objects.requireNonNullElse(row.textOrNull(4), ""),
                                        Objects.requireNonNullElse(row.textOrNull(7), ""))
                                > 0;
                        if (!known) {
                            analyses += insertAnalysis(at, row);
                        }
                    });
        }

        private int insertAnalysis(Instant at, Row row) throws SQLException {
            return session.update(
                    """
                    insert into analysis_snapshots (
                        analysis_id, account_id, analysed_at, period_start, period_end, period_label, metrics_payload,
                        narrative_report, model_used, playlist_theme, playlist_theme_reasoning, six_hour_playlist_id,
                        daily_playlist_id, playlist_composition
                    )
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    session.number("select coalesce(max(analysis_id), 0) + 1 from analysis_snapshots"),
                    derivation.account(),
                    at,
                    row.instantOrNull(2),
                    row.instantOrNull(3),
                    row.textOrNull(4),
                    json(row.textOrNull(5)),
                    json(row.textOrNull(6)),
                    row.textOrNull(7),
                    row.textOrNull(8),
                    row.textOrNull(9),
                    row.textOrNull(10),
                    row.textOrNull(11),
                    json(row.textOrNull(12)));
        }

        private void takePlaylists(Session theirs) throws SQLException {
            music.each(
                    theirs,
                    "playlist_config",
                    List.of(
                            "t:key",
                            "t:spotify_id",
                            "i:last_updated",
                            "t:current_theme",
                            "t:description",
                            "j:composition"),
                    "key",
                    row -> playlists += session.update(
                            """
                            insert into playlist_config (
                                account_id, key, spotify_id, last_updated, current_theme, description, composition
                            )
                            values (?, ?, ?, ?, ?, ?, ?)
                            on conflict (account_id, key) do nothing
                            """,
                            derivation.account(),
                            row.text(1),
                            row.textOrNull(2),
                            row.instantOrNull(3),
                            row.textOrNull(4),
                            row.textOrNull(5),
                            json(row.textOrNull(6))));
        }

        private static @Nullable Json json(@Nullable String text) {
            return text == null ? null : new Json(text);
        }

        /// A number, or null when it lies outside of what it can be.
        private <N extends Number> @Nullable N within(String what, @Nullable N value, double least, double most) {
            if (value == null || value.doubleValue() >= least && value.doubleValue() <= most) {
                return value;
            }
            passOver(what);
            return null;
        }

        private void passOver(String what) {
            passedOver.merge(what, 1, Integer::sum);
        }
    }
}
