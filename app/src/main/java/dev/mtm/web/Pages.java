package dev.mtm.web;

import dev.mtm.imports.ImportLog;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Directory;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.SearchIndex;
import dev.mtm.render.Wording;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pages: each reads its address, asks, and fills a template.
public final class Pages {
    static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private final Supplier<Library> open;
    private final Supplier<Overview> status;
    private final Finder finder;
    private final Doors doors;

    Pages(Supplier<Library> open, Supplier<Overview> status, Finder finder, Doors doors) {
        this.open = open;
        this.status = status;
        this.finder = finder;
        this.doors = doors;
    }

    /// A way to another page.
    public record Link(String label, String href) {}

    /// A page made of questions.
    Handler chapter(Chapter chapter) {
        return page((library, visit) -> {
            List<Panel> panels = chapter.wanted().stream()
                    .filter(wanted -> !visit.reader().guest() || !Chapter.PRIVATE.contains(wanted.question()))
                    .map(wanted ->
                            Panel.asked(library, visit, chapter.form() ? chosen(library, visit, wanted) : wanted))
                    .toList();
            List<Field> fields = chapter.form() && !visit.reader().guest()
                    ? Field.of(panels.getFirst().question(), visit.given())
                    : List.of();
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

    /// The page of one track, whose id is a part of the path.
    Handler track() {
        return context -> {
            String id = Visit.name(context.pathParam("track"));
            page((library, visit) -> {
                        Directory.Track track = library.directory().track(id).orElseThrow(() -> unknown("track", id));
                        List<Link> links = new ArrayList<>();
                        track.artists().forEach(artist -> add(links, artist, visit.toArtist(artist)));
                        if (track.album() != null && !track.artists().isEmpty()) {
                            String artist = track.artists().getFirst();
                            add(links, track.album(), visit.toAlbum(artist, track.album()));
                        }
                        String title = Objects.requireNonNullElse(track.name().title(), id);
                        return entity(library, visit, title, links, Chapter.TRACK, Map.of("track", track.id()));
                    })
                    .handle(context);
        };
    }

    /// The page of one artist, whose name is a part of the path.
    Handler artist() {
        return context -> {
            String artist = Visit.name(context.pathParam("artist"));
            page((library, visit) -> {
                        if (!library.directory().hasArtist(artist)) {
                            throw unknown("artist", artist);
                        }
                        return entity(library, visit, artist, List.of(), Chapter.ARTIST, Map.of("artist", artist));
                    })
                    .handle(context);
        };
    }

    /// The page of one album, known by its name and its main artist's.
    Handler album() {
        return context -> {
            String artist = Visit.name(context.pathParam("artist"));
            String album = Visit.name(context.pathParam("album"));
            page((library, visit) -> {
                        if (!library.directory().hasAlbum(artist, album)) {
                            throw unknown("album", artist + " - " + album);
                        }
                        List<Link> links = new ArrayList<>();
                        add(links, artist, visit.toArtist(artist));
                        Map<String, String> given = Map.of("artist", artist, "album", album);
                        return entity(library, visit, album, links, Chapter.ALBUM, given);
                    })
                    .handle(context);
        };
    }

    private static MtmException unknown(String what, String name) {
        return new MtmException(
                ErrorCode.NOT_FOUND, "no " + what + " of this name is known", name, "Search for a part of the name.");
    }

    private static void add(List<Link> links, String label, @Nullable String href) {
        if (href != null) {
            links.add(new Link(label, href));
        }
    }

    private static String entity(
            Library library,
            Visit visit,
            String title,
            List<Link> links,
            List<Wanted> wanted,
            Map<String, String> given) {
        List<Panel> panels = new ArrayList<>();
        for (Wanted one : wanted) {
            Wanted full = one;
            for (Map.Entry<String, String> parameter : given.entrySet()) {
                full = full.with(parameter.getKey(), parameter.getValue());
            }
            panels.add(Panel.asked(library, visit, full));
        }
        return filled(
                "panels.jte",
                visit,
                Map.of("title", title, "lead", "", "links", links, "fields", List.of(), "panels", panels));
    }

    /// What a reader searches for.
    Handler search() {
        return page((library, visit) -> {
            String sought = visit.given().getOrDefault(Visit.SOUGHT, "");
            SearchIndex.Findings findings = finder.find(library, sought, visit.asOf());
            Map<String, List<Panel.Cell>> groups = new LinkedHashMap<>();
            put(groups, "Artists", findings.artists(), found -> visit.toArtist(found.name()));
            put(groups, "Tracks", findings.tracks(), found -> visit.toTrack(found.id()));
            put(groups, "Albums", findings.albums(), found -> visit.toAlbum(found.artist(), found.name()));
            return filled("search.jte", visit, Map.of("sought", sought, "groups", groups));
        });
    }

    private static void put(
            Map<String, List<Panel.Cell>> groups,
            String heading,
            List<SearchIndex.Found> found,
            Function<SearchIndex.Found, @Nullable String> href) {
        if (!found.isEmpty()) {
            groups.put(
                    heading,
                    found.stream()
                            .map(one -> new Panel.Cell(
                                    one.name(), one.artist().isEmpty() ? null : one.artist(), href.apply(one), null))
                            .toList());
        }
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

    /// All questions, by group.
    Handler questions() {
        return page((library, visit) -> {
            Questions.Catalogue catalogue = library.questions().catalogue();
            Map<String, List<Question>> groups = new LinkedHashMap<>();
            for (Question question : catalogue.questions()) {
                groups.computeIfAbsent(question.group(), group -> new ArrayList<>())
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

    /// Takes an import back.
    Handler undo() {
        return change((library, context) -> {
            long importId = number("import", context.pathParam("import"));
            long gone = library.undoImport(importId);
            return new Done(
                    "/imports",
                    "Import " + importId + " is undone: " + (gone == 1 ? "1 play" : Wording.grouped(gone) + " plays")
                            + " went with it.");
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

    /// What a change ends with.
    ///
    /// @param path   of the page that is shown next, on the same day
    /// @param notice a sentence that is shown there once
    record Done(String path, String notice) {}

    /// A change, which ends on another page, so that loading that one again does not repeat it.
    private Handler change(BiFunction<Library, Context, Done> work) {
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

    private static String filled(String template, Visit visit, Map<String, ? extends @Nullable Object> model) {
        Map<String, @Nullable Object> all = new TreeMap<>(model);
        all.put("visit", visit);
        StringOutput output = new StringOutput();
        TEMPLATES.render(template, all, output);
        return output.toString();
    }
}
