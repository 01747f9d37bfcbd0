package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.question.Answer;
import dev.mtm.question.Asked;
import dev.mtm.question.Asker;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.render.CsvAnswer;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.MarkdownTable;
import dev.mtm.render.TextTable;
import dev.mtm.render.Wording;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `mtm ask [QUESTION]`: one command for every question there is; a question's parameters become options of it.
@Command(
        name = "ask",
        header = "Ask a question of your history; without one, list them all.",
        description = {
            "",
            "Each parameter of a question is an option of the same name: `mtm ask top-tracks --limit 10`. With a question,"
                    + " --help shows its parameters."
        },
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "QUESTION", description = "The name of a question.")
    private @Nullable String question;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, json, csv or markdown. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Stand on this day (YYYY-MM-DD) and see nothing later. Default: today.")
    private @Nullable String asOf;

    @Option(names = "--sql", description = "Print the SQL and what it binds, instead of the answer.")
    private boolean sql;

    @Option(names = "--plan", description = "Print how the database goes about it, instead of the answer.")
    private boolean plan;

    /// The question among the arguments, before they are parsed; empty: none.
    private String found = "";

    /// How answers are printed. The names are the words of the option.
    enum Format {
        table,
        json,
        csv,
        markdown
    }

    /// Gives `ask` an option for each parameter of the question among the arguments, if there is one.
    static void addParameters(CommandLine ask, Questions questions, String... arguments) {
        int at = Arrays.asList(arguments).indexOf("ask");
        if (at < 0) {
            return;
        }
        Arrays.stream(arguments)
                .skip(at + 1L)
                .filter(questions.names()::contains)
                .findFirst()
                .map(questions::named)
                .ifPresent(question -> {
                    ask.<AskCommand>getCommand().found = question.name();
                    addParameters(ask.getCommandSpec(), question);
                });
    }

    /// The command as its help is asked for: with the question that [#addParameters] found.
    static String named(CommandLine line) {
        String name = line.getCommandSpec().qualifiedName();
        return line.getCommand() instanceof AskCommand ask && !ask.found.isEmpty() ? name + " " + ask.found : name;
    }

    private static void addParameters(CommandSpec spec, Question question) {
        spec.usageMessage().header(question.title() + ": " + question.header().answers());
        spec.usageMessage().description("", "One row is " + question.header().row() + ".");
        QuestionOptions.add(spec, question, Map.of());
    }

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        if (question == null) {
            Questions.Catalogue all = mtm.house().questions().catalogue();
            mtm.out().print(catalogue(all.questions()));
            mtm.out().flush();
            all.faults().forEach(fault -> Troubles.tell(fault, mtm.err()));
            return all.faults().isEmpty() ? 0 : ErrorCode.BAD_INPUT.exitStatus();
        }
        Question asked = mtm.house().questions().named(question);
        Asker asker = mtm.house().asker();
        LocalDate today = mtm.house().today();
        if (asOf != null) {
            today = Parameter.day("--as-of", asOf, today);
        }
        Map<String, String> given = QuestionOptions.given(Objects.requireNonNull(spec), asked);
        if (sql) {
            mtm.out().print(sqlText(asker.asked(asked, given, today)));
        } else if (plan) {
            asker.plan(asked, given, today).forEach(mtm.out()::println);
        } else {
            mtm.out().print(rendered(mtm, asker, asked, given, today));
        }
        mtm.out().flush();
        return 0;
    }

    private String rendered(Mtm mtm, Asker asker, Question asked, Map<String, String> given, LocalDate today) {
        return switch (format) {
            case json -> JsonAnswer.text(asker.askWithoutNames(asked, given, today));
            case csv -> CsvAnswer.text(asker.askWithoutNames(asked, given, today));
            case markdown -> new MarkdownTable(wording(mtm)).text(asker.ask(asked, given, today));
            case table -> {
                Answer answer = asker.ask(asked, given, today);
                yield new TextTable(
                                wording(mtm),
                                mtm.terminal().width(),
                                mtm.terminal().interactive())
                        .text(answer);
            }
        };
    }

    private static Wording wording(Mtm mtm) {
        return new Wording(mtm.house().listener().zone().id());
    }

    private static String sqlText(Asked asked) {
        StringBuilder out = new StringBuilder();
        asked.bound()
                .forEach((name, value) -> out.append("-- :")
                        .append(name)
                        .append(" = ")
                        .append(Wording.visible(value))
                        .append('\n'));
        return out.append(asked.sql()).append('\n').toString();
    }

    private static String catalogue(List<Question> all) {
        int width = all.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        String group = "";
        for (Question one : all) {
            if (!one.group().equals(group)) {
                group = one.group();
                out.append(out.isEmpty() ? "" : "\n").append(group).append('\n');
            }
            out.append("  ")
                    .append(one.name())
                    .append(" ".repeat(width - one.name().length() + 2))
                    .append(one.header().answers())
                    .append('\n');
        }
        return out.append(
                        "\n`mtm ask QUESTION` answers one, `mtm ask QUESTION --help` shows what it can be asked with.\n")
                .toString();
    }
}
