package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Every address of the server, and what holds for all of them.
final class Routes implements AutoCloseable {
    private static final MtmException NOWHERE = new MtmException(
            ErrorCode.NOT_FOUND,
            "there is nothing at this address",
            "the API",
            "/api/v1/openapi.json lists what there is.");

    static final String ANYWHERE = "/<path>";

    /// In bytes. What is longer is read as a stream.
    static final long LARGEST_FORM = 64 * 1024;

    static final String TEXT = "text/plain; charset=utf-8";

    private final Ground ground;
    private final Finder finder;
    private final Intake intake;
    private final SigningIn signingIn;
    private final Doors doors;
    private final SharedWork shared;
    private final Pages pages;
    private final Metrics metrics = new Metrics();

    Routes(Ground ground) {
        this.ground = ground;
        finder = new Finder(ground.open(), ground.defects());
        intake = new Intake(ground.arrivals(), ground.open(), ground.defects());
        signingIn = new SigningIn(ground.open());
        doors = new Doors(ground.site(), ground.access(), ground.clock(), ground.covers() != null);
        shared = new SharedWork(ground.open());
        pages = new Pages(ground.open(), doors, finder, shared, ground.clock());
    }

    /// Makes what the first search would else wait for.
    void prepare() {
        finder.prepare();
    }

    /// Counts a request that was answered.
    void count(Context context, float seconds) {
        metrics.count(context, seconds);
    }

    @Override
    public void close() {
        intake.close();
        if (ground.covers() != null) {
            ground.covers().close();
        }
        signingIn.close();
        shared.close();
    }

    void add(RoutesConfig routes) {
        Contents contents = new Contents(pages);
        Entities entities = new Entities(pages, finder);
        Household household = new Household(pages, intake, signingIn, doors, ground.status());
        ApiV1 api = new ApiV1(ground.open(), finder);
        ApiStore store = new ApiStore(ground.open(), ground.status());
        routes.before(Routes::head);
        routes.before(doors::greet);
        routes.beforeMatched(doors::require);
        for (Chapter chapter : Chapter.ALL) {
            routes.get(chapter.path(), contents.chapter(chapter), chapter.isForGuests() ? Door.GUESTS : Door.LISTENER);
        }
        routes.get("/tracks/{track}", entities.track());
        routes.get("/artists/{artist}", entities.artist());
        routes.get("/albums/{artist}/{album}", entities.album());
        routes.get("/years/{year}", entities.year());
        routes.get("/years/{year}/{card}", entities.card());
        routes.get("/covers/{track}", new CoverFiles(ground.open(), ground.covers())::answer);
        routes.get("/plays/{moment}", Moments.moment(pages));
        routes.post("/plays/{moment}/{play}/{decision}", Moments.decide(pages));
        routes.get("/search", entities.search());
        routes.get("/questions", contents.questions());
        Editor editor = new Editor(pages);
        routes.get("/questions/new", editor.fresh());
        routes.post("/questions/new", editor.written());
        routes.get("/questions/{question}", contents.question());
        routes.get("/questions/{question}/edit", editor.existing());
        routes.post("/questions/{question}/edit", editor.written());
        routes.post("/questions/{question}/remove", editor.remove());
        Reports reports = new Reports(pages);
        routes.get("/reports", reports.shelves());
        routes.get("/reports/{period}", reports.report());
        routes.post("/reports/{period}/freeze", reports.freeze());
        routes.get("/analyses", reports.analyses());
        routes.get("/analyses/compare", reports.compared());
        routes.get("/analyses/{analysis}", reports.analysis());
        routes.get("/imports", household.imports());
        routes.get("/imports/{import}", household.oneImport());
        routes.post("/imports/{import}/undo", household.undo());
        routes.get("/playlists", household.playlists());
        routes.get("/playlists/{question}", household.playlist());
        routes.post("/playlists/{question}/publish", household.publish());
        routes.get("/settings", household.settings());
        routes.post("/settings/zone", household.moveTo());
        routes.post("/settings/rule", household.countBy());
        routes.post("/settings/backup", household.backUp());
        routes.post("/settings/sign-in", household.signIn());
        routes.post("/settings/sign-in/finish", household.finishSignIn());
        routes.post("/settings/sign-out", household.signOut());
        routes.post("/settings/tokens", household.makeToken());
        routes.post("/settings/tokens/{token}/revoke", household.revokeToken());
        routes.get("/status", household.status());
        routes.get("/api/v1/questions", api::questions);
        routes.get("/api/v1/questions/{question}", api::answer);
        routes.get("/api/v1/search", api::search);
        routes.post("/api/v1/imports", household::receive);
        routes.get("/api/v1/intake", household::intake);
        routes.get("/api/v1/imports", store::imports);
        routes.get("/api/v1/imports/{import}", store::oneImport);
        routes.get("/api/v1/imports/{import}/rejections", store::rejections);
        routes.post("/api/v1/imports/{import}/undo", store::undo);
        routes.get("/api/v1/tracks/{track}", store::track);
        routes.get("/api/v1/artists/{artist}", store::artist);
        routes.get("/api/v1/albums/{artist}/{album}", store::album);
        routes.get("/api/v1/snapshots", store::snapshots);
        routes.get("/api/v1/snapshots/{date}", store::snapshot);
        routes.get("/api/v1/status", store::status);
        routes.get("/api/v1/plays.csv", store::plays);
        routes.get("/api/v1/openapi.json", ApiStore::document);
        routes.get("/sign-in", doors::signInPage, Door.EVERYONE);
        routes.post("/sign-in", doors::signIn, Door.EVERYONE);
        routes.post("/sign-out", doors::signOut, Door.EVERYONE);
        routes.get("/health", context -> answer(context, ground.health().get()), Door.EVERYONE);
        routes.get("/ready", context -> ready(context, ground.health().get()), Door.EVERYONE);
        routes.get("/metrics", context -> measured(context));
        routes.get("/static/<file>", Assets::answer, Door.EVERYONE);
        // The last ones: whatever is nowhere is only told to who may know what is there.
        routes.get(ANYWHERE, Routes::nowhere);
        routes.post(ANYWHERE, Routes::nowhere);
        routes.exception(NotFoundResponse.class, (missing, context) -> {
            context.status(404);
            if (isForPrograms(context)) {
                context.contentType(ApiV1.JSON).result(ApiV1.envelope(NOWHERE));
            } else {
                tell(context, 404, "There is no such page.");
            }
        });
        routes.exception(MtmException.class, (trouble, context) -> {
            if (broken(context)) {
                return;
            }
            context.status(trouble.code().httpStatus());
            if (isForPrograms(context)) {
                context.contentType(ApiV1.JSON).result(ApiV1.envelope(trouble));
            } else {
                tell(context, trouble.code().httpStatus(), trouble.forReaders());
            }
        });
        routes.exception(HttpResponseException.class, (refused, context) -> {
            MtmException trouble = refused.getStatus() == 413
                    ? new MtmException(
                            ErrorCode.TOO_LARGE,
                            "a form holds at most " + LARGEST_FORM / 1024 + " KiB",
                            context.path(),
                            "Send less.")
                    : new MtmException(ErrorCode.USAGE, "this cannot be understood", context.path(), "Send a form.");
            if (isForPrograms(context)) {
                context.status(trouble.code().httpStatus())
                        .contentType(ApiV1.JSON)
                        .result(ApiV1.envelope(trouble));
            } else {
                tell(context, trouble.code().httpStatus(), trouble.forReaders());
            }
        });
        routes.exception(Exception.class, (defect, context) -> {
            // Its text may hold anything, its kind does not.
            StackTraceElement[] trace = defect.getStackTrace();
            ground.defects()
                    .accept("defect in " + context.path() + ": "
                            + defect.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
            if (!broken(context)) {
                context.status(500).contentType(TEXT).result("This is a defect in the program.\n");
            }
        });
    }

    /// Breaks off an answer that has begun, so that nobody takes what came of it for all.
    ///
    /// @return whether it had begun
    private static boolean broken(Context context) {
        boolean begun = context.res().isCommitted();
        if (begun) {
            try {
                context.res().sendError(-1); // what Jetty takes for: end the connection
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return begun;
    }

    private static void nowhere(Context context) {
        throw new NotFoundResponse();
    }

    /// What every answer says of itself.
    private static void head(Context context) {
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "same-origin");
        context.header("Cache-Control", "no-store");
    }

    /// As a page, or as text where no page can be made, or none is read.
    private void tell(Context context, int status, String sentence) {
        String title = switch (status) {
            case 400 -> "That does not fit";
            case 401 -> "Sign in first";
            case 403 -> "This is not let in";
            case 404 -> "Nothing is here";
            case 413 -> "This is too much";
            default -> "This did not work";
        };
        if (!context.path().startsWith("/static/")) {
            try {
                pages.trouble(context, status, title, sentence);
                return;
            } catch (MtmException e) {
                // The store cannot be read; what was wrong first is told below.
            }
        }
        context.status(status).contentType(TEXT).result(sentence + "\n");
    }

    /// Whether programs ask, which read no pages.
    static boolean isForPrograms(Context context) {
        return context.path().startsWith("/api/") || context.path().equals("/metrics");
    }

    private static void ready(Context context, Health health) {
        context.status(health.isReady() ? 200 : 503)
                .contentType("application/json")
                .result(health.readiness());
    }

    private void measured(Context context) {
        Overview overview = null;
        try {
            overview = ground.status().get();
        } catch (MtmException e) {
            // A monitor wants to hear that, too.
        }
        context.contentType(Metrics.TYPE).result(metrics.text(overview));
    }

    private static void answer(Context context, Health health) {
        context.status(health.reachable() ? 200 : 503)
                .contentType("application/json")
                .result(health.json());
    }
}
