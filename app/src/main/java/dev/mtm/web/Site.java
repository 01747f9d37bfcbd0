package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the pages are and who may ask for them.
///
/// @param host    the address to listen on
/// @param port    0: any that is free
/// @param base    what stands before every path, such as `/music`; empty: nothing
/// @param names   what the server is called, besides the names of this machine
/// @param proxies whose word on who asks is taken
/// @param guests  whether some pages can be read by anyone
public record Site(String host, int port, String base, List<String> names, List<Network> proxies, boolean guests) {
    /// Paths that may stand before every other.
    static final Pattern BASE = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    private static final Pattern HOST = Pattern.compile("(?i)(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::\\d{1,5})?");

    /// @throws MtmException when the base is no path
    public Site {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        proxies = List.copyOf(proxies);
        base = base.replaceFirst("/+$", "");
        if (!BASE.matcher(base).matches()) {
            throw new MtmException(
                    ErrorCode.USAGE, "not a path: " + base, "base-path", "Give one such as /music, or nothing.");
        }
    }

    /// For this machine only.
    public static Site ofThisMachine(String host, int port) {
        return new Site(host, port, "", List.of(), List.of(), false);
    }

    /// Whether nobody but this machine can ask.
    boolean isLocal() {
        return names.isEmpty() && proxies.isEmpty() && isLoopback(host);
    }

    /// Whether the server goes by what a browser calls it. Any other name means that a foreign page has had its own
    /// name point here; an address cannot be made to.
    boolean goesBy(@Nullable String header) {
        Matcher matcher = HOST.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return false;
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        return isLoopback(name) || names.contains(name) || !isLocal() && literal(name) != null;
    }

    boolean trusts(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.holds(address));
    }

    private static boolean isLoopback(String name) {
        InetAddress address = literal(name);
        return name.equals("localhost") || address != null && address.isLoopbackAddress();
    }

    /// The address that a text is; null where it is a name, or nothing.
    static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text.replaceAll("^\\[|]$", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
