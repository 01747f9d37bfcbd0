package dev.mtm.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The SQL files that travel inside the program, found by folder: adding a file is all it takes.
public final class Resources {
    private Resources() {}

    /// The names of the files directly in a folder such as `questions`, sorted; empty when there is no such folder.
    public static List<String> names(String folder) {
        URL url = Resources.class.getClassLoader().getResource(folder);
        if (url == null) {
            return List.of();
        }
        try {
            if (url.getProtocol().equals("file")) {
                try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
                    return files.map(file -> file.getFileName().toString())
                            .sorted()
                            .toList();
                }
            }
            URLConnection connection = url.openConnection();
            String prefix = folder + "/";
            return ((JarURLConnection) connection)
                    .getJarFile().stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                            .map(name -> name.substring(prefix.length()))
                            .sorted()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The text of one file, UTF-8.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public static String text(String name) {
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource named " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
