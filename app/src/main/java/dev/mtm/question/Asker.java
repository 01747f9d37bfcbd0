package dev.mtm.question;

import dev.mtm.db.Database;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.SqlFile;
import dev.mtm.db.Sqlite;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks questions of one account's history, on the listener's clock. Used by one thread at a time, as its database
/// is.
public final class Asker {
    /// How many ids one statement looks up.
    private static final int AT_ONCE = 500;

    /// How long and how much a question of the listener's own may take.
    private static final Duration LONGEST_OWN = Duration.ofSeconds(30);

    private static final int MOST_OWN_ROWS = 10_000;

    private static final int LONGEST_SHOWN = 2_000;

    /// With fewer listens a plan may scan and be right; [#unjudged] tells so.
    private static final int JUDGED_FROM = 10_000;

    /// A store without plays or snapshots has no answer, and that is right.
    private static final Set<ErrorCode> NO_GROUND = Set.of(ErrorCode.NO_DATA, ErrorCode.NOT_FOUND);

    private final Database database;
    private final long account;
    private final ZoneId zone;
    private final Views views;
    private final SearchIndex index;

    public Asker(Database database, long accountId, ZoneId zone) {
        this(database, accountId, zone, SearchIndex.EMPTY);
    }

    private Asker(Database database, long accountId, ZoneId zone, SearchIndex index) {
        this.database = database;
        this.account = accountId;
        this.zone = zone;
        this.views = Views.of(database.dialect());
        this.index = index;
    }

    /// One that finds words in an index, which is of the store as it is, instead of reading every name.
    public Asker with(SearchIndex made) {
        return new Asker(database, account, zone, made);
    }

    /// Asks on a day: the answer rests on nothing later.
    ///
    /// @param given parameters by name, as a reader writes them; the defaults hold for the rest
    /// @throws MtmException when a parameter is unknown, missing or does not fit, or the question has no ground yet
    public Answer ask(Question question, Map<String, String> given, LocalDate today) {
        return ask(question, given, today, true);
    }

    /// As [#ask], without looking up what the tracks are called.
    public Answer askWithoutNames(Question question, Map<String, String> given, LocalDate today) {
        return ask(question, given, today, false);
    }

    /// As [#askWithoutNames], with those rows only that hold one of some values, in no order. Places among them are
    /// those in the whole answer. The other rows, of which there can be a hundred thousand, stay in the database.
    ///
    /// @param columns by their places in a row, at least one
    /// @param values  of these columns, in their order
    public Answer askOf(
            Question question,
            Map<String, String> given,
            LocalDate today,
            List<Integer> columns,
            Set<List<@Nullable Object>> values) {
        Column first = question.columns().get(columns.getFirst());
        List<Object> wanted = values.stream()
                .map(List::getFirst)
                .filter(Objects::nonNull)
                .distinct()
                .<Object>map(value -> value)
                .toList();
        return asAuthor(
                question,
                () -> database.read(session -> {
                    requireGround(session, question, today);
                    Bindings bindings = bindings(session, question, given, today);
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
                        List<Object> some = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
                        rows.addAll(rows(session, question, bindings, first.name(), some));
                    }
                    rows.removeIf(row ->
                            !values.contains(columns.stream().map(row::get).toList()));
                    return new Answer(question, today, bindings.used(), rows, Map.of());
                }));
    }

    /// Asks every question once, with its defaults and, where it wants a track or an artist, one that is there.
    ///
    /// @return the rows by the question's name, the same from two stores that hold the same; a question that has no
    ///     ground to stand on is passed over
    /// @throws MtmException when one cannot be answered
    public Map<String, List<List<@Nullable Object>>> askAll(Collection<Question> questions, LocalDate today) {
        Examples examples = database.read(Examples::in);
        Map<String, List<List<@Nullable Object>>> answers = new TreeMap<>();
        for (Question question : questions) {
            if (examples.suffice(question)) {
                try {
                    answers.put(
                            question.name(),
                            askWithoutNames(question, examples.given(question), today)
                                    .rows());
                } catch (MtmException e) {
                    if (!NO_GROUND.contains(e.code())) {
                        throw e;
                    }
                }
            }
        }
        return answers;
    }

    /// The statement that [#ask] runs, and what it binds.
    public Asked asked(Question question, Map<String, String> given, LocalDate today) {
        return database.read(session -> {
            Bindings bindings = bindings(session, question, given, today);
            String sql = views.around(question.sql());
            Map<String, String> bound = new LinkedHashMap<>();
            for (String name : SqlFile.named(sql).names()) {
                bound.put(name, shown(Bindings.canonical(bindings.bound(name))));
            }
            return new Asked(sql, bound);
        });
    }

    /// A list of very many keys is cut: nobody reads them.
    private static String shown(String value) {
        return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
    }

    /// How the database would go about it, a line each.
    public List<String> plan(Question question, Map<String, String> given, LocalDate today) {
        return database.read(session -> {
            Bindings bindings = bindings(session, question, given, today);
            SqlFile.Named named = views.named(question.sql());
            return session.plan(named.sql(), parameters(named, bindings));
        });
    }

    /// Why the plans of questions cannot be judged on this store; empty where they can.
    public Optional<String> unjudged() {
        return database.<Boolean>read(this::isJudged)
                ? Optional.empty()
                : Optional.of("with fewer than 10,000 listens a plan may read all of them");
    }

    /// What is at fault with the plan of a question on this store, a line each. Nothing is where its header gives a
    /// reason (`plan:`), and in a store too small for its plans to mean anything.
    public List<String> planFaults(Question question, LocalDate today) {
        return question.header().plan() == null
                ? judged(question, today).stream()
                        .flatMap(judgement -> judgement.faults().stream())
                        .distinct()
                        .toList()
                : List.of();
    }

    /// The indexes by which the questions look rows up. None in a store too small for its plans to mean anything.
    public Set<String> usedIndexes(Collection<Question> questions, LocalDate today) {
        Set<String> indexes = new HashSet<>();
        for (Question question : questions) {
            judged(question, today).forEach(judgement -> indexes.addAll(judgement.indexes()));
        }
        return indexes;
    }

    /// One for each way to ask; empty in a store too small, or without the track or the artist that a question wants.
    private List<PlanJudgement> judged(Question question, LocalDate today) {
        try {
            return database.read(session -> {
                Examples examples = Examples.in(session);
                List<PlanJudgement> judgements = new ArrayList<>();
                if (isJudged(session) && examples.suffice(question)) {
                    for (Map<String, String> given : examples.givens(question)) {
                        judgements.add(judged(session, question, given, today));
                    }
                }
                return judgements;
            });
        } catch (MtmException e) {
            if (NO_GROUND.contains(e.code())) {
                return List.of();
            }
            throw e;
        }
    }

    private PlanJudgement judged(Session session, Question question, Map<String, String> given, LocalDate today)
            throws SQLException {
        SqlFile.Named named = views.named(question.sql());
        Object[] parameters = parameters(named, bindings(session, question, given, today));
        return switch (session.dialect()) {
            case Sqlite sqlite -> SqlitePlan.judged(session, named.sql(), parameters);
            case Postgres postgres -> PostgresPlan.judged(session, named.sql(), parameters);
        };
    }

    private boolean isJudged(Session session) throws SQLException {
        return session.number("select count(*) from listens where account_id = ?", account) >= JUDGED_FROM;
    }

    /// A header for a query that has none: its columns, and what they seem to hold, judged by their names and the first
    /// row. A text that has a header, or that is no query without parameters, is given back as it is.
    ///
    /// @throws MtmException when the database does not understand the query
    public String sketched(String text) {
        if (text.isBlank() || text.stripLeading().startsWith("--")) {
            return text;
        }
        Question bare = OwnQuestions.read("sketch", Sketch.header(List.of("column")) + text);
        SqlFile.Named named = views.named(bare.sql());
        if (named.names().stream().anyMatch(name -> !name.equals(Bindings.ACCOUNT))) {
            return text;
        }
        Object[] account =
                named.names().stream().map(name -> (Object) this.account).toArray();
        return asAuthor(
                bare,
                () -> database.read(session -> {
                    session.limitTime(LONGEST_OWN);
                    List<String> columns = session.columnNames(named.sql());
                    List<String> values = session.first(
                                    "select * from (\n" + named.sql() + "\n) as sketched limit 1",
                                    row -> {
                                        List<String> texts = new ArrayList<>();
                                        for (int i = 1; i <= columns.size(); i++) {
                                            texts.add(Objects.requireNonNullElse(row.textOrNull(i), ""));
                                        }
                                        return texts;
                                    },
                                    account)
                            .orElseGet(() -> columns.stream().map(column -> "").toList());
                    List<String> lines = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        lines.add(Sketch.column(columns.get(i), values.get(i)));
                    }
                    return Sketch.header(lines) + text.strip() + "\n";
                }));
    }

    /// The columns that the database gives, which the header must name in the same order.
    List<String> columnNames(Question question) {
        return database.read(
                session -> session.columnNames(views.named(question.sql()).sql()));
    }

    private Answer ask(Question question, Map<String, String> given, LocalDate today, boolean named) {
        return asAuthor(question, () -> answered(question, given, today, named));
    }

    /// What the database does not understand is the author's to mend, where that is the listener.
    private static <T> T asAuthor(Question question, Supplier<T> work) {
        try {
            return work.get();
        } catch (MtmException e) {
            if (question.own() && e.code() == ErrorCode.INTERNAL) {
                throw new MtmException(
                        ErrorCode.BAD_INPUT,
                        String.valueOf(e.getMessage()),
                        question.name(),
                        "Correct the query. It may only read; docs/reference/questions.md names what there is to read.",
                        e);
            }
            throw e;
        }
    }

    private Answer answered(Question question, Map<String, String> given, LocalDate today, boolean named) {
        return database.read(session -> {
            requireGround(session, question, today);
            Bindings bindings = bindings(session, question, given, today);
            List<List<@Nullable Object>> rows = rows(session, question, bindings);
            Map<String, TrackName> tracks = named ? trackNames(session, question, rows) : Map.of();
            return new Answer(question, today, bindings.used(), rows, tracks);
        });
    }

    private List<List<@Nullable Object>> rows(Session session, Question question, Bindings bindings)
            throws SQLException {
        SqlFile.Named named = views.named(question.sql());
        return rows(session, question, named.sql(), parameters(named, bindings));
    }

    /// The rows with one of some values in a column.
    private List<List<@Nullable Object>> rows(
            Session session, Question question, Bindings bindings, String column, List<Object> values)
            throws SQLException {
        SqlFile.Named named = views.named(question.sql());
        String marks = String.join(", ", values.stream().map(value -> "?").toList());
        return rows(
                session,
                question,
                "select * from (\n" + named.sql() + "\n) as answer where answer.\"" + column + "\" in (" + marks + ")",
                Stream.concat(Stream.of(parameters(named, bindings)), values.stream())
                        .toArray());
    }

    private static List<List<@Nullable Object>> rows(
            Session session, Question question, String sql, Object[] parameters) throws SQLException {
        List<Column> columns = question.columns();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (question.own()) {
            session.limitTime(LONGEST_OWN);
        }
        session.each(
                sql,
                row -> {
                    if (question.own() && rows.size() == MOST_OWN_ROWS) {
                        throw Question.refused(
                                question.name(), "it gives more than " + MOST_OWN_ROWS + " rows; end it with a limit");
                    }
                    if (rows.isEmpty()) {
                        requireColumns(question, row.columnNames());
                    }
                    List<@Nullable Object> values = new ArrayList<>(columns.size());
                    for (int i = 0; i < columns.size(); i++) {
                        values.add(columns.get(i).unit().read(row, i + 1));
                    }
                    rows.add(values);
                },
                parameters);
        return rows;
    }

    private static void requireColumns(Question question, List<String> found) {
        List<String> named = question.columns().stream().map(Column::name).toList();
        if (!found.equals(named)) {
            throw Question.refused(
                    "questions/" + question.name() + ".sql",
                    "the header names the columns " + named + ", the query gives " + found);
        }
    }

    private static Object[] parameters(SqlFile.Named named, Bindings bindings) {
        return named.names().stream().map(bindings::bound).toArray();
    }

    private Bindings bindings(Session session, Question question, Map<String, String> given, LocalDate today)
            throws SQLException {
        List<Parameter> parameters = question.parameters();
        requireKnown(question, given);
        requireChosen(question, given);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Parameter parameter : parameters) {
            String text = given.getOrDefault(
                    parameter.name(), parameter.findFallback().orElse(Parameter.NONE));
            values.put(parameter.name(), found(session, parameter, parameter.value(text, today)));
        }
        return new Bindings(parameters, values, today, zone, account);
    }

    private static void requireChosen(Question question, Map<String, String> given) {
        List<String> lacking = question.lacking(given);
        if (!lacking.isEmpty()) {
            Optional<String> name = question.parameters().stream()
                    .filter(parameter -> parameter.findFallback().isEmpty() && !given.containsKey(parameter.name()))
                    .map(Parameter::name)
                    .findFirst();
            throw new MtmException(
                    ErrorCode.USAGE,
                    question.name() + " asks for " + name.orElseGet(lacking::getFirst),
                    name.orElseGet(() -> question.header().wants().getFirst()),
                    "Give " + lacking.getFirst() + ".");
        }
    }

    private @Nullable Object found(Session session, Parameter parameter, @Nullable Object value) throws SQLException {
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (parameter.type()) {
            case TRACK -> new NameSearch(session, views, account).track(parameter.name(), text);
            case ARTIST -> new NameSearch(session, views, account).artist(parameter.name(), text);
            case WORDS ->
                new Words(
                        text, index.isEmpty() ? new NameSearch(session, views, account).words(text) : index.keys(text));
            case DATE, MONTH, YEAR, COUNT, TEXT, CHOICE -> text;
        };
    }

    private static void requireKnown(Question question, Map<String, String> given) {
        List<String> names = question.parameters().stream().map(Parameter::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        question.name() + " has no parameter " + name,
                        name,
                        names.isEmpty() ? "It takes none." : "It takes " + String.join(", ", names) + ".");
            }
        }
    }

    private void requireGround(Session session, Question question, LocalDate today) throws SQLException {
        Need need = question.header().needs();
        if (need == null) {
            return;
        }
        SqlFile.Named named =
                views.named("select 1 from " + need.view() + " as r where r.snapshot_date <= :today limit 1");
        boolean stands = session.first(
                        named.sql(),
                        row -> true,
                        named.names().stream()
                                .map(name -> name.equals(Bindings.ACCOUNT) ? (Object) account : today)
                                .toArray())
                .isPresent();
        if (!stands) {
            throw new MtmException(
                    ErrorCode.NO_DATA,
                    "there is no snapshot of top tracks on or before " + today,
                    question.name(),
                    "Run `mtm snapshot rebuild` to compute snapshots from the plays"
                            + (need.otherwise() == null
                                    ? "."
                                    : ", or ask `" + need.otherwise() + "`, which needs plays only."));
        }
    }

    private Map<String, TrackName> trackNames(Session session, Question question, List<List<@Nullable Object>> rows)
            throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < question.columns().size(); i++) {
            if (question.columns().get(i).unit() == Unit.TRACK) {
                for (List<@Nullable Object> row : rows) {
                    if (row.get(i) instanceof String id) {
                        ids.add(id);
                    }
                }
            }
        }
        List<String> wanted = List.copyOf(ids);
        Map<String, TrackName> names = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<String> some = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
            session.each(
                    "select track_id, name, artist_name from tracks where track_id in ("
                            + String.join(", ", some.stream().map(id -> "?").toList()) + ")",
                    row -> names.put(row.text(1), new TrackName(row.textOrNull(2), row.textOrNull(3))),
                    some.toArray());
        }
        return names;
    }
}
