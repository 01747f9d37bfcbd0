package dev.mtm.backup;

import dev.mtm.db.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page that explains the columns of an export. What a column means is what the migrations say of it.
final class ColumnGuide {
    private static final Pattern TABLE = Pattern.compile("create table (\\w+) \\(");
    private static final Pattern COLUMN = Pattern.compile(" {4}(\\w+) (?:text|integer|real)\\b.*?-- (.+)");
    private static final Pattern ADDED = Pattern.compile("alter table (\\w+) add column (\\w+) .*?-- (.+)");
    private static final Pattern KEY = Pattern.compile(" {4}(\\w+) .*?references (\\w+) \\((\\w+)\\).*");

    private ColumnGuide() {}

    static String text(List<Table> tables, Map<String, Long> rows) {
        Map<String, String> meanings = meanings();
        StringBuilder out = new StringBuilder("""
                # An export of Music Time Machine

                For each table there are two files with the same rows: `NAME.csv` (UTF-8, commas, a line of names first; null is
                nothing, an empty text is `""`) and `NAME.jsonl` (one JSON object a line; a field that is null is left out).
                Instants are UTC, `YYYY-MM-DD HH:MM:SS`; truth is 0 or 1; columns that hold JSON hold it as a text.

                `mtm import` takes this folder back: into an empty store as it is, into another one as one more import. What is
                derived (what counts, hours, the calendar) is not here, since it is derived again.
                """);
        for (Table table : tables) {
            out.append("\n## ").append(table.name()).append("\n\n");
            out.append(rows.getOrDefault(table.name(), 0L)).append(" rows");
            if (table.name().equals(Export.PLAYS)) {
                out.append("; after the columns of the table comes what its keys stand for");
            }
            out.append(".\n\n| column | holds | meaning |\n|---|---|---|\n");
            for (Column column : Export.columns(table)) {
                out.append("| `").append(column.name()).append("` | ");
                out.append(column.isNumber() ? "number" : "text").append(" | ");
                out.append(meanings.getOrDefault(table.name() + "." + column.name(), ""))
                        .append(" |\n");
            }
        }
        return out.toString();
    }

    /// What the comments beside the columns say, by table and column; a later migration wins.
    private static Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>();
        for (String file : Resources.names("migrations")) {
            if (!file.endsWith(".sqlite.sql")) {
                continue;
            }
            String table = "";
            String script = Resources.text("migrations/" + file);
            for (String line :
                    script.substring(0, script.indexOf("-- down")).lines().toList()) {
                Matcher opened = TABLE.matcher(line);
                Matcher column = COLUMN.matcher(line);
                Matcher added = ADDED.matcher(line);
                Matcher key = KEY.matcher(line);
                if (opened.lookingAt()) {
                    table = ours(opened.group(1));
                } else if (added.matches()) {
                    meanings.put(added.group(1) + "." + added.group(2), cell(added.group(3)));
                } else if (column.matches()) {
                    meanings.put(table + "." + column.group(1), cell(column.group(2)));
                } else if (key.matches()) {
                    meanings.put(table + "." + key.group(1), "row of `" + ours(key.group(2)) + "`");
                }
            }
        }
        return meanings;
    }

    /// A table is rebuilt under a name of its own.
    private static String ours(String table) {
        return table.replaceFirst("_rebuilt$", "");
    }

    private static String cell(String comment) {
        return comment.strip().replace("|", "\\|");
    }
}
