package dev.mtm.question;

import dev.mtm.db.Dialect;
import dev.mtm.db.Resources;
import dev.mtm.db.SqlFile;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What questions may read, bound to one account: a `select` for each name, from `views/questions.<dialect>.sql`.
///
/// They go in front of a question as common table expressions. A name then means the account's rows and nothing else,
/// the whole is one statement that runs in any SQL client, and nothing has to be made in the database first.
///
/// A view of something, headed `-- view: name(:starts_at, :ends_at)`, is named with what the question takes for each of
/// these: `from heard_tracks(:from_at, :until_end)`; `none` where it takes nothing.
final class Views {
    private static final Map<String, Views> READ = new ConcurrentHashMap<>();
    private static final Pattern VIEW = Pattern.compile("(?m)^-- view: ([a-z_]+)(?:\\(([a-z_:, ]+)\\))?\\n");
    private static final Pattern WITH = Pattern.compile("\\Awith\\s+");
    /// A word that may name a table: not behind a dot, and no name given with `as`.
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])(?<!\\bas )[a-z_]+");
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\\n]*|'(?:[^']|'')*'");

    /// Queries that are remembered: the catalogue, and some of the listener's own.
    private static final int REMEMBERED = 300;

    private final Map<String, String> selects;
    private final Map<String, List<String>> parameters;
    private final Map<String, SqlFile.Named> made = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SqlFile.Named> eldest) {
            return size() > REMEMBERED;
        }
    });

    private Views(Map<String, String> selects, Map<String, List<String>> parameters) {
        this.selects = selects;
        this.parameters = parameters;
    }

    /// Those of a dialect, which are read once.
    static Views of(Dialect dialect) {
        return READ.computeIfAbsent(dialect.label(), Views::read);
    }

    private static Views read(String dialect) {
        String text = Resources.text("views/questions." + dialect + ".sql");
        Map<String, String> selects = new LinkedHashMap<>();
        Map<String, List<String>> parameters = new HashMap<>();
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
                parameters.put(name, listed(heading.group(2)));
            }
        }
        if (name != null) {
            selects.put(name, text.substring(from).strip());
        }
        return new Views(selects, parameters);
    }

    /// The names, in the order of the file: a view sees the table behind a name that only comes after it.
    List<String> names() {
        return List.copyOf(selects.keySet());
    }

    private static List<String> listed(String texts) {
        return List.of(texts.split("\\s*,\\s*", -1));
    }

    /// What a view is named with, each as `:name`; empty: nothing.
    List<String> parameters(String view) {
        return parameters.getOrDefault(view, List.of());
    }

    /// What the database is given for a query: as [#around], with a question mark in place of each parameter.
    SqlFile.Named named(String query) {
        return made.computeIfAbsent(query, one -> SqlFile.named(around(one)));
    }

    /// A query with the views that it mentions in front of it; it has one parameter more, `:account`.
    /// `not materialized` keeps each view open to the indexes however often it is used.
    ///
    /// @throws MtmException when a view of something is named without it, or of two things in one query
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
            if (parameters.containsKey(name)) {
                select = of(name, select, words);
                sql = mention(name).matcher(sql).replaceAll(name);
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

    private static Pattern mention(String view) {
        return Pattern.compile("\\b" + view + "\\s*\\(([\\w:, ]*)\\)", Pattern.CASE_INSENSITIVE);
    }

    /// The select of a view, of what a query names it with.
    ///
    /// @param words the query, without its comments and texts
    private String of(String view, String select, String words) {
        List<String> wanted = parameters(view);
        List<List<String>> given = mention(view)
                .matcher(words)
                .results()
                .map(found -> listed(found.group(1).strip()))
                .distinct()
                .toList();
        long bare = Pattern.compile("\\b(?:from|join)\\s+" + view + "\\b(?!\\s*\\()")
                .matcher(words)
                .results()
                .count();
        if (given.size() != 1
                || bare > 0
                || given.getFirst().size() != wanted.size()
                || !given.getFirst().stream().allMatch(one -> one.matches(":\\w+|" + Parameter.NONE))) {
            throw Question.refused(
                    view,
                    "a question names it with parameters of its own in the places of " + view + "("
                            + String.join(", ", wanted) + "), everywhere the same, and `none` for what it has not");
        }
        return Pattern.compile(":[a-z_]+").matcher(select).replaceAll(found -> {
            int place = wanted.indexOf(found.group());
            String one = place < 0 ? found.group() : given.getFirst().get(place);
            return one.equals(Parameter.NONE) ? "null" : one;
        });
    }
}
