package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Every address of the server, and what holds for all of them.
final class Routes {
    /// What a browser on this machine calls it. Any other name means that a foreign page has had its own name point
    /// here.
    private static final Pattern OF_THIS_MACHINE =
            Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    private static final MtmException NOWHERE = new MtmException(
            ErrorCode.NOT_FOUND,
            "there is nothing at this address",
            "the API",
            "/api/v1/questions lists what can be asked.");

    private static final String TEXT = "text/plain; charset=utf-8";

    private Routes() {}

    /// @param defects is told of every error of the program itself, a line each
    static void add(
            RoutesConfig routes,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Finder finder,
            Consumer<String> defects) {
        Pages pages = new Pages(open, status, finder);
        ApiV1 api = new ApiV1(open, finder);
        routes.before(Routes::guard);
        for (Chapter chapter : Chapter.ALL) {
            routes.get(chapter.path(), pages.chapter(chapter));
        }
        routes.get("/tracks/{track}", pages.track());
        routes.get("/artists/{artist}", pages.artist());
        routes.get("/albums/{artist}/{album}", pages.album());
        routes.get("/years/{year}", pages.year());
        routes.get("/years/{year}/{card}", pages.card());
        routes.get("/search", pages.search());
        routes.get("/questions", pages.questions());
        routes.get("/questions/{question}", pages.question());
        routes.get("/imports", pages.imports());
        routes.get("/status", pages.status());
        routes.get("/api/v1/questions", api::questions);
        routes.get("/api/v1/questions/{question}", api::answer);
        routes.get("/api/v1/search", api::search);
        routes.get("/health", context -> answer(context, health.get()));
        routes.get("/static/<file>", Assets::answer);
        routes.exception(NotFoundResponse.class, (missing, context) -> {
            context.status(404);
            if (isApi(context)) {
                context.contentType(ApiV1.JSON).result(ApiV1.envelope(NOWHERE));
            } else {
                tell(pages, context, 404, "There is no such page.");
            }
        });
        routes.exception(MtmException.class, (trouble, context) -> {
            context.status(trouble.code().httpStatus());
            if (isApi(context)) {
                context.contentType(ApiV1.JSON).result(ApiV1.envelope(trouble));
            } else {
                tell(pages, context, trouble.code().httpStatus(), trouble.forReaders());
            }
        });
        routes.exception(Exception.class, (defect, context) -> {
            // Its text may hold anything, its kind does not.
            StackTraceElement[] trace = defect.getStackTrace();
            defects.accept("defect in " + context.path() + ": "
                    + defect.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
            context.status(500).contentType(TEXT).result("This is a defect in the program.\n");
        });
    }

    private static void guard(Context context) {
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
        String host = context.header("Host");
        if (host == null || !OF_THIS_MACHINE.matcher(host).matches()) {
            refuse(context, 421, "This server answers to localhost only.\n");
        } else if (context.method() != HandlerType.GET) {
            context.header("Allow", "GET");
            refuse(context, 405, "Pages can be read, nothing else.\n");
        }
    }

    /// As a page, or as text where no page can be made, or none is read.
    private static void tell(Pages pages, Context context, int status, String sentence) {
        String title = switch (status) {
            case 400 -> "That does not fit";
            case 404 -> "Nothing is here";
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

    private static boolean isApi(Context context) {
        return context.path().startsWith("/api/");
    }

    private static void refuse(Context context, int status, String why) {
        context.status(status).contentType(TEXT).result(why).skipRemainingHandlers();
    }

    private static void answer(Context context, Health health) {
        context.status(health.reachable() ? 200 : 503)
                .contentType("application/json")
                .result(health.json());
    }
}
