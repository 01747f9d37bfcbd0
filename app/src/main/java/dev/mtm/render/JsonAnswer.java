package dev.mtm.render;

import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import java.io.StringWriter;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An answer as JSON: raw values, with each column's unit named. Days are `2024-03-05`, instants
/// `2024-03-05T20:14:00Z`, unknown is null.
public final class JsonAnswer {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonAnswer() {}

    public static String text(Answer answer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("question", answer.question().name());
            json.writeStringProperty("as_of", answer.asOf().toString());
            json.writeObjectPropertyStart("parameters");
            answer.parameters().forEach((name, chosen) -> {
                json.writeName(name);
                value(json, chosen);
            });
            json.writeEndObject();
            json.writeArrayPropertyStart("columns");
            for (Column column : answer.columns()) {
                json.writeStartObject();
                json.writeStringProperty("name", column.name());
                json.writeStringProperty("label", column.label());
                json.writeStringProperty("unit", column.unit().label());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("rows");
            for (List<@Nullable Object> row : answer.rows()) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    json.writeName(answer.columns().get(i).name());
                    value(json, row.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.append('\n').toString();
    }

    /// What the tracks of an answer are called, as JSON: title by id. A track whose title nobody told is left out.
    public static String names(Answer answer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            new TreeMap<>(answer.tracks()).forEach((id, name) -> {
                if (name.title() != null) {
                    json.writeStringProperty(id, name.title());
                }
            });
            json.writeEndObject();
        }
        return out.append('\n').toString();
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }
}
