package dev.mtm.web;

import dev.mtm.access.AccessFile;
import dev.mtm.access.PagePassword;
import dev.mtm.enrich.Covers;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Serves the pages. Requests run on few threads of the platform, since SQLite holds on to them.
public final class WebServer implements AutoCloseable {
    private static final int THREADS = 12;

    /// How long requests have to end when the server does.
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

    private final Javalin javalin;
    private final Intake intake;
    private final SigningIn signingIn;
    private final @Nullable Covers covers;
    private final URI address;

    private WebServer(Javalin javalin, Intake intake, SigningIn signingIn, @Nullable Covers covers, URI address) {
        this.javalin = javalin;
        this.intake = intake;
        this.signingIn = signingIn;
        this.covers = covers;
        this.address = address;
    }

    /// Starts to listen. Close it.
    ///
    /// @param access  the password and the tokens; looked at for every request
    /// @param arrivals a folder for files that are sent here, until they are read
    /// @param covers  closed with the server; null: the listener wants none
    /// @param open    what a request works with; each has one of its own
    /// @param defects is told of every error of the program itself, a line each
    /// @param log     is told of every request, a line of JSON each
    /// @throws MtmException when others can reach it and there is no password, or something else listens there
    public static WebServer start(
            Site site,
            AccessFile access,
            Path arrivals,
            @Nullable Covers covers,
            Clock clock,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Consumer<String> defects,
            Consumer<String> log) {
        String host = site.host();
        int port = site.port();
        if (!site.isLocal() && !new PagePassword(access).isSet()) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the pages have no password yet, so they are served to this machine only",
                    String.join(", ", site.names().isEmpty() ? List.of(host) : site.names()),
                    "Set one with `mtm password`; or use 127.0.0.1 without allowed-hosts and trusted-proxies, and come"
                            + " from elsewhere through a tunnel: ssh -L 8765:127.0.0.1:8765 USER@HOST");
        }
        Intake intake = new Intake(arrivals, open, defects);
        SigningIn signingIn = new SigningIn(open);
        Finder finder = new Finder(open, defects);
        Doors doors = new Doors(site, access, clock, covers != null);
        Metrics metrics = new Metrics();
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.maxRequestSize = Routes.LARGEST_FORM;
            listen(config, site);
            config.requestLogger.http((context, millis) -> {
                metrics.count(context, millis / 1000);
                log.accept(logged(context, clock, millis));
            });
            Routes.add(
                    config.routes,
                    open,
                    status,
                    health,
                    finder,
                    intake,
                    signingIn,
                    defects,
                    doors,
                    metrics,
                    new CoverFiles(open, covers));
        });
        try {
            javalin.start();
        } catch (JavalinException e) {
            intake.close();
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the port " + port + " cannot be listened on: another program does so, or it is not for this user",
                    host,
                    "Look whether the server runs already, or choose another port with --port.",
                    e);
        }
        finder.prepare();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new WebServer(
                javalin,
                intake,
                signingIn,
                covers,
                URI.create("http://" + shown + ":" + javalin.port() + site.base() + "/"));
    }

    /// Where the pages are.
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        javalin.stop();
        intake.close();
        signingIn.close();
        if (covers != null) {
            covers.close();
        }
    }

    /// One thread takes calls, one reads them, whatever the machine; the others answer.
    private static void listen(JavalinConfig config, Site site) {
        config.jetty.modifyServer(server -> {
            // Requests that run may end, new ones are not taken.
            server.setStopTimeout(LAST_REQUESTS.toMillis());
            server.setHandler(new GracefulHandler());
        });
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2, 60_000);
        config.jetty.addConnector((server, http) -> {
            http.addCustomizer((request, headers) -> withoutBase(request, site.base()));
            ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
            connector.setHost(site.host());
            connector.setPort(site.port());
            return connector;
        });
    }

    /// A request without what was asked for, and by whom: the route's own pattern, and how it went.
    private static String logged(Context context, Clock clock, float millis) {
        return Json.text(Json.object(
                        "at",
                        clock.instant(),
                        "method",
                        context.method().name(),
                        "route",
                        Metrics.route(context),
                        "status",
                        context.statusCode(),
                        "ms",
                        Math.round(millis * 10) / 10.0))
                .strip();
    }

    /// Some proxies take the base away, others pass it on: routes never see it.
    private static Request withoutBase(Request request, String base) {
        String path = request.getHttpURI().getPath();
        if (base.isEmpty() || path == null || !(path + "/").startsWith(base + "/")) {
            return request;
        }
        String rest = path.substring(base.length());
        return Request.serveAs(
                request,
                HttpURI.build(request.getHttpURI())
                        .path(rest.isEmpty() ? "/" : rest)
                        .asImmutable());
    }
}
