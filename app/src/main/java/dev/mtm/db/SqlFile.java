package dev.mtm.db;

import java.util.ArrayList;
import java.util.List;

/// SQL text read with respect for quotes and comments: split into statements, or with its named parameters found.
public final class SqlFile {
    private SqlFile() {}

    /// A statement with `?` in place of each `:name`, and the names in the order of the question marks.
    public record Named(String sql, List<String> names) {
        public Named {
            names = List.copyOf(names);
        }
    }

    /// Replaces `:name` by `?`, except inside quotes and comments and in `::casts`.
    public static Named named(String sql) {
        StringBuilder out = new StringBuilder(sql.length());
        List<String> names = new ArrayList<>();
        int i = 0;
        while (i < sql.length()) {
            int after = skipped(sql, i);
            if (after > i) {
                out.append(sql, i, after);
                i = after;
            } else if (sql.startsWith("::", i)) {
                out.append("::");
                i += 2;
            } else if (sql.charAt(i) == ':' && i + 1 < sql.length() && Character.isLetter(sql.charAt(i + 1))) {
                int end = i + 1;
                while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
                    end++;
                }
                names.add(sql.substring(i + 1, end));
                out.append('?');
                i = end;
            } else {
                out.append(sql.charAt(i));
                i++;
            }
        }
        return new Named(out.toString(), names);
    }

    /// The statements of a script, without their semicolons; comments between them are dropped with empty statements.
    /// A trigger's `begin … end` and PostgreSQL's `$$ … $$` stay whole.
    public static List<String> statements(String script) {
        List<String> found = new ArrayList<>();
        int start = 0;
        int i = 0;
        boolean code = false;
        while (i < script.length()) {
            int after = skipped(script, i);
            if (after > i) {
                code |= !isComment(script, i);
                i = after;
            } else if (script.charAt(i) == ';' && !insideTrigger(script.substring(start, i))) {
                if (code) {
                    found.add(script.substring(start, i).strip());
                }
                i++;
                start = i;
                code = false;
            } else {
                code |= !Character.isWhitespace(script.charAt(i));
                i++;
            }
        }
        if (code) {
            found.add(script.substring(start).strip());
        }
        return found;
    }

    private static boolean isComment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    /// The end of the comment, quoted text or dollar-quoted text that starts at `at`; `at` itself when none does.
    private static int skipped(String sql, int at) {
        char c = sql.charAt(at);
        if (sql.startsWith("--", at)) {
            return endOf(sql, "\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return endOf(sql, "*/", at + 2);
        }
        if (c == '\'' || c == '"') {
            return endOf(sql, String.valueOf(c), at + 1);
        }
        if (sql.startsWith("$$", at)) {
            return endOf(sql, "$$", at + 2);
        }
        return at;
    }

    private static int endOf(String sql, String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }

    private static boolean insideTrigger(String statement) {
        String code = statement.replaceAll("--[^\n]*", " ").toLowerCase(java.util.Locale.ROOT);
        return code.strip().startsWith("create trigger")
                && code.contains("begin")
                && !code.strip().endsWith("end");
    }
}
