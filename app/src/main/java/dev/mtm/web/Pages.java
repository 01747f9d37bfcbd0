package dev.mtm.web;

import dev.mtm.card.Drawing;
import dev.mtm.card.Painter;
import dev.mtm.card.YearCard;
import dev.mtm.enrich.CoverSource;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Directory;
import dev.mtm.question.Parameter;
import dev.mtm.question.Period;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.SearchIndex;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pages: each reads its address, asks, and fills a template.
public final class Pages {
    static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private final Supplier<Library> open;
    private final Supplier<Overview> status;
    private final Finder finder;
    private final Doors doors;
    private final Memory memory = new Memory();

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
            List<Panel> panels = wanted.stream()
                    .filter(one -> !guest || !Chapter.PRIVATE.contains(one.question()))
                    .map(one -> Panel.asked(memory, library, visit, one))
                    .toList();
            List<Field> fields = switch (guest ? Chapter.Form.NONE : chapter.form()) {
                case NONE -> List.of();
                case QUESTION, TOPS -> Field.of(panels.getFirst().question(), visit.given());
                case PERIODS -> Comparison.of(visit).fields();
            };
            List<Link> links = switch (chapter.form()) {
                case NONE -> chapter.path().equals("/") ? anniversaries(visit) : List.of();
                case QUESTION -> List.of();
                case TOPS -> Comparison.periods(visit);
                case PERIODS -> Comparison.pairs(visit);
            };
            return filled(
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
    private static List<Link> anniversaries(Visit visit) {
        List<Link> links = new ArrayList<>();
        for (LocalDate day = visit.asOf().minusYears(1);
                !day.isBefore(visit.first()) && links.size() < 12;
                day = visit.asOf().minusYears(links.size() + 1L)) {
            links.add(new Link((links.isEmpty() ? "This day in " : "") + day.getYear(), visit.on(day)));
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
                        return entity(
                                library,
                                visit,
                                title,
                                Cover.of(track.name().artist() + track.name().title()),
                                library.covers()
                                        .known(List.of(track.id()), List.of())
                                        .tracks()
                                        .get(track.id()),
                                links,
                                Outside.track(track),
                                Chapter.TRACK,
                                Map.of("track", track.id()));
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
                        return entity(
                                library,
                                visit,
                                artist,
                                Cover.of(artist),
                                null,
                                List.of(),
                                Outside.artist(artist),
                                Chapter.ARTIST,
                                Map.of("artist", artist));
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
                        CoverSource.Album one = new CoverSource.Album(artist, album);
                        return entity(
                                library,
                                visit,
                                album,
                                Cover.of(artist + album),
                                library.covers()
                                        .known(List.of(), List.of(one))
                                        .albums()
                                        .get(one),
                                links,
                                Outside.album(artist, album),
                                Chapter.ALBUM,
                                given);
                    })
                    .handle(context);
        };
    }

    /// The story of a year, which is a part of the path.
    Handler year() {
        return context -> {
            Year year = year(context.pathParam("year"));
            page((library, visit) -> {
                        YearStory story = new YearStory(memory, library, visit, year);
                        List<YearStory.Told> told = story.told();
                        List<Link> cards = new ArrayList<>();
                        if (!told.isEmpty()) {
                            for (YearCard.Shape shape : YearCard.Shape.values()) {
                                for (String ending : List.of("png", "svg")) {
                                    cards.add(new Link(
                                            shape.label() + " " + ending.toUpperCase(Locale.ROOT),
                                            visit.link("/years/" + year + "/" + shape.label() + "." + ending)));
                                }
                            }
                        }
                        return filled(
                                "story.jte",
                                visit,
                                Map.of("year", year.toString(), "told", told, "cards", cards, "links", story.beside()));
                    })
                    .handle(context);
        };
    }

    /// The card of a year, for showing to others.
    Handler card() {
        return context -> {
            Year year = year(context.pathParam("year"));
            String file = context.pathParam("card");
            YearCard.Shape shape = Stream.of(YearCard.Shape.values())
                    .filter(one -> file.startsWith(one.label() + "."))
                    .findFirst()
                    .orElseThrow(NotFoundResponse::new);
            String ending = file.substring(shape.label().length());
            try (Library library = open.get()) {
                memory.expect(library.directory().stamp(library.today()));
                Drawing drawing = new YearStory(memory, library, visit(context, library), year)
                        .card()
                        .drawn(shape);
                switch (ending) {
                    case ".svg" -> context.contentType("image/svg+xml").result(drawing.svg());
                    case ".png" -> context.contentType("image/png").result(Painter.png(drawing));
                    default -> throw new NotFoundResponse();
                }
            }
        };
    }

    private static Year year(String text) {
        if (!text.matches("(19|[2-8]\\d)\\d\\d")) {
            throw new NotFoundResponse();
        }
        return Year.parse(text);
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

    /// @param pictured the track whose cover is shown; null: none is known
    private String entity(
            Library library,
            Visit visit,
            String title,
            Cover drawn,
            @Nullable String pictured,
            List<Link> links,
            List<Link> outside,
            List<Wanted> wanted,
            Map<String, String> given) {
        List<Panel> panels = wanted.stream()
                .map(one -> Panel.asked(memory, library, visit, one.with(given)))
                .toList();
        return filled(
                "panels.jte",
                visit,
                Map.of(
                        "title",
                        title,
                        "cover",
                        drawn.below(visit.toCover(pictured, CoverSource.Size.LARGE)),
                        "lead",
                        "",
                        "links",
                        links,
                        "outside",
                        outside,
                        "fields",
                        List.of(),
                        "panels",
                        panels));
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

    private void answer(Library library, Visit visit, Question question, Map<String, @Nullable Object> model) {
        if (wanted(question, visit.given()).isEmpty()) {
            Map<String, String> given = visit.given();
            Wanted wanted =
                    Wanted.of(question.title(), Shape.WHOLE, question.name()).with(given);
            model.put("panel", Panel.asked(memory, library, visit, wanted));
            model.put("asked", library.asker().asked(question, given, visit.asOf()));
            model.put("plan", library.asker().plan(question, given, visit.asOf()));
        }
    }

    Handler status() {
        return page((library, visit) -> filled("status.jte", visit, Map.of("facts", new StatusPage(status.get()))));
    }

    /// A page, made of a store that is open for it.
    Handler page(BiFunction<Library, Visit, String> content) {
        return context -> {
            try (Library library = open.get()) {
                memory.expect(library.directory().stamp(library.today()));
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
