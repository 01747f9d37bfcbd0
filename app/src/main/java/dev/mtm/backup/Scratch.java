package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/// A file that is made beside where it will be needed and is gone when it is closed, with all that SQLite puts beside
/// it. Its name names the process, so that what a killed one left can be told and removed.
final class Scratch implements AutoCloseable {
    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);
    private static final int BUFFER = 1 << 16;
    private static final String END = ".part";

    private final Path path;

    private Scratch(Path path) {
        this.path = path;
    }

    /// A new, empty file.
    ///
    /// @throws MtmException when the folder cannot be made or written
    static Scratch in(Path folder, String purpose) {
        try {
            Files.createDirectories(folder);
            removeLeftOvers(folder);
            Path path =
                    folder.resolve("." + purpose + "-" + ProcessHandle.current().pid() + END);
            Files.deleteIfExists(path);
            return new Scratch(Files.createFile(path));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    Path path() {
        return path;
    }

    /// The file as a store. Close it.
    Database open() {
        return Database.at(new DatabaseAddress.File(path), BUSY_WAIT);
    }

    /// Packs another file into this one, down to the disk.
    void pack(Path source) {
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(path), BUFFER)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw unwritable(path.resolveSibling(""), e);
        }
        force(path);
    }

    /// Puts a backup into this file: unpacked, or as it is where it is a SQLite file already.
    ///
    /// @throws MtmException when it cannot be read, is damaged or is neither
    void unpack(Path backup) {
        try (InputStream head = Files.newInputStream(backup)) {
            byte[] first = head.readNBytes(16);
            boolean packed = first.length > 1 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
            if (!packed && !new String(first, StandardCharsets.ISO_8859_1).startsWith("SQLite format 3")) {
                throw new MtmException(
                        ErrorCode.BAD_INPUT,
                        "this is no backup",
                        backup.toString(),
                        "Name a file that `mtm backup` made (…db.gz), or a copy of a SQLite store; `mtm backup list`"
                                + " lists them.");
            }
            try (InputStream raw = Files.newInputStream(backup);
                    InputStream in = packed ? new GZIPInputStream(raw, BUFFER) : raw;
                    OutputStream out = Files.newOutputStream(path)) {
                copy(in, out);
            }
        } catch (NoSuchFileException e) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "there is no such file",
                    backup.toString(),
                    "Check the path; `mtm backup list` lists the backups.",
                    e);
        } catch (ZipException | EOFException e) {
            throw damaged(backup, "it cannot be unpacked (" + e.getMessage() + ")", e);
        } catch (WriteFailed e) {
            throw unwritable(path.resolveSibling(""), e.reason());
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.BAD_INPUT,
                    "it cannot be read (" + e.getMessage() + ")",
                    backup.toString(),
                    "Check its permissions and the disk.",
                    e);
        }
        force(path);
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] some = new byte[BUFFER];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            try {
                out.write(some, 0, read);
            } catch (IOException e) {
                throw new WriteFailed(e);
            }
        }
    }

    /// The trouble was with what is written, not with what is read.
    private static final class WriteFailed extends IOException {
        private final IOException reason;

        WriteFailed(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    static MtmException damaged(Path backup, String how, Exception cause) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                "the backup is damaged: " + how,
                backup.toString(),
                "Take another one; `mtm backup list` lists them. Nothing was changed.",
                cause);
    }

    /// What a failed write in a folder means for the reader.
    static MtmException unwritable(Path folder, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota")) {
            return noRoom(folder, e);
        }
        String reason = e instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : e.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return new MtmException(
                ErrorCode.READ_ONLY,
                "the folder may not be written (" + reason + ")",
                folder.toString(),
                "Make it writable for this user, or name another: --to, or the setting backup-folder.",
                e);
    }

    static MtmException noRoom(Path folder, Exception e) {
        return new MtmException(
                ErrorCode.DISK_FULL,
                "there is no room left on the disk",
                folder.toString(),
                "Free some space there (a copy takes as much as the store itself while it is made), or name another"
                        + " folder. Nothing was changed.",
                e);
    }

    /// Makes sure that a file or folder is on the disk.
    static void force(Path path) {
        try (FileChannel channel =
                FileChannel.open(path, Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw unwritable(path.resolveSibling(""), e);
        }
    }

    /// What a process that is no more left here.
    private static void removeLeftOvers(Path folder) throws IOException {
        List<Path> left;
        try (var files = Files.newDirectoryStream(folder, ".*-*" + END + "*")) {
            left = new ArrayList<>();
            files.forEach(left::add);
        }
        for (Path file : left) {
            String name = file.getFileName().toString();
            String pid = name.substring(name.lastIndexOf('-', name.lastIndexOf(END)) + 1, name.lastIndexOf(END));
            if (pid.matches("\\d{1,18}")
                    && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (String end : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(Path.of(path + end));
            }
        } catch (IOException e) {
            // The next backup in this folder removes it.
            return;
        }
    }
}
