package dev.mtm.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/// Statements that make one schema of the other on PostgreSQL, each change in place.
final class PostgresSteps {
    private final Catalogue from;
    private final Catalogue to;
    private final List<String> statements = new ArrayList<>();

    PostgresSteps(Catalogue from, Catalogue to) {
        this.from = from;
        this.to = to;
    }

    List<String> statements() {
        from.indexes().forEach((name, index) -> {
            if (to.tables().containsKey(index.table())
                    && !index.equals(to.indexes().get(name))) {
                statements.add("drop index " + SqlText.name(name));
            }
        });
        shared((before, after) -> before.rules().forEach((rule, definition) -> {
            if (!definition.equals(after.rules().get(rule))) {
                statements.add(alter(after) + "drop constraint " + SqlText.name(rule));
            }
        }));
        to.tables().forEach((name, table) -> {
            if (!from.tables().containsKey(name)) {
                statements.add(withoutLinks(table).create(name));
            }
        });
        shared(this::columns);
        to.tables().forEach((name, table) -> {
            Catalogue.Table before = from.tables().get(name);
            table.rules().forEach((rule, definition) -> {
                boolean missing = before == null
                        ? isLink(definition)
                        : !definition.equals(before.rules().get(rule));
                if (missing) {
                    statements.add(alter(table) + "add constraint " + SqlText.name(rule) + " " + definition);
                }
            });
        });
        List<String> gone = from.tables().keySet().stream()
                .filter(name -> !to.tables().containsKey(name))
                .map(SqlText::name)
                .toList();
        if (!gone.isEmpty()) {
            statements.add("drop table " + String.join(", ", gone));
        }
        to.indexes().forEach((name, index) -> {
            if (!index.equals(from.indexes().get(name))) {
                statements.add(index.create());
            }
        });
        return statements;
    }

    private void shared(BiConsumer<Catalogue.Table, Catalogue.Table> work) {
        to.tables().forEach((name, table) -> {
            Catalogue.Table before = from.tables().get(name);
            if (before != null) {
                work.accept(before, table);
            }
        });
    }

    private void columns(Catalogue.Table before, Catalogue.Table after) {
        after.columns().forEach((name, column) -> {
            Catalogue.Column old = before.columns().get(name);
            String alter = alter(after) + "alter column " + SqlText.name(name) + " ";
            if (old == null) {
                statements.add(alter(after) + "add column " + SqlText.name(name) + " " + column.text());
                return;
            }
            if (!old.type().equals(column.type())) {
                statements.add(alter + "type " + column.type());
            }
            if (!Objects.equals(old.otherwise(), column.otherwise())) {
                statements.add(
                        alter + (column.otherwise() == null ? "drop default" : "set default " + column.otherwise()));
            }
            if (old.required() != column.required()) {
                statements.add(alter + (column.required() ? "set not null" : "drop not null"));
            }
        });
        for (String name : before.columns().keySet()) {
            if (!after.columns().containsKey(name)) {
                statements.add(alter(after) + "drop column " + SqlText.name(name));
            }
        }
    }

    /// Links wait until all tables are there.
    private static Catalogue.Table withoutLinks(Catalogue.Table table) {
        Map<String, String> rules = new LinkedHashMap<>(table.rules());
        rules.values().removeIf(PostgresSteps::isLink);
        return new Catalogue.Table(table.name(), table.columns(), rules, table.ending());
    }

    private static boolean isLink(String rule) {
        return rule.startsWith("FOREIGN KEY");
    }

    private static String alter(Catalogue.Table table) {
        return "alter table " + SqlText.name(table.name()) + " ";
    }
}
