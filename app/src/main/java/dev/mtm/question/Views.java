package dev.mtm.question;

import dev.mtm.db.Dialect;
import dev.mtm.db.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What questions may read, bound to one account: a `select` for each name, from `views/questions.<dialect>.sql`.
///
/// They go in front of a question as common table expressions. A name then means the account's rows and nothing else,
/// the whole is one statement that runs in any SQL client, and nothing has to be made in the database first.
final class Views {
    private static final Pattern VIEW = Pattern.compile("(?m)^-- view: ([a-z_]+)\\n");
    private static final Pattern WITH = Pattern.compile("\\Awith\\s+");
    /// A word that may name a table: not behind a dot, and no name given with `as`.
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])(?<!\\bas )[a-z_]+");
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\\n]*|'(?:[^']|'')*'");

    private final Map<String, String> selects;

    private Views(Map<String, String> selects) {
        this.selects = selects;
    }

    static Views of(Dialect dialect) {
        String text = Resources.text("views/questions." + dialect.label() + ".sql");
        Map<String, String> selects = new LinkedHashMap<>();
        Matcher heading = VIEW.matcher(text);
        String name = null;
        int from = 0;
        while (heading.find()) {
            if (name != null) {
                selects.put(name, text.substring(from, heading.start()).strip());
            }
            name = heading.group(1);
            from = heading.end();
        }
        if (name != null) {
            selects.put(name, text.substring(from).strip());
        }
        return new Views(selects);
    }

    /// The names, in the order of the file: a view sees the table behind a name that only comes after it.
    List<String> names() {
        return List.copyOf(selects.keySet());
    }

    /// A query with the views that it mentions in front of it; it has one parameter more, `:account`.
    /// `not materialized` keeps each view open to the indexes however often it is used.
    String around(String sql) {
        String words = COMMENT_OR_TEXT.matcher(sql).replaceAll(" ").toLowerCase(Locale.ROOT);
        List<String> mentioned = WORD.matcher(words)
                .results()
                .map(word -> word.group())
                .distinct()
                .toList();
        List<String> expressions = new ArrayList<>();
        selects.forEach((name, select) -> {
            if (mentioned.contains(name)) {
                expressions.add(name + " as not materialized (\n    " + select.replace("\n", "\n    ") + "\n)");
            }
        });
        if (expressions.isEmpty()) {
            return sql;
        }
        String views = "with " + String.join(",\n", expressions);
        Matcher with = WITH.matcher(sql);
        return with.find() ? views + ",\n" + sql.substring(with.end()) : views + "\n" + sql;
    }
}
