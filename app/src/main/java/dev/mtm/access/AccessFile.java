package dev.mtm.access;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hashes of the password and of tokens, in a file that its owner alone may read; never in the store, so that neither
/// it
/// nor a backup of it opens the pages. A line is `NAME VALUE`. Commands change it while a server reads it.
public final class AccessFile {
    private static final String FIX = "Check its permissions, or let the setting access-file name another place.";

    private final @Nullable Path file;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Content known = new Content("", Map.of());

    /// @param file made at the first change
    public AccessFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    private AccessFile() {
        this.file = null;
    }

    /// One that holds nothing and never will: no password is set.
    public static AccessFile empty() {
        return new AccessFile();
    }

    /// @param version tells it from any other content
    private record Content(String version, Map<String, String> lines) {}

    /// The value of a line as it is now; null where there is none.
    @Nullable
    String find(String name) {
        return lines().get(name);
    }

    /// All lines as they are now.
    Map<String, String> lines() {
        if (file == null) {
            return Map.of();
        }
        try {
            String version = version(file);
            Content content = known;
            if (!version.equals(content.version())) {
                content = new Content(version, read(file));
                known = content;
            }
            return content.lines();
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.USAGE, "the file with the password cannot be read", file.toString(), FIX, e);
        }
    }

    /// Changes lines. Of two processes that do so at once, one waits.
    void change(Consumer<Map<String, String>> change) {
        Path file = Objects.requireNonNull(this.file);
        changing.lock();
        try {
            Path folder = Objects.requireNonNull(file.getParent());
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                lock.lock();
                Map<String, String> lines = new TreeMap<>(read(file));
                change.accept(lines);
                StringBuilder text = new StringBuilder();
                lines.forEach((name, value) ->
                        text.append(name).append(' ').append(value).append('\n'));
                replace(folder, file, text.toString());
            }
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY, "the file with the password cannot be written", file.toString(), FIX, e);
        } finally {
            changing.unlock();
        }
    }

    /// The new file is there as a whole or not at all, and nobody else may read it at any time.
    private static void replace(Path folder, Path file, String text) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Path made = posix
                ? Files.createTempFile(
                        folder,
                        "access",
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, "access", ".new");
        try {
            Files.write(
                    made,
                    text.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.SYNC);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    lines.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever set.
        }
        return lines;
    }

    private static String version(Path file) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
