package dev.mtm.report;

import dev.mtm.db.Resources;
import dev.mtm.narrative.Passage;
import java.util.List;

/// A report as one file of HTML that needs nothing besides: its style is in it, there is no script, and nothing is
/// fetched. It prints well. Every figure of the prose leads to its table, and each table names the question behind it.
public final class HtmlReport {
    private HtmlReport() {}

    public static String text(Report report) {
        String headline = plain(report.narrative().headline().text());
        StringBuilder out = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\">\n<title>")
                .append(headline)
                .append("</title>\n<style>\n")
                .append(Resources.text("analysis/report.css"))
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(headline)
                .append("</h1>\n<p class=\"summary\">");
        List<Passage> prose = report.prose();
        pieces(out, report, prose.getFirst());
        out.append("</p>\n");
        if (prose.size() > 1) {
            out.append("<ul class=\"highlights\">\n");
            for (Passage highlight : prose.subList(1, prose.size())) {
                out.append("<li>");
                pieces(out, report, highlight);
                out.append("</li>\n");
            }
            out.append("</ul>\n");
        }
        facts(out, report);
        report.sheets().forEach(sheet -> sheet(out, sheet));
        return out.append("<footer>")
                .append(plain(report.teller()))
                .append(" Everything as of ")
                .append(report.metrics().asOf())
                .append(".</footer>\n</body>\n</html>\n")
                .toString();
    }

    private static void pieces(StringBuilder out, Report report, Passage passage) {
        for (Report.Piece piece : report.pieces(passage)) {
            if (piece.section() == null) {
                out.append(plain(piece.text()));
            } else {
                out.append("<a href=\"#")
                        .append(piece.section().name())
                        .append("\">")
                        .append(plain(piece.text()))
                        .append("</a>");
            }
        }
    }

    private static void facts(StringBuilder out, Report report) {
        out.append("<section id=\"totals\">\n<h2 id=\"period\">In numbers</h2>\n<dl class=\"facts\" id=\"change\">\n");
        for (Report.Fact fact : report.facts()) {
            out.append("<div><dt>")
                    .append(plain(fact.label()))
                    .append("</dt><dd>")
                    .append(plain(fact.value()))
                    .append(fact.change().isEmpty() ? "" : "<small>" + plain(fact.change()) + "</small>")
                    .append("</dd></div>\n");
        }
        out.append("</dl>\n");
        source(out, Report.command(report.metrics().part("totals")));
        out.append("</section>\n");
    }

    private static void sheet(StringBuilder out, Report.Sheet sheet) {
        out.append("<section id=\"")
                .append(sheet.section().name())
                .append("\">\n<h2>")
                .append(plain(sheet.section().title()))
                .append("</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
        for (Report.Heading heading : sheet.headings()) {
            out.append(heading.amount() ? "<th scope=\"col\" class=\"amount\">" : "<th scope=\"col\">")
                    .append(plain(heading.label()))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : sheet.rows()) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                out.append(sheet.headings().get(i).amount() ? "<td class=\"amount\">" : "<td>")
                        .append(plain(row.get(i)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
        source(out, Report.command(sheet.section()));
        out.append("</section>\n");
    }

    private static void source(StringBuilder out, String command) {
        out.append("<p class=\"source\"><code>").append(plain(command)).append("</code></p>\n");
    }

    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
