package dev.mtm.web;

import dev.mtm.access.Secret;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Changes come from pages of this server only. Each browser has a random cookie that no script can read, and each form
/// carries a token that is made of it. A foreign page can send a form here, but neither read the one nor make the
/// other.
///
/// Whatever is sent by POST is a change; a route needs to do nothing for it.
final class Changes {
    /// The field of a form with the token, and of the address where the body is no plain form.
    static final String FIELD = "csrf";

    static final String HEADER = "X-CSRF-Token";

    private static final String MET = "mtm.met";
    private static final int MOST_NOTICES = 256;
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Map<String, Notice> notices = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Notice> eldest) {
            return size() > MOST_NOTICES;
        }
    };

    /// The token for the forms of a page. A browser that has no cookie yet gets one.
    String token(Context context) {
        return token(Objects.requireNonNullElseGet(browser(context), () -> meet(context)));
    }

    /// What was kept for the next page, which is made now; null: nothing.
    @Nullable
    Notice takeNotice(Context context) {
        String browser = browser(context);
        synchronized (notices) {
            return browser == null ? null : notices.remove(browser);
        }
    }

    /// Keeps it for the next page that the same browser reads.
    void notice(Context context, Notice notice) {
        String browser = browser(context);
        if (browser != null) {
            synchronized (notices) {
                notices.put(browser, notice);
            }
        }
    }

    /// @throws MtmException when it is a change that no page of this server has sent
    void require(Context context) {
        if (context.method() != HandlerType.POST) {
            return;
        }
        String browser = browser(context);
        String token = context.header(HEADER);
        if (token == null) {
            token = context.isFormUrlencoded() ? context.formParam(FIELD) : context.queryParam(FIELD);
        }
        if (isForeign(context) || browser == null || token == null || !same(token(browser), token)) {
            throw new MtmException(
                    ErrorCode.FORBIDDEN,
                    "this was not sent by a page of this server, so nothing was changed",
                    context.path(),
                    "Load the page again and send it from there, with cookies allowed; a script sends the header "
                            + HEADER + ".");
        }
    }

    /// Whether the browser itself says that another site sent this.
    private static boolean isForeign(Context context) {
        String site = context.header("Sec-Fetch-Site");
        String origin = context.header("Origin");
        Caller caller = Caller.of(context);
        String here = caller.scheme() + "://" + caller.host();
        return site != null && !site.equals("same-origin")
                || origin != null && !origin.equalsIgnoreCase(here) && !(origin.equals("null") && site != null);
    }

    /// Gives a browser another cookie.
    ///
    /// @return what it says
    String meet(Context context) {
        String browser = Secret.text();
        Caller caller = Caller.of(context);
        context.cookie(new Cookie(
                cookie(context), browser, caller.base() + "/", -1, caller.isSecure(), true, null, SameSite.LAX));
        context.attribute(MET, browser);
        return browser;
    }

    /// What the browser's cookie says; null where it has none of ours.
    static @Nullable String browser(Context context) {
        String met = context.attribute(MET);
        String browser = met != null ? met : context.cookie(cookie(context));
        return browser != null && RANDOM.matcher(browser).matches() ? browser : null;
    }

    /// Servers on other ports of this machine share the cookies, so each has a name of its own.
    private static String cookie(Context context) {
        return "mtm-" + context.req().getLocalPort();
    }

    private static String token(String browser) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(browser.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal("a form of mtm".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java knows no HMAC", e);
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
