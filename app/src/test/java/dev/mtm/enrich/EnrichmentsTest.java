package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.TestStores;
import dev.mtm.enrich.Enrichments.Limit;
import dev.mtm.enrich.Enrichments.Ran;
import dev.mtm.enrich.Enrichments.Standing;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.net.CallBudget;
import dev.mtm.net.RemoteFailure;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs over a shelf of labels, of which a librarian who lives in this class knows some.
@ParameterizedClass
@EnumSource(TestStores.class)
final class EnrichmentsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final FakeClock clock = FakeClock.standingAt(NOW);
    private final Database database;
    private final Librarian librarian = new Librarian("library");

    EnrichmentsTest(TestStores stores) {
        database = stores.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void asksOnceAboutEachInTheirOrderAndAboutTheUnknownOnesAfterAMonth() {
        librarian.knows("a", "c", "e");
        assertThat(run(Limit.NONE)).isEqualTo(ran(3, 2, 0, 0, null));
        assertThat(librarian.asked).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(attempts()).containsExactly("a found", "b missing", "c found", "d missing", "e found");

        librarian.asked.clear();
        clock.advance(Duration.ofDays(29));
        assertThat(run(Limit.NONE)).isEqualTo(ran(0, 0, 0, 0, null));
        assertThat(librarian.asked).isEmpty();

        clock.advance(Duration.ofDays(2));
        librarian.knows("d");
        assertThat(run(Limit.NONE)).isEqualTo(ran(1, 1, 0, 0, null));
        assertThat(librarian.asked).containsExactly(List.of("b", "d"));
        assertThat(attempts()).containsExactly("a found", "b missing", "c found", "d found", "e found");
    }

    @Test
    void whatALaterCallIsRefusedTakesNothingFromTheEarlierOnes() {
        librarian.knows("a", "b", "c", "d", "e");
        Instant until = NOW.plusSeconds(90);
        librarian.failures.put("c", new RemoteFailure.RetryLater("it asked to slow down", until, null));
        assertThat(run(Limit.NONE))
                .isEqualTo(ran(2, 0, 0, 3, new Enrichments.Stop("it asked to slow down", until, false)));
        assertThat(attempts()).containsExactly("a found", "b found");

        librarian.failures.clear();
        librarian.asked.clear();
        assertThat(run(Limit.NONE)).isEqualTo(ran(3, 0, 0, 0, null));
        assertThat(librarian.asked).containsExactly(List.of("c", "d"), List.of("e"));
    }

    @Test
    void whatSpotifyWouldSayIsUnderstoodAsWell() {
        MtmException later = new MtmException(
                ErrorCode.LATER,
                "it asked to slow down",
                "Spotify",
                "Ask again later.",
                new RemoteFailure.RetryLater("it asked to slow down", NOW.plusSeconds(9), null));
        librarian.failures.put("a", later);
        assertThat(run(Limit.NONE).stop())
                .isEqualTo(new Enrichments.Stop("it asked to slow down", NOW.plusSeconds(9), false));
        librarian.failures.put(
                "a", new MtmException(ErrorCode.SIGN_IN, "nobody is signed in", "Spotify", "Sign in once."));
        assertThat(run(Limit.NONE).stop()).isEqualTo(new Enrichments.Stop("nobody is signed in", null, false));
        librarian.failures.put("a", new RemoteFailure.Unauthorised("it does not take the access token"));
        assertThat(run(Limit.NONE).stop())
                .isEqualTo(new Enrichments.Stop("it does not take the access token", null, false));
        assertThat(attempts()).isEmpty();
        librarian.failures.put("a", new MtmException(ErrorCode.REMOTE, "it answered a shoe", "Spotify", "Report it."));
        assertThat(run(Limit.NONE)).isEqualTo(ran(0, 3, 2, 0, null));
        librarian.asked.clear();
        clock.advance(Duration.ofHours(25));
        librarian.failures.put(
                "a", new MtmException(ErrorCode.DATABASE_BUSY, "another process writes", "store", "Wait."));
        assertThatThrownBy(() -> run(Limit.NONE)).hasMessage("another process writes");
    }

    @Test
    void anAnswerThatMakesNoSenseCostsItsSubjectsADayAndThreeInARowEndTheRun() {
        librarian.knows("c", "d");
        librarian.failures.put("a", new RemoteFailure.Unrecoverable("it answered no JSON", 200));
        librarian.failures.put("e", new RemoteFailure.Unrecoverable("it answered no JSON", 200));
        assertThat(run(Limit.NONE)).isEqualTo(ran(2, 0, 3, 0, null));
        assertThat(attempts()).containsExactly("a failed", "b failed", "c found", "d found", "e failed");
        assertThat(run(Limit.NONE)).isEqualTo(ran(0, 0, 0, 0, null));

        clock.advance(Duration.ofHours(25));
        librarian.shelf.clear();
        librarian.shelf.addAll(List.of("a", "b", "e", "f", "g", "h", "i", "j"));
        for (String subject : librarian.shelf) {
            librarian.failures.put(subject, new RemoteFailure.Unrecoverable("it answered no JSON", 200));
        }
        assertThat(run(Limit.NONE))
                .isEqualTo(ran(0, 0, 6, 2, new Enrichments.Stop("it answered no JSON", null, false)));
    }

    @Test
    void factsAndAttemptsComeTogetherOrNotAtAll() {
        librarian.knows("a", "b");
        librarian.breaksAt = "b";
        assertThatThrownBy(() -> run(Limit.NONE)).hasMessage("the shelf fell over");
        assertThat(attempts()).isEmpty();
        assertThat(database.<Long>read(session -> session.number("select count(*) from api_cache")))
                .isZero();
    }

    @Test
    void aLimitEndsARunBetweenTwoCalls() {
        librarian.knows("a", "b", "c", "d", "e");
        assertThat(run(new Limit(3, Duration.ofDays(1)))).isEqualTo(ran(3, 0, 0, 2, null));
        assertThat(librarian.asked).containsExactly(List.of("a", "b"), List.of("c"));
        librarian.takes = Duration.ofSeconds(40);
        librarian.asked.clear();
        librarian.shelf.addAll(List.of("f", "g", "h", "i"));
        assertThat(run(new Limit(100, Duration.ofMinutes(1)))).isEqualTo(ran(2, 2, 0, 2, null));
        assertThat(librarian.asked).hasSize(2);
    }

    @Test
    void theTimeOfARunIsSharedAndASlowOneLeavesACallForTheNext() {
        Librarian second = new Librarian("archive");
        Librarian off = new Librarian("attic");
        off.obstacle = Optional.of("it is locked");
        librarian.takes = Duration.ofSeconds(10);
        second.takes = Duration.ofSeconds(10);
        Enrichments three = new Enrichments(database, List.of(librarian, off, second), clock);
        Limit turn = new Limit(Integer.MAX_VALUE, Duration.ofSeconds(30));
        assertThat(three.run(List.of("labels"), turn, (title, done, total) -> {}))
                .extracting(Ran::left)
                .as("half of the time for each of two, in whole calls")
                .containsExactly(1, 5, 3);
        librarian.takes = Duration.ofMinutes(5);
        assertThat(three.run(List.of("labels"), turn, (title, done, total) -> {}))
                .extracting(Ran::left)
                .containsExactly(0, 5, 1);
        assertThat(off.asked).isEmpty();
    }

    @Test
    void whoCannotRunIsNotAskedAndSaysWhy() {
        librarian.obstacle = Optional.of("it is off: set library = on");
        assertThat(run(Limit.NONE))
                .isEqualTo(ran(0, 0, 0, 5, new Enrichments.Stop("it is off: set library = on", null, true)));
        assertThat(librarian.asked).isEmpty();
    }

    @Test
    void oneWhoBringsTheSameIsAskedAboutWhatTheOneBeforeDidNotFind() {
        Librarian second = new Librarian("archive");
        second.shelf.clear();
        second.shelf.addAll(librarian.shelf);
        librarian.knows("a", "c", "e");
        second.knows("b");
        List<String> seen = new ArrayList<>();
        List<Ran> ran = new Enrichments(database, List.of(librarian, second), clock)
                .run(List.of("labels"), Limit.NONE, (title, done, total) -> seen.add(title + " " + done + "/" + total));
        assertThat(ran).extracting(Ran::source).containsExactly("library", "archive");
        assertThat(second.asked).containsExactly(List.of("b", "d"));
        assertThat(seen)
                .containsExactly(
                        "labels of things 2/5", "labels of things 4/5", "labels of things 5/5", "labels of things 2/2");
    }

    @Test
    void theOutlookTellsWhatIsLackingAndWhenItCouldBeThere() {
        librarian.knows("a", "b");
        run(new Limit(4, Duration.ofDays(1)));
        librarian.callsADay = 1;
        librarian.shelf.addAll(List.of("f", "g"));
        Standing standing =
                new Enrichments(database, List.of(librarian), clock).standings().getFirst();
        assertThat(standing.lacking()).isEqualTo(5);
        assertThat(standing.waiting()).isEqualTo(3);
        assertThat(standing.calls()).isEqualTo(2);
        assertThat(standing.limit()).isEqualTo(1);
        assertThat(standing.end()).contains(Instant.parse("2026-03-11T00:00:01Z"));
    }

    private Ran run(Limit limit) {
        return new Enrichments(database, List.of(librarian), clock)
                .run(List.of("labels"), limit, (title, done, total) -> {})
                .getFirst();
    }

    private static Ran ran(int found, int missing, int failed, int left, Enrichments.@Nullable Stop stop) {
        return new Ran("labels", "library", "labels of things", found, missing, failed, left, stop);
    }

    private List<String> attempts() {
        return database.read(session -> session.list(
                "select subject, outcome from enrichment_attempt order by subject",
                row -> row.text(1) + " " + row.text(2)));
    }

    private final class Librarian implements Enricher {
        private final String source;
        private final List<String> shelf = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        private final List<String> known = new ArrayList<>();
        private final List<List<String>> asked = new ArrayList<>();
        private final Map<String, RuntimeException> failures = new HashMap<>();
        private Optional<String> obstacle = Optional.empty();
        private Duration takes = Duration.ZERO;
        private String breaksAt = "";
        private int callsADay = 100;

        private Librarian(String source) {
            this.source = source;
        }

        private void knows(String... subjects) {
            known.addAll(List.of(subjects));
        }

        @Override
        public String what() {
            return "labels";
        }

        @Override
        public String source() {
            return source;
        }

        @Override
        public String title() {
            return "labels of things";
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle;
        }

        @Override
        public int atOnce() {
            return 2;
        }

        @Override
        public List<String> lacking(Session session) throws SQLException {
            List<String> have = session.list("select request from api_cache", row -> row.text(1));
            return shelf.stream().filter(subject -> !have.contains(subject)).toList();
        }

        @Override
        public Brought ask(List<String> subjects) {
            for (String subject : subjects) {
                if (failures.containsKey(subject)) {
                    throw failures.get(subject);
                }
            }
            asked.add(subjects);
            clock.advance(takes);
            List<String> found = subjects.stream().filter(known::contains).toList();
            return new Brought(found.stream().collect(Collectors.toSet()), session -> {
                for (String subject : found) {
                    if (subject.equals(breaksAt)) {
                        throw new IllegalStateException("the shelf fell over");
                    }
                    ApiCache.keep(session, source, subject, "a label", ApiCache.From.API, null);
                }
            });
        }

        @Override
        public CallBudget.Forecast forecast(int calls) {
            return new CallBudget(database, source, callsADay, clock).forecast(calls, Duration.ofSeconds(1));
        }
    }
}
