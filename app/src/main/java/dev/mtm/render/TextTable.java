package dev.mtm.render;

import dev.mtm.question.Answer;
import java.util.ArrayList;
import java.util.List;

/// An answer for a terminal: a title, a table that fits the width by cutting names, the number of rows, and a footer
/// that names the question and the day. An answer of one row that has many columns is a list of labels and values.
///
/// @param width cells in a line
/// @param ansi  whether to mark title and footer with escape sequences
public record TextTable(Wording wording, int width, boolean ansi) {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;
    private static final int MANY_COLUMNS = 4;

    public String text(Answer answer) {
        Sheet sheet = Sheet.of(answer, wording);
        StringBuilder out = new StringBuilder();
        out.append(marked("1", answer.question().title())).append("\n\n");
        if (sheet.rows().isEmpty()) {
            out.append("Nothing to show as of ").append(answer.asOf()).append(".\n");
        } else if (sheet.rows().size() == 1 && sheet.headings().size() >= MANY_COLUMNS) {
            list(sheet, out);
        } else {
            table(sheet, out);
        }
        out.append('\n').append(marked("2", footer(answer))).append('\n');
        return out.toString();
    }

    private static String footer(Answer answer) {
        long rows = answer.rows().size();
        return Wording.grouped(rows) + (rows == 1 ? " row" : " rows") + " · "
                + answer.question().name() + " as of " + answer.asOf();
    }

    private void list(Sheet sheet, StringBuilder out) {
        int labels = sheet.headings().stream()
                .mapToInt(heading -> DisplayWidth.of(heading.label()))
                .max()
                .orElse(0);
        for (int i = 0; i < sheet.headings().size(); i++) {
            String value = sheet.rows().getFirst().get(i);
            out.append(marked("2", DisplayWidth.padded(sheet.headings().get(i).label(), labels, false)))
                    .append(GAP)
                    .append(DisplayWidth.fitted(value, Math.max(NARROWEST, width - labels - GAP.length())))
                    .append('\n');
        }
    }

    private void table(Sheet sheet, StringBuilder out) {
        int[] widths = widths(sheet);
        List<String> labels =
                sheet.headings().stream().map(Sheet.Heading::label).toList();
        out.append(marked("1", line(sheet, labels, widths))).append('\n');
        List<String> rules = new ArrayList<>();
        for (int cells : widths) {
            rules.add("─".repeat(cells));
        }
        out.append(marked("2", String.join(GAP, rules))).append('\n');
        for (List<String> row : sheet.rows()) {
            out.append(line(sheet, row, widths)).append('\n');
        }
    }

    private static String line(Sheet sheet, List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            padded.add(DisplayWidth.padded(
                    cells.get(i), widths[i], sheet.headings().get(i).right()));
        }
        return String.join(GAP, padded).stripTrailing();
    }

    /// As wide as the widest cell; where that is too much, the widest columns of names give way.
    private int[] widths(Sheet sheet) {
        List<Sheet.Heading> headings = sheet.headings();
        int[] widths = new int[headings.size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(headings.get(i).label());
            for (List<String> row : sheet.rows()) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
            }
            total += widths[i];
        }
        while (total > width) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (headings.get(i).shrinks() && widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private String marked(String code, String text) {
        return ansi ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
