package dev.mtm.web;

import dev.mtm.problem.MtmException;
import dev.mtm.question.Parameter;
import dev.mtm.question.Period;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import io.javalin.http.Handler;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The pages that are made of questions: the chapters, the catalogue, and each question by itself.
final class Contents {
    private final Pages pages;

    Contents(Pages pages) {
        this.pages = pages;
    }

    /// A page made of questions.
    Handler chapter(Chapter chapter) {
        return pages.page((library, visit) -> {
            List<Wanted> wanted = switch (chapter.form()) {
                case NONE -> chapter.wanted();
                case QUESTION ->
                    chapter.wanted().stream()
                            .map(one -> chosen(library, visit, one))
                            .toList();
                case TOPS ->
                    chapter.wanted().stream()
                            .map(one -> chosen(library, visit, one).against(earlier(visit)))
                            .toList();
                case PERIODS -> Comparison.of(visit).wanted(chapter.wanted());
            };
            boolean guest = visit.reader().guest();
            List<Panel> panels = pages.asked(
                    library,
                    visit,
                    wanted.stream()
                            .filter(one -> !guest || !Chapter.PRIVATE.contains(one.question()))
                            .toList());
            List<Field> fields = switch (guest ? Chapter.Form.NONE : chapter.form()) {
                case NONE -> List.of();
                case QUESTION, TOPS -> Field.of(panels.getFirst().question(), visit.given());
                case PERIODS -> Comparison.of(visit).fields();
            };
            List<Pages.Link> links = switch (chapter.form()) {
                case NONE -> chapter.path().equals("/") ? anniversaries(visit) : List.of();
                case QUESTION -> List.of();
                case TOPS -> Comparison.periods(visit);
                case PERIODS -> Comparison.pairs(visit);
            };
            return Pages.filled(
                    "panels.jte",
                    visit,
                    Map.of(
                            "title",
                            chapter.title(),
                            "lead",
                            lead(library, chapter),
                            "links",
                            links,
                            "fields",
                            fields,
                            "panels",
                            panels));
        });
    }

    /// What the places of a list are compared with: the period before the chosen one, else the same list a month ago.
    private static Panel.Other earlier(Visit visit) {
        return Period.chosen(visit.given(), visit.asOf())
                .map(Period::before)
                .map(before -> new Panel.Other(Comparison.given(before), visit.asOf(), before.text(), false))
                .orElseGet(() -> new Panel.Other(Map.of(), visit.asOf().minusMonths(1), "a month before", false));
    }

    /// This day in earlier years.
    private static List<Pages.Link> anniversaries(Visit visit) {
        List<Pages.Link> links = new ArrayList<>();
        for (LocalDate day = visit.asOf().minusYears(1);
                !day.isBefore(visit.first()) && links.size() < 12;
                day = visit.asOf().minusYears(links.size() + 1L)) {
            links.add(new Pages.Link((links.isEmpty() ? "This day in " : "") + day.getYear(), visit.on(day)));
        }
        return links;
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

    /// All questions, by group.
    Handler questions() {
        return pages.page((library, visit) -> {
            Questions.Catalogue catalogue = library.questions().catalogue();
            Map<String, List<Question>> groups = new LinkedHashMap<>();
            for (Question question : catalogue.questions()) {
                groups.computeIfAbsent(question.group(), group -> new ArrayList<>())
                        .add(question);
            }
            return Pages.filled(
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
            pages.page((library, visit) -> {
                        Question question = library.questions().named(name);
                        Map<String, @Nullable Object> model = new TreeMap<>();
                        model.put("question", question);
                        model.put("fields", Field.of(question, visit.given()));
                        model.put("wanted", question.lacking(visit.given()));
                        try {
                            answer(library, visit, question, model);
                        } catch (MtmException e) {
                            model.put("trouble", e.forReaders());
                            context.status(e.code().httpStatus());
                        }
                        return Pages.filled("question.jte", visit, model);
                    })
                    .handle(context);
        };
    }

    private void answer(Library library, Visit visit, Question question, Map<String, @Nullable Object> model) {
        if (question.lacking(visit.given()).isEmpty()) {
            Map<String, String> given = visit.given();
            Wanted wanted =
                    Wanted.of(question.title(), Shape.WHOLE, question.name()).with(given);
            model.put("panel", pages.asked(library, visit, wanted));
            model.put("asked", pages.asker(library).asked(question, given, visit.asOf()));
            model.put("plan", pages.asker(library).plan(question, given, visit.asOf()));
        }
    }
}
