package dev.mtm.render;

import dev.mtm.question.Answer;
import java.util.List;

/// An answer as a table in Markdown, under a heading.
public record MarkdownTable(Wording wording) {
    public String text(Answer answer) {
        Sheet sheet = Sheet.of(answer, wording);
        StringBuilder out = new StringBuilder();
        out.append("## ").append(answer.question().title()).append("\n\n");
        if (sheet.rows().isEmpty()) {
            out.append("Nothing to show as of ").append(answer.asOf()).append(".\n");
        } else {
            line(out, sheet.headings().stream().map(Sheet.Heading::label).toList());
            line(
                    out,
                    sheet.headings().stream()
                            .map(heading -> heading.right() ? "---:" : "---")
                            .toList());
            sheet.rows()
                    .forEach(row ->
                            line(out, row.stream().map(MarkdownTable::plain).toList()));
        }
        return out.append("\n*")
                .append(answer.question().name())
                .append(" as of ")
                .append(answer.asOf())
                .append("*\n")
                .toString();
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// A name as itself: what Markdown would read as a mark is escaped.
    private static String plain(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>|~&#])", "\\\\$1");
    }
}
