package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enrichments.Limit;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.fakes.reccobeats.FakeReccoBeats;
import dev.mtm.fakes.reccobeats.Features;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.Fault;
import dev.mtm.fakes.service.RequestLog;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// The client of ReccoBeats against a server that answers as ReccoBeats documents it, and against its faults.
@ParameterizedClass
@EnumSource(TestStores.class)
final class ReccoBeatsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FakeClock clock = FakeClock.standingAt(NOW);
    private final FakeReccoBeats fake = FakeReccoBeats.start(clock);
    private final Database database;
    private final List<String> ids = new ArrayList<>();
    private int callsADay = 1_000;

    ReccoBeatsTest(TestStores stores) {
        database = stores.open();
    }

    @AfterEach
    void close() {
        fake.close();
        database.close();
    }

    @Test
    void keepsWhatIsKnownByTheIdInTheLinkAndAsksAMonthLaterAboutTheRest() {
        tracks(3);
        Features features = new Features(0.66, 0.62, 0.51, 0.25, 5, 0.12, -7.1, 1, 0.03, 113.9, 0.34);
        fake.knows(ids.get(0), features);
        fake.knows(ids.get(2), Features.of(ids.get(2)));
        assertThat(run()).isEqualTo(ran(2, 1, 0, 0, null));
        assertThat(rows("select features_source, danceability, energy, speechiness, acousticness, instrumentalness,"
                        + " liveness, valence, key, mode, loudness, tempo, time_signature from track_features"
                        + " where track_key = 1"))
                .containsExactly("reccobeats 0.62 0.51 0.03 0.66 0.25 0.12 0.34 5 1 -7.1 113.9 null");
        Features third = Features.of(ids.get(2));
        assertThat(rows("select energy, tempo from track_features where track_key = 3"))
                .containsExactly(third.energy() + " " + third.tempo());
        assertThat(rows("select count(*) from track_features where reccobeats_id is null or features_at is null"))
                .containsExactly("0");

        assertThat(run()).isEqualTo(ran(0, 0, 0, 0, null));
        clock.advance(Duration.ofDays(31));
        assertThat(run()).isEqualTo(ran(0, 1, 0, 0, null));
        assertThat(fake.log().entries()).hasSize(2);
    }

    @Test
    void asksAboutFortyAtOnceWhatWasHeardMostFirst() {
        tracks(45);
        database.write(session -> {
            for (int i = 1; i <= 45; i++) {
                session.update(
                        "insert into heard_tracks (account_id, track_key, first_day, listens, first_at, last_at)"
                                + " values (1, ?, ?, ?, ?, ?)",
                        i,
                        LocalDate.of(2026, 1, 1),
                        i,
                        NOW,
                        NOW);
            }
            session.update(
                    "insert into tracks (track_key, track_id, kind) values (100, 'name:of-a-local-file', 'music')");
            return session.update(
                    "insert into tracks (track_key, track_id, kind) values (101, 'episode:0123456789abcdef', 'podcast')");
        });
        ids.forEach(id -> fake.knows(id, Features.of(id)));
        assertThat(run()).isEqualTo(ran(45, 0, 0, 0, null));
        List<String> most = new ArrayList<>(ids.reversed());
        assertThat(fake.log().entries())
                .extracting(entry -> Objects.requireNonNull(entry.query().get("ids")))
                .containsExactly(String.join(",", most.subList(0, 40)), String.join(",", most.subList(40, 45)));
        assertThat(fake.log().entries())
                .allMatch(entry -> "mtm-test".equals(entry.headers().get("user-agent")));
    }

    @Test
    void theCallsOfADayAreNotExceededAndTheNextDayGoesOn() {
        tracks(45);
        ids.forEach(id -> fake.knows(id, Features.of(id)));
        callsADay = 1;
        Instant tomorrow = Instant.parse("2026-03-11T00:00:00Z");
        Enrichments.Stop stop =
                new Enrichments.Stop("the 1 calls that were set for a day are used up", tomorrow, false);
        assertThat(run()).isEqualTo(ran(40, 0, 0, 5, stop));
        clock.moveTo(tomorrow);
        assertThat(run()).isEqualTo(ran(5, 0, 0, 0, null));
        assertThat(fake.log().callsByDay().values()).containsExactly(1L, 1L);
    }

    @Test
    void aValueOutOfItsRangeIsUnknownAndOneThatSaysNothingToo() {
        tracks(2);
        fake.knows(ids.get(0), new Features(1.7, 0.5, -0.1, 0.25, -1, 0.5, -300, 7, 0.5, 0, 0.5));
        fake.knows(ids.get(1), new Features(1.7, 1.5, -0.1, 2, -1, 3, -300, 7, 2.5, 0, 1.5));
        assertThat(run()).as("of the second nothing is left").isEqualTo(ran(1, 1, 0, 0, null));
        assertThat(rows("select danceability, instrumentalness, liveness, speechiness, valence, acousticness, energy,"
                        + " key, mode, loudness, tempo from track_features"))
                .containsExactly("0.5 0.25 0.5 0.5 0.5 null null null null null null");
    }

    @Test
    void whatOthersMeasuredStays() {
        tracks(1);
        fake.knows(ids.getFirst(), Features.of(ids.getFirst()));
        database.write(session -> session.update(
                "insert into track_features (track_key, features_source, energy) values (1, 'soundstat', 0.25)"));
        assertThat(run()).isEqualTo(ran(0, 0, 0, 0, null));
        assertThat(fake.log().entries()).isEmpty();
    }

    @Test
    void aServiceThatCannotAnswerNowIsLeftAloneAndNothingIsNoted() {
        tracks(1);
        fake.knows(ids.getFirst(), Features.of(ids.getFirst()));
        Map<Fault, String> faults = new LinkedHashMap<>();
        faults.put(Fault.rateLimited(Duration.ofSeconds(7)), "it asked to slow down");
        faults.put(Fault.serverError(500), "it has trouble of its own (HTTP 500)");
        faults.put(Fault.serverError(503), "it has trouble of its own (HTTP 503)");
        faults.put(new Fault.BadGateway(), "it has trouble of its own (HTTP 502)");
        faults.put(new Fault.Slow(Duration.ofSeconds(2)), "it does not answer in full within 1 seconds");
        faults.put(new Fault.Stall(Duration.ofSeconds(2)), "it does not answer in full within 1 seconds");
        faults.put(new Fault.Cut(), "it does not answer (");
        faults.put(new Fault.Reset(), "it does not answer (");
        faults.forEach((fault, why) -> {
            fake.faults().clear();
            fake.faults().next("/", 2, fault);
            Instant before = clock.instant();
            Ran ran = run();
            assertThat(ran.found() + ran.missing() + ran.failed()).as(why).isZero();
            assertThat(ran.left()).isEqualTo(1);
            assertThat(Objects.requireNonNull(ran.stop()).why()).startsWith(why);
            assertThat(ran.stop().until()).isAfter(before);
            assertThat(rows("select * from enrichment_attempt")).isEmpty();
            int calls = fake.log().entries().size();
            if (fault instanceof Fault.Refusal(int status, String message, String reason, Duration wait)
                    && status == 429) {
                assertThat(ran.stop().until()).isEqualTo(before.plus(wait));
                assertThat(Objects.requireNonNull(run().stop()).until())
                        .as("another run does not even ask")
                        .isEqualTo(before.plus(wait).plusSeconds(1));
                assertThat(fake.log().entries()).hasSize(calls);
            }
            clock.advance(Duration.ofMinutes(5));
        });
        fake.faults().clear();
        fake.faults().next(Fault.serverError(500));
        assertThat(run()).as("once is forgiven").isEqualTo(ran(1, 0, 0, 0, null));
    }

    @Test
    void anAnswerThatMakesNoSenseIsNotedAndTriedAgainTheNextDay() {
        tracks(1);
        fake.knows(ids.getFirst(), Features.of(ids.getFirst()));
        List<Fault> faults = List.of(
                new Fault.Page(),
                new Fault.HalfBody(),
                new Fault.Instead(200, JSON.readTree("{\"error\": \"no data\"}")),
                new Fault.Instead(200, JSON.readTree("{\"error\": {\"message\": \"no data\", \"code\": 800}}")),
                new Fault.Instead(200, JSON.readTree("{\"content\": \"soon\"}")),
                new Fault.Instead(200, JSON.readTree("[]")),
                new Fault.Instead(200, JSON.readTree("7")),
                new Fault.Instead(400, JSON.readTree("{\"error\": \"ids\"}")),
                new Fault.Instead(403, JSON.readTree("\"no\"")));
        for (Fault fault : faults) {
            fake.faults().next(fault);
            assertThat(run()).as(fault.toString()).isEqualTo(ran(0, 0, 1, 0, null));
            assertThat(rows("select what, source, subject, outcome from enrichment_attempt"))
                    .containsExactly("features reccobeats " + ids.getFirst() + " failed");
            assertThat(run()).isEqualTo(ran(0, 0, 0, 0, null));
            clock.advance(Duration.ofHours(25));
        }
        assertThat(run()).isEqualTo(ran(1, 0, 0, 0, null));
        assertThat(fake.log().entries())
                .extracting(RequestLog.Entry::status)
                .hasSize(faults.size() + 1)
                .endsWith(200);
    }

    @Test
    void oneObjectInThePlaceOfAListIsTheOnlyElement() {
        tracks(2);
        fake.knows(ids.get(1), Features.of(ids.get(1)));
        fake.faults().next(Fault.single("content"));
        assertThat(run()).isEqualTo(ran(1, 1, 0, 0, null));
    }

    @Test
    void elementsThatNameNoTrackThatWasAskedAboutAreNotBelieved() {
        tracks(1);
        fake.faults().next(new Fault.Instead(200, JSON.readTree("""
                        {"content": [null, 7, {}, {"href": null, "energy": 0.5}, {"href": "x", "energy": 0.5},
                         {"href": "https://open.spotify.com/track/ZZZZZZZZZZZZZZZZZZZZZZ", "energy": 0.5},
                         {"href": "https://open.spotify.com/track/%s", "energy": "loud", "valence": null}]}
                        """.formatted(ids.getFirst()))));
        assertThat(run()).isEqualTo(ran(0, 1, 0, 0, null));
        assertThat(rows("select * from track_features")).isEmpty();
    }

    private void tracks(int count) {
        database.write(session -> {
            for (int i = 1; i <= count; i++) {
                String id = "%022d".formatted(i);
                ids.add(id);
                session.update("insert into tracks (track_key, track_id, kind) values (?, ?, 'music')", i, id);
            }
            return count;
        });
    }

    /// As a process that starts now would run it.
    private Ran run() {
        PoliteHttp http = new PoliteHttp(
                new CallBudget(database, ReccoBeats.SOURCE, callsADay, clock),
                clock,
                clock::advance,
                Duration.ofSeconds(1),
                Duration.ofMillis(500));
        ReccoBeats service = new ReccoBeats(new JsonSource(fake.api(), http, Map.of("User-Agent", "mtm-test")));
        return new Enrichments(database, List.of(new AudioFeatures(service, Optional.empty(), clock)), clock)
                .run(List.of("features"), Limit.NONE, (title, done, total) -> {})
                .getFirst();
    }

    private static Ran ran(int found, int missing, int failed, int left, Enrichments.@Nullable Stop stop) {
        return new Ran("features", "reccobeats", "audio features of tracks", found, missing, failed, left, stop);
    }

    private List<String> rows(String sql) {
        return database.read(session -> session.list(sql, row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.columnNames().size(); i++) {
                values.add(String.valueOf(row.textOrNull(i)));
            }
            return String.join(" ", values);
        }));
    }
}
