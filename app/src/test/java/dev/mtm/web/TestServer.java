package dev.mtm.web;

import dev.mtm.access.AccessFile;
import dev.mtm.account.SignIn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/// A server for this machine only, without a password.
@NullMarked
final class TestServer {
    private TestServer() {}

    static final Overview.Versions VERSIONS =
            new Overview.Versions("1.2.3", "25.0.3+9", "SQLite 3.54.1", 21, 5_000_000);

    /// The status of a server of which nothing is known.
    static Overview unknown(Instant now, ZoneId zone) {
        return new Overview(
                now,
                zone,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SignIn.Calls(0, 600, null, null),
                List.of(),
                List.of(),
                new Overview.Backed(0, Optional.empty(), "/backups", Optional.empty()),
                VERSIONS,
                List.of());
    }

    static WebServer start(
            String host,
            int port,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Consumer<String> defects) {
        return start(Site.ofThisMachine(host, port), AccessFile.empty(), open, status, health, defects);
    }

    static WebServer start(
            Site site,
            AccessFile access,
            Supplier<Library> open,
            Supplier<Overview> status,
            Supplier<Health> health,
            Consumer<String> defects) {
        return WebServer.start(new Ground(
                site,
                access,
                TestLibrary.arrivals(),
                null,
                Clock.systemUTC(),
                open,
                status,
                health,
                defects,
                line -> {}));
    }
}
