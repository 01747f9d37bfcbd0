package dev.mtm.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who asks, and how they came here. What a proxy says of it is believed only where the proxy is trusted.
///
/// @param address  from which they ask
/// @param scheme   `http` or `https`
/// @param host     what they call this server; null: they do not say
/// @param base     what stands before every path there
/// @param passedOn whether headers say that a proxy is between
record Caller(String address, String scheme, @Nullable String host, String base, boolean passedOn) {
    private static final String ATTRIBUTE = "mtm.caller";

    /// Looks once, before anything else does.
    static Caller look(Context context, Site site) {
        InetAddress peer = Objects.requireNonNull(Site.literal(context.req().getRemoteAddr()));
        String forwarded = context.header("X-Forwarded-For");
        boolean trusted = site.trusts(peer);
        String scheme = trusted ? last(context, "X-Forwarded-Proto") : null;
        String host = trusted ? last(context, "X-Forwarded-Host") : null;
        String base = trusted ? last(context, "X-Forwarded-Prefix") : null;
        Caller caller = new Caller(
                (trusted && forwarded != null ? origin(forwarded, peer, site) : peer).getHostAddress(),
                "https".equals(scheme) ? "https" : "http",
                host == null ? context.header("Host") : host,
                base != null && Site.BASE.matcher(base.replaceFirst("/+$", "")).matches()
                        ? base.replaceFirst("/+$", "")
                        : site.base(),
                forwarded != null || context.header("Forwarded") != null || context.header("X-Forwarded-Host") != null);
        context.attribute(ATTRIBUTE, caller);
        return caller;
    }

    /// Who was found by [#look].
    static Caller of(Context context) {
        return Objects.requireNonNull(context.attribute(ATTRIBUTE));
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /// Each proxy adds whom it heard at the end, so what stands before the last one that is not ours may be made up.
    private static InetAddress origin(String forwarded, InetAddress peer, Site site) {
        InetAddress origin = peer;
        String[] parts = forwarded.split(",", -1);
        for (int i = parts.length - 1; i >= 0 && site.trusts(origin); i--) {
            InetAddress next = Site.literal(parts[i].strip());
            if (next == null) {
                return origin;
            }
            origin = next;
        }
        return origin;
    }

    private static @Nullable String last(Context context, String header) {
        String value = context.header(header);
        return value == null
                ? null
                : value.substring(value.lastIndexOf(',') + 1).strip();
    }
}
