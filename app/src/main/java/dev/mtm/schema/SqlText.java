package dev.mtm.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The definitions that SQLite keeps as they were written, in one spelling, so that equal ones are equal texts.
final class SqlText {
    private static final Pattern RULE = Pattern.compile("(constraint|primary key|unique|check|foreign key)\\b.*");
    private static final Pattern COLUMN = Pattern.compile("(\"[^\"]*\"|\\S+)\\s*(.*)");
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private SqlText() {}

    /// A name as it is written in a statement.
    static String name(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Lower case, one line, no comments, no needless quotes; quoted text stays as it is.
    static String plain(String sql) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (sql.startsWith("--", i)) {
                i = after(sql, "\n", i);
                space(out);
            } else if (sql.startsWith("/*", i)) {
                i = after(sql, "*/", i + 2);
                space(out);
            } else if (c == '\'' || c == '"') {
                int end = after(sql, String.valueOf(c), i + 1);
                String quoted = sql.substring(i, end);
                String inside = quoted.substring(1, quoted.length() - 1);
                out.append(c == '"' && PLAIN_NAME.matcher(inside).matches() ? inside : quoted);
                i = end;
            } else if (Character.isWhitespace(c)) {
                space(out);
                i++;
            } else {
                if ((c == ')' || c == ',') && !out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
                    out.setLength(out.length() - 1);
                }
                out.append(String.valueOf(c).toLowerCase(Locale.ROOT));
                i++;
            }
        }
        return out.toString().strip();
    }

    private static void space(StringBuilder out) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ' && out.charAt(out.length() - 1) != '(') {
            out.append(' ');
        }
    }

    private static int after(String sql, String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }

    /// A table from its `create table` statement.
    static Catalogue.Table table(String name, String sql) {
        String plain = plain(sql);
        int open = plain.indexOf('(');
        Map<String, Catalogue.Column> columns = new LinkedHashMap<>();
        Map<String, String> rules = new LinkedHashMap<>();
        List<String> items = new ArrayList<>();
        int close = items(plain, open + 1, items);
        for (String item : items) {
            Matcher column = COLUMN.matcher(item);
            if (RULE.matcher(item).matches()) {
                rules.put(item, item);
            } else if (column.matches()) {
                columns.put(column.group(1).replace("\"", ""), new Catalogue.Column(column.group(2), false, null));
            }
        }
        return new Catalogue.Table(
                name, columns, rules, plain.substring(close + 1).strip());
    }

    /// Splits at the commas that are in no inner brackets.
    ///
    /// @return where the closing bracket is
    private static int items(String sql, int from, List<String> items) {
        int depth = 0;
        int start = from;
        int i = from;
        while (i < sql.length() && depth >= 0) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"') {
                i = after(sql, String.valueOf(c), i + 1);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || c == ',' && depth == 0) {
                items.add(sql.substring(start, i).strip());
                start = i + 1;
            }
            i++;
        }
        return i - 1;
    }
}
