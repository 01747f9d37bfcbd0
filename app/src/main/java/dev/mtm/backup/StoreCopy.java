package dev.mtm.backup;

import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Copies every row of a store into another one of the same schema version, whichever database each is: keys, derived
/// rows and the times of the migrations included.
final class StoreCopy {
    private StoreCopy() {}

    /// Replaces what `to` holds by what `from` holds.
    ///
    /// @param where the store that is copied, as it may be shown
    /// @return how many rows each table has
    static Map<String, Long> rows(Session from, Session to, String where) throws SQLException {
        Map<String, Table> sources = new TreeMap<>();
        Table.all(from).forEach(table -> sources.put(table.name(), table));
        List<Table> targets = Table.all(to);
        Map<String, Long> counts = new TreeMap<>();
        Table.empty(to, targets);
        Table.defer(to, targets);
        for (Table target : targets) {
            Table source = sources.remove(target.name());
            if (source != null) {
                counts.put(target.name(), copy(from, source, to, target));
            }
        }
        Table.settle(to, targets);
        if (!sources.isEmpty()) {
            throw new MtmException(
                    ErrorCode.CONFLICT,
                    "it holds tables that are none of this program's and cannot be copied: "
                            + String.join(", ", sources.keySet()),
                    where,
                    "Move them to a database of their own, then run the same command again.");
        }
        from.each(
                "select version, applied_at from schema_migrations order by version",
                row -> to.update(
                        "update schema_migrations set applied_at = ? where version = ?",
                        row.instant(2),
                        row.number(1)));
        return counts;
    }

    private static long copy(Session from, Table source, Session to, Table target) throws SQLException {
        List<Column> sourceColumns = new ArrayList<>();
        for (Column column : target.columns()) {
            Optional<Column> same = source.columns().stream()
                    .filter(other -> other.name().equals(column.name()))
                    .findFirst();
            same.ifPresent(sourceColumns::add);
        }
        Table asked = new Table(source.name(), sourceColumns, source.key(), source.referencing());
        Table given = target.only(sourceColumns.stream().map(Column::name).collect(Collectors.toSet()));
        RowBatch batch = given.batch(to, target.name());
        long[] count = new long[1];
        asked.each(from, (@Nullable Object[] values) -> {
            batch.add(values);
            count[0]++;
        });
        batch.flush();
        return count[0];
    }
}
