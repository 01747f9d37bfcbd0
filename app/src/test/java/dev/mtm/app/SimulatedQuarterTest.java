package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.account.Place;
import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.MetricsJson;
import dev.mtm.analysis.Window;
import dev.mtm.db.Session;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enricher;
import dev.mtm.enrich.Enrichments;
import dev.mtm.fakes.lyrics.FakeGenius;
import dev.mtm.fakes.lyrics.FakeLrclib;
import dev.mtm.fakes.reccobeats.FakeReccoBeats;
import dev.mtm.fakes.reccobeats.Features;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.Faults;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.spotify.Life;
import dev.mtm.fakes.spotify.Play;
import dev.mtm.fakes.tags.FakeLastFm;
import dev.mtm.fakes.tags.FakeListenBrainz;
import dev.mtm.fakes.tags.FakeMusicBrainz;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.jobs.Job;
import dev.mtm.listening.HomeZone;
import dev.mtm.narrative.ClosedPeriods;
import dev.mtm.narrative.Storyteller;
import dev.mtm.net.CallBudget;
import dev.mtm.net.RemoteFailure;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.playlist.Playlists;
import dev.mtm.playlist.Rebuild;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyDesk;
import dev.mtm.weather.HomeWeather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A quarter of a year in the rhythm of the server: every service tells what the music is and misbehaves now and then,
/// months end and are frozen, playlists are made anew. The computer is a laptop that is on for four hours of a day,
/// and for some days not at all.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class SimulatedQuarterTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int SPOTIFY_CALLS = 40;
    private static final int OTHER_CALLS = 60;
    private static final Duration SLOW_DOWN = Duration.ofMinutes(20);

    /// When the laptop is on; from [#BUSY] on, in the first of these hours alone.
    private static final List<Integer> HOURS_ON = List.of(5, 11, 17, 23);

    /// The clock is put forward on March 29th.
    private static final Instant START = Instant.parse("2026-03-15T08:30:00Z");

    /// From then on the listener wants the daily playlist only.
    private static final Instant BUSY = Instant.parse("2026-04-12T00:00:00Z");

    private static final Instant END = Instant.parse("2026-06-15T08:30:00Z");

    private static final List<Fault> FAULTS = List.of(
            Fault.rateLimited(SLOW_DOWN),
            Fault.serverError(500),
            Fault.serverError(503),
            new Fault.Page(),
            new Fault.HalfBody(),
            new Fault.Cut(),
            new Fault.BadGateway(),
            new Fault.Slow(Duration.ofMillis(30)),
            new Fault.Instead(200, Json.object().put("error", "something went wrong")));

    private final TestStores stores;
    private final Random random = new Random(29);
    private final Map<String, FakeServer> services = new TreeMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, String> frozen = new TreeMap<>();

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private SpotifyDesk desk;

    @SuppressWarnings("NullAway.Init")
    private FakeReccoBeats reccoBeats;

    @SuppressWarnings("NullAway.Init")
    private Spotify spotify;

    @SuppressWarnings("NullAway.Init")
    private Enrichments enrichments;

    SimulatedQuarterTest(TestStores stores) {
        this.stores = stores;
    }

    /// A subject that a service was asked about.
    private record Asked(Instant at, String what, String source, String subject, Outcome outcome) {}

    private enum Outcome {
        FOUND,
        MISSING,
        /// It answered what makes no sense.
        FAILED,
        /// It was not to be asked then, or did not answer.
        HALTED
    }

    @Test
    void everybodyIsAskedInTimeMonthsAreFrozenAndPlaylistsMadeAnew() throws IOException {
        try (SpotifyDesk opened = new SpotifyDesk(stores, folder)) {
            desk = opened;
            desk.fake.clock().moveTo(START);
            importLife();
            desk.signedIn();
            spotify = desk.spotify(SPOTIFY_CALLS);
            reccoBeats = FakeReccoBeats.start(desk.fake.clock(), 0, true);
            serveTheOthers();
            enrichments = new Enrichments(
                    desk.database,
                    new Enrichers(
                                    Settings.of(environment()),
                                    desk.database,
                                    desk.fake.clock(),
                                    desk.fake.clock()::advance)
                            .all(desk.spotify(SPOTIFY_CALLS / 2).details(), new Derivation(1, ZONE)).stream()
                                    .map(this::noted)
                                    .toList(),
                    desk.fake.clock());
            live();
            everythingWasAskedForOnce();
            nobodyWasAskedTooOften();
            factsHaveOneSource();
            everyMonthIsFrozenOnce();
            check(Managed.DAILY, 75, 30, 8);
            check(Managed.SIX_HOUR, 80, 20, 2);
            assertThat(desk.fake.playlists(desk.user)).hasSize(2);
        } finally {
            services.values().forEach(FakeServer::close);
            reccoBeats.close();
        }
    }

    /// All that the listener will have heard at the end, of a third of the music; what is made on a day rests on the
    /// days
    /// before it alone. Of most tracks all but features and links is known already.
    private void importLife() throws IOException {
        List<Play> plays = desk.user.life().plays(Instant.EPOCH, END).stream()
                .filter(play -> play.track().length().toSeconds() % 3 == 0)
                .toList();
        Path export = Files.write(
                folder.resolve("Streaming_History_Audio.json"), Life.of(plays).export(Instant.EPOCH, END));
        new Importer(desk.database, new Derivation(1, ZONE), Clock.fixed(END, ZoneOffset.UTC))
                .run(List.of(export), new Importer.Options(null, false), ImportProgress.silent());
        desk.database.write(session -> session.update("""
                insert into track_features (track_key, features_source, energy)
                select
                    t.track_key,
                    'another',
                    0.25
                from tracks as t
                where t.track_key % 10 = 8
                """) + session.update("""
                update tracks
                set
                    duration_ms = 200000,
                    album_image_url = 'https://i.scdn.co/image/known',
                    release_date = '2001'
                where track_key % 6 > 0
                """) + session.update("""
                insert into track_lyrics (track_key, instrumental, lyrics_source)
                select
                    t.track_key,
                    ?,
                    'another'
                from tracks as t
                where t.track_key % 6 > 0
                """, true));
        new HomeWeather(desk.database).move(Place.of("52.5200", "13.4050"));
    }

    private void serveTheOthers() {
        FakeGenius genius = new FakeGenius();
        desk.fake.catalogue().tracks().stream()
                .filter(track -> track.number() % 5 != 0)
                .forEach(track -> genius.know(
                        track.artists().getFirst().name(), track.title(), "https://genius.com/" + track.id()));
        FakeListenBrainz listenBrainz = new FakeListenBrainz();
        FakeLastFm lastFm = new FakeLastFm();
        desk.fake.catalogue().tracks().forEach(track -> {
            String artist = track.artists().getFirst().name();
            switch (artist.length() % 3) {
                case 0 ->
                    listenBrainz.know(
                            artist,
                            track.title(),
                            List.of("db92a151-1ac2-438b-bc43-b82e149ddd50"),
                            List.of(new FakeListenBrainz.Tag("shoegaze", 5, true)));
                case 1 -> lastFm.know(artist, new FakeLastFm.Tag("krautrock", 100));
                default -> {}
            }
        });
        serve("lrclib", FakeLrclib.inventing());
        serve("genius", genius);
        serve("musicbrainz", FakeMusicBrainz.inventing());
        serve("listenbrainz", listenBrainz);
        serve("lastfm", lastFm);
        serve("open-meteo", new FakeOpenMeteo(desk.fake.clock()));
    }

    private void serve(String name, FakeServer.Service service) {
        try {
            services.put(name, FakeServer.start(desk.fake.clock(), 0, base -> service));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "XDG_CONFIG_HOME",
                folder.toString(),
                "MTM_ENRICH_SPOTIFY",
                "on",
                "MTM_ENRICH_RECCOBEATS",
                "on",
                "MTM_RECCOBEATS_URL",
                reccoBeats.api().toString(),
                "MTM_ENRICH_LRCLIB",
                "on",
                "MTM_GENIUS_TOKEN",
                FakeGenius.TOKEN,
                "MTM_LISTENBRAINZ_TOKEN",
                FakeListenBrainz.TOKEN,
                "MTM_LASTFM_KEY",
                FakeLastFm.KEY,
                "MTM_ENRICH_OPEN_METEO",
                "on",
                "MTM_ENRICH_BUDGET",
                "" + OTHER_CALLS));
        environment.put("MTM_ENRICH_MUSICBRAINZ", "on");
        environment.put("MTM_CONTACT", "me@example.org");
        services.forEach((name, server) -> environment.put(
                "MTM_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL",
                server.address().toString()));
        return environment;
    }

    /// An enricher of which is noted what it asks.
    private Enricher noted(Enricher enricher) {
        return new Enricher() {
            @Override
            public String what() {
                return enricher.what();
            }

            @Override
            public String source() {
                return enricher.source();
            }

            @Override
            public String title() {
                return enricher.title();
            }

            @Override
            public Optional<String> obstacle() {
                return enricher.obstacle();
            }

            @Override
            public int atOnce() {
                return enricher.atOnce();
            }

            @Override
            public Duration again() {
                return enricher.again();
            }

            @Override
            public List<String> lacking(Session session) throws SQLException {
                return enricher.lacking(session);
            }

            @Override
            public Brought ask(List<String> subjects) {
                Instant at = now();
                Set<String> found = Set.of();
                Outcome otherwise = Outcome.HALTED;
                try {
                    Brought brought = enricher.ask(subjects);
                    found = brought.found();
                    otherwise = Outcome.MISSING;
                    return brought;
                } catch (RemoteFailure.Unrecoverable e) {
                    otherwise = Outcome.FAILED;
                    throw e;
                } catch (MtmException e) {
                    otherwise = e.code() == ErrorCode.REMOTE ? Outcome.FAILED : Outcome.HALTED;
                    throw e;
                } finally {
                    for (String subject : subjects) {
                        Outcome outcome = found.contains(subject) ? Outcome.FOUND : otherwise;
                        asked.add(new Asked(at, what(), source(), subject, outcome));
                    }
                }
            }

            @Override
            public CallBudget.Forecast forecast(int calls) {
                return enricher.forecast(calls);
            }
        };
    }

    private Instant now() {
        return desk.fake.clock().instant();
    }

    private Asker asker() {
        return new Asker(desk.database, 1, ZONE);
    }

    private ManagedPlaylists managed() {
        Playlists playlists =
                new Playlists(desk.database, 1, asker(), spotify.playlists(), spotify.signIn(), desk.fake.clock());
        return new ManagedPlaylists(desk.database, 1, asker(), playlists, ZONE, desk.fake.clock());
    }

    private Analyses analyses() {
        return new Analyses(asker(), Questions.builtIn(), ZONE);
    }

    private AnalysisLog analysisLog() {
        return new AnalysisLog(desk.database, 1);
    }

    private LocalDate today() {
        return new HomeZone(ZONE).dayOf(now());
    }

    private void live() {
        Job enrich = Server.enrich(limit -> enrichments.run(enrichments.kinds(), limit, (title, done, total) -> {}));
        Job analyse = Server.analyses(
                () -> ZONE,
                () -> Server.freeze(
                        new ClosedPeriods(analyses(), analysisLog(), new Storyteller(null), desk.fake.clock()),
                        new Listener(desk.database, new Derivation(1, ZONE)).firstDay(),
                        today()));
        Map<Job, Instant> due = new LinkedHashMap<>();
        for (Managed playlist : Managed.values()) {
            due.put(Server.managed(playlist, () -> ZONE, () -> Server.rebuild(managed(), playlist)), START);
        }
        due.put(enrich, enrich.rhythm().first(START));
        due.put(analyse, analyse.rhythm().first(START));
        List<Instant> off =
                new ArrayList<>(List.of(Instant.parse("2026-03-28T20:00:00Z"), Instant.parse("2026-05-02T03:00:00Z")));
        int rebuilds = 0;
        while (now().isBefore(END)) {
            if (now().isAfter(BUSY)) {
                due.keySet().removeIf(job -> job.name().equals("six-hour playlist"));
            }
            Map.Entry<Job, Instant> next = Collections.min(due.entrySet(), Map.Entry.comparingByValue());
            if (now().isBefore(next.getValue())) {
                desk.fake.clock().moveTo(next.getValue());
            }
            if (!off.isEmpty() && now().isAfter(off.getFirst())) {
                off.removeFirst();
                desk.fake.clock().advance(Duration.ofDays(4));
            }
            sleep();
            Job job = next.getKey();
            if (job.name().equals("enrich")) {
                misbehave();
            } else if (job.name().endsWith("playlist") && ++rebuilds % 40 == 0) {
                desk.fake.faults().next("/v1/", 1, rebuilds % 80 == 0 ? new Fault.Cut() : Fault.serverError(503));
            }
            next.setValue(job.after(now(), run(job)));
            if (job.name().equals("analyses")) {
                noteWhatIsFrozen();
            } else if (job.name().endsWith("playlist") && rebuilds % 30 == 0) {
                assertThatARerunGivesTheSame();
            }
        }
        services.values().forEach(service -> service.faults().clear());
        reccoBeats.faults().clear();
        desk.fake.faults().clear();
        for (int days = 0; days < 3; days++) {
            desk.fake.clock().advance(Duration.ofDays(1));
            Instant again;
            do {
                again = enrich.after(now(), run(enrich));
                desk.fake.clock().moveTo(again);
            } while (again.isBefore(now().plus(Duration.ofMinutes(30))) && waiting() > 0);
        }
        assertThat(waiting()).as("what is still to be asked for").isZero();
    }

    private int waiting() {
        return enrichments.standings().stream()
                .mapToInt(Enrichments.Standing::waiting)
                .sum();
    }

    /// Where the laptop is off, it is later.
    private void sleep() {
        while (!(now().isAfter(BUSY) ? HOURS_ON.subList(0, 1) : HOURS_ON)
                .contains(now().atZone(ZONE).getHour())) {
            ZonedDateTime here = now().atZone(ZONE).truncatedTo(ChronoUnit.HOURS);
            desk.fake.clock().moveTo(here.plusHours(1).toInstant());
        }
    }

    /// What was planned and not met yet, as nobody was asked, does not pile up.
    private void misbehave() {
        List<Faults> all = Stream.concat(
                        services.values().stream().map(FakeServer::faults), Stream.of(reccoBeats.faults()))
                .toList();
        Faults one = all.get(random.nextInt(all.size()));
        if (one.pending() == 0 && random.nextInt(6) == 0) {
            one.next("/", 1 + random.nextInt(3), FAULTS.get(random.nextInt(FAULTS.size())));
        }
        if (random.nextInt(40) == 0 && desk.fake.faults().pending() == 0) {
            desk.fake.faults().next("/v1/tracks/", 1, FAULTS.get(random.nextInt(FAULTS.size())));
        }
    }

    private static @Nullable MtmException run(Job job) {
        try {
            job.work().run();
            return null;
        } catch (MtmException e) {
            assertThat(job.name()).endsWith("playlist");
            assertThat(e.code()).isIn(ErrorCode.LATER, ErrorCode.REMOTE);
            return e;
        }
    }

    /// What a service answered is not asked for again before its time; what it told, never in these months.
    private void everythingWasAskedForOnce() {
        Map<String, Asked> last = new HashMap<>();
        int again = 0;
        for (Asked one : asked) {
            if (one.outcome() == Outcome.HALTED) {
                continue;
            }
            Asked before = last.put(one.what() + " " + one.source() + " " + one.subject(), one);
            if (before != null) {
                again++;
                boolean weather = one.what().equals("weather");
                assertThat(before.outcome() == Outcome.FOUND && !weather)
                        .as("%s, then %s", before, one)
                        .isFalse();
                assertThat(Duration.between(before.at().truncatedTo(ChronoUnit.SECONDS), one.at()))
                        .as("%s, then %s", before, one)
                        .isGreaterThanOrEqualTo(
                                Duration.ofDays(weather || before.outcome() == Outcome.FAILED ? 1 : 30));
            }
        }
        assertThat(again).as("what was unknown in March").isGreaterThan(30);
        assertThat(last.values().stream().map(Asked::source).distinct())
                .containsExactlyInAnyOrder(
                        "spotify",
                        "reccobeats",
                        "lrclib",
                        "genius",
                        "musicbrainz",
                        "listenbrainz",
                        "lastfm",
                        "open-meteo");
        assertThat(keys(last, "features", "reccobeats"))
                .isEqualTo(ids("select track_id from tracks as t where kind = 'music' and length(track_id) = 22"
                        + " and not exists (select 1 from track_features as f"
                        + " where f.track_key = t.track_key and f.features_source = 'another')"));
        assertThat(keys(last, "tracks", "spotify"))
                .isEqualTo(
                        ids(
                                "select track_id from tracks where kind = 'music' and length(track_id) = 22 and track_key % 6 = 0"));
        assertThat(keys(last, "artists", "spotify"))
                .isEqualTo(ids("select artist_id from artists where length(artist_id) = 22"));
        Set<String> heard = ids(
                "select t.track_id from tracks as t where t.name is not null and t.artist_name is not null"
                        + " and exists (select 1 from heard_tracks as h where h.track_key = t.track_key) and t.track_key % 6 = 0");
        assertThat(keys(last, "lyrics", "lrclib")).isEqualTo(heard);
        assertThat(keys(last, "links", "genius")).isEqualTo(heard);
    }

    private Set<String> ids(String sql) {
        return new HashSet<>(desk.database.<List<String>>read(session -> session.list(sql, row -> row.text(1))));
    }

    private static Set<String> keys(Map<String, Asked> last, String what, String source) {
        Set<String> subjects = new HashSet<>();
        last.values().stream()
                .filter(one -> one.what().equals(what) && one.source().equals(source))
                .forEach(one -> subjects.add(one.subject()));
        return subjects;
    }

    /// As the logs of the services tell: paces, calls of a day, and the wish to wait.
    private void nobodyWasAskedTooOften() {
        Map<String, RequestLog> logs = new TreeMap<>();
        services.forEach((name, server) -> logs.put(name, server.log()));
        logs.put("reccobeats", reccoBeats.log());
        int slowedDown = 0;
        for (Map.Entry<String, RequestLog> log : logs.entrySet()) {
            assertThat(log.getValue().callsByDay())
                    .isNotEmpty()
                    .allSatisfy(
                            (day, calls) -> assertThat(calls).as(log.getKey()).isLessThanOrEqualTo(OTHER_CALLS));
            Duration pace = Duration.ofMillis(log.getKey().equals("musicbrainz") ? 1_100 : 500);
            RequestLog.@Nullable Entry before = null;
            for (RequestLog.Entry entry : log.getValue().entries()) {
                if (before != null) {
                    boolean wished = before.status() == 429;
                    slowedDown += wished ? 1 : 0;
                    assertThat(Duration.between(before.at(), entry.at()))
                            .as("%s: %s, then %s", log.getKey(), before, entry)
                            .isGreaterThanOrEqualTo(wished ? SLOW_DOWN : pace);
                }
                before = entry;
            }
        }
        assertThat(slowedDown).isPositive();
        assertThat(desk.fake.log().callsByDay())
                .allSatisfy((day, calls) -> assertThat(calls).isLessThanOrEqualTo(SPOTIFY_CALLS));
    }

    private void factsHaveOneSource() {
        desk.database.<Integer>read(session -> {
            session.each(
                    "select t.track_id, f.features_source, f.energy, f.tempo from tracks as t"
                            + " join track_features as f on f.track_key = t.track_key",
                    row -> {
                        if (row.text(2).equals("another")) {
                            assertThat(row.realOrNull(3)).isEqualTo(0.25);
                            assertThat(row.realOrNull(4)).isNull();
                        } else {
                            assertThat(row.text(2)).isEqualTo("reccobeats");
                            assertThat(row.realOrNull(3))
                                    .isEqualTo(Features.of(row.text(1)).energy());
                        }
                    });
            session.each(
                    "select artist_id, genres_source, genres from artists where genres is not null and length(artist_id) = 22",
                    row -> {
                        List<String> spotifys = desk.fake
                                .catalogue()
                                .findArtist(row.text(1))
                                .orElseThrow()
                                .genres();
                        switch (row.text(2)) {
                            case "spotify" -> assertThat(row.text(3)).contains(spotifys);
                            case "listenbrainz" -> assertThat(row.text(3)).isEqualTo("[\"shoegaze\"]");
                            case "lastfm" -> assertThat(row.text(3)).isEqualTo("[\"krautrock\"]");
                            default -> assertThat(row.text(2)).isEqualTo("musicbrainz");
                        }
                    });
            return 0;
        });
        assertThat(ids("select distinct genres_source from artists where genres is not null"))
                .containsExactlyInAnyOrder("spotify", "musicbrainz", "listenbrainz", "lastfm");
        assertThat(ids("select distinct features_source from track_features"))
                .containsExactlyInAnyOrder("another", "reccobeats");
    }

    private void noteWhatIsFrozen() {
        for (AnalysisLog.Frozen one : analysisLog().all()) {
            if (one.isOurs()) {
                String label = String.valueOf(one.label());
                String text = MetricsJson.text(one.measured());
                assertThat(frozen.getOrDefault(label, text)).as(label).isEqualTo(text);
                frozen.put(label, text);
            }
        }
    }

    private void everyMonthIsFrozenOnce() {
        List<AnalysisLog.Frozen> ours =
                analysisLog().all().stream().filter(AnalysisLog.Frozen::isOurs).toList();
        List<String> labels = new ArrayList<>(List.of("2025"));
        for (YearMonth month = YearMonth.of(2025, 3);
                month.isBefore(YearMonth.of(2026, 6));
                month = month.plusMonths(1)) {
            labels.add(month.toString());
        }
        assertThat(ours).extracting(AnalysisLog.Frozen::label).containsExactlyInAnyOrderElementsOf(labels);
        for (AnalysisLog.Frozen one : ours) {
            String label = String.valueOf(one.label());
            Metrics again = analyses().measure(Window.parse("", label, today()), today());
            assertThat(one.report()).as(label).isNotNull();
            assertThat(one.analysedAt()).as(label).isAfterOrEqualTo(Objects.requireNonNull(one.until()));
            if (one.analysedAt().isAfter(BUSY)) {
                assertThat(one.analysedAt()).as(label).isBefore(one.until().plus(Duration.ofDays(2)));
                assertThat(MetricsJson.text(again)).as(label).isEqualTo(frozen.get(label));
            } else {
                // What services told since then is in the other sections.
                assertThat(again.part("totals"))
                        .as(label)
                        .isEqualTo(one.measured().part("totals"));
            }
        }
    }

    private void assertThatARerunGivesTheSame() {
        desk.fake.faults().clear();
        for (Managed playlist : Managed.values()) {
            int before = managed().history(playlist).size();
            Mix mix = managed().compose(playlist);
            if (mix.picks().isEmpty()) {
                continue;
            }
            managed().publish(mix);
            Mix again = managed().compose(playlist);
            assertThat(again.picks()).isEqualTo(mix.picks());
            assertThat(managed().publish(again).outcome()).isEqualTo(Playlists.Outcome.UNCHANGED);
            assertThat(managed().history(playlist)).hasSizeBetween(before, before + 1);
        }
    }

    private void check(Managed playlist, int least, int size, int freeAfterDays) {
        String key = playlist == Managed.DAILY ? "managed/daily" : "managed/six_hour";
        List<Rebuild> rebuilds = managed().history(playlist).reversed();
        assertThat(rebuilds).hasSizeGreaterThan(least);
        assertThat(rebuilds).extracting(Rebuild::theme).doesNotContainNull();
        assertThat(rebuilds).extracting(Rebuild::reasoning).doesNotContainNull();
        Map<Integer, Set<String>> held = new TreeMap<>();
        desk.database.<Integer>read(session -> {
            session.each(
                    "select publication, track_id from playlist_tracks where playlist = ?",
                    row -> held.computeIfAbsent(Math.toIntExact(row.number(1)), number -> new HashSet<>())
                            .add(row.text(2)),
                    key);
            return 0;
        });
        assertThat(held.values()).extracting(Set::size).allMatch(tracks -> tracks <= size);
        assertThat(held.values().stream()
                        .filter(tracks -> tracks.size() == size)
                        .count())
                .as("most are full")
                .isGreaterThan(least / 2);
        for (int i = 0; i < rebuilds.size(); i++) {
            LocalDate day = dayOf(rebuilds.get(i));
            for (int j = i + 1; j < rebuilds.size(); j++) {
                boolean soon = ChronoUnit.DAYS.between(day, dayOf(rebuilds.get(j))) < freeAfterDays - 1;
                if (soon && !sameSlot(playlist, rebuilds.get(i), rebuilds.get(j))) {
                    assertThat(held.get(rebuilds.get(i).number()))
                            .as("%s and %s", rebuilds.get(i), rebuilds.get(j))
                            .doesNotContainAnyElementsOf(Objects.requireNonNull(
                                    held.get(rebuilds.get(j).number())));
                }
            }
        }
        assertThat(desk.database.<Long>read(session -> session.number("""
                        select max(of_artist.tracks)
                        from (
                            select count(*) as tracks
                            from playlist_tracks as p
                            join tracks as t on t.track_id = p.track_id
                            join track_artists as c on c.track_key = t.track_key
                            where p.playlist = ? and c.position = 1
                            group by
                                p.publication,
                                c.artist_key
                        ) as of_artist
                        """, key)))
                .isEqualTo(2);
        assertThat(desk.database.<List<String>>read(session -> session.list(
                        "select spotify_id, current_theme from playlist_config where key = ?",
                        row -> row.text(1) + " " + row.text(2),
                        key.substring("managed/".length()))))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row).endsWith(" " + rebuilds.getLast().theme());
                    assertThat(desk.fake.playlists(desk.user))
                            .filteredOn(one -> one.name().equals(playlist.title()))
                            .singleElement()
                            .satisfies(one -> {
                                assertThat(row).startsWith(one.id() + " ");
                                assertThat(one.uris())
                                        .containsExactlyInAnyOrderElementsOf(
                                                Objects.requireNonNull(held.get(rebuilds.getLast()
                                                                .number()))
                                                        .stream()
                                                        .map(track -> "spotify:track:" + track)
                                                        .toList());
                            });
                });
        assertThat(rebuilds.getFirst().reasoning()).contains("too few for an arc: the shares take turns");
        assertThat(rebuilds.getLast().reasoning()).doesNotContain("too few for an arc");
    }

    private static LocalDate dayOf(Rebuild rebuild) {
        return new HomeZone(ZONE).dayOf(rebuild.at());
    }

    private static boolean sameSlot(Managed playlist, Rebuild one, Rebuild other) {
        return dayOf(one).equals(dayOf(other))
                && (playlist == Managed.DAILY
                        || one.at().atZone(ZONE).getHour() / 6
                                == other.at().atZone(ZONE).getHour() / 6);
    }
}
