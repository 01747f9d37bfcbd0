package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.Postgres;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Question;
import dev.mtm.schema.Migrator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Copies a whole store to another database and proves that both hold the same and answer the same. The old store stays
/// as it is.
///
/// Rows go in the order of their keys, some thousands in a transaction; so a move that was cut off goes on after the
/// last row that arrived. Until the proof is done the new store is marked, and no other command works with it.
public final class Move {
    private static final int AT_ONCE = 10_000;

    /// Accounts that somebody made or told something.
    private static final String SETTLED =
            "select count(*) from account where account_id > 1 or zone is not null or counting_rule <> 'thirty-seconds'";

    private final Database from;
    private final Database to;
    private final Clock clock;

    public Move(Database from, Database to, Clock clock) {
        this.from = from;
        this.to = to;
        this.clock = clock;
    }

    /// What arrived.
    ///
    /// @param tables    what each table holds, on both sides
    /// @param questions how many questions were answered on both sides, with the same answers
    public record Proof(List<Fingerprint> tables, int questions) {
        public Proof {
            tables = List.copyOf(tables);
        }
    }

    /// Told what is done, table by table.
    @FunctionalInterface
    public interface Progress {
        /// @param rows how many of the table have arrived
        void at(String table, long rows);
    }

    /// Copies what is missing at the target, and compares.
    ///
    /// @param asker asks one of the two
    /// @throws MtmException when the target holds another store, or the two differ at the end
    public Proof run(
            Collection<Question> questions, Function<Database, Asker> asker, LocalDate today, Progress progress) {
        prepare();
        List<Table> tables = tables();
        // All of one moment: others may write to the old store meanwhile.
        Told old = from.read(session -> {
            for (Table table : tables) {
                copy(session, table, progress);
            }
            return new Told(
                    fingerprints(session, tables),
                    asker.apply(from.within(session)).askAll(questions, today));
        });
        List<Fingerprint> originals = old.tables();
        List<Fingerprint> copies = to.read(session -> fingerprints(session, tables));
        requireEqual(originals, copies);
        int asked = requireEqualAnswers(old.answers(), asker.apply(to).askAll(questions, today));
        to.write(session -> {
            session.execute("drop table " + Migrator.UNFINISHED);
            return 0;
        });
        to.analyze();
        return new Proof(originals, asked);
    }

    /// What a store holds and answers.
    private record Told(List<Fingerprint> tables, Map<String, ?> answers) {}

    /// The target is empty, or a move from this very store began there.
    private void prepare() {
        List<String> begun = to.read(session -> Migrator.isUnfinished(session)
                ? session.list("select source from " + Migrator.UNFINISHED, row -> row.text(1))
                : List.<String>of());
        if (!begun.isEmpty()) {
            if (!begun.getFirst().equals(from.address().shown())) {
                throw occupied("it holds part of a move from " + begun.getFirst());
            }
            return;
        }
        new Migrator(to, clock).up();
        to.writeInBulk(session -> {
            if (!Table.isEmpty(session) || session.number(SETTLED) > 0) {
                throw occupied("it holds a store already");
            }
            // What a new store starts with comes from the old one as well.
            session.execute("delete from account");
            session.execute("delete from play_source");
            session.execute("create table " + Migrator.UNFINISHED + " (source text not null)");
            session.update(
                    "insert into " + Migrator.UNFINISHED + " (source) values (?)",
                    from.address().shown());
            return 0;
        });
    }

    private MtmException occupied(String what) {
        return new MtmException(
                ErrorCode.CONFLICT,
                what,
                to.address().shown(),
                "Name an empty database or a file that does not exist with --to; nothing was changed.");
    }

    /// The tables in an order in which no row comes before one that it points to; with the kinds of columns that only
    /// PostgreSQL's catalogue knows, where one of the two is PostgreSQL.
    private List<Table> tables() {
        Database told = from.dialect() instanceof Postgres ? from : to;
        return told.read(Table::all).stream()
                .filter(table -> !table.name().equals(Migrator.UNFINISHED))
                .toList();
    }

    private void copy(Session source, Table table, Progress progress) throws SQLException {
        List<@Nullable Object> last = lastKey(table);
        long arrived = to.read(table::count);
        while (true) {
            List<@Nullable Object[]> rows = next(source, table, last);
            if (rows.isEmpty()) {
                break;
            }
            last = keyOf(table, rows.getLast());
            write(table, rows);
            arrived += rows.size();
            progress.at(table.name(), arrived);
        }
        linkToItself(source, table);
    }

    /// The rows that follow a key, as many as go at once; from the first where the key is empty.
    private static List<@Nullable Object[]> next(Session source, Table table, List<@Nullable Object> after)
            throws SQLException {
        List<Column> columns = table.columns();
        String where = after.isEmpty()
                ? ""
                : " where (" + String.join(", ", table.key()) + ") > ("
                        + keyColumns(table).stream()
                                .map(column -> column.place(source.dialect()))
                                .collect(Collectors.joining(", "))
                        + ")";
        List<@Nullable Object[]> rows = new ArrayList<>();
        source.each(
                "select " + read(source, columns) + " from " + table.name() + " as r" + where + " order by "
                        + String.join(", ", table.key()) + " limit " + AT_ONCE,
                row -> {
                    @Nullable Object[] values = new @Nullable Object[columns.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = columns.get(i).value(row, i + 1);
                    }
                    rows.add(values);
                },
                after.toArray());
        return rows;
    }

    private static String read(Session session, List<Column> columns) {
        return columns.stream()
                .map(column -> column.read(session.dialect(), "r"))
                .collect(Collectors.joining(", "));
    }

    private static List<Column> keyColumns(Table table) {
        return table.key().stream()
                .map(name -> table.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<@Nullable Object> keyOf(Table table, @Nullable Object[] row) {
        List<@Nullable Object> key = new ArrayList<>();
        for (Column column : keyColumns(table)) {
            key.add(row[table.columns().indexOf(column)]);
        }
        return key;
    }

    private List<@Nullable Object> lastKey(Table table) {
        List<Column> key = keyColumns(table);
        return to.read(session -> session.first(
                        "select " + read(session, key) + " from " + table.name() + " as r order by "
                                + String.join(" desc, ", table.key()) + " desc limit 1",
                        row -> {
                            List<@Nullable Object> values = new ArrayList<>();
                            for (int i = 0; i < key.size(); i++) {
                                values.add(key.get(i).value(row, i + 1));
                            }
                            return values;
                        })
                .orElse(List.of()));
    }

    private void write(Table table, List<@Nullable Object[]> rows) {
        to.write(session -> {
            RowBatch batch = table.batch(session, table.name());
            for (@Nullable Object[] row : rows) {
                @Nullable Object[] values = row.clone();
                for (int i = 0; i < values.length; i++) {
                    if (isLinkToItself(table, table.columns().get(i))) {
                        values[i] = null;
                    }
                }
                batch.add(values);
            }
            return batch.flush();
        });
    }

    /// A track may count as one that comes later, so these links are made when all rows are there.
    private static boolean isLinkToItself(Table table, Column column) {
        return table.name().equals("tracks") && column.name().equals("counts_as");
    }

    private void linkToItself(Session source, Table table) throws SQLException {
        if (!table.name().equals("tracks")) {
            return;
        }
        List<long[]> links = source.list(
                "select track_key, counts_as from tracks where counts_as is not null order by track_key",
                row -> new long[] {row.number(1), row.number(2)});
        to.write(session -> {
            for (long[] link : links) {
                session.update("update tracks set counts_as = ? where track_key = ?", link[1], link[0]);
            }
            return links.size();
        });
    }

    private static List<Fingerprint> fingerprints(Session session, List<Table> tables) throws SQLException {
        List<Fingerprint> found = new ArrayList<>();
        for (Table table : tables) {
            found.add(Fingerprint.of(session, table));
        }
        return found;
    }

    private void requireEqual(List<Fingerprint> originals, List<Fingerprint> copies) {
        for (int i = 0; i < originals.size(); i++) {
            if (!originals.get(i).equals(copies.get(i))) {
                throw differ("the table " + originals.get(i).table() + " ("
                        + originals.get(i).rows() + " rows here, "
                        + copies.get(i).rows() + " there)");
            }
        }
    }

    private int requireEqualAnswers(Map<String, ?> here, Map<String, ?> there) {
        here.forEach((question, answer) -> {
            if (!answer.equals(there.get(question))) {
                throw differ("the answer to " + question);
            }
        });
        return here.size();
    }

    private MtmException differ(String what) {
        return new MtmException(
                ErrorCode.CONFLICT,
                "the two stores differ in " + what,
                to.address().shown(),
                "The old store is as it was. It may have changed while an interrupted move lay still: empty the new"
                        + " database (or delete its file), and move again.");
    }
}
