package dev.mtm.question;

import java.util.List;
import java.util.Locale;

/// A first header for a query: a guess that its author corrects.
final class Sketch {
    private Sketch() {}

    /// @param columns lines without `-- column:`; a name alone is a text
    static String header(List<String> columns) {
        StringBuilder header = new StringBuilder("""
                -- title:   My question
                -- answers: What do I want to know?
                -- group:   mine
                -- row:     one row of the answer
                """);
        for (String column : columns) {
            header.append("-- column:  ")
                    .append(column.contains(" ") ? column : column + " text \"" + column + "\"")
                    .append('\n');
        }
        return header.append("-- chart:   list\n").toString();
    }

    /// The line of a column.
    ///
    /// @param value of the first row, as text; empty when there is none
    static String column(String name, String value) {
        String label = name.replace('_', ' ').replaceAll(" (id|ms)$", "");
        return name + " " + unit(name, value).label() + " \""
                + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1) + "\"";
    }

    private static Unit unit(String name, String value) {
        if (name.equals("track_id")) {
            return Unit.TRACK;
        }
        if (name.equals("artist") || name.equals("artist_name")) {
            return Unit.ARTIST;
        }
        if (name.endsWith("_ms")) {
            return Unit.MILLISECONDS;
        }
        if (name.equals("year") || name.equals("rank") || name.equals("weekday") || name.equals("hour")) {
            return Unit.labelled(name).orElseThrow();
        }
        if (value.matches("-?\\d+")) {
            return name.endsWith("_at") ? Unit.INSTANT : Unit.COUNT;
        }
        if (value.matches("-?\\d+\\.\\d+([eE]-?\\d+)?")) {
            return Unit.SCORE;
        }
        if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return Unit.DATE;
        }
        if (value.matches("\\d{4}-\\d{2}")) {
            return Unit.MONTH;
        }
        return value.matches("\\d{4}-\\d{2}-\\d{2}[T ].+") ? Unit.INSTANT : Unit.TEXT;
    }
}
