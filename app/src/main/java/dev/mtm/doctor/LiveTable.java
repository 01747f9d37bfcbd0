package dev.mtm.doctor;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// A table as it is, with all that a checklist looks at.
///
/// @param strict  whether the database keeps values to the declared types; always so on PostgreSQL
/// @param checks  the conditions that each row must not make false, as SQL
/// @param indexes those of the primary key and of unique columns too, where the database keeps one
record LiveTable(
        String name, boolean strict, List<Column> columns, List<String> checks, List<Index> indexes, List<Link> links) {

    LiveTable {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        indexes = List.copyOf(indexes);
        links = List.copyOf(links);
    }

    /// One column.
    ///
    /// @param type  as declared, in small letters; empty where there is none
    /// @param place its place in the primary key, from 1; 0 when it is not part of it
    record Column(String name, String type, int place) {
        Column {
            type = type.toLowerCase(Locale.ROOT);
        }

        boolean isText() {
            return type.contains("char") || type.contains("clob") || type.contains("text");
        }

        boolean isNumber() {
            return type.matches("(big|small|medium|tiny)?int(eger|[248])?|(numeric|decimal)\\b.*") || isTruth();
        }

        boolean isTruth() {
            return type.startsWith("bool");
        }

        boolean isInstant() {
            return type.startsWith("timestamp") || type.startsWith("datetime") || name.endsWith("_at");
        }

        boolean isDay() {
            return type.equals("date") || name.endsWith("_date");
        }
    }

    /// One index.
    ///
    /// @param columns   in their order; empty names stand for expressions
    /// @param condition which rows are in it, as SQL; empty: all
    record Index(String name, List<String> columns, boolean unique, String condition) {
        Index {
            columns = List.copyOf(columns);
        }

        /// Whether rows are found by these columns through it.
        boolean serves(List<String> wanted) {
            return beginsWith(columns, wanted) && (condition.isEmpty() || asksOnlyForAValue(wanted));
        }

        private boolean asksOnlyForAValue(List<String> wanted) {
            String plain = condition.replaceAll("[()\"]", "").strip().toLowerCase(Locale.ROOT);
            return wanted.stream().anyMatch(column -> plain.equals(column.toLowerCase(Locale.ROOT) + " is not null"));
        }
    }

    /// One foreign key: which columns point to which table.
    record Link(List<String> columns, String parent) {
        Link {
            columns = List.copyOf(columns);
        }
    }

    /// Whether rows are found by these columns without a look at all of them.
    boolean finds(List<String> wanted) {
        return beginsWith(key(), wanted) || indexes.stream().anyMatch(index -> index.serves(wanted));
    }

    /// Whether a column tells rows apart or points to another table, alone or with others.
    boolean isKey(Column column) {
        return column.place() > 0
                || links.stream().anyMatch(link -> link.columns().contains(column.name()))
                || indexes.stream()
                        .anyMatch(index -> index.unique() && index.columns().contains(column.name()));
    }

    /// The name of a column with that of its table, for a reader.
    String where(Column column) {
        return name + "." + column.name();
    }

    /// A name as SQL writes it.
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private List<String> key() {
        return columns.stream()
                .filter(column -> column.place() > 0)
                .sorted(Comparator.comparing(Column::place))
                .map(Column::name)
                .toList();
    }

    private static boolean beginsWith(List<String> all, List<String> wanted) {
        return all.size() >= wanted.size()
                && new HashSet<>(all.subList(0, wanted.size())).equals(new HashSet<>(wanted));
    }
}
