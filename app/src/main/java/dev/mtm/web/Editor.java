package dev.mtm.web;

import dev.mtm.problem.MtmException;
import dev.mtm.question.OwnQuestions;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.web.Panel.Shape;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The page on which a reader writes a question: tries it, keeps it, changes it, removes it. It can read the store, and
/// nothing else, and not for long.
final class Editor {
    private static final String START = """
            select
                t.track_id,
                count(*) as listens
            from listens as l
            join tracks as t on t.track_key = l.track_key
            group by t.track_id
            order by
                count(*) desc,
                t.track_id
            limit 20
            """;

    private final Pages pages;

    Editor(Pages pages) {
        this.pages = pages;
    }

    /// An empty page, or a copy of the question that the address names as `from`.
    Handler fresh() {
        return pages.page((library, visit) -> {
            String from = visit.given().get("from");
            return from == null
                    ? shown(visit, "", START, Map.of())
                    : shown(visit, "my-" + from, text(library, from), Map.of());
        });
    }

    /// A question of the reader's own.
    Handler existing() {
        return context -> {
            String name = context.pathParam("question");
            pages.page((library, visit) ->
                            shown(visit, name, library.ownQuestions().text(name), Map.of()))
                    .handle(context);
        };
    }

    private static String text(Library library, String name) {
        return library.questions().named(name).own() ? library.ownQuestions().text(name) : Questions.shipped(name);
    }

    /// What was written is tried, and kept if the reader wants so and it can be asked.
    Handler written() {
        return context -> {
            if ("keep".equals(context.formParam("do"))) {
                keep().handle(context);
            } else {
                tried(context);
            }
        };
    }

    private void tried(Context context) throws Exception {
        String name = field(context, "name").strip();
        String text = field(context, "text").replace("\r\n", "\n");
        pages.page((library, visit) -> {
                    Map<String, @Nullable Object> found = new TreeMap<>();
                    String whole = text;
                    try {
                        whole = library.asker().sketched(text);
                        Question question = OwnQuestions.read(name.isEmpty() ? "untitled" : name, whole);
                        found.put(
                                "panel",
                                Panel.of(
                                        library,
                                        question.title(),
                                        Shape.WHOLE,
                                        question,
                                        Map.of(),
                                        library.asker().ask(question, Map.of(), visit.asOf()),
                                        visit));
                    } catch (MtmException e) {
                        found.put("trouble", e.forReaders());
                        context.status(e.code().httpStatus());
                    }
                    return shown(visit, name, whole, found);
                })
                .handle(context);
    }

    private Handler keep() {
        return context -> {
            String name = field(context, "name").strip();
            String text = field(context, "text").replace("\r\n", "\n");
            try {
                pages.change((library, ignored) -> {
                            String whole = library.asker().sketched(text);
                            OwnQuestions.read(name, whole);
                            library.ownQuestions().keep(name, whole);
                            return new Pages.Done(
                                    "/questions/" + name, "Kept. `mtm ask " + name + "` answers it as well.");
                        })
                        .handle(context);
            } catch (MtmException e) {
                // The text is the reader's work: it stays before them, with what is wrong.
                context.status(e.code().httpStatus());
                pages.page((library, visit) -> shown(visit, name, text, Map.of("trouble", e.forReaders())))
                        .handle(context);
            }
        };
    }

    Handler remove() {
        return pages.change((library, context) -> {
            String name = context.pathParam("question");
            library.ownQuestions().remove(name);
            return new Pages.Done("/questions", "The question " + name + " is removed.");
        });
    }

    private static String field(Context context, String name) {
        return Objects.requireNonNullElse(context.formParam(name), "");
    }

    private static String shown(Visit visit, String name, String text, Map<String, @Nullable Object> found) {
        Map<String, @Nullable Object> model = new TreeMap<>(found);
        model.put("name", name);
        model.put("text", text);
        return Pages.filled("editor.jte", visit, model);
    }
}
