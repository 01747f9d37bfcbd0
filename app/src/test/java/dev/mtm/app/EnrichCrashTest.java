package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.TestStores;
import dev.mtm.fakes.reccobeats.FakeReccoBeats;
import dev.mtm.fakes.reccobeats.Features;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `mtm enrich` in a process of its own is killed (SIGKILL) while it asks: what came is kept together with the attempt,
/// and the next run asks about the rest alone.
@NullMarked
@ParameterizedClass
@EnumSource(TestStores.class)
final class EnrichCrashTest {
    private static final int TRACKS = 100;

    /// About so long a run asks, half a second a call: three about features, five about months.
    private static final int MILLISECONDS_AT_WORK = 3_500;

    private final TestStores stores;
    private final Random random = new Random(20261122);
    private final FakeClock clock =
            FakeClock.running(Clock.systemUTC(), Clock.systemUTC().instant());

    @TempDir
    private Path folder = Path.of("");

    EnrichCrashTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void aRunThatIsKilledHasLostNothingAndNobodyIsAskedTwice() throws Exception {
        try (FakeReccoBeats reccoBeats = FakeReccoBeats.start(clock, 0, true);
                FakeServer weather = FakeServer.start(clock, 0, base -> new FakeOpenMeteo(clock))) {
            Desk desk = filled(reccoBeats, weather);
            Set<String> stored = new HashSet<>();
            int kills = Trials.number(2);
            int atWork = 0;
            for (int kill = 0; kill < kills; kill++) {
                if (stored.size() == TRACKS + months().size()) {
                    desk = filled(reccoBeats, weather);
                    stored = new HashSet<>();
                }
                int before = subjects(reccoBeats, weather).size();
                if (Victim.kill(
                        start(desk),
                        process -> subjects(reccoBeats, weather).size() > before,
                        random.nextInt(MILLISECONDS_AT_WORK))) {
                    atWork++;
                }
                assertThat(asked(before, reccoBeats, weather)).noneMatch(stored::contains);
                assertSound(desk);
                stored = stored(desk);
            }
            Trials.told("enrich", stores, kills, atWork);
            assertThat(atWork).isPositive();
            int before = subjects(reccoBeats, weather).size();
            assertThat(Child.end(start(desk))).isZero();
            assertThat(asked(before, reccoBeats, weather))
                    .doesNotHaveDuplicates()
                    .noneMatch(stored::contains);
            assertSound(desk);
            assertThat(stored(desk))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(ids().stream(), months().stream()).toList());
            assertThat(desk.rows("select t.track_id, f.energy from track_features as f"
                            + " join tracks as t on t.track_key = f.track_key"))
                    .hasSizeBetween(TRACKS / 3, TRACKS)
                    .allSatisfy(row -> {
                        String[] told = row.split(" \\| ");
                        assertThat(Double.parseDouble(told[1]))
                                .isEqualTo(Features.of(told[0]).energy());
                    });
            assertThat(desk.rows("select count(*) from weather_readings"))
                    .containsExactly(""
                            + months().stream()
                                    .mapToInt(month ->
                                            LocalDate.parse(month + "-01").lengthOfMonth() * 24)
                                    .sum());
        }
    }

    /// A store that knows some tracks, heard in five months, and a home.
    private Desk filled(FakeReccoBeats reccoBeats, FakeServer weather) {
        Desk desk = Desk.at(stores, folder);
        desk.environment.put("MTM_ENRICH_RECCOBEATS", "on");
        desk.environment.put("MTM_RECCOBEATS_URL", reccoBeats.api().toString());
        desk.environment.put("MTM_ENRICH_OPEN_METEO", "on");
        desk.environment.put("MTM_OPEN_METEO_URL", weather.address().toString());
        desk.environment.put("MTM_BUSY_WAIT", "20"); // a server notices after a while that its client is gone
        List<String> plays = new ArrayList<>();
        for (int i = 0; i < TRACKS; i++) {
            plays.add("""
                    {"ts":"2025-%02d-%02dT20:00:00Z","ms_played":200000,"conn_country":"DE","platform":"linux",
                     "master_metadata_track_name":"Song %d","master_metadata_album_artist_name":"Mira",
                     "master_metadata_album_album_name":"Tides","spotify_track_uri":"spotify:track:%s",
                     "episode_name":null,"reason_start":"clickrow","reason_end":"trackdone","shuffle":false,
                     "skipped":false,"offline":false,"incognito_mode":false}
                    """.formatted(8 + i % 5, 2 + i / 5, i, id(i)));
        }
        Path file = desk.file("Streaming_History_Audio_2026.json", plays.toString());
        assertThat(desk.run("import", file.toString()).status()).isZero();
        assertThat(desk.run("weather", "place", "52.52", "13.405").status()).isZero();
        return desk;
    }

    private Process start(Desk desk) throws IOException {
        return Child.start(desk.environment, folder.resolve("log"), "enrich", "features", "weather");
    }

    private static String id(int track) {
        return "%022d".formatted(track);
    }

    private static List<String> ids() {
        return IntStream.range(0, TRACKS).mapToObj(EnrichCrashTest::id).toList();
    }

    private static List<String> months() {
        return IntStream.range(8, 13).mapToObj("2025-%02d"::formatted).toList();
    }

    /// What the services were asked about: ids and months, in order.
    private static List<String> subjects(FakeReccoBeats reccoBeats, FakeServer weather) {
        return Stream.of(reccoBeats.log(), weather.log())
                .flatMap(log -> log.entries().stream())
                .sorted(Comparator.comparing(RequestLog.Entry::at))
                .flatMap(entry -> Stream.of(entry.query()
                        .getOrDefault(
                                "ids",
                                entry.query()
                                        .getOrDefault("start_date", "2025-00")
                                        .substring(0, 7))
                        .split(",")))
                .toList();
    }

    /// The same, without those that came before.
    private static List<String> asked(int before, FakeReccoBeats reccoBeats, FakeServer weather) {
        List<String> all = subjects(reccoBeats, weather);
        return all.subList(before, all.size());
    }

    /// What need not be asked about any more: of each, there are facts exactly where an attempt says so.
    private static Set<String> stored(Desk desk) {
        assertThat(desk.rows(
                        "select t.track_id from track_features as f join tracks as t on t.track_key = f.track_key"))
                .containsExactlyInAnyOrderElementsOf(desk.rows(
                        "select subject from enrichment_attempt" + " where what = 'features' and outcome = 'found'"));
        Set<String> months = desk.rows("select distinct hour from weather_readings").stream()
                .map(hour -> hour.substring(0, 7))
                .collect(Collectors.toSet());
        List<String> told = desk.rows("select subject from enrichment_attempt where what = 'weather'");
        assertThat(told.stream().map(subject -> subject.substring(subject.indexOf(' ') + 1)))
                .containsExactlyInAnyOrderElementsOf(months);
        months.addAll(desk.rows("select subject from enrichment_attempt where what = 'features'"));
        return months;
    }

    /// No page is damaged and no row points to one that is not there; a server sees to both itself.
    private static void assertSound(Desk desk) {
        if (desk.store instanceof DatabaseAddress.File) {
            assertThat(desk.rows("pragma quick_check(1)")).containsExactly("ok");
            assertThat(desk.rows("pragma foreign_key_check")).isEmpty();
        }
    }
}
