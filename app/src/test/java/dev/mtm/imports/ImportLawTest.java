package dev.mtm.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.TestStores;
import dev.mtm.history.CountingRule;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for any history, whatever is in it.
@ParameterizedClass
@EnumSource(TestStores.class)
final class ImportLawTest {
    private final TestStores stores;

    @TempDir
    private Path folder = Path.of("");

    ImportLawTest(TestStores stores) {
        this.stores = stores;
    }

    @Test
    void everyPlayIsInTheLogOncePerNaturalKey() {
        seeds(5).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            try (Desk desk = new Desk(stores, history.zone())) {
                desk.take(paths(history.files()));
                assertThat(desk.naturalKeys()).isEqualTo(HistoryFile.log(history.files()));
            }
        });
    }

    @Test
    void twiceEqualsOnce() {
        seeds(3).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<Path> paths = paths(history.files());
            try (Desk desk = new Desk(stores, history.zone())) {
                ImportReport.Counts first = desk.take(paths).total();
                String digest = desk.digest();
                ImportReport.Counts second = desk.take(paths).total();
                assertThat(Desk.difference(digest, desk.digest())).isEmpty();
                assertThat(second)
                        .isEqualTo(new ImportReport.Counts(
                                first.rows(), 0, first.rows() - first.rejected(), 0, 0, first.rejected()));
            }
        });
    }

    @Test
    void anyOrderOfFilesAndAnySplitIntoRunsGivesTheSameStore() {
        seeds(5).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<HistoryFile> files = history.files();
            String together =
                    digestOf(history.zone(), List.of(List.of(HistoryFile.archive(files, folder.resolve("all.zip")))));
            List<Path> paths = new ArrayList<>(paths(files));
            assertThat(Desk.difference(together, digestOf(history.zone(), List.of(paths))))
                    .as("in one run")
                    .isEmpty();
            Collections.reverse(paths);
            assertThat(Desk.difference(
                            together,
                            digestOf(
                                    history.zone(), paths.stream().map(List::of).toList())))
                    .as("each in a run of its own, the last first")
                    .isEmpty();
            Collections.shuffle(paths, new Random(seed));
            assertThat(Desk.difference(
                            together,
                            digestOf(history.zone(), List.of(paths.subList(0, 2), paths.subList(2, paths.size())))))
                    .as("in two runs: %s", paths)
                    .isEmpty();
        });
    }

    @Test
    void theVerdictsAddUpForEachFileAndInAll() {
        seeds(3).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            try (Desk desk = new Desk(stores, history.zone())) {
                List<Path> paths = paths(history.files());
                ImportReport report = desk.take(paths);
                assertThat(report.files()).hasSameSizeAs(history.files());
                for (int i = 0; i < paths.size(); i++) {
                    HistoryFile file = history.files().get(i);
                    ImportReport.FileReport told = report.files().get(i);
                    ImportReport.Counts counts = told.counts();
                    assertThat(told.path()).startsWith(paths.get(i).toString());
                    assertThat(counts.rows()).isEqualTo(file.rows().size());
                    assertThat(counts.rejected())
                            .isEqualTo(file.rows().size() - file.plays().size());
                    assertThat(told.rejections()).extracting(Rejection::row).isEqualTo(rowsToReject(file));
                }
                ImportReport.Counts total = report.total();
                assertThat(total.rows()).isEqualTo(history.rows());
                assertThat(total.fresh() + total.samePlay() + total.notMusic())
                        .isEqualTo(desk.count("select count(*) from play_history"));
                assertThat(total.samePlay()).isEqualTo(desk.count("select count(*) from same_play"));
                assertThat(desk.log().files(Objects.requireNonNull(report.importId())))
                        .as("what is stored is what was reported")
                        .isEqualTo(report.files());
                assertThat(desk.log().runs().getFirst().counts()).isEqualTo(total);
            }
        });
    }

    @Test
    void undoingTheLastImportGivesTheStoreBeforeIt() {
        seeds(5).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<Path> paths = new ArrayList<>(paths(history.files()));
            Collections.shuffle(paths, new Random(seed));
            try (Desk desk = new Desk(stores, history.zone())) {
                String empty = desk.digest();
                desk.take(paths.subList(0, 2));
                String before = desk.digest();
                desk.take(paths.subList(2, paths.size()));
                desk.undo(2);
                assertThat(Desk.difference(before, desk.digest())).isEmpty();
                assertThat(desk.differences()).isEmpty();
                desk.undo(1);
                assertThat(Desk.difference(empty, desk.digest())).isEmpty();
                desk.take(paths);
                assertThat(desk.naturalKeys()).isEqualTo(HistoryFile.log(history.files()));
            }
        });
    }

    @Test
    void undoingAnEarlierImportGivesTheStoreOfTheLaterOne() {
        seeds(5).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<HistoryFile> files = history.files();
            // No file tells a row of the other: the extended history of the first and the account data of
            // all time.
            List<Path> one = List.of(files.get(0).into(folder));
            List<Path> other = List.of(
                    files.get(2).into(folder),
                    files.get(3).into(folder),
                    files.get(4).into(folder));
            String alone = digestOf(history.zone(), List.of(other));
            try (Desk desk = new Desk(stores, history.zone())) {
                desk.take(one);
                desk.take(other);
                desk.undo(1);
                assertThat(Desk.difference(alone, desk.digest())).isEmpty();
                assertThat(desk.differences()).isEmpty();
            }
        });
    }

    @Test
    void undoingTheRicherSourceGivesTheStoreOfTheOther() {
        seeds(3).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<Path> extended = paths(history.files().subList(0, 3));
            List<Path> account = paths(history.files().subList(3, 5));
            String alone = digestOf(history.zone(), List.of(account));
            try (Desk desk = new Desk(stores, history.zone())) {
                desk.take(extended);
                desk.take(account);
                desk.undo(1);
                assertThat(Desk.difference(alone, desk.digest())).isEmpty();
                assertThat(desk.differences()).isEmpty();
            }
        });
    }

    @Test
    void anImportThatALaterOneBuiltOnIsUndoneAfterThatOneOnly() {
        Histories.History history = Histories.wild(1);
        List<Path> paths = paths(history.files());
        try (Desk desk = new Desk(stores, history.zone())) {
            desk.take(paths.get(0));
            String first = desk.digest();
            desk.take(paths.get(1)); // tells the last rows of the first once more
            String second = desk.digest();
            assertThatThrownBy(() -> desk.undo(1)).isInstanceOfSatisfying(MtmException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                assertThat(e).hasMessageContaining("a later import (2)").hasMessageContaining("import 1");
                assertThat(e.fix()).contains("Undo 2 first");
            });
            assertThat(Desk.difference(second, desk.digest()))
                    .as("nothing was changed")
                    .isEmpty();
            desk.undo(2);
            assertThat(Desk.difference(first, desk.digest())).isEmpty();
            desk.undo(1);
            assertThatThrownBy(() -> desk.undo(1)).hasMessageContaining("undone already");
            assertThatThrownBy(() -> desk.undo(9)).hasMessageContaining("no import 9");
            assertThat(desk.count("select count(*) from play_history")).isZero();
            assertThat(desk.log().runs()).extracting(ImportLog.Run::undoneAt).doesNotContainNull();
        }
    }

    @Test
    void aDryRunLeavesNoTrace() {
        Histories.History history = Histories.wild(2);
        List<Path> paths = paths(history.files());
        try (Desk desk = new Desk(stores, history.zone())) {
            Map<String, List<String>> empty = desk.everything();
            ImportReport trial = desk.dryRun(paths);
            assertThat(desk.everything()).isEqualTo(empty);
            assertThat(trial.importId()).isNull();
            desk.take(paths.subList(0, 1));
            Map<String, List<String>> before = desk.everything();
            desk.dryRun(paths);
            assertThat(desk.everything()).isEqualTo(before);
        }
        try (Desk desk = new Desk(stores, history.zone())) {
            assertThat(desk.take(paths).files())
                    .isEqualTo(trialOf(history.zone(), paths).files());
        }
    }

    @Test
    void refreshingWhatWasTouchedGivesTheBytesOfRebuildingAll() {
        seeds(5).forEach(seed -> {
            Histories.History history = Histories.wild(seed);
            List<Path> paths = new ArrayList<>(paths(history.files()));
            Collections.shuffle(paths, new Random(seed));
            try (Desk desk = new Desk(stores, history.zone())) {
                for (Path path : paths) {
                    desk.take(path);
                    assertThat(desk.differences()).as("after %s", path).isEmpty();
                }
                Map<String, List<String>> refreshed = desk.derived();
                desk.listener().rebuild();
                desk.snapshots();
                assertThat(desk.derived()).isEqualTo(refreshed);
            }
        });
    }

    @Test
    void movingToAnotherZoneAndBackChangesNothing() {
        Histories.History history = Histories.wild(1);
        try (Desk desk = new Desk(stores, history.zone())) {
            desk.take(paths(history.files()));
            Map<String, List<String>> before = desk.everything();
            for (String zone : List.of("Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")) {
                desk.listener().move(ZoneId.of(zone));
                Map<String, List<String>> moved = desk.everything();
                assertThat(moved.get("play_history")).isEqualTo(before.get("play_history"));
                assertThat(moved.get("days")).isNotEqualTo(before.get("days"));
                assertThat(desk.differences()).isEmpty();
            }
            desk.listener().move(history.zone());
            assertThat(desk.everything()).isEqualTo(before);
        }
    }

    @Test
    void anotherCountingRuleTouchesNoRowOfTheLogAndCanBeTakenBack() {
        Histories.History history = Histories.wild(3);
        try (Desk desk = new Desk(stores, history.zone())) {
            desk.take(paths(history.files()));
            Map<String, List<String>> before = desk.everything();
            long music = desk.count("""
                    select count(*)
                    from play_history as p
                    join tracks as t on t.track_key = p.track_key
                    where t.kind = 'music' and p.play_id not in (select play_id from same_play)
                    """);
            for (CountingRule rule : CountingRule.values()) {
                desk.listener().count(rule);
                Map<String, List<String>> now = desk.everything();
                assertThat(now.get("play_history")).isEqualTo(before.get("play_history"));
                assertThat(now.get("same_play")).isEqualTo(before.get("same_play"));
                assertThat(desk.differences()).isEmpty();
                assertThat(desk.count("select count(*) from listens") == music).isEqualTo(rule == CountingRule.ANY);
            }
            desk.listener().count(CountingRule.THIRTY_SECONDS);
            assertThat(desk.everything()).isEqualTo(before);
        }
    }

    /// Fewer for PostgreSQL, where a new store takes longer: what depends on the database is the same in each.
    private LongStream seeds(int count) {
        return LongStream.rangeClosed(1, stores == TestStores.SQLITE ? count : 1);
    }

    private ImportReport trialOf(ZoneId zone, List<Path> paths) {
        try (Desk desk = new Desk(stores, zone)) {
            return desk.dryRun(paths);
        }
    }

    private String digestOf(ZoneId zone, List<List<Path>> runs) {
        try (Desk desk = new Desk(stores, zone)) {
            runs.forEach(desk::take);
            return desk.digest();
        }
    }

    private List<Path> paths(List<HistoryFile> files) {
        assertThat(Files.isDirectory(folder)).isTrue();
        return files.stream().map(file -> file.into(folder)).toList();
    }

    private static List<Long> rowsToReject(HistoryFile file) {
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < file.rows().size(); i++) {
            if (file.rows().get(i).told() == null) {
                rows.add(i + 1L);
            }
        }
        return rows;
    }
}
