package dev.mtm.app;

import dev.mtm.db.NativeLibrary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Lays out what makes later starts fast and what Java's own cache cannot hold: SQLite's native library, unpacked, and
/// the libraries' oldest classes in a form that the cache takes. `./mtm` runs it once after a build.
final class Preparation {
    private Preparation() {}

    /// @param arguments the folder that gets `native/` and `classes.jar`
    public static void main(String[] arguments) throws IOException, URISyntaxException {
        Path launch = Path.of(arguments[0]);
        NativeLibrary.unpackTo(launch.resolve("native"));
        Path program = Path.of(Preparation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> libraries = Files.list(program.resolveSibling("lib"))) {
            List<Path> jars = libraries
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            TodaysClasses.copy(jars, launch.resolve("classes.jar.new"));
        }
    }
}
