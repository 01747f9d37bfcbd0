package dev.mtm.web;

import dev.mtm.access.AccessFile;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/// A server for this machine only, without a password.
@NullMarked
final class TestServer {
    private TestServer() {}

    static WebServer start(
            String host,
            int port,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Consumer<String> defects) {
        Site site = Site.ofThisMachine(host, port);
        return WebServer.start(
                site,
                AccessFile.empty(),
                TestLibrary.arrivals(),
                null,
                Clock.systemUTC(),
                open,
                status,
                health,
                defects,
                line -> {});
    }
}
