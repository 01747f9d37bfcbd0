package dev.mtm.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Statements that make one schema of the other on SQLite, where little can be altered in place: most changes of a
/// table are a rebuild, with the views that read it out of the way.
final class SqliteSteps {
    private static final Pattern NEEDS_REBUILD =
            Pattern.compile("\\b(primary key|unique|references)\\b|\\bdefault \\(|\\bgenerated\\b");

    private final Catalogue from;
    private final Catalogue to;
    private final List<String> statements = new ArrayList<>();

    /// Tables that are rebuilt, as they shall be.
    private final Map<String, Catalogue.Table> rebuilt = new TreeMap<>();

    SqliteSteps(Catalogue from, Catalogue to) {
        this.from = from;
        this.to = to;
    }

    List<String> statements() {
        Map<String, Catalogue.Table> altered = new TreeMap<>();
        to.tables().forEach((name, table) -> {
            Catalogue.Table before = from.tables().get(name);
            if (before != null && !isSame(before, table)) {
                boolean inPlace = begins(table, before) || begins(before, table);
                (inPlace ? altered : rebuilt).put(name, table);
            }
        });
        Map<String, String> views = new LinkedHashMap<>(from.views());
        views.values().removeIf(view -> rebuilt.keySet().stream().noneMatch(table -> names(view, table)));
        views.keySet().forEach(view -> statements.add("drop view " + SqlText.name(view)));
        from.indexes().forEach((name, index) -> {
            if (to.tables().containsKey(index.table())
                    && !rebuilt.containsKey(index.table())
                    && !index.equals(to.indexes().get(name))) {
                statements.add("drop index " + SqlText.name(name));
            }
        });
        to.tables().forEach((name, table) -> {
            if (!from.tables().containsKey(name)) {
                statements.add(table.create(name));
            }
        });
        altered.values().forEach(this::alter);
        rebuilt.values().forEach(this::rebuild);
        from.tables().keySet().stream()
                .filter(name -> !to.tables().containsKey(name))
                .forEach(name -> statements.add("drop table " + SqlText.name(name)));
        to.indexes().forEach((name, index) -> {
            if (rebuilt.containsKey(index.table())
                    || !index.equals(from.indexes().get(name))) {
                statements.add(index.create());
            }
        });
        statements.addAll(views.values());
        return statements;
    }

    private static boolean isSame(Catalogue.Table one, Catalogue.Table other) {
        return one.equals(other)
                && List.copyOf(one.columns().keySet())
                        .equals(List.copyOf(other.columns().keySet()));
    }

    /// Whether `longer` is `table` with further columns that can come and go by themselves.
    private static boolean begins(Catalogue.Table longer, Catalogue.Table table) {
        List<String> columns = List.copyOf(longer.columns().keySet());
        int known = table.columns().size();
        return columns.size() > known
                && columns.subList(0, known).equals(List.copyOf(table.columns().keySet()))
                && longer.rules().equals(table.rules())
                && longer.ending().equals(table.ending())
                && table.columns().entrySet().stream()
                        .allMatch(column -> Objects.equals(longer.columns().get(column.getKey()), column.getValue()))
                && columns.subList(known, columns.size()).stream().allMatch(column -> canBeAdded(longer, column));
    }

    private static boolean canBeAdded(Catalogue.Table table, String column) {
        String text = Objects.requireNonNull(table.columns().get(column)).text();
        return !NEEDS_REBUILD.matcher(text).find() && (!text.contains("not null") || text.contains("default"));
    }

    private void alter(Catalogue.Table table) {
        String alter = "alter table " + SqlText.name(table.name());
        Map<String, Catalogue.Column> before =
                Objects.requireNonNull(from.tables().get(table.name())).columns();
        table.columns().forEach((column, definition) -> {
            if (!before.containsKey(column)) {
                statements.add(alter + " add column " + SqlText.name(column) + " " + definition.text());
            }
        });
        for (String column : before.keySet()) {
            if (!table.columns().containsKey(column)) {
                statements.add(alter + " drop column " + SqlText.name(column));
            }
        }
    }

    private void rebuild(Catalogue.Table table) {
        String scratch = table.name() + "_rebuilt";
        Set<String> before = Objects.requireNonNull(from.tables().get(table.name()))
                .columns()
                .keySet();
        List<String> kept = table.columns().keySet().stream()
                .filter(before::contains)
                .map(column -> "    " + SqlText.name(column))
                .toList();
        statements.add(table.create(scratch));
        if (!kept.isEmpty()) {
            String columns = String.join(",\n", kept);
            statements.add("insert into " + SqlText.name(scratch) + " (\n" + columns + "\n)\nselect\n" + columns
                    + "\nfrom " + SqlText.name(table.name()));
        }
        statements.add("drop table " + SqlText.name(table.name()));
        statements.add("alter table " + SqlText.name(scratch) + " rename to " + SqlText.name(table.name()));
        statements.addAll(from.triggers().getOrDefault(table.name(), List.of()));
    }

    private static boolean names(String sql, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(sql).find();
    }
}
