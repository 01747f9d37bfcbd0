package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Column;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.SearchIndex;
import dev.mtm.render.CsvAnswer;
import dev.mtm.render.JsonAnswer;
import dev.mtm.render.MarkdownTable;
import dev.mtm.render.Wording;
import io.javalin.http.Context;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The program for programs: the same answers as on the pages, as data.
final class ApiV1 {
    static final String JSON = "application/json";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Supplier<Library> open;
    private final Finder finder;

    ApiV1(Supplier<Library> open, Finder finder) {
        this.open = open;
        this.finder = finder;
    }

    /// The catalogue.
    void questions(Context context) {
        try (Library library = open.get()) {
            List<Question> questions = library.questions().catalogue().questions();
            context.contentType(JSON).result(written(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("questions");
                questions.forEach(question -> question(json, question));
                json.writeEndArray();
                json.writeEndObject();
            }));
        }
    }

    private static void question(JsonGenerator json, Question question) {
        json.writeStartObject();
        json.writeStringProperty("name", question.name());
        json.writeStringProperty("title", question.title());
        json.writeStringProperty("answers", question.header().answers());
        json.writeStringProperty("group", question.group());
        json.writeStringProperty("row", question.header().row());
        json.writeBooleanProperty("own", question.own());
        json.writeArrayPropertyStart("parameters");
        for (Parameter parameter : question.parameters()) {
            json.writeStartObject();
            json.writeStringProperty("name", parameter.name());
            json.writeStringProperty("type", parameter.type().label());
            json.writeArrayPropertyStart("choices");
            parameter.choices().forEach(json::writeString);
            json.writeEndArray();
            json.writeName("default");
            parameter.findFallback().ifPresentOrElse(json::writeString, json::writeNull);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("columns");
        for (Column column : question.columns()) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("label", column.label());
            json.writeStringProperty("unit", column.unit().label());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// One answer: JSON, or as the ending of the name says.
    void answer(Context context) {
        String asked = context.pathParam("question");
        int dot = asked.lastIndexOf('.');
        String name = dot < 0 ? asked : asked.substring(0, dot);
        String ending = dot < 0 ? "json" : asked.substring(dot + 1);
        Map<String, String> given = Pages.given(context);
        String asOf = given.remove(Visit.AS_OF);
        try (Library library = open.get()) {
            Question question = library.questions().named(name);
            LocalDate today = library.today();
            LocalDate day = Pages.day(asOf, today);
            Asker asker = library.asker();
            switch (ending) {
                case "json" ->
                    context.contentType(JSON).result(JsonAnswer.text(asker.askWithoutNames(question, given, day)));
                case "csv" ->
                    context.contentType("text/csv; charset=utf-8")
                            .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                            .result(CsvAnswer.text(asker.askWithoutNames(question, given, day)));
                case "md" -> {
                    Answer answer = asker.ask(question, given, day);
                    context.contentType("text/markdown; charset=utf-8")
                            .result(new MarkdownTable(new Wording(
                                            library.listener().zone().id()))
                                    .text(answer));
                }
                default ->
                    throw new MtmException(
                            ErrorCode.NOT_FOUND,
                            "answers have no form ." + ending,
                            asked,
                            "Ask for " + name + ", " + name + ".csv or " + name + ".md.");
            }
        }
    }

    /// What a text finds among tracks, artists and albums.
    void search(Context context) {
        Map<String, String> given = Pages.given(context);
        String sought = given.getOrDefault(Visit.SOUGHT, "");
        try (Library library = open.get()) {
            LocalDate day = Pages.day(given.get(Visit.AS_OF), library.today());
            SearchIndex.Findings findings = finder.find(library, sought, day);
            context.contentType(JSON).result(written(json -> {
                json.writeStartObject();
                json.writeStringProperty(Visit.SOUGHT, sought);
                json.writeStringProperty(Visit.AS_OF, day.toString());
                json.writeArrayPropertyStart("tracks");
                for (SearchIndex.Found found : findings.tracks()) {
                    json.writeStartObject();
                    json.writeStringProperty("track_id", found.id());
                    json.writeStringProperty("title", found.name());
                    json.writeName("artist");
                    if (found.artist().isEmpty()) {
                        json.writeNull();
                    } else {
                        json.writeString(found.artist());
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("artists");
                findings.artists().forEach(found -> json.writeString(found.name()));
                json.writeEndArray();
                json.writeArrayPropertyStart("albums");
                for (SearchIndex.Found found : findings.albums()) {
                    json.writeStartObject();
                    json.writeStringProperty("album", found.name());
                    json.writeStringProperty("artist", found.artist());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }));
        }
    }

    /// What every error of the API looks like.
    static String envelope(MtmException trouble) {
        return written(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", trouble.code().name());
            json.writeStringProperty("message", String.valueOf(trouble.getMessage()));
            json.writeStringProperty("where", trouble.where());
            json.writeStringProperty("fix", trouble.fix());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    static String written(java.util.function.Consumer<JsonGenerator> content) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.append('\n').toString();
    }
}
