package dev.mtm.web;

import dev.mtm.imports.ImportLog;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pages: each reads its address, asks, and fills a template.
final class Pages {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private final Supplier<Library> open;
    private final Supplier<Overview> status;

    Pages(Supplier<Library> open, Supplier<Overview> status) {
        this.open = open;
        this.status = status;
    }

    /// A page made of questions.
    Handler chapter(Chapter chapter) {
        return page((library, visit) -> {
            List<Panel> panels = chapter.wanted().stream()
                    .map(wanted ->
                            Panel.asked(library, visit, chapter.form() ? chosen(library, visit, wanted) : wanted))
                    .toList();
            List<Field> fields = chapter.form() ? Field.of(panels.getFirst().question(), visit.given()) : List.of();
            return filled(
                    "panels.jte",
                    visit,
                    Map.of(
                            "title",
                            chapter.title(),
                            "lead",
                            lead(library, chapter),
                            "fields",
                            fields,
                            "panels",
                            panels));
        });
    }

    private static String lead(Library library, Chapter chapter) {
        return library.listener().firstDay().isPresent()
                ? chapter.lead()
                : "There is nothing to show yet: run `mtm import PATH` on the zip that Spotify mailed you, or `mtm login`.";
    }

    /// The question with those parameters of the address that it takes.
    private static Wanted chosen(Library library, Visit visit, Wanted wanted) {
        Wanted chosen = wanted;
        for (Parameter parameter : library.questions().named(wanted.question()).parameters()) {
            String given = visit.given().get(parameter.name());
            if (given != null) {
                chosen = chosen.with(parameter.name(), given);
            }
        }
        return chosen;
    }

    /// The page of one track or artist, whose name is a part of the path.
    Handler entity(String parameter, List<Wanted> wanted) {
        return context -> {
            String name = context.pathParam(parameter);
            page((library, visit) -> filled(
                            "panels.jte",
                            visit,
                            Map.of(
                                    "title",
                                    name,
                                    "lead",
                                    "",
                                    "fields",
                                    List.of(),
                                    "panels",
                                    wanted.stream()
                                            .map(one -> Panel.asked(library, visit, one.with(parameter, name)))
                                            .toList())))
                    .handle(context);
        };
    }

    /// All questions, by group.
    Handler questions() {
        return page((library, visit) -> {
            Questions.Catalogue catalogue = library.questions().catalogue();
            Map<String, List<Question>> groups = new LinkedHashMap<>();
            for (Question question : catalogue.questions()) {
                groups.computeIfAbsent(question.group(), group -> new java.util.ArrayList<>())
                        .add(question);
            }
            return filled(
                    "questions.jte",
                    visit,
                    Map.of(
                            "groups",
                            groups,
                            "faults",
                            catalogue.faults().stream()
                                    .map(MtmException::forReaders)
                                    .toList()));
        });
    }

    /// One question: its form, its answer, and how it is found.
    Handler question() {
        return context -> {
            String name = context.pathParam("question");
            page((library, visit) -> {
                        Question question = library.questions().named(name);
                        Map<String, @Nullable Object> model = new TreeMap<>();
                        model.put("question", question);
                        model.put("fields", Field.of(question, visit.given()));
                        model.put("wanted", wanted(question, visit.given()));
                        try {
                            answer(library, visit, question, model);
                        } catch (MtmException e) {
                            model.put("trouble", e.forReaders());
                            context.status(e.code().httpStatus());
                        }
                        return filled("question.jte", visit, model);
                    })
                    .handle(context);
        };
    }

    /// What must be chosen before the question can be answered; empty: it can.
    private static List<String> wanted(Question question, Map<String, String> given) {
        return question.parameters().stream()
                .filter(one -> one.findFallback().isEmpty() && !given.containsKey(one.name()))
                .map(Parameter::whatFits)
                .toList();
    }

    private static void answer(Library library, Visit visit, Question question, Map<String, @Nullable Object> model) {
        if (wanted(question, visit.given()).isEmpty()) {
            Map<String, String> given = visit.given();
            model.put("panel", Panel.asked(library.asker(), visit, question.title(), Shape.WHOLE, question, given));
            model.put("asked", library.asker().asked(question, given, visit.asOf()));
            model.put("plan", library.asker().plan(question, given, visit.asOf()));
        }
    }

    Handler imports() {
        return page((library, visit) -> {
            List<ImportLog.Run> runs = library.importLog().runs();
            return filled("imports.jte", visit, Map.of("runs", runs));
        });
    }

    Handler status() {
        return page((library, visit) -> filled("status.jte", visit, Map.of("facts", new StatusPage(status.get()))));
    }

    private Handler page(BiFunction<Library, Visit, String> content) {
        return context -> {
            try (Library library = open.get()) {
                context.contentType("text/html; charset=utf-8").result(content.apply(library, visit(context, library)));
            }
        };
    }

    private static Visit visit(Context context, Library library) {
        LocalDate today = library.today();
        Map<String, String> given = given(context);
        String asOf = given.remove(Visit.AS_OF);
        return new Visit(
                context.path(),
                asOf == null ? today : Parameter.day(Visit.AS_OF, asOf, today),
                today,
                library.listener().firstDay().orElse(today),
                library.listener().zone().id(),
                given);
    }

    /// What the address carries; a field that was left empty is as one that is not there.
    static Map<String, String> given(Context context) {
        Map<String, String> given = new LinkedHashMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (!values.getFirst().isBlank()) {
                given.put(name, values.getFirst());
            }
        });
        return given;
    }

    private static String filled(String template, Visit visit, Map<String, ? extends @Nullable Object> model) {
        Map<String, @Nullable Object> all = new TreeMap<>(model);
        all.put("visit", visit);
        StringOutput output = new StringOutput();
        TEMPLATES.render(template, all, output);
        return output.toString();
    }
}
