package dev.mtm.question;

import dev.mtm.db.SqlFile;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One named statistic: a portable `select` and the header that documents it.
///
/// @param name kebab-case, the file name without its ending
/// @param sql  the query without the header; parameters are `:named`
/// @param own  whether it is a file of the listener's, which is held to limits of time and rows
public record Question(String name, QuestionHeader header, String sql, boolean own) {
    private static final Pattern START = Pattern.compile("(select|with)\\s(?!\\s*recursive\\s).*", Pattern.DOTALL);

    /// Reads a question file.
    ///
    /// @throws MtmException when the header breaks the grammar, or header and query name different parameters
    public static Question parse(String name, String text) {
        return parse(name, text, false);
    }

    static Question parse(String name, String text, boolean own) {
        String file = "questions/" + name + ".sql";
        QuestionHeader header = QuestionHeader.parse(file, text);
        Question question = new Question(name, header, sql(file, text), own);
        question.requireParametersInUse(file);
        return question;
    }

    public String title() {
        return header.title();
    }

    public String group() {
        return header.group();
    }

    public List<Parameter> parameters() {
        return header.parameters();
    }

    public List<Column> columns() {
        return header.columns();
    }

    /// That its tracks make a playlist, if they do.
    public Optional<Playlist> playlist() {
        return Optional.ofNullable(header.playlist());
    }

    /// What must be chosen beside what is given, before there is an answer, each as the end of a sentence that starts
    /// with "Give".
    public List<String> lacking(Map<String, String> given) {
        List<String> lacking = new ArrayList<>();
        for (Parameter parameter : parameters()) {
            if (parameter.findFallback().isEmpty() && !given.containsKey(parameter.name())) {
                lacking.add(parameter.whatFits());
            }
        }
        List<String> wants = header.wants();
        if (!wants.isEmpty()
                && wants.stream()
                        .allMatch(name ->
                                given.getOrDefault(name, Parameter.NONE).strip().equals(Parameter.NONE))) {
            lacking.add("one of " + String.join(", ", wants));
        }
        return lacking;
    }

    public Chart chart() {
        return header.chart();
    }

    /// The header is over at the first line that is no comment; one statement follows, without a semicolon.
    private static String sql(String file, String text) {
        Matcher header = Pattern.compile("\\A(?:--.*\\n|\\s*\\n)*").matcher(text);
        String sql = (header.find() ? text.substring(header.end()) : text).strip();
        List<String> statements = SqlFile.statements(sql);
        if (statements.size() != 1 || !START.matcher(sql).matches()) {
            throw refused(file, "the file must hold one `select` or `with … select`, not recursive");
        }
        return statements.getFirst();
    }

    private void requireParametersInUse(String file) {
        TreeSet<String> unused = new TreeSet<>();
        parameters().forEach(parameter -> unused.add(parameter.name()));
        for (String used : SqlFile.named(sql).names()) {
            Facet.Use use = Facet.use(used, parameters())
                    .orElseThrow(() -> refused(file, "the query uses :" + used + ", which no header line gives"));
            unused.remove(use.parameter().name());
        }
        if (Parameter.narrowing(parameters()) instanceof Parameter year) {
            unused.remove(year.name());
        }
        if (!unused.isEmpty()) {
            throw refused(file, "the query does not use the parameter " + unused.first());
        }
    }

    static MtmException refused(String where, String what) {
        return new MtmException(
                ErrorCode.BAD_INPUT, what, where, "Correct the file; the grammar is in docs/reference/questions.md.");
    }
}
