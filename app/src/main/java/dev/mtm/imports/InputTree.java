package dev.mtm.imports;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
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
    private static final int DEPTH = 10;

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
        /// @param head its first bytes; `in` starts before them
        void file(String path, byte[] head, InputStream in) throws IOException;

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
        for (Path path : paths) {
            try (Stream<Path> files = Files.walk(path, DEPTH)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    size += isZip(file) ? unpackedSize(file) : Files.size(file);
                }
            } catch (IOException | UncheckedIOException e) {
                return 0; // the walk itself will say what is wrong
            }
        }
        return size;
    }

    /// Visits everything in and under a path.
    void walk(Path path) {
        String shown = path.toString();
        try {
            if (Files.isDirectory(path)) {
                List<Path> files;
                try (Stream<Path> tree = Files.walk(path, DEPTH)) {
                    files = tree.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .sorted(Comparator.comparing(Path::toString))
                            .toList();
                }
                for (Path file : files) {
                    one(file, file.toString());
                }
            } else if (Files.exists(path)) {
                one(path, shown);
            } else {
                visitor.trouble(new ImportReport.Trouble(
                        shown, "there is no such file or folder", "Check the path; quotes help where it has spaces."));
            }
        } catch (IOException | UncheckedIOException e) {
            visitor.trouble(unreadable(shown, e));
        }
    }

    private void one(Path file, String shown) {
        finished += meter.bytes();
        meter = new GuardedInput.Meter(limits);
        try {
            if (isZip(file)) {
                meter.guard();
                zip(file, shown);
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    stream(shown, new GuardedInput(in, meter, 0), 0);
                }
            }
        } catch (IOException e) {
            visitor.trouble(unreadable(shown, e));
        }
    }

    private void zip(Path file, String shown) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            List<ZipEntry> members = members(zip);
            for (ZipEntry member : members) {
                meter.member();
                try (InputStream in = zip.getInputStream(member)) {
                    String path = inside(shown, member);
                    member(path, new GuardedInput(in, meter, member.getCompressedSize()), 1);
                }
            }
        } catch (ZipException e) {
            if (isEncrypted(file)) {
                visitor.trouble(locked(shown));
                return;
            }
            // The directory at the end is missing or damaged: read from the start as far as it goes.
            try (InputStream in = Files.newInputStream(file)) {
                zipStream(shown, in, 1);
            }
            visitor.trouble(new ImportReport.Trouble(
                    shown,
                    "the zip is damaged or breaks off (" + e.getMessage() + "); what could be read of it was imported",
                    "Download it again and import that: rows that are here already are recognised."));
        }
    }

    private static String inside(String archive, ZipEntry member) {
        return archive + "/" + Fields.storable(member.getName());
    }

    private static List<ZipEntry> members(ZipFile zip) {
        Enumeration<? extends ZipEntry> all = zip.entries();
        List<ZipEntry> members = new java.util.ArrayList<>();
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
        @SuppressWarnings("resource") // the one who opened `in` closes it
        ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
        try {
            for (ZipEntry member = zip.getNextEntry(); member != null; member = zip.getNextEntry()) {
                if (!member.isDirectory()) {
                    meter.member();
                    member(inside(shown, member), new GuardedInput(zip, meter, 0), depth);
                }
            }
        } catch (GuardedInput.TooMuch e) {
            throw e;
        } catch (ZipException e) {
            String message = String.valueOf(e.getMessage());
            visitor.trouble(
                    message.contains("encrypted")
                            ? locked(shown)
                            : new ImportReport.Trouble(
                                    shown, "the zip is damaged (" + message + ")", "Download it again."));
        } catch (EOFException e) {
            // Cut in the middle of a member: what came before has been visited; the caller tells of the break.
            return;
        }
    }

    private void member(String shown, GuardedInput in, int depth) throws IOException {
        try {
            stream(shown, in, depth);
        } catch (GuardedInput.TooMuch e) {
            throw e;
        } catch (ZipException e) {
            visitor.trouble(new ImportReport.Trouble(
                    shown, "the packed data is damaged (" + e.getMessage() + ")", "Download the archive again."));
        }
    }

    private void stream(String shown, InputStream raw, int depth) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, HEAD);
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        if (startsWith(head, 0x1f, 0x8b)) {
            meter.guard();
            try {
                stream(shown, new GuardedInput(new GZIPInputStream(in), meter, 0), depth + 1);
            } catch (EOFException e) {
                visitor.trouble(new ImportReport.Trouble(
                        shown, "the gzip breaks off; what could be read of it was imported", "Fetch it again."));
            }
        } else if (isZip(head)) {
            if (depth >= 3) {
                throw new GuardedInput.TooMuch("archives are packed into each other more than three deep");
            }
            meter.guard();
            zipStream(shown, in, depth + 1);
        } else {
            visitor.file(shown, head, in);
        }
    }

    private static ImportReport.Trouble unreadable(String shown, Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof AccessDeniedException) {
            return new ImportReport.Trouble(
                    shown, "this user may not read it", "Change its permissions, or copy it to a place of yours.");
        }
        if (cause instanceof GuardedInput.TooMuch tooMuch) {
            return new ImportReport.Trouble(
                    shown,
                    "no export looks like this: " + tooMuch.what() + "; the rest of it was not read",
                    "If it is a real export, unpack it yourself and import the folder.");
        }
        return new ImportReport.Trouble(
                shown, "it cannot be read (" + cause.getMessage() + ")", "Check the disk or copy the file again.");
    }

    private static ImportReport.Trouble locked(String shown) {
        return new ImportReport.Trouble(
                shown, "the zip is protected by a password", "Unpack it yourself and import the folder.");
    }

    private static long unpackedSize(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
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

    /// Bit 0 of the flags in the first member's header.
    private static boolean isEncrypted(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(8);
            return header.length == 8 && (header[6] & 1) != 0;
        }
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
