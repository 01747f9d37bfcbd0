package dev.mtm.question;

import dev.mtm.db.Dialect;
import dev.mtm.db.Resources;
import dev.mtm.db.SqlFile;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What questions may read, bound to one account: a `select` for each name, from `views/questions.<dialect>.sql`.
///
/// They go in front of a question as common table expressions. A name then means the account's rows and nothing else,
/// the whole is one statement that runs in any SQL client, and nothing has to be made in the database first.
///
/// A view over a stretch of time, headed `-- view: name(:starts_at, :ends_at)`, is named with the two ends that hold
/// for
/// the question: `from heard_tracks(:from_at, :until_end)`.
final class Views {
    private static final Map<String, Views> READ = new ConcurrentHashMap<>();
    private static final Pattern VIEW = Pattern.compile("(?m)^-- view: ([a-z_]+)(\\(:starts_at, :ends_at\\))?\\n");
    private static final Pattern WITH = Pattern.compile("\\Awith\\s+");
    /// A word that may name a table: not behind a dot, and no name given with `as`.
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])(?<!\\bas )[a-z_]+");
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\\n]*|'(?:[^']|'')*'");

    /// Queries that are remembered: the catalogue, and some of the listener's own.
    private static final int REMEMBERED = 300;

    private final Map<String, String> selects;
    private final Set<String> overTime;
    private final Map<String, SqlFile.Named> made = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SqlFile.Named> eldest) {
            return size() > REMEMBERED;
        }
    });

    private Views(Map<String, String> selects, Set<String> overTime) {
        this.selects = selects;
        this.overTime = overTime;
    }

    /// Those of a dialect, which are read once.
    static Views of(Dialect dialect) {
        return READ.computeIfAbsent(dialect.label(), Views::read);
    }

    private static Views read(String dialect) {
        String text = Resources.text("views/questions." + dialect + ".sql");
        Map<String, String> selects = new LinkedHashMap<>();
        Set<String> overTime = new HashSet<>();
        Matcher heading = VIEW.matcher(text);
        String name = null;
        int from = 0;
        while (heading.find()) {
            if (name != null) {
                selects.put(name, text.substring(from, heading.start()).strip());
            }
            name = heading.group(1);
            from = heading.end();
            if (heading.group(2) != null) {
                overTime.add(name);
            }
        }
        if (name != null) {
            selects.put(name, text.substring(from).strip());
        }
        return new Views(selects, overTime);
    }

    /// The names, in the order of the file: a view sees the table behind a name that only comes after it.
    List<String> names() {
        return List.copyOf(selects.keySet());
    }

    /// The views that are named with the ends of a stretch of time.
    Set<String> overTime() {
        return Set.copyOf(overTime);
    }

    /// What the database is given for a query: as [#around], with a question mark in place of each parameter.
    SqlFile.Named named(String query) {
        return made.computeIfAbsent(query, one -> SqlFile.named(around(one)));
    }

    /// A query with the views that it mentions in front of it; it has one parameter more, `:account`.
    /// `not materialized` keeps each view open to the indexes however often it is used.
    ///
    /// @throws MtmException when a view over a stretch of time is named without its ends, or with two pairs of them
    String around(String query) {
        String sql = query;
        String words = COMMENT_OR_TEXT.matcher(sql).replaceAll(" ").toLowerCase(Locale.ROOT);
        List<String> mentioned = WORD.matcher(words)
                .results()
                .map(word -> word.group())
                .distinct()
                .toList();
        List<String> expressions = new ArrayList<>();
        for (Map.Entry<String, String> view : selects.entrySet()) {
            String name = view.getKey();
            String select = view.getValue();
            if (!mentioned.contains(name)) {
                continue;
            }
            if (overTime.contains(name)) {
                Ends ends = Ends.of(name, words);
                select = select.replace(":starts_at", ":" + ends.starts()).replace(":ends_at", ":" + ends.ends());
                sql = Ends.pattern(name).matcher(sql).replaceAll(name);
            }
            expressions.add(name + " as not materialized (\n    " + select.replace("\n", "\n    ") + "\n)");
        }
        if (expressions.isEmpty()) {
            return sql;
        }
        String views = "with " + String.join(",\n", expressions);
        Matcher with = WITH.matcher(sql);
        return with.find() ? views + ",\n" + sql.substring(with.end()) : views + "\n" + sql;
    }

    /// The stretch of time for which a query names a view: two of its parameters.
    private record Ends(String starts, String ends) {
        static Pattern pattern(String view) {
            return Pattern.compile(
                    "\\b" + view + "\\s*\\(\\s*:(\\w+)\\s*,\\s*:(\\w+)\\s*\\)", Pattern.CASE_INSENSITIVE);
        }

        /// @param words the query, without its comments and texts
        static Ends of(String view, String words) {
            List<Ends> named = pattern(view)
                    .matcher(words)
                    .results()
                    .map(found -> new Ends(found.group(1), found.group(2)))
                    .distinct()
                    .toList();
            long bare = Pattern.compile("\\b(?:from|join)\\s+" + view + "\\b(?!\\s*\\()")
                    .matcher(words)
                    .results()
                    .count();
            if (named.size() != 1 || bare > 0) {
                throw Question.refused(
                        view,
                        "a question names it with the ends of one stretch of time, such as `" + view
                                + "(:from_at, :until_end)`");
            }
            return named.getFirst();
        }
    }
}
