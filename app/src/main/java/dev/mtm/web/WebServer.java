package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Serves the pages, to this machine only. Requests run on few threads of the platform, since SQLite holds on to them.
public final class WebServer implements AutoCloseable {
    private static final int THREADS = 12;

    private final Javalin javalin;
    private final URI address;

    private WebServer(Javalin javalin, URI address) {
        this.javalin = javalin;
        this.address = address;
    }

    /// Starts to listen. Close it.
    ///
    /// @param port    0: any that is free
    /// @param open    what a request works with; each has one of its own
    /// @param defects is told of every error of the program itself, a line each
    /// @throws MtmException when the host is not this machine, or something else listens there
    public static WebServer start(
            String host,
            int port,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Consumer<String> defects) {
        requireLoopback(host);
        Finder finder = new Finder(open, defects);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            listen(config, host, port);
            Routes.add(config.routes, open, status, health, finder, defects);
        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the port " + port + " cannot be listened on: another program does so, or it is not for this user",
                    host,
                    "Look whether the server runs already, or choose another port with --port.",
                    e);
        }
        finder.prepare();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new WebServer(javalin, URI.create("http://" + shown + ":" + javalin.port() + "/"));
    }

    /// Where the pages are.
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        javalin.stop();
    }

    /// One thread takes calls, one reads them, whatever the machine; the others answer.
    private static void listen(JavalinConfig config, String host, int port) {
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2, 60_000);
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
            connector.setHost(host);
            connector.setPort(port);
            return connector;
        });
    }

    /// There is no password yet, so nobody else may be let in.
    private static void requireLoopback(String host) {
        if (host.equals("localhost")) {
            return;
        }
        try {
            if (InetAddress.ofLiteral(host).isLoopbackAddress()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // The name of a machine: told below.
        }
        throw new MtmException(
                ErrorCode.USAGE,
                "the pages have no password yet, so they are served to this machine only",
                host,
                "Use 127.0.0.1; from elsewhere, come through a tunnel: ssh -L 8765:127.0.0.1:8765 USER@HOST");
    }
}
