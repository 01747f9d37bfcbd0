package dev.mtm.db;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a store is: a file for SQLite, or a server for PostgreSQL. Its text never holds the password.
public sealed interface DatabaseAddress {
    /// The address as it may be shown and logged.
    String shown();

    /// A SQLite file; it need not exist yet.
    record File(Path path) implements DatabaseAddress {
        @Override
        public String shown() {
            return path.toString();
        }
    }

    /// A PostgreSQL database.
    ///
    /// @param host     name or address
    /// @param user     null: the driver's default, the name of the operating system's user
    /// @param password null: the driver looks in `.pgpass`
    /// @param query    what followed `?` in the URL, handed to the driver; null when there was none
    record Server(
            String host,
            int port,
            String database,
            @Nullable String user,
            @Nullable String password,
            @Nullable String query)
            implements DatabaseAddress {
        @Override
        public String shown() {
            return "postgresql://" + (user == null ? "" : user + "@") + host + ":" + port + "/" + database;
        }

        @Override
        public String toString() {
            return shown();
        }

        /// Another database of the same server.
        public Server other(String name) {
            return new Server(host, port, name, user, password, query);
        }

        /// The same server with a password, where it had none of its own.
        public Server orPassword(@Nullable String other) {
            return password != null ? this : new Server(host, port, database, user, other, query);
        }
    }

    /// Reads an address as a person writes it: `postgresql://…` or `postgres://…`, anything else is a path.
    ///
    /// @throws MtmException when a URL is not of the form `postgresql://user:password@host:port/database`
    static DatabaseAddress parse(String text) {
        if (!text.startsWith("postgresql://") && !text.startsWith("postgres://")) {
            if (text.contains("://")) {
                throw bad("this kind of database is not supported");
            }
            return new File(Path.of(text).toAbsolutePath().normalize());
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw bad("the database URL cannot be read; a special character in the password must be written as %XX");
        }
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        if (uri.getHost() == null || path.length() < 2) {
            throw bad("the database URL names no host or no database");
        }
        String user = null;
        String password = null;
        String info = uri.getRawUserInfo();
        if (info != null) {
            int colon = info.indexOf(':');
            user = decoded(colon < 0 ? info : info.substring(0, colon));
            password = colon < 0 ? null : decoded(info.substring(colon + 1));
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new Server(uri.getHost(), port, path.substring(1), user, password, uri.getRawQuery());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static MtmException bad(String what) {
        return new MtmException(
                ErrorCode.USAGE,
                what,
                "--db",
                "Give the path of a SQLite file, or postgresql://USER@HOST:PORT/DATABASE.");
    }
}
