package dev.mtm.render;

import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer as comma-separated values: the columns' names, then raw values as in JSON; an unknown value is an empty
/// field, an empty text is `""`. Lines end with a line feed.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
public final class CsvAnswer {
    private CsvAnswer() {}

    public static String text(Answer answer) {
        StringBuilder out = new StringBuilder();
        try {
            line(out, answer.columns().stream().map(Column::name).toList());
            for (List<@Nullable Object> row : answer.rows()) {
                line(out, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /// One line of values.
    public static void line(Appendable out, List<? extends @Nullable Object> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            out.append(i == 0 ? "" : ",").append(value == null ? "" : field(value.toString()));
        }
        out.append('\n');
    }

    private static String field(String text) {
        boolean plain = !text.isEmpty()
                && text.equals(text.strip())
                && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
