package dev.mtm.report;

import dev.mtm.narrative.Passage;
import java.util.List;

/// A report in Markdown: every figure of the prose leads to its table, and each table names the question behind it.
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String text(Report report) {
        StringBuilder out = new StringBuilder("# ");
        out.append(plain(report.narrative().headline().text())).append("\n\n");
        List<Passage> prose = report.prose();
        prose(out, report, prose.getFirst());
        for (Passage highlight : prose.subList(1, prose.size())) {
            out.append("- ");
            line(out, report, highlight);
            out.append('\n');
        }
        out.append(prose.size() > 1 ? "\n" : "");
        out.append("## Totals\n\n<a id=\"totals\"></a><a id=\"change\"></a><a id=\"period\"></a>\n\n")
                .append("| | In these days | Against the period before |\n| --- | ---: | ---: |\n");
        report.facts()
                .forEach(fact -> out.append("| ")
                        .append(plain(fact.label()))
                        .append(" | ")
                        .append(plain(fact.value()))
                        .append(" | ")
                        .append(plain(fact.change()))
                        .append(" |\n"));
        source(out, Report.command(report.metrics().part("totals")));
        for (Report.Sheet sheet : report.sheets()) {
            out.append("## ").append(plain(sheet.section().title())).append("\n\n");
            out.append("<a id=\"").append(sheet.section().name()).append("\"></a>\n\n");
            row(out, sheet.headings().stream().map(Report.Heading::label).toList());
            out.append("| ")
                    .append(String.join(
                            " | ",
                            sheet.headings().stream()
                                    .map(heading -> heading.amount() ? "---:" : "---")
                                    .toList()))
                    .append(" |\n");
            sheet.rows().forEach(row -> row(out, row));
            source(out, Report.command(sheet.section()));
        }
        return out.append("*")
                .append(plain(report.teller()))
                .append(" ")
                .append(why(report))
                .append("*\n")
                .toString();
    }

    private static String why(Report report) {
        return "Everything as of " + report.metrics().asOf() + ".";
    }

    private static void prose(StringBuilder out, Report report, Passage passage) {
        line(out, report, passage);
        out.append("\n\n");
    }

    private static void line(StringBuilder out, Report report, Passage passage) {
        for (Report.Piece piece : report.pieces(passage)) {
            if (piece.section() == null) {
                out.append(plain(piece.text()));
            } else {
                out.append('[')
                        .append(plain(piece.text()))
                        .append("](#")
                        .append(piece.section().name())
                        .append(')');
            }
        }
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append("| ")
                .append(String.join(
                        " | ", cells.stream().map(MarkdownReport::plain).toList()))
                .append(" |\n");
    }

    private static void source(StringBuilder out, String command) {
        out.append("\n`").append(command).append("`\n\n");
    }

    /// A text as itself: what Markdown would read as a mark is escaped.
    private static String plain(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>|~&#])", "\\\\$1");
    }
}
