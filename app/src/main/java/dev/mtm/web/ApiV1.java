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
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The program for programs: the same answers as on the pages, as data.
final class ApiV1 {
    static final String JSON = "application/json";

    private final Supplier<Library> open;
    private final Finder finder;

    ApiV1(Supplier<Library> open, Finder finder) {
        this.open = open;
        this.finder = finder;
    }

    /// The catalogue.
    void questions(Context context) {
        try (Library library = open.get()) {
            context.contentType(JSON)
                    .result(Json.text(Json.object(
                            "questions",
                            library.questions().catalogue().questions().stream()
                                    .map(ApiV1::question)
                                    .toList())));
        }
    }

    private static Map<String, @Nullable Object> question(Question question) {
        return Json.object(
                "name",
                question.name(),
                "title",
                question.title(),
                "answers",
                question.header().answers(),
                "group",
                question.group(),
                "row",
                question.header().row(),
                "own",
                question.own(),
                "parameters",
                question.parameters().stream().map(ApiV1::parameter).toList(),
                "columns",
                question.columns().stream().map(ApiV1::column).toList());
    }

    private static Map<String, @Nullable Object> parameter(Parameter parameter) {
        return Json.object(
                "name",
                parameter.name(),
                "type",
                parameter.type().label(),
                "choices",
                parameter.choices(),
                "default",
                parameter.findFallback());
    }

    private static Map<String, @Nullable Object> column(Column column) {
        return Json.object(
                "name",
                column.name(),
                "label",
                column.label(),
                "unit",
                column.unit().label());
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
            context.contentType(JSON)
                    .result(Json.text(Json.object(
                            Visit.SOUGHT,
                            sought,
                            Visit.AS_OF,
                            day,
                            "tracks",
                            findings.tracks().stream().map(ApiV1::track).toList(),
                            "artists",
                            findings.artists().stream()
                                    .map(SearchIndex.Found::name)
                                    .toList(),
                            "albums",
                            findings.albums().stream()
                                    .map(found -> Json.object("album", found.name(), "artist", found.artist()))
                                    .toList())));
        }
    }

    private static Map<String, @Nullable Object> track(SearchIndex.Found found) {
        return Json.object(
                "track_id",
                found.id(),
                "title",
                found.name(),
                "artist",
                found.artist().isEmpty() ? null : found.artist());
    }

    /// What every error of the API looks like.
    static String envelope(MtmException trouble) {
        return Json.text(Json.object(
                "error",
                Json.object(
                        "code",
                        trouble.code().name(),
                        "message",
                        trouble.getMessage(),
                        "where",
                        trouble.where(),
                        "fix",
                        trouble.fix())));
    }
}
