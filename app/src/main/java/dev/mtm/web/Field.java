package dev.mtm.web;

import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import java.util.List;
import java.util.Map;

/// One parameter of a question in a form.
///
/// @param label   in words
/// @param value   as it was given; empty: the default holds
/// @param hint    what holds when the field is empty, and what may be written
/// @param choices the words to choose from; empty: anything may be written
public record Field(String name, String label, String value, String hint, List<String> choices) {
    public Field {
        choices = List.copyOf(choices);
    }

    static List<Field> of(Question question, Map<String, String> given) {
        return question.parameters().stream().map(one -> of(one, given)).toList();
    }

    private static Field of(Parameter parameter, Map<String, String> given) {
        String fallback = parameter.findFallback().orElse("");
        String meaning = parameter.meaning();
        return new Field(
                parameter.name(),
                parameter.name().replace('_', ' '),
                given.getOrDefault(parameter.name(), parameter.choices().isEmpty() ? "" : fallback),
                fallback.isEmpty() || fallback.equals(Parameter.NONE) ? meaning : fallback,
                parameter.choices());
    }
}
