package dev.mtm.fakes.spotify;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// An app in the developer dashboard.
///
/// @param developer the developer account, whose apps share one quota
/// @param redirectUris as registered; one on a loopback address without a port allows any port
public record DeveloperApp(String clientId, String developer, List<String> redirectUris) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    public DeveloperApp {
        redirectUris = List.copyOf(redirectUris);
    }

    /// Whether a sign-in may come back there: https, or http on an explicit loopback address.
    ///
    /// @see <a href="https://developer.spotify.com/documentation/web-api/concepts/redirect_uri">Spotify: Redirect
    ///     URIs</a>
    static boolean isSecure(URI uri) {
        return "https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && LOOPBACK.contains(Objects.toString(uri.getHost(), ""));
    }

    boolean allows(URI uri) {
        return redirectUris.stream()
                .map(URI::create)
                .anyMatch(registered -> registered.equals(uri)
                        || "http".equals(registered.getScheme())
                                && registered.getPort() == -1
                                && isSecure(registered)
                                && registered.equals(withoutPort(uri)));
    }

    private static URI withoutPort(URI uri) {
        return URI.create(uri.toString().replaceFirst("^(http://(?:127\\.0\\.0\\.1|\\[::1\\])):\\d+", "$1"));
    }
}
