package dev.mtm.web;

import dev.mtm.analysis.Metrics;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Parameter;
import dev.mtm.web.Panel.Wanted;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a page is made: it reads its address, asks, and fills a template. What is on the pages, [Contents], [Entities],
/// [Household] and [Editor] say.
public final class Pages {
    static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private final Supplier<Library> open;
    private final Doors doors;
    private final Finder finder;
    private final Memory memory;
    private final SharedWork shared;

    Pages(Supplier<Library> open, Doors doors, Finder finder, SharedWork shared, Clock clock) {
        this.finder = finder;
        this.shared = shared;
        memory = new Memory(clock);
        this.open = open;
        this.doors = doors;
    }

    /// A way to another page.
    public record Link(String label, String href) {}

    /// A page, made of a store that is open for it.
    Handler page(BiFunction<Library, Visit, String> content) {
        return context -> with(
                context,
                (library, visit) ->
                        context.contentType("text/html; charset=utf-8").result(content.apply(library, visit)));
    }

    /// Does what a visit asks for, with a store that is open for it.
    void with(Context context, BiConsumer<Library, Visit> work) {
        try (Library library = open.get()) {
            memory.expect(library.directory().stamp(library.today()));
            work.accept(library, visit(context, library));
        }
    }

    /// An answer for a page.
    Panel asked(Library library, Visit visit, Wanted wanted) {
        return Panel.asked(memory, library, () -> asker(library), visit, wanted);
    }

    /// The answers for a page. Those of a page that was looked at before are at hand; others are found together.
    List<Panel> asked(Library library, Visit visit, List<Wanted> wanted) {
        boolean known = wanted.stream().allMatch(one -> memory.holds(Panel.asked(library, visit, one)));
        return known
                ? wanted.stream().map(one -> asked(library, visit, one)).toList()
                : shared.each(library, wanted, (own, one) -> asked(own, visit, one));
    }

    /// Who answers the questions of a page.
    Asker asker(Library library) {
        return finder.asker(library);
    }

    /// The figures of a period for a page.
    Metrics measured(Object key, Supplier<Metrics> measure) {
        return memory.measured(key, measure);
    }

    /// What a change ends with.
    ///
    /// @param path   of the page that is shown next, on the same day
    /// @param notice what is shown there once
    record Done(String path, Notice notice) {
        Done(String path, String sentence) {
            this(path, Notice.of(sentence));
        }
    }

    /// A change, which ends on another page, so that loading that one again does not repeat it.
    Handler change(BiFunction<Library, Context, Done> work) {
        return context -> {
            try (Library library = open.get()) {
                Done done = work.apply(library, context);
                doors.notice(context, done.notice());
                String day = context.queryParam(Visit.AS_OF);
                Doors.lead(
                        context,
                        done.path() + (day == null ? "" : "?" + Visit.AS_OF + "=" + day(day, library.today())));
            }
        };
    }

    /// The page that says why there is none. Its links to other days lead to the same page, or to the search where
    /// no page is to be read.
    ///
    /// @throws MtmException when not even this can be shown
    void trouble(Context context, int status, String title, String sentence) {
        try (Library library = open.get()) {
            LocalDate today = library.today();
            LocalDate day = today;
            try {
                day = day(context.queryParam(Visit.AS_OF), today);
            } catch (MtmException e) {
                // The day may be the trouble.
            }
            Visit visit = new Visit(
                    status == 404 || context.method() != HandlerType.GET ? "/search" : context.path(),
                    day,
                    today,
                    first(library, today),
                    library.listener().zone().id(),
                    Map.of(),
                    doors.reader(context));
            context.status(status)
                    .contentType("text/html; charset=utf-8")
                    .result(filled("trouble.jte", visit, Map.of("title", title, "sentence", sentence)));
        }
    }

    static MtmException unknown(String what, String name) {
        return new MtmException(
                ErrorCode.NOT_FOUND, "no " + what + " of this name is known", name, "Search for a part of the name.");
    }

    static long number(String what, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw unknown(what, text);
        }
        return Long.parseLong(text);
    }

    private Visit visit(Context context, Library library) {
        LocalDate today = library.today();
        Reader reader = doors.reader(context);
        // Day by day and period by period, guests could read all of the history.
        Map<String, String> given = reader.guest() ? new LinkedHashMap<>() : given(context);
        LocalDate day = day(given.remove(Visit.AS_OF), today);
        return new Visit(
                context.path(),
                day,
                today,
                first(library, today),
                library.listener().zone().id(),
                given,
                reader);
    }

    /// A play of tomorrow, told by a clock that goes wrong, makes no first day.
    private static LocalDate first(Library library, LocalDate today) {
        return library.listener().firstDay().filter(day -> day.isBefore(today)).orElse(today);
    }

    /// The day that an address asks for.
    static LocalDate day(@Nullable String asOf, LocalDate today) {
        return asOf == null || asOf.isBlank() ? today : Parameter.day(Visit.AS_OF, asOf, today);
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

    static String filled(String template, Visit visit, Map<String, ? extends @Nullable Object> model) {
        Map<String, @Nullable Object> all = new TreeMap<>(model);
        all.put("visit", visit);
        StringOutput output = new StringOutput();
        TEMPLATES.render(template, all, output);
        return output.toString();
    }
}
