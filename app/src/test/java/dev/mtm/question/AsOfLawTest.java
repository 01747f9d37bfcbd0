package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.TestStores;
import dev.mtm.imports.Desk;
import dev.mtm.imports.Histories;
import dev.mtm.imports.HistoryFile;
import dev.mtm.imports.ToldPlay;
import dev.mtm.snapshot.ComputedSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Standing on an old day gives what that day would have given: imports of later plays, later snapshots and
/// computing all snapshots anew change no answer.
///
/// Two things are knowledge of today, on whatever day the reader stands: what a track is called, and as
/// which edition a track without an id counts. They are kept out of the way here: no name or album of an
/// earlier play is ever told otherwise later, and rows without an id of songs that have one are there only
/// where nothing new of that song comes. So is a playback across the very midnight, of which one source
/// tells before it and another after.
final class AsOfLawTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "SQLITE, 1, 2022-01-01",
        "SQLITE, 2, 2022-03-26",
        "SQLITE, 3, 2022-03-31",
        "SQLITE, 4, 2022-04-03",
        "SQLITE, 5, 2022-10-29",
        "POSTGRESQL, 3, 2022-03-31",
    })
    void whatComesLaterChangesNoAnswer(TestStores stores, long seed, LocalDate day) {
        Histories.History history = Histories.plain(seed);
        Instant midnight = day.plusDays(1).atStartOfDay(history.zone()).toInstant();
        Map<String, ToldPlay> told = new HashMap<>();
        history.plays().stream()
                .filter(play -> play.startedAt().isBefore(midnight))
                .forEach(play ->
                        told.merge(play.trackId(), play, (a, b) -> a.startedAt().isAfter(b.startedAt()) ? a : b));
        Predicate<ToldPlay> apart =
                play -> Duration.between(play.startedAt(), midnight).abs().compareTo(Histories.LONGEST) > 0;
        Predicate<ToldPlay> plainly = play -> !told.containsKey(play.trackId())
                || told.get(play.trackId()).withoutTimes().equals(play.withoutTimes());
        Predicate<ToldPlay> settled = play -> told.values().stream()
                .noneMatch(earlier -> earlier.songKey().equals(play.songKey())
                        && !earlier.trackId().equals(play.trackId())
                        && (earlier.id() == null || play.id() == null));
        List<Path> before = files(
                history.files(), "before", apart.and(play -> play.startedAt().isBefore(midnight)));
        List<Path> after = files(
                history.files(),
                "after",
                apart.and(play -> !play.startedAt().isBefore(midnight))
                        .and(plainly)
                        .and(settled));
        try (Desk desk = new Desk(stores, history.zone())) {
            desk.take(before);
            new ComputedSnapshots(desk.database(), 1).rebuild(day);
            List<String> tracks = desk.someTracks();
            rank(desk, day.minusDays(3), 1);
            rank(desk, day, 2);
            Map<LocalDate, Map<String, String>> answers = answers(desk, day, tracks);
            long plays = desk.count("select count(*) from play_history");
            desk.take(after);
            rank(desk, day.plusDays(1), 1);
            rank(desk, day.plusDays(400), 2);
            assertThat(desk.count("select count(*) from play_history")).isGreaterThan(plays);
            assertThat(totals(desk, Desk.TODAY)).isNotEqualTo(totals(desk, day));
            answers.forEach((today, then) -> {
                Map<String, String> now = desk.answers(today, false, tracks);
                then.forEach((asked, answer) -> assertThat(now).containsEntry(asked, answer));
                assertThat(then).hasSizeGreaterThan(60);
            });
        }
    }

    private static Map<LocalDate, Map<String, String>> answers(Desk desk, LocalDate day, List<String> tracks) {
        Map<LocalDate, Map<String, String>> answers = new LinkedHashMap<>();
        for (LocalDate today : List.of(day, day.minusDays(1), day.minusDays(40))) {
            answers.put(today, desk.answers(today, false, tracks));
        }
        return answers;
    }

    private static List<List<@Nullable Object>> totals(Desk desk, LocalDate today) {
        return new Asker(desk.database(), 1, ZoneOffset.UTC)
                .askWithoutNames(Questions.builtIn().named("totals"), Map.of(), today)
                .rows();
    }

    private static void rank(Desk desk, LocalDate day, int place) {
        desk.change(session -> session.update("""
                insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)
                select 1, min(track_id), ?, 'short_term', ?, 'spotify' from tracks where kind = 'music'
                """, day, place));
    }

    private List<Path> files(List<HistoryFile> files, String name, Predicate<ToldPlay> which) {
        return files.stream()
                .map(file -> new HistoryFile(
                                name + "_" + file.name(),
                                file.rows().stream()
                                        .filter(row -> row.told() != null && which.test(row.told()))
                                        .toList(),
                                file.packing())
                        .into(folder))
                .toList();
    }
}
