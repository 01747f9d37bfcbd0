package dev.mtm.web;

import dev.mtm.access.PagePassword;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Serves the pages. Requests run on few threads of the platform, since SQLite holds on to them.
public final class WebServer implements AutoCloseable {
    private static final int THREADS = 12;

    /// How long requests have to end when the server does.
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

    private final Javalin javalin;
    private final Routes routes;
    private final URI address;

    private WebServer(Javalin javalin, Routes routes, URI address) {
        this.javalin = javalin;
        this.routes = routes;
        this.address = address;
    }

    /// Starts to listen. Close it.
    ///
    /// @throws MtmException when others can reach it and there is no password, or something else listens there
    public static WebServer start(Ground ground) {
        Site site = ground.site();
        String host = site.host();
        int port = site.port();
        if (!site.isLocal() && !new PagePassword(ground.access()).isSet()) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the pages have no password yet, so they are served to this machine only",
                    String.join(", ", site.names().isEmpty() ? List.of(host) : site.names()),
                    "Set one with `mtm password`; or use 127.0.0.1 without allowed-hosts and trusted-proxies, and come"
                            + " from elsewhere through a tunnel: ssh -L 8765:127.0.0.1:8765 USER@HOST");
        }
        Routes routes = new Routes(ground);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.maxRequestSize = Routes.LARGEST_FORM;
            listen(config, site);
            config.requestLogger.http((context, millis) -> {
                routes.count(context, millis / 1000);
                ground.log().accept(logged(context, ground.clock(), millis));
            });
            routes.add(config.routes);
        });
        try {
            javalin.start();
        } catch (JavalinException e) {
            routes.close();
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the port " + port + " cannot be listened on: another program does so, or it is not for this user",
                    host,
                    "Look whether the server runs already, or choose another port with --port.",
                    e);
        }
        routes.prepare();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new WebServer(javalin, routes, URI.create("http://" + shown + ":" + javalin.port() + site.base() + "/"));
    }

    /// Where the pages are.
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        javalin.stop();
        routes.close();
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
