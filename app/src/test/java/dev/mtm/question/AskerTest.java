package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How questions are asked: tracks and artists by name, parameters bound, nothing pasted.
@ParameterizedClass
@EnumSource(TestStores.class)
final class AskerTest {
    private static final Question BY_ARTIST = Question.parse("by-artist", """
            -- title:   By artist
            -- answers: What is known of an artist?
            -- group:   test
            -- row:     one artist
            -- param:   artist artist
            -- param:   word text = none
            -- param:   day date = none
            -- param:   number count = none
            -- column:  artist artist "Artist"
            -- column:  bare truth "Nothing given"
            select
                a.name as artist,
                case when :word is null and :day is null and :number is null then 1 else 0 end as bare
            from artists as a
            where a.name = :artist
            order by a.artist_id
            """);

    private final Database database;
    private final Asker asker;

    AskerTest(TestStores stores) {
        database = stores.open();
        asker = new Asker(database, 1, SmallLife.ZONE);
        SmallLife.in(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"aaa, aaa", "ALPHA, aaa", "ada - alpha, aaa", "ada, aaa", "a, ccc", "bohm, ccc", "delta, ddd"})
    void aTrackIsFoundByIdOrNameTheMostListenedFirst(String text, String id) {
        Answer answer = asker.ask(Questions.builtIn().named("first-heard"), Map.of("track", text), SmallLife.TODAY);
        assertThat(answer.parameters()).containsEntry("track", id);
        assertThat(answer.rows().getFirst().getFirst()).isEqualTo(id);
    }

    @Test
    void releaseFactsTellOfTracksThatWereOnlyRankedFromTheDayOfTheirRank() {
        database.write(session -> {
            for (String id : List.of("ranked", "never")) {
                session.update(
                        "insert into tracks (track_key, track_id, kind, name)"
                                + " select max(track_key) + 1, ?, 'music', 'One' from tracks",
                        id);
                session.update(
                        "insert into track_payload (track_key, raw_json) select track_key, ? from tracks where track_id = ?",
                        new Json("{}"),
                        id);
            }
            return session.update(
                    "insert into snapshots (track_id, snapshot_date, time_range, rank, account_id, origin)"
                            + " values ('ranked', ?, 'short_term', 1, 1, 'spotify')",
                    SmallLife.TODAY);
        });
        Question facts = Questions.builtIn().named("release-facts");
        assertThat(asker.ask(facts, Map.of(), SmallLife.TODAY).rows())
                .extracting(List::getFirst)
                .contains("ranked")
                .doesNotContain("never");
        assertThat(asker.ask(facts, Map.of(), SmallLife.TODAY.minusDays(1)).rows())
                .extracting(List::getFirst)
                .doesNotContain("ranked");
    }

    @Test
    void aTrackIsFoundByItsLink() {
        String id = "4uLU6hMCjMI75M1A2tKUQC";
        database.write(session -> session.update(
                "insert into tracks (track_key, track_id, kind, name) values (1, ?, 'music', 'Linked')", id));
        for (String text : List.of(id, "spotify:track:" + id, "https://open.spotify.com/track/" + id + "?si=x")) {
            assertThat(asker.ask(Questions.builtIn().named("first-heard"), Map.of("track", text), SmallLife.TODAY)
                            .parameters())
                    .containsEntry("track", id);
        }
    }

    @Test
    void anUnknownTrackNamesThoseThatShareAWord() {
        refused(
                Questions.builtIn().named("first-heard"),
                Map.of("track", "alpha centauri"),
                ErrorCode.NOT_FOUND,
                "Ada - Alpha");
    }

    @Test
    void anotherAccountsTracksAndArtistsAreNotFound() {
        Asker other = new Asker(database, 2, SmallLife.ZONE);
        assertThatThrownBy(() ->
                        other.ask(Questions.builtIn().named("first-heard"), Map.of("track", "alpha"), SmallLife.TODAY))
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("no track");
        assertThatThrownBy(() -> other.ask(BY_ARTIST, Map.of("artist", "Ada"), SmallLife.TODAY))
                .isInstanceOf(MtmException.class)
                .hasMessageContaining("no artist");
    }

    @Test
    void anArtistIsFoundWhateverCaseAndAccents() {
        assertThat(artist("BOHM")).isEqualTo("Böhm");
        assertThat(artist("böh")).isEqualTo("Böhm");
        refused(BY_ARTIST, Map.of("artist", "El Cid"), ErrorCode.NOT_FOUND, "Cid");
    }

    @Test
    void unknownValuesAreTypedForBothDatabases() {
        Answer answer = asker.ask(BY_ARTIST, Map.of("artist", "Ada"), SmallLife.TODAY);
        assertThat(answer.rows()).containsExactly(List.of("Ada", true));
        assertThat(asker.ask(BY_ARTIST, Map.of("artist", "Ada", "day", "today"), SmallLife.TODAY)
                        .rows())
                .containsExactly(List.of("Ada", false));
    }

    @Test
    void aParameterIsBoundAndNeverPasted() {
        refused(BY_ARTIST, Map.of("artist", "x' or '1'='1"), ErrorCode.NOT_FOUND, "");
        assertThat(asker.ask(BY_ARTIST, Map.of("artist", "Ada", "word", "'; drop table tracks; --"), SmallLife.TODAY)
                        .rows())
                .hasSize(1);
    }

    @Test
    void parametersAreRefusedByName() {
        Question tracks = Questions.builtIn().named("top-tracks");
        refused(tracks, Map.of("form", "2020-01-01"), ErrorCode.USAGE, "from, until, year, artist, by, limit");
        refused(tracks, Map.of("limit", "many"), ErrorCode.USAGE, "whole number");
        refused(BY_ARTIST, Map.of(), ErrorCode.USAGE, "an artist's name");
    }

    @Test
    void theStatementCanBeSeenWithWhatItBinds() {
        Asked asked = asker.asked(Questions.builtIn().named("listens-by-day"), Map.of(), SmallLife.TODAY);
        assertThat(asked.sql()).startsWith("with hours as not materialized (").contains(":from_first");
        assertThat(asked.bound())
                .containsExactly(
                        Map.entry("account", "1"),
                        Map.entry("from_first", "2022-03-06"),
                        Map.entry("until_last", "2023-03-06"));
    }

    @Test
    void namesOfTracksComeWithTheAnswerUnlessNotWanted() {
        Question tracks = Questions.builtIn().named("top-tracks");
        assertThat(asker.ask(tracks, Map.of("limit", "1"), SmallLife.TODAY).tracks())
                .containsExactly(Map.entry("ccc", new TrackName("Gamma", "Böhm")));
        assertThat(asker.askWithoutNames(tracks, Map.of("limit", "1"), SmallLife.TODAY)
                        .tracks())
                .isEmpty();
    }

    private Object artist(String text) {
        return String.valueOf(asker.ask(BY_ARTIST, Map.of("artist", text), SmallLife.TODAY)
                .rows()
                .getFirst()
                .getFirst());
    }

    @ParameterizedTest
    @CsvSource({"top-tracks, 1", "top-artists, 1", "top-albums, 2"})
    void rowsOfSomeHaveThePlacesOfTheWholeAnswer(String name, int names) {
        Question question = Questions.builtIn().named(name);
        List<Integer> columns = IntStream.range(0, question.columns().size())
                .filter(i -> List.of(Unit.TRACK, Unit.ARTIST, Unit.ALBUM)
                        .contains(question.columns().get(i).unit()))
                .boxed()
                .toList();
        assertThat(columns).hasSize(names);
        List<List<@Nullable Object>> all =
                asker.askWithoutNames(question, Map.of(), SmallLife.TODAY).rows();
        List<List<@Nullable Object>> wanted = all.subList(1, all.size());
        Set<List<@Nullable Object>> values = new HashSet<>();
        wanted.forEach(row -> values.add(columns.stream().map(row::get).toList()));
        IntStream.range(0, 600)
                .forEach(i -> values.add(columns.stream()
                        .<@Nullable Object>map(column -> "nobody's " + i)
                        .toList()));
        assertThat(wanted).isNotEmpty();
        assertThat(asker.askOf(question, Map.of(), SmallLife.TODAY, columns, values)
                        .rows())
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(asker.askOf(question, Map.of(), SmallLife.TODAY, columns, Set.of())
                        .rows())
                .isEmpty();
    }

    private void refused(Question question, Map<String, String> given, ErrorCode code, String fix) {
        assertThatThrownBy(() -> asker.ask(question, given, SmallLife.TODAY))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.fix()).contains(fix);
                });
    }
}
