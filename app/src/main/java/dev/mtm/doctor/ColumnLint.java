package dev.mtm.doctor;

import static dev.mtm.doctor.LiveTable.quoted;

import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.doctor.LiveTable.Column;
import dev.mtm.doctor.SchemaRule.Fault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Looks at the columns of one table: what they declare, what their rules refuse and what they hold.
final class ColumnLint {
    private static final Pattern NUMBER_NAME =
            Pattern.compile(".*_(ms|seconds|minutes|hours|count|number|bytes|score|year)"
                    + "|count|duration|loudness|number|plays|popularity|position|rank|score|tempo|year");
    private static final Pattern TRUTH_NAME = Pattern.compile("(is|has|was|can)_.*|(.*_)?flag"
            + "|active|deleted|enabled|estimated|explicit|favou?rite|hidden|incognito|loved|offline|private|public"
            + "|read_to_end|shuffle|skipped");

    /// Where the names go in the statements below.
    private static final Pattern PLACE = Pattern.compile("COLUMN|TABLE");

    /// So many zeros and ones, and nothing else, are no chance.
    private static final long MANY_TRUTHS = 100;

    private static final long MANY_ROWS = 1_000;
    private static final long OFTEN = 20;
    private static final long LONG = 30;

    /// Other spellings of an instant or a day, and what is none.
    private static final List<String> NO_INSTANTS =
            List.of("2026-01-02T03:04:05", "2026-01-02T03:04:05+00:00", "2026-01-02 03:04:05.678", "soon");

    private static final List<String> NO_DAYS = List.of("2026-01-02 03:04:05", "2026-1-2", "2.1.2026", "soon");

    private final Session session;
    private final LiveTable table;
    private final List<Fault> faults = new ArrayList<>();

    private ColumnLint(Session session, LiveTable table) {
        this.session = session;
        this.table = table;
    }

    static List<Fault> faults(Session session, LiveTable table) throws SQLException {
        ColumnLint lint = new ColumnLint(session, table);
        for (Column column : table.columns()) {
            switch (session.dialect()) {
                case Sqlite sqlite -> {
                    lint.type(column);
                    lint.times(column);
                }
                case Postgres postgres -> lint.timeType(column);
            }
            lint.numbersAsText(column);
            lint.truth(column);
            lint.repeatedText(column);
        }
        return lint.faults;
    }

    private void fault(SchemaRule rule, Column column, String detail) {
        faults.add(new Fault(rule, table.where(column), detail));
    }

    private void type(Column column) throws SQLException {
        if (table.strict() || column.isInstant() || column.isDay()) {
            return;
        }
        Map<String, Long> found = new TreeMap<>();
        session.each(
                sql(
                        "select typeof(COLUMN), count(*) from TABLE where COLUMN is not null group by typeof(COLUMN)",
                        column),
                row -> found.put(row.text(1), row.number(2)));
        String held = found.entrySet().stream()
                .map(one -> one.getValue() + " " + one.getKey())
                .collect(Collectors.joining(" and "));
        if (column.type().isEmpty()) {
            fault(SchemaRule.TYPE, column, "no type is declared" + (held.isEmpty() ? "" : "; it holds " + held));
        } else if (!expected(column).containsAll(found.keySet())) {
            fault(SchemaRule.TYPE, column, "declared " + column.type() + ", it holds " + held);
        }
    }

    /// The storage classes that fit a declaration, by the rules of SQLite.
    private static Set<String> expected(Column column) {
        if (column.type().contains("int") || column.isTruth()) {
            return Set.of("integer");
        }
        if (column.isText() || column.type().contains("json")) {
            return Set.of("text");
        }
        if (column.type().contains("blob")) {
            return Set.of("blob");
        }
        return column.type().matches(".*(real|floa|doub).*") ? Set.of("real") : Set.of("integer", "real");
    }

    private void times(Column column) throws SQLException {
        if (!column.isInstant() && !column.isDay()) {
            return;
        }
        String form = column.isInstant() ? "YYYY-MM-DD HH:MM:SS" : "YYYY-MM-DD";
        String function = column.isInstant() ? "datetime" : "date";
        long strange = session.number(sql(
                "select count(*) from TABLE where COLUMN is not null and COLUMN is not " + function + "(COLUMN)",
                column));
        if (strange > 0) {
            fault(SchemaRule.TIME, column, strange + " of its values are not of the form " + form);
        }
        for (String other : column.isInstant() ? NO_INSTANTS : NO_DAYS) {
            if (!refuses(column, other)) {
                fault(SchemaRule.TIME_RULE, column, "no CHECK keeps it to the form " + form);
                return;
            }
        }
    }

    private void timeType(Column column) throws SQLException {
        if ((column.isInstant() || column.isDay()) && (column.isText() || column.isNumber())) {
            fault(
                    SchemaRule.TIME_TYPE,
                    column,
                    (column.isInstant() ? "instants" : "days") + " kept as " + column.type());
        } else if (column.type().matches("timestamp.* with time zone") && hasPlainTimestamps()) {
            fault(SchemaRule.TIME_TYPE, column, "timestamptz, where other columns are timestamp");
        }
    }

    private boolean hasPlainTimestamps() throws SQLException {
        return session.number("""
                select count(*)
                from pg_catalog.pg_attribute as a
                join pg_catalog.pg_class as c on c.oid = a.attrelid
                where c.relnamespace = current_schema()::regnamespace
                    and c.relkind in ('r', 'p')
                    and a.atttypid = 'timestamp'::regtype
                """) > 0;
    }

    private void numbersAsText(Column column) throws SQLException {
        if (!column.isText() || !NUMBER_NAME.matcher(column.name()).matches()) {
            return;
        }
        String numeric = switch (session.dialect()) {
            case Sqlite sqlite -> "COLUMN glob '*[0-9]*' and ltrim(COLUMN, '-') not glob '*[^0-9.]*'";
            case Postgres postgres -> "COLUMN ~ '^-*[0-9.]*[0-9][0-9.]*$'";
        };
        long values = session.number(sql("select count(COLUMN) from TABLE", column));
        if (values > 0 && values == session.number(sql("select count(*) from TABLE where " + numeric, column))) {
            fault(
                    SchemaRule.NUMBER_AS_TEXT,
                    column,
                    "declared " + column.type() + ", but all " + values + " of its values are numbers");
        }
    }

    /// A column is one of truth values by its name or its type, or else by what it holds where no rule says a word.
    private void truth(Column column) throws SQLException {
        boolean server = session.dialect() instanceof Postgres;
        boolean byName = column.isTruth() || TRUTH_NAME.matcher(column.name()).matches();
        if (!column.isNumber()
                || (server && column.isTruth())
                || table.isKey(column)
                || refuses(column, 2L)
                || (!byName && refuses(column, -1L))) {
            return;
        }
        Optional<long[]> held =
                session.first(sql("""
                        select
                            count(COLUMN),
                            sum(case when COLUMN = 0 then 1 else 0 end),
                            sum(case when COLUMN = 1 then 1 else 0 end)
                        from TABLE
                        """, column), row -> new long[] {row.number(1), row.number(2), row.number(3)});
        long all = held.orElseThrow()[0];
        long zeros = held.orElseThrow()[1];
        long ones = held.orElseThrow()[2];
        boolean byValues = zeros > 0 && ones > 0 && all >= MANY_TRUTHS;
        if (column.isTruth() || (all > 0 && all == zeros + ones && (byName || byValues))) {
            fault(SchemaRule.TRUTH, column, "holds truth values, and no CHECK keeps it to 0 and 1");
        }
    }

    /// Text that a CHECK restricts, such as one of a few words or JSON, is no free text.
    private void repeatedText(Column column) throws SQLException {
        if (!column.isText() || column.isInstant() || column.isDay() || table.isKey(column) || refuses(column, "'x")) {
            return;
        }
        long values = session.number(sql("select count(COLUMN) from TABLE", column));
        long letters = session.number(sql("select sum(length(COLUMN)) from TABLE", column));
        if (values < MANY_ROWS || letters < LONG * values) {
            return;
        }
        long different = session.number(sql("select count(distinct COLUMN) from TABLE", column));
        if (different * OFTEN <= values) {
            fault(SchemaRule.REPEATED_TEXT, column, different + " different long texts in " + values + " rows");
        }
    }

    /// Whether a rule of the table refuses a row that has this value here and null elsewhere. The rules are asked, not
    /// read, so every spelling of a rule counts.
    private boolean refuses(Column column, Object value) throws SQLException {
        String row = table.columns().stream()
                .map(one -> (one.equals(column) ? typed("?", one) : typed("null", one)) + " as " + quoted(one.name()))
                .collect(Collectors.joining(", "));
        for (String check : table.checks()) {
            String sql = "select count(*) from (select " + row + ") as " + quoted(table.name()) + " where not (" + check
                    + "\n)";
            if (holds(sql, value)) {
                return true;
            }
        }
        return false;
    }

    /// A rule that cannot be asked by itself, such as one on a row's number, says nothing.
    private boolean holds(String sql, Object value) throws SQLException {
        session.execute("savepoint asked");
        try {
            return session.number(sql, value) > 0;
        } catch (SQLException e) {
            session.execute("rollback to savepoint asked");
            return false;
        } finally {
            session.execute("release savepoint asked");
        }
    }

    private String typed(String value, Column column) {
        return switch (session.dialect()) {
            case Sqlite sqlite -> value;
            case Postgres postgres -> "cast(" + value + " as " + column.type() + ")";
        };
    }

    private String sql(String text, Column column) {
        return PLACE.matcher(text)
                .replaceAll(place ->
                        Matcher.quoteReplacement(quoted(place.group().equals("TABLE") ? table.name() : column.name())));
    }
}
