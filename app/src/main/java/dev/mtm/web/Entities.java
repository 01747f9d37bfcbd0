package dev.mtm.web;

import dev.mtm.card.Drawing;
import dev.mtm.card.Painter;
import dev.mtm.card.YearCard;
import dev.mtm.enrich.CoverSource;
import dev.mtm.lyrics.LyricsStore;
import dev.mtm.question.Directory;
import dev.mtm.question.SearchIndex;
import dev.mtm.web.Panel.Wanted;
import io.javalin.http.Handler;
import io.javalin.http.NotFoundResponse;
import java.time.Year;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pages of what has a name: a track, an artist, an album, a year; and the search for them.
final class Entities {
    private final Pages pages;
    private final Finder finder;

    Entities(Pages pages, Finder finder) {
        this.pages = pages;
        this.finder = finder;
    }

    /// The page of one track, whose id is a part of the path.
    Handler track() {
        return context -> {
            String id = Visit.name(context.pathParam("track"));
            pages.page((library, visit) -> {
                        Directory.Track track =
                                library.directory().track(id).orElseThrow(() -> Pages.unknown("track", id));
                        List<Pages.Link> links = new ArrayList<>();
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
            pages.page((library, visit) -> {
                        if (!library.directory().hasArtist(artist)) {
                            throw Pages.unknown("artist", artist);
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
            pages.page((library, visit) -> {
                        if (!library.directory().hasAlbum(artist, album)) {
                            throw Pages.unknown("album", artist + " - " + album);
                        }
                        List<Pages.Link> links = new ArrayList<>();
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
            pages.page((library, visit) -> {
                        YearStory story = new YearStory(pages, library, visit, year);
                        List<YearStory.Told> told = story.told();
                        List<Pages.Link> cards = new ArrayList<>();
                        if (!told.isEmpty()) {
                            for (YearCard.Shape shape : YearCard.Shape.values()) {
                                for (String ending : List.of("png", "svg")) {
                                    cards.add(new Pages.Link(
                                            shape.label() + " " + ending.toUpperCase(Locale.ROOT),
                                            visit.link("/years/" + year + "/" + shape.label() + "." + ending)));
                                }
                            }
                        }
                        return Pages.filled(
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
            pages.with(context, (library, visit) -> {
                Drawing drawing =
                        new YearStory(pages, library, visit, year).card().drawn(shape);
                switch (ending) {
                    case ".svg" -> context.contentType("image/svg+xml").result(drawing.svg());
                    case ".png" -> context.contentType("image/png").result(Painter.png(drawing));
                    default -> throw new NotFoundResponse();
                }
            });
        };
    }

    private static Year year(String text) {
        if (!text.matches("(19|[2-8]\\d)\\d\\d")) {
            throw new NotFoundResponse();
        }
        return Year.parse(text);
    }

    private static void add(List<Pages.Link> links, String label, @Nullable String href) {
        if (href != null) {
            links.add(new Pages.Link(label, href));
        }
    }

    /// @param pictured the track whose cover is shown; null: none is known
    private String entity(
            Library library,
            Visit visit,
            String title,
            Cover drawn,
            @Nullable String pictured,
            List<Pages.Link> links,
            List<Pages.Link> outside,
            List<Wanted> wanted,
            Map<String, String> given) {
        List<Panel> panels = pages
                .asked(
                        library,
                        visit,
                        wanted.stream().map(one -> one.with(given)).toList())
                .stream()
                // Most tracks were never measured, and need not say so.
                .filter(panel -> !panel.question().name().equals("track-features") || panel.hasRows())
                .toList();
        String track = given.get("track");
        LyricsStore.Kept lyrics =
                track == null ? null : library.lyrics().of(track).orElse(null);
        List<Pages.Link> ways = new ArrayList<>(links);
        ways.add(new Pages.Link("Every play", visit.link("/history", new TreeMap<>(given))));
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("title", title);
        model.put("cover", drawn.below(visit.toCover(pictured, CoverSource.Size.LARGE)));
        model.put("lead", "");
        model.put("links", ways);
        model.put("outside", outside);
        model.put("fields", List.of());
        model.put("panels", panels);
        model.put("lyrics", lyrics);
        return Pages.filled("panels.jte", visit, model);
    }

    /// What a reader searches for.
    Handler search() {
        return pages.page((library, visit) -> {
            String sought = visit.given().getOrDefault(Visit.SOUGHT, "");
            SearchIndex.Findings findings = finder.find(library, sought, visit.asOf());
            CoverSource.Known covers = library.covers()
                    .known(
                            findings.tracks().stream()
                                    .map(SearchIndex.Found::id)
                                    .toList(),
                            findings.albums().stream().map(Entities::album).toList());
            Map<String, List<Grid.Cell>> groups = new LinkedHashMap<>();
            put(groups, "Artists", findings.artists(), found -> visit.toArtist(found.name()), found -> null);
            put(
                    groups,
                    "Tracks",
                    findings.tracks(),
                    found -> visit.toTrack(found.id()),
                    found -> visit.toCover(covers.tracks().get(found.id()), CoverSource.Size.SMALL));
            put(
                    groups,
                    "Albums",
                    findings.albums(),
                    found -> visit.toAlbum(found.artist(), found.name()),
                    found -> visit.toCover(covers.albums().get(album(found)), CoverSource.Size.SMALL));
            return Pages.filled("search.jte", visit, Map.of("sought", sought, "groups", groups));
        });
    }

    private static CoverSource.Album album(SearchIndex.Found found) {
        return new CoverSource.Album(found.artist(), found.name());
    }

    private static void put(
            Map<String, List<Grid.Cell>> groups,
            String heading,
            List<SearchIndex.Found> found,
            Function<SearchIndex.Found, @Nullable String> href,
            Function<SearchIndex.Found, @Nullable String> picture) {
        if (!found.isEmpty()) {
            groups.put(
                    heading,
                    found.stream()
                            .map(one -> new Grid.Cell(
                                    one.name(),
                                    one.artist().isEmpty() ? null : one.artist(),
                                    href.apply(one),
                                    null,
                                    Cover.of(one.artist() + one.name()).below(picture.apply(one))))
                            .toList());
        }
    }
}
