package dev.mtm.app;

import dev.mtm.db.NativeLibrary;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;

/// What `./mtm` prepares after a build so that the program starts fast, made of the classes under test: a jar of them,
/// SQLite's native library, Java's cache of loaded classes. The first process that needs it makes it, others wait; it
/// lies below `target`, in a folder that is named after what it was made of, for the next run of the same classes.
@NullMarked
final class Launch {
    /// Options of the virtual machine, the class path last.
    static final List<String> OPTIONS = prepared();

    static final String CLASS_PATH = OPTIONS.getLast();

    /// The folder of the compiled tests.
    static final Path TESTS = place(Launch.class);

    private Launch() {}

    private static List<String> prepared() {
        try {
            Path classes = place(Main.class);
            List<String> libraries = Arrays.stream(
                            System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .filter(entry -> entry.endsWith(".jar"))
                    .toList();
            Path launches = Files.createDirectories(classes.resolveSibling("test-launch"));
            Path launch = launches.resolve(nameFor(classes, libraries));
            List<String> classPath = new ArrayList<>();
            classPath.add(launch.resolve("classes.jar").toString());
            classPath.add(launch.resolve("program.jar").toString());
            classPath.addAll(libraries);
            List<String> options = List.of(
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dorg.sqlite.lib.path=" + launch.resolve("native"),
                    "-cp",
                    String.join(java.io.File.pathSeparator, classPath));
            Path cache = launch.resolve("mtm.aot");
            Path made = launch.resolve("made");
            try (FileChannel door = FileChannel.open(
                            launches.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = door.lock()) {
                if (!Files.exists(made)) {
                    remove(launches, lock);
                    Files.createDirectories(launch);
                    NativeLibrary.unpackTo(launch.resolve("native"));
                    TodaysClasses.copy(List.of(place(CommandLine.class)), launch.resolve("classes.jar"));
                    pack(classes, launch.resolve("program.jar"));
                    rehearse(options, cache, launch.resolve("rehearsal.log"));
                    Files.createFile(made);
                }
            }
            List<String> all = new ArrayList<>(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
            all.addAll(options);
            return List.copyOf(all);
        } catch (Exception e) {
            throw new IllegalStateException("the program cannot be made ready to start", e);
        }
    }

    private static Path place(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static String nameFor(Path classes, List<String> libraries) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((System.getProperty("java.home") + Runtime.version() + libraries).getBytes("UTF-8"));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(classes.relativize(file).toString().getBytes("UTF-8"));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /// Removes what earlier classes left, or a process that did not come to its end.
    private static void remove(Path launches, FileLock held) throws IOException {
        assert held.isValid();
        List<Path> left;
        try (Stream<Path> files = Files.walk(launches)) {
            left = files.filter(file -> !file.equals(launches) && !file.endsWith("lock"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
    }

    private static void pack(Path classes, Path jar) {
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", classes.toString(), ".");
        if (status != 0) {
            throw new IllegalStateException("no jar of " + classes);
        }
    }

    private static void rehearse(List<String> options, Path cache, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m", "-XX:AOTCacheOutput=" + cache));
        command.addAll(options);
        command.add("dev.mtm.app.Rehearsal");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        if (builder.start().waitFor() != 0 || !Files.exists(cache)) {
            throw new IllegalStateException(Files.readString(log));
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
