package dev.mtm.cli;

import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The parameters of a question as options of a command.
final class QuestionOptions {
    private QuestionOptions() {}

    /// @param presets what holds in place of the question's defaults
    static void add(CommandSpec spec, Question question, Map<String, String> presets) {
        for (Parameter parameter : question.parameters()) {
            String fallback = presets.getOrDefault(
                    parameter.name(), parameter.findFallback().orElse(""));
            String meaning = parameter.meaning().isEmpty() ? "" : parameter.meaning() + ": ";
            spec.addOption(OptionSpec.builder(named(parameter))
                    .paramLabel(parameter.type().label().toUpperCase(Locale.ROOT))
                    .type(String.class)
                    .arity("1")
                    .description(meaning
                            + parameter.whatFits()
                            + (fallback.isEmpty() ? ". Needed." : ". Default: " + fallback + "."))
                    .build());
        }
    }

    /// What was given, by the names of the parameters.
    static Map<String, String> given(CommandSpec spec, Question question) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Parameter parameter : question.parameters()) {
            OptionSpec option = spec.findOption(named(parameter));
            if (option != null && option.getValue() instanceof String value) {
                given.put(parameter.name(), value);
            }
        }
        return given;
    }

    private static String named(Parameter parameter) {
        return "--" + parameter.name().replace('_', '-');
    }
}
