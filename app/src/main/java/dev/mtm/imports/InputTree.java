package dev.mtm.imports;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// Walks through what a person hands over: a file, a folder, a gzip, a zip, a zip in a zip. What something is is told
/// by
/// its first bytes. Nothing is unpacked to disk, and the names in an archive are only ever printed.
final class InputTree {
    private static final int HEAD = 1 << 16;
    /// How many archives may be packed into each other.
    private static final int DEPTH = 3;

    /// The charset of member names that do not say to be UTF-8.
    ///
    /// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT, appendix D</a>
    private static final Charset OLD_NAMES = Charset.forName("IBM437");

    private static final String AGAIN = "Download it again and import that: rows that are here already are recognised.";

    private final Visitor visitor;
    private final GuardedInput.Limits limits;
    private GuardedInput.Meter meter;
    private long finished;

    InputTree(Visitor visitor, GuardedInput.Limits limits) {
        this.visitor = visitor;
        this.limits = limits;
        this.meter = new GuardedInput.Meter(limits);
    }

    /// Sees the files of a tree, in the order of their names.
    interface Visitor {
        /// A file that is not an archive.
        ///
        /// @param path as given, then the way inside
        /// @throws IOException when nothing more shall be read of what the file is in
        void file(String path, Lookahead in) throws IOException;

        /// Something that could not be read, or not to its end.
        void trouble(ImportReport.Trouble trouble);
    }

    /// How many bytes were read so far, unpacked.
    long bytes() {
        return finished + meter.bytes();
    }

    /// How many bytes [#walk] will read, unpacked, as far as that can be told without reading.
    static long size(List<Path> paths) {
        long size = 0;
        try {
            for (Path path : paths) {
                for (Path file : files(path, unreadable -> {})) {
                    if (Files.isRegularFile(file)) {
                        size += isZip(file) ? unpackedSize(file) : Files.size(file);
                    }
                }
            }
        } catch (IOException e) {
            return 0; // the walk itself will say what is wrong
        }
        return size;
    }

    /// Visits everything in and under a path.
    void walk(Path path) {
        for (Path file : files(path, visitor::trouble)) {
            one(file);
        }
    }

    /// The files under a path, or itself, in the order of their names.
    private static List<Path> files(Path path, Consumer<ImportReport.Trouble> troubles) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!file.getFileName().toString().startsWith(".") && Files.isRegularFile(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    troubles.accept(unreadable(file.toString(), e));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            troubles.accept(unreadable(path.toString(), e));
        }
        files.sort(Comparator.comparing(Path::toString));
        return files;
    }

    private void one(Path file) {
        String shown = file.toString();
        finished += meter.bytes();
        meter = new GuardedInput.Meter(limits);
        try {
            // A pipe can be read once only.
            if (Files.isRegularFile(file) && isZip(file)) {
                meter.guard();
                zip(file, shown);
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
                    stream(shown, new GuardedInput(in, meter, 0), size, 0);
                }
            }
        } catch (IOException e) {
            visitor.trouble(unreadable(shown, e));
        }
    }

    private void zip(Path file, String shown) throws IOException {
        ZipFile zip;
        try {
            zip = opened(file);
        } catch (ZipException e) {
            // The directory at the end is missing, damaged or locked: read from the start as far as it goes.
            try (InputStream in = Files.newInputStream(file)) {
                zipStream(shown, in, 1);
            }
            return;
        }
        try (zip) {
            List<ZipEntry> members = members(zip);
            if (members.isEmpty()) {
                visitor.file(shown, Lookahead.empty());
            }
            for (ZipEntry member : members) {
                meter.member();
                String path = inside(shown, member);
                try (InputStream in = zip.getInputStream(member)) {
                    stream(path, new GuardedInput(in, meter, member.getCompressedSize()), member.getSize(), 1);
                } catch (ZipException e) {
                    visitor.trouble(unreadable(path, e));
                }
            }
        }
    }

    /// Names that do not say that they are UTF-8 and are not belong to an old Windows.
    private static ZipFile opened(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            return new ZipFile(file.toFile(), OLD_NAMES);
        }
    }

    private static String inside(String archive, ZipEntry member) {
        return archive + "/" + Fields.storable(member.getName());
    }

    private static List<ZipEntry> members(ZipFile zip) {
        Enumeration<? extends ZipEntry> all = zip.entries();
        List<ZipEntry> members = new ArrayList<>();
        while (all.hasMoreElements()) {
            ZipEntry member = all.nextElement();
            if (!member.isDirectory()) {
                members.add(member);
            }
        }
        members.sort(Comparator.comparing(ZipEntry::getName));
        return members;
    }

    private void zipStream(String shown, InputStream in, int depth) throws IOException {
        ZipTail tail = new ZipTail(in);
        @SuppressWarnings("resource") // the one who opened `in` closes it
        ZipInputStream zip = new ZipInputStream(tail, OLD_NAMES);
        int members = 0;
        try {
            for (ZipEntry member = zip.getNextEntry(); member != null; member = zip.getNextEntry()) {
                members++;
                if (!member.isDirectory()) {
                    meter.member();
                    GuardedInput unpacked = new GuardedInput(zip, meter, 0);
                    stream(inside(shown, member), unpacked, 0, depth);
                    // Going to the next member unpacks what is left of this one: within the limits, too.
                    unpacked.transferTo(OutputStream.nullOutputStream());
                }
            }
            if (!tail.endsAfter(members)) {
                visitor.trouble(damaged(shown, "it has no proper end"));
            }
        } catch (ZipException e) {
            String message = String.valueOf(e.getMessage());
            visitor.trouble(message.contains("encrypted") ? locked(shown) : damaged(shown, message));
        } catch (EOFException e) {
            visitor.trouble(damaged(shown, "it ends in the middle of a member"));
        }
    }

    /// @param size how long the whole is; 0 when unknown
    private void stream(String shown, InputStream raw, long size, int depth) throws IOException {
        if (depth > DEPTH) {
            throw new GuardedInput.TooMuch("archives are packed into each other more than three deep");
        }
        Lookahead in = Lookahead.of(raw, HEAD);
        byte[] head = in.head();
        if (startsWith(head, 0x1f, 0x8b)) {
            meter.guard();
            InputStream unpacked;
            try {
                unpacked = new GZIPInputStream(in);
            } catch (EOFException | ZipException e) {
                visitor.trouble(unreadable(shown, e));
                return;
            }
            stream(shown, new GuardedInput(unpacked, meter, size), 0, depth + 1);
        } else if (isZip(head)) {
            meter.guard();
            zipStream(shown, in, depth + 1);
        } else {
            visitor.file(shown, in);
        }
    }

    /// What went wrong while reading, as a phrase.
    static String inWords(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "this user may not read it";
            case NoSuchFileException missing -> "there is no such file or folder";
            case GuardedInput.TooMuch tooMuch -> "no export looks like this: " + tooMuch.what();
            case ZipException damaged -> "the packed data is damaged (" + damaged.getMessage() + ")";
            case EOFException end -> "the file breaks off";
            default -> "it cannot be read (" + e.getMessage() + ")";
        };
    }

    /// What went wrong while reading, and what to do.
    static ImportReport.Trouble unreadable(String shown, IOException e) {
        return switch (e) {
            case AccessDeniedException denied ->
                new ImportReport.Trouble(shown, inWords(e), "Change its permissions, or copy it to a place of yours.");
            case NoSuchFileException missing ->
                new ImportReport.Trouble(shown, inWords(e), "Check the path; quotes help where it has spaces.");
            case GuardedInput.TooMuch tooMuch ->
                new ImportReport.Trouble(
                        shown,
                        inWords(e) + "; the rest of it was not read",
                        "If it is a real export, unpack it yourself and import the folder.");
            case ZipException damaged -> new ImportReport.Trouble(shown, inWords(e), AGAIN);
            case EOFException end -> new ImportReport.Trouble(shown, inWords(e), AGAIN);
            default -> new ImportReport.Trouble(shown, inWords(e), "Check the disk or copy the file again.");
        };
    }

    private static ImportReport.Trouble damaged(String shown, String how) {
        return new ImportReport.Trouble(
                shown, "the zip is damaged or breaks off (" + how + "); what could be read of it was imported", AGAIN);
    }

    private static ImportReport.Trouble locked(String shown) {
        return new ImportReport.Trouble(
                shown, "the zip is protected by a password", "Unpack it yourself and import the folder.");
    }

    private static long unpackedSize(Path file) throws IOException {
        try (ZipFile zip = opened(file)) {
            return members(zip).stream()
                    .mapToLong(member -> Math.max(member.getSize(), 0))
                    .sum();
        } catch (ZipException e) {
            return Files.size(file);
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return isZip(in.readNBytes(4));
        }
    }

    private static boolean isZip(byte[] head) {
        return startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
