package dev.mtm.web;

import dev.mtm.enrich.CoverSource;
import dev.mtm.history.CountingRule;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportReport;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.playlist.Pick;
import dev.mtm.playlist.Playlists;
import dev.mtm.playlist.Publication;
import dev.mtm.playlist.Rebuild;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Question;
import dev.mtm.question.TrackName;
import dev.mtm.render.Wording;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pages about the store itself: what came in, and how things stand.
public final class Household {
    private static final int SHOWN_REJECTIONS = 200;

    private final Pages pages;
    private final Intake intake;
    private final SigningIn signingIn;
    private final Doors doors;
    private final Supplier<Overview> status;

    Household(Pages pages, Intake intake, SigningIn signingIn, Doors doors, Supplier<Overview> status) {
        this.pages = pages;
        this.intake = intake;
        this.signingIn = signingIn;
        this.doors = doors;
        this.status = status;
    }

    Handler imports() {
        return pages.page((library, visit) -> Pages.filled(
                "imports.jte", visit, Map.of("runs", library.importLog().runs())));
    }

    /// One import: its files, and the rows that were rejected.
    Handler oneImport() {
        return context -> {
            long importId = Pages.number("import", context.pathParam("import"));
            pages.page((library, visit) -> {
                        List<ImportReport.FileReport> files =
                                library.importLog().files(importId);
                        ImportLog.Run run = library.importLog().runs().stream()
                                .filter(one -> one.importId() == importId)
                                .findFirst()
                                .orElseThrow();
                        return Pages.filled(
                                "import.jte", visit, Map.of("run", run, "files", files, "rejected", rejected(files)));
                    })
                    .handle(context);
        };
    }

    /// A row that was not taken.
    ///
    /// @param text what was read of it; empty where nothing could be
    public record Rejected(String file, long row, String reason, String text) {}

    private static List<Rejected> rejected(List<ImportReport.FileReport> files) {
        return files.stream()
                .flatMap(file -> file.rejections().stream()
                        .map(one -> new Rejected(
                                called(file.path()),
                                one.row(),
                                Wording.visible(one.reason()),
                                one.text() == null ? "" : Wording.visible(one.text()))))
                .limit(SHOWN_REJECTIONS)
                .toList();
    }

    /// The name of a file, with that of the archive that it is a member of.
    public static String called(String path) {
        Path whole = Path.of(path);
        int names = whole.getNameCount();
        return Wording.visible(
                names < 2 ? path : whole.subpath(names - 2, names).toString());
    }

    /// Takes an import back.
    Handler undo() {
        return pages.change((library, context) -> {
            long importId = Pages.number("import", context.pathParam("import"));
            long gone = library.undoImport(importId);
            return new Pages.Done(
                    "/imports",
                    "Import " + importId + " is undone: " + (gone == 1 ? "1 play" : Wording.grouped(gone) + " plays")
                            + " went with it.");
        });
    }

    /// Receives a file, whose bytes are the body, and says where it stands.
    void receive(Context context) {
        String name = context.queryParam("name");
        if (name == null || name.isBlank()) {
            throw new MtmException(
                    ErrorCode.USAGE, "the file has no name", "name", "Send POST /api/v1/imports?name=FILE.");
        }
        try {
            Intake.Item item = intake.receive(
                    name, context.req().getContentLengthLong(), context.req().getInputStream());
            context.status(202).contentType(ApiV1.JSON).result(Json.text(json(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files that came, and how far each is.
    void intake(Context context) {
        context.contentType(ApiV1.JSON)
                .result(Json.text(Json.object(
                        "files", intake.items().stream().map(Household::json).toList())));
    }

    private static Map<String, @Nullable Object> json(Intake.Item item) {
        return Json.object(
                "number",
                item.number(),
                "name",
                item.name(),
                "state",
                item.state().label(),
                "share",
                item.share(),
                "sentence",
                item.sentence(),
                "import",
                item.importId());
    }

    /// A playlist that can be made.
    ///
    /// @param latest what was published of it last; null: nothing yet
    public record Recipe(
            String name, String title, @Nullable Publication latest) {}

    /// A playlist that is made anew by rules of its own.
    ///
    /// @param latest as it was published last; null: not yet
    public record Standing(Managed playlist, @Nullable Rebuild latest) {}

    Handler playlists() {
        return pages.page((library, visit) -> {
            ManagedPlaylists playlists = library.managedPlaylists();
            List<Standing> managed = Arrays.stream(Managed.values())
                    .map(one -> new Standing(
                            one, playlists.history(one).stream().findFirst().orElse(null)))
                    .toList();
            List<Publication> history = library.playlists().history().stream()
                    .filter(one -> !one.isManaged())
                    .toList();
            List<Recipe> recipes = library.questions().catalogue().questions().stream()
                    .flatMap(question -> question.playlist().stream()
                            .map(playlist -> new Recipe(
                                    question.name(),
                                    // What it is asked for is chosen on the page behind it.
                                    playlist.title().replaceAll("\\{\\w+}", "…"),
                                    history.stream()
                                            .filter(one -> one.isOf(question.name()))
                                            .findFirst()
                                            .orElse(null))))
                    .toList();
            return Pages.filled(
                    "playlists.jte", visit, Map.of("recipes", recipes, "managed", managed, "history", history));
        });
    }

    /// A track of a playlist that is made anew by itself.
    ///
    /// @param share what it is in for
    public record Line(Grid.Cell track, String share, String why) {}

    /// A playlist as it would be published now, for the parameters of the address.
    Handler playlist() {
        return context -> {
            String name = context.pathParam("question");
            Optional<Managed> managed = Managed.of(name);
            if (managed.isPresent()) {
                mix(managed.get()).handle(context);
                return;
            }
            pages.page((library, visit) -> {
                        Question question = library.questions().named(name);
                        Playlists.Preview preview =
                                library.playlists().preview(question, visit.given(), library.today());
                        Panel panel = Panel.of(
                                library,
                                "What would be in it",
                                Panel.Shape.ROWS,
                                question,
                                visit.given(),
                                preview.composition().answer(),
                                visit);
                        return Pages.filled(
                                "playlist.jte",
                                visit,
                                Map.of(
                                        "name",
                                        name,
                                        "fields",
                                        Field.of(question, visit.given()),
                                        "preview",
                                        preview,
                                        "lacking",
                                        library.playlists()
                                                .lacking(question)
                                                .map(Playlists.Coverage::sentence)
                                                .orElse(""),
                                        "panel",
                                        panel));
                    })
                    .handle(context);
        };
    }

    /// A playlist that is made anew by itself, as it would be made now: it knows no other day.
    private Handler mix(Managed playlist) {
        return pages.page((library, visit) -> {
            Mix mix = library.managedPlaylists().compose(playlist);
            CoverSource.Known covers =
                    library.covers().known(mix.picks().stream().map(Pick::track).toList(), List.of());
            List<Line> lines = mix.picks().stream()
                    .map(pick -> {
                        TrackName name = mix.names().getOrDefault(pick.track(), new TrackName(pick.track(), null));
                        return new Line(
                                new Grid.Cell(
                                        Wording.visible(Objects.requireNonNullElse(name.title(), pick.track())),
                                        name.artist() == null ? null : Wording.visible(name.artist()),
                                        visit.toTrack(pick.track()),
                                        null,
                                        Cover.of(name.artist() + name.title())
                                                .below(visit.toCover(
                                                        covers.tracks().get(pick.track()), CoverSource.Size.SMALL))),
                                pick.share(),
                                pick.why());
                    })
                    .toList();
            return Pages.filled(
                    "mix.jte",
                    visit,
                    Map.of(
                            "mix",
                            mix,
                            "lines",
                            lines,
                            "standing",
                            library.managedPlaylists().standing(mix)));
        });
    }

    Handler publish() {
        return pages.change((library, context) -> {
            Question question = library.questions().named(context.pathParam("question"));
            Map<String, String> given = Pages.given(context);
            given.remove(Visit.AS_OF);
            Playlists playlists = library.playlists();
            Playlists.Preview preview = playlists.preview(question, given, library.today());
            Playlists.Published published = playlists.publish(preview);
            String held = published.tracks() == 1 ? "1 track" : Wording.grouped(published.tracks()) + " tracks";
            return new Pages.Done(
                    "/playlists", published.sentence("\"" + Wording.visible(preview.title()) + "\"", held));
        });
    }

    Handler settings() {
        return pages.page((library, visit) -> {
            Map<String, @Nullable Object> model = new TreeMap<>();
            model.put("zone", library.listener().zone().id().getId());
            model.put("rule", library.listener().rule());
            model.put("standing", library.signIn().standing().orElse(null));
            model.put("page", signingIn.page().orElse(null));
            model.put("failure", signingIn.failure());
            model.put("backups", library.backups().list());
            model.put("folder", library.backups().settings().folder().toString());
            model.put("locked", doors.password().isSet());
            model.put("tokens", doors.tokens().list());
            return Pages.filled("settings.jte", visit, model);
        });
    }

    Handler status() {
        return pages.page(
                (library, visit) -> Pages.filled("status.jte", visit, Map.of("facts", new StatusPage(status.get()))));
    }

    private static Handler settled(Pages pages, BiFunction<Library, Context, String> work) {
        return pages.change((library, context) -> new Pages.Done("/settings", work.apply(library, context)));
    }

    Handler moveTo() {
        return settled(pages, (library, context) -> {
            String zone = field(context, "zone");
            library.moveTo(zone);
            return "Your days and hours are now those of " + zone + ".";
        });
    }

    Handler countBy() {
        return settled(pages, (library, context) -> {
            CountingRule rule = CountingRule.of(field(context, "rule"));
            library.countBy(rule);
            return "Derived anew; a play counts by the rule " + rule.label() + ".";
        });
    }

    Handler backUp() {
        return settled(
                pages,
                (library, context) -> "Backup made, and opened again: "
                        + library.backups().make().file().path().getFileName() + ".");
    }

    Handler signIn() {
        return settled(pages, (library, context) -> {
            signingIn.begin();
            return "Go on at Spotify: the link is below.";
        });
    }

    Handler finishSignIn() {
        return settled(
                pages,
                (library, context) -> "Signed in as "
                        + Wording.visible(
                                signingIn.finish(field(context, "address")).called()) + ".");
    }

    Handler signOut() {
        return settled(
                pages,
                (library, context) -> library.signIn().forget()
                        ? "Signed out. Spotify itself lists the app until you remove it there."
                        : "Nobody was signed in.");
    }

    /// Makes a token, which is shown on the next page and nowhere else.
    Handler makeToken() {
        return pages.change((library, context) -> {
            Doors.requireBrowser(context);
            String name = field(context, "name");
            String token = doors.tokens().make(name, field(context, "may").equals("change"));
            return new Pages.Done(
                    "/settings",
                    new Notice("The token of " + name + " is made. Copy it now, it is not shown again:", token));
        });
    }

    Handler revokeToken() {
        return settled(pages, (library, context) -> {
            Doors.requireBrowser(context);
            String name = context.pathParam("token");
            doors.tokens().revoke(name);
            return "The token of " + name + " opens nothing any more.";
        });
    }

    private static String field(Context context, String name) {
        String value = context.formParam(name);
        if (value == null || value.isBlank()) {
            throw new MtmException(ErrorCode.USAGE, "the field " + name + " is empty", name, "Fill it in.");
        }
        return value.strip();
    }
}
