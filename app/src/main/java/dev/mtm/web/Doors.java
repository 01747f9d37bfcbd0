package dev.mtm.web;

import dev.mtm.access.AccessFile;
import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.access.Sessions;
import dev.mtm.access.Throttle;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is let in, and to what. Every request passes here before a route is tried.
final class Doors {
    private static final String GUEST = "mtm.guest";
    private static final String SIGN_IN = "/sign-in";
    private static final String BEARER = "Bearer ";

    private final Site site;
    private final boolean covers;
    private final PagePassword password;
    private final ApiTokens tokens;
    private final Sessions sessions;
    private final Throttle throttle;
    private final Changes changes = new Changes();

    /// @param covers whether covers are fetched
    Doors(Site site, AccessFile access, Clock clock, boolean covers) {
        this.site = site;
        this.covers = covers;
        password = new PagePassword(access);
        tokens = new ApiTokens(access, clock);
        sessions = new Sessions(clock);
        throttle = new Throttle(clock);
    }

    /// Who reads the page that is made now.
    Reader reader(Context context) {
        boolean guest = Boolean.TRUE.equals(context.attribute(GUEST));
        return new Reader(
                Caller.of(context).base(),
                changes.token(context),
                changes.takeNotice(context),
                guest,
                !guest && password.isSet(),
                !guest && covers);
    }

    /// Keeps what was done for the next page that the same browser reads.
    void notice(Context context, Notice notice) {
        changes.notice(context, notice);
    }

    PagePassword password() {
        return password;
    }

    ApiTokens tokens() {
        return tokens;
    }

    /// Tokens are made and taken back in a browser: one that leaked must not outlive itself in another.
    ///
    /// @throws MtmException when a token asks
    static void requireBrowser(Context context) {
        if (token(context) != null) {
            throw new MtmException(
                    ErrorCode.FORBIDDEN, "a token makes no tokens", context.path(), "Do it in a browser.");
        }
    }

    /// What a program came with; null: none.
    private static @Nullable String token(Context context) {
        String authorization = context.header("Authorization");
        return authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    /// Leads on to another page of the server.
    static void lead(Context context, String path) {
        context.status(303).header("Location", Caller.of(context).base() + path).result("");
    }

    /// Before a route is looked for: whether the server is meant, and can do that.
    void greet(Context context) {
        Caller caller = Caller.look(context, site);
        if (!site.goesBy(caller.host())) {
            refuse(context, 421, "This server does not go by this name; the setting allowed-hosts lists its names.\n");
            return;
        }
        if (context.method() != HandlerType.GET && context.method() != HandlerType.POST) {
            context.header("Allow", "GET, POST");
            refuse(context, 405, "Pages can be read and forms sent, nothing else.\n");
        }
    }

    /// Before a route is taken.
    ///
    /// @throws MtmException when who asks may not have it; who could have it after a sign-in is led there
    void require(Context context) {
        Door door = door(context);
        String token = token(context);
        boolean guest = false;
        if (token != null) {
            requireToken(context, token);
        } else if (password.isSet()) {
            guest = !signedIn(context);
        } else if (door != Door.EVERYONE) {
            requireThisMachine(context);
        }
        context.attribute(GUEST, guest);
        if (guest && !(door == Door.EVERYONE || door == Door.GUESTS && site.guests())) {
            turnAway(context);
        } else if (token == null) {
            changes.require(context);
        }
    }

    private static Door door(Context context) {
        Set<?> named = context.routeRoles();
        return named.contains(Door.EVERYONE)
                ? Door.EVERYONE
                : named.contains(Door.GUESTS) ? Door.GUESTS : Door.LISTENER;
    }

    private boolean signedIn(Context context) {
        String browser = Changes.browser(context);
        return browser != null && sessions.isOpen(browser, password.mark());
    }

    private void requireToken(Context context, String text) {
        ApiTokens.Token token = tokens.find(text).orElse(null);
        if (token == null) {
            context.header("WWW-Authenticate", "Bearer");
            throw new MtmException(
                    ErrorCode.SIGN_IN,
                    "this token is not known, or was taken back",
                    "Authorization",
                    "Make one with `mtm token create NAME`.");
        }
        if (context.method() != HandlerType.GET && !token.changes()) {
            throw new MtmException(
                    ErrorCode.FORBIDDEN,
                    "the token " + token.name() + " reads and changes nothing",
                    context.path(),
                    "Make one that may: mtm token create NAME --change");
        }
    }

    /// Without a password nobody is let in from elsewhere, also not when it was removed while the server ran, nor
    /// through
    /// a proxy that nobody told the server of.
    private void requireThisMachine(Context context) {
        Caller caller = Caller.of(context);
        if (!site.isLocal() || caller.passedOn()) {
            context.attribute(GUEST, true);
            throw new MtmException(
                    ErrorCode.FORBIDDEN,
                    caller.passedOn()
                            ? "this came through a proxy, and there is no password"
                            : "the password was removed while others can reach this server",
                    "mtm serve",
                    "Set one with `mtm password`; docs/install.md tells how to go behind a proxy.");
        }
    }

    private static void turnAway(Context context) {
        if (Routes.isForPrograms(context)) {
            context.header("WWW-Authenticate", "Bearer");
            throw new MtmException(
                    ErrorCode.SIGN_IN,
                    "this wants a token",
                    context.path(),
                    "Send the header Authorization: Bearer TOKEN; `mtm token create NAME` makes one.");
        }
        String query = context.queryString();
        String path = context.path() + (query == null ? "" : "?" + query);
        boolean back = context.method() == HandlerType.GET && !path.equals("/");
        lead(context, back ? SIGN_IN + "?to=" + URLEncoder.encode(path, StandardCharsets.UTF_8) : SIGN_IN);
        context.skipRemainingHandlers();
    }

    private static void refuse(Context context, int status, String why) {
        context.status(status).contentType(Routes.TEXT).result(why).skipRemainingHandlers();
    }

    /// The form for the password.
    void signInPage(Context context) {
        if (!password.isSet() || signedIn(context)) {
            lead(context, "/");
        } else {
            show(context, 200, "", Objects.requireNonNullElse(context.queryParam("to"), "/"));
        }
    }

    private void show(Context context, int status, String trouble, String to) {
        StringOutput page = new StringOutput();
        Pages.TEMPLATES.render(
                "signin.jte", Map.of("reader", reader(context), "trouble", trouble, "to", within(to)), page);
        context.status(status).contentType("text/html; charset=utf-8").result(page.toString());
    }

    /// Signs a browser in that sent the password. It gets another cookie, so one that was known before opens nothing.
    void signIn(Context context) {
        String to = Objects.requireNonNullElse(context.formParam("to"), "/");
        String address = Caller.of(context).address();
        Duration wait = throttle.enter(address);
        if (!wait.isZero()) {
            long seconds = wait.plusMillis(999).toSeconds();
            context.header("Retry-After", String.valueOf(seconds));
            show(context, 429, "Too many tries. Wait " + seconds + (seconds == 1 ? " second." : " seconds."), to);
            return;
        }
        String mark = password.mark();
        if (!password.fits(Objects.requireNonNullElse(context.formParam("password"), ""))) {
            show(context, 401, "That is not the password.", to);
            return;
        }
        throttle.succeeded(address);
        sessions.start(changes.meet(context), mark);
        lead(context, within(to));
    }

    void signOut(Context context) {
        String browser = Changes.browser(context);
        if (browser != null) {
            sessions.end(browser);
        }
        changes.meet(context);
        lead(context, SIGN_IN);
    }

    /// The path, where it is one of this server: a sign-in leads nowhere else.
    private static String within(String to) {
        return to.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]*") ? to : "/";
    }
}
