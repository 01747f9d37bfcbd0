package dev.mtm.imports;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.db.TestStores;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.history.PlayDecisions;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Parameter;
import dev.mtm.question.ParameterType;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.render.CsvAnswer;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.TextTable;
import dev.mtm.render.Wording;
import dev.mtm.snapshot.ComputedSnapshots;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A store with everything that imports and questions need around it, and what a test wants to know of it.
public final class Desk implements AutoCloseable {
    /// When everything here happens.
    public static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

    /// The listener's day then.
    public static final LocalDate TODAY = LocalDate.of(2024, 6, 1);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Database database;
    private final ZoneId zone;
    private final Derivation derivation;

    /// An empty store of a listener who lives in a zone.
    public Desk(TestStores stores, ZoneId zone) {
        this(stores.open(), zone);
        listener().move(zone);
    }

    /// A store as it is; closed with the desk.
    public Desk(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
        this.derivation = new Derivation(1, zone);
    }

    public Database database() {
        return database;
    }

    public Listener listener() {
        return new Listener(database, derivation);
    }

    public PlayDecisions decisions() {
        return new PlayDecisions(database, derivation, CLOCK);
    }

    public ImportLog log() {
        return new ImportLog(database, derivation, CLOCK);
    }

    public Importer importer() {
        return new Importer(database, derivation, CLOCK);
    }

    /// Imports in one run, and computes the snapshots of the months anew.
    public ImportReport take(List<Path> paths) {
        ImportReport report = importer().run(paths, new Importer.Options(null, false), ImportProgress.silent());
        snapshots();
        return report;
    }

    /// Imports in one run.
    public ImportReport take(Path... paths) {
        return take(List.of(paths));
    }

    /// Takes an import back.
    public void undo(long importId) {
        log().undo(importId);
        snapshots();
    }

    public ImportReport dryRun(List<Path> paths) {
        return importer().run(paths, new Importer.Options(null, true), ImportProgress.silent());
    }

    /// Which derived tables differ from what the log gives.
    public List<String> differences() {
        return new ProjectionCheck(database, derivation).differences();
    }

    /// Computes all snapshots up to [#TODAY].
    public void snapshots() {
        new ComputedSnapshots(database, 1).rebuild(TODAY);
    }

    @Override
    public void close() {
        database.close();
    }

    /// The rows of a query, a line each; null reads `∅`.
    public List<String> lines(String sql) {
        return database.read(session -> {
            List<String> lines = new ArrayList<>();
            int columns = session.columnNames(sql).size();
            session.each(sql, row -> {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = row.textOrNull(i);
                    values.add(value == null ? "∅" : value);
                }
                lines.add(String.join(" | ", values));
            });
            return lines;
        });
    }

    /// The log as [HistoryFile#log] tells it. Sorted.
    public List<String> naturalKeys() {
        List<String> keys = new ArrayList<>();
        database.read(session -> {
            session.each(
                    """
                    select s.source, p.played_at, t.track_id, p.listened_ms, p.ordinal, c.platform, p.skipped
                    from play_history as p
                    join play_context as c on c.context_key = p.context_key
                    join tracks as t on t.track_key = p.track_key
                    join play_source as s on s.source_key = p.source_key
                    """,
                    row -> keys.add(row.text(1) + " " + row.instant(2) + " " + row.text(3) + " " + row.numberOrNull(4)
                            + " " + row.number(5) + " " + row.textOrNull(6) + " " + row.truthOrNull(7)));
            return 0;
        });
        java.util.Collections.sort(keys);
        return keys;
    }

    /// Every row of every table, keys and clocks and all, by table.
    public Map<String, List<String>> everything() {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : tables()) {
            all.put(table, lines("select * from " + table).stream().sorted().toList());
        }
        return all;
    }

    private List<String> tables() {
        return database.read(session -> session.list(
                session.dialect() instanceof Sqlite
                        ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
                        : "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                                + " order by relname",
                row -> row.text(1)));
    }

    /// The rows of the tables that are derived from the log, keys and all.
    public Map<String, List<String>> derived() {
        Map<String, List<String>> all = everything();
        all.keySet().retainAll(List.of("listens", "listening_hours", "heard_tracks", "days", "same_play", "snapshots"));
        return all;
    }

    /// The store as it is to people: without surrogate keys, numbers of runs and clocks, equal on both
    /// databases. Every row stands in it, so that of the answers, which rest on nothing else, one for each question
    /// is enough.
    public String digest() {
        StringBuilder out = new StringBuilder();
        FACTS.forEach((title, sql) -> out.append("== ")
                .append(title)
                .append('\n')
                .append(String.join("\n", facts(sql)))
                .append('\n'));
        Asker asker = new Asker(database, 1, zone);
        List<String> tracks = someTracks();
        for (Question question : Questions.builtIn().all()) {
            out.append("== ")
                    .append(question.name())
                    .append('\n')
                    .append(answer(asker, question, givens(question, tracks).getFirst(), TODAY, false))
                    .append('\n');
        }
        return out.toString();
    }

    /// The lines in which two digests differ: `-` stands before those of the first, `+` before those of the
    /// second.
    public static List<String> difference(String first, String second) {
        List<String> gone = new ArrayList<>(first.lines().toList());
        List<String> come = new ArrayList<>(second.lines().toList());
        second.lines().forEach(gone::remove);
        first.lines().forEach(come::remove);
        List<String> differences = new ArrayList<>();
        gone.forEach(line -> differences.add("- " + line));
        come.forEach(line -> differences.add("+ " + line));
        if (differences.isEmpty() && !first.equals(second)) {
            differences.add("the order of the lines");
        }
        return differences;
    }

    private List<String> facts(String sql) {
        return database.read(session -> {
            List<String> lines = new ArrayList<>();
            List<String> names = session.columnNames(sql);
            session.each(sql, row -> {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= names.size(); i++) {
                    String name = names.get(i - 1);
                    Object value = name.endsWith("_at")
                            ? row.instantOrNull(i)
                            : name.startsWith("is_") ? row.truthOrNull(i) : row.textOrNull(i);
                    values.add(name + "=" + value);
                }
                lines.add(String.join(" | ", values));
            });
            lines.sort(null);
            return lines;
        });
    }

    private static final String PLAY = """
            (
                select s.source || ' ' || t.track_id || ' ' || %1$s.played_at || ' '
                    || coalesce(cast(%1$s.listened_ms as text), 'null') || ' ' || %1$s.ordinal || ' '
                    || coalesce(c.platform, 'null') || ' ' || coalesce(cast(cast(%1$s.skipped as integer) as text), 'null')
                from tracks as t
                cross join play_source as s
                cross join play_context as c
                where c.context_key = %1$s.context_key and t.track_key = %1$s.track_key and s.source_key = %1$s.source_key
            )""";

    private static final Map<String, String> FACTS = new LinkedHashMap<>();

    static {
        FACTS.put("tracks", """
                select t.track_id, t.kind, t.name, t.artist_name, t.album_name, t.duration_ms, t.name_key,
                    o.track_id as counts_as, a.artist_id, a.name as artist, c.position
                from tracks as t
                left join tracks as o on o.track_key = t.counts_as
                left join track_artists as c on c.track_key = t.track_key
                left join artists as a on a.artist_key = c.artist_key
                """);
        FACTS.put("artists", "select artist_id, name from artists");
        FACTS.put("plays", """
                select %s as play, p.played_at, p.skipped as is_skipped, c.time_basis, c.platform, c.country,
                    c.context_uri, c.reason_start, c.reason_end, c.shuffle as is_shuffle, c.offline as is_offline,
                    c.incognito as is_incognito
                from play_history as p
                join play_context as c on c.context_key = p.context_key
                """.formatted(PLAY.formatted("p")));
        FACTS.put("same plays", """
                select %s as lesser, %s as richer, m.score, m.reason, m.decided_by
                from same_play as m
                join play_history as p on p.play_id = m.play_id
                join play_history as q on q.play_id = m.same_as
                """.formatted(PLAY.formatted("p"), PLAY.formatted("q")));
        FACTS.put("listens", """
                select l.played_at, t.track_id, %s as play, a.artist_id, l.listened_ms, l.heard_ms,
                    l.estimated as is_estimated, l.skipped as is_skipped, l.local_date
                from listens as l
                left join tracks as t on t.track_key = l.track_key
                left join artists as a on a.artist_key = l.artist_key
                left join play_history as p on p.play_id = l.play_id
                """.formatted(PLAY.formatted("p")));
        FACTS.put(
                "hours", "select local_date, local_hour, listens, heard_ms, estimated_ms, skips from listening_hours");
        FACTS.put("tracks heard", """
                select t.track_id, a.artist_id, h.first_day, h.listens, h.heard_ms, h.first_at, h.last_at
                from heard_tracks as h
                left join tracks as t on t.track_key = h.track_key
                left join artists as a on a.artist_key = h.artist_key
                """);
        FACTS.put("days", """
                select local_date, starts_at, ends_at, month, year, iso_week, weekday, plays from days
                """);
        FACTS.put("snapshots", "select track_id, snapshot_date, time_range, rank, origin from snapshots");
        FACTS.put("account", "select zone, counting_rule from account");
    }

    /// What every question answers on a day, with its defaults and with each parameter changed; by question.
    public Map<String, String> answers(LocalDate today) {
        return answers(today, true, someTracks());
    }

    /// The ids of two tracks to ask about.
    public List<String> someTracks() {
        return lines(
                "select track_id from tracks where kind = 'music' and counts_as is null order by track_id limit 2");
    }

    /// As [#answers(LocalDate)].
    ///
    /// @param named  whether to look up what tracks are called
    /// @param tracks the ids to ask about where a question asks for a track
    public Map<String, String> answers(LocalDate today, boolean named, List<String> tracks) {
        Asker asker = new Asker(database, 1, zone);
        Map<String, String> answers = new LinkedHashMap<>();
        for (Question question : Questions.builtIn().all()) {
            for (Map<String, String> given : givens(question, tracks)) {
                answers.put(
                        question.name() + " on " + today + " " + given, answer(asker, question, given, today, named));
            }
        }
        return answers;
    }

    /// Names of artists and albums come from the files that a test imports, and later ones may change them, so no
    /// answer is asked about one here; `QuestionLawTest` and `RecountLawTest` do.
    private static List<Map<String, String>> givens(Question question, List<String> tracks) {
        Map<String, String> least = new LinkedHashMap<>();
        for (Parameter parameter : question.parameters()) {
            if (parameter.type() == ParameterType.TRACK
                    && (parameter.findFallback().isEmpty()
                            || question.header().wants().contains(parameter.name()))) {
                least.put(parameter.name(), tracks.isEmpty() ? "none at all" : tracks.getFirst());
            } else if (parameter.findFallback().isEmpty()) {
                least.put(parameter.name(), "none at all");
            }
            if (parameter.name().equals("least")) {
                least.put("least", "2");
            }
        }
        List<Map<String, String>> givens = new ArrayList<>();
        givens.add(least);
        for (Parameter parameter : question.parameters()) {
            for (String value : values(parameter, tracks)) {
                Map<String, String> given = new LinkedHashMap<>(least);
                given.put(parameter.name(), value);
                givens.add(given);
            }
        }
        return givens;
    }

    private static List<String> values(Parameter parameter, List<String> tracks) {
        return switch (parameter.type()) {
            case DATE -> List.of("2022-03-27");
            case MONTH -> List.of("2022-03");
            case YEAR -> List.of("2022");
            case COUNT -> List.of("3");
            case CHOICE -> parameter.choices();
            case TRACK -> tracks;
            case TEXT, ARTIST, WORDS -> List.of();
        };
    }

    private String answer(Asker asker, Question question, Map<String, String> given, LocalDate today, boolean named) {
        try {
            Answer answer = named ? asker.ask(question, given, today) : asker.askWithoutNames(question, given, today);
            String table = new TextTable(new Wording(zone), 110, false).text(answer);
            return named ? JsonAnswer.text(answer) + CsvAnswer.text(answer) + table : CsvAnswer.text(answer);
        } catch (MtmException e) {
            if (e.code() == ErrorCode.NO_DATA || e.code() == ErrorCode.NOT_FOUND) {
                return e.getMessage() + "\n";
            }
            throw e;
        }
    }

    /// The number that a query counts.
    public long count(String sql, @Nullable Object... parameters) {
        return database.read(session -> session.number(sql, parameters));
    }

    /// Changes rows directly, as a later part of the program would.
    public void change(Change change) {
        database.write(session -> {
            change.in(session);
            return 0;
        });
    }

    /// What to change.
    @FunctionalInterface
    public interface Change {
        void in(Session session) throws SQLException;
    }
}
