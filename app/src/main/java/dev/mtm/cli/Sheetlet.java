package dev.mtm.cli;

import java.util.ArrayList;
import java.util.List;

/// A small table of short texts, columns aligned; the words of a column of numbers stand to the right.
final class Sheetlet {
    private final List<List<String>> rows = new ArrayList<>();

    Sheetlet(String... headings) {
        rows.add(List.of(headings));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    String text() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            numbers[i] = rows.size() > 1;
            for (int r = 0; r < rows.size(); r++) {
                String cell = rows.get(r).get(i);
                widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
                numbers[i] &= r == 0 || cell.matches("[\\d\u202f ,.]+");
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                String gap = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
                line.append(numbers[i] ? gap + cell : cell + gap).append("  ");
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
