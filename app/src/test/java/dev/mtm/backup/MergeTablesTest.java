package dev.mtm.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever adds a table decides what becomes of its rows when an export is taken into a store with rows of its own.
@NullMarked
class MergeTablesTest {
    @ParameterizedTest
    @EnumSource(TestStores.class)
    void everyTableIsDerivedOrTheServersOrMergedOrComesWithThePlays(TestStores stores) {
        Set<String> decided = new TreeSet<>(Export.DERIVED);
        decided.addAll(Export.STAYS);
        decided.addAll(Merge.TABLES);
        decided.addAll(Merge.WITH_PLAYS);
        try (Database database = stores.open()) {
            Set<String> tables =
                    database.read(Table::all).stream().map(Table::name).collect(Collectors.toCollection(TreeSet::new));
            assertThat(decided).isEqualTo(tables);
        }
    }
}
