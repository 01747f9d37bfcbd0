package dev.mtm.web;

import dev.mtm.imports.ImportReport;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.Pace;
import dev.mtm.render.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes in the files that are dropped on the page of imports: a file is received into a folder of the server, then
/// read
/// like any other, one at a time in the order in which they came. The file is removed when it was read. Where the
/// server
/// ends before, nothing of it is in the store, and what is left of it goes at the next start.
///
/// Safe for use by several threads.
final class Intake implements AutoCloseable {
    /// In bytes. The zip that Spotify mails is a hundredth of it.
    static final long LARGEST_FILE = 4L << 30;

    /// So many stay in the list.
    private static final int REMEMBERED = 20;

    /// So many bytes stay free on the disk, for the store.
    private static final long SPARE = 256L << 20;

    private static final int LONGEST_NAME = 120;
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final Supplier<Library> open;
    private final Consumer<String> defects;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> new Thread(work, "mtm-intake"));
    private final Deque<Item> items = new ArrayDeque<>();
    private long last;

    /// @param folder  for files that came and were not read yet
    /// @param open    the store that they are read into
    /// @param defects is told of every error of the program itself
    Intake(Path folder, Supplier<Library> open, Consumer<String> defects) {
        this.folder = folder;
        this.open = open;
        this.defects = defects;
        remove(folder);
    }

    /// How far a file is.
    enum State {
        WAITING,
        READING,
        DONE,
        FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A file and what became of it.
    ///
    /// @param share    how much of it was read, from 0 to 1
    /// @param sentence where it stands, for the reader
    /// @param importId what it was kept as; null: not, or not yet
    record Item(
            long number,
            String name,
            State state,
            double share,
            String sentence,
            @Nullable Long importId) {}

    /// Files that came, the newest first.
    List<Item> items() {
        synchronized (items) {
            return List.copyOf(items);
        }
    }

    /// Receives a file and has it read as soon as those before it are.
    ///
    /// @param name   what the reader calls it
    /// @param length in bytes; negative when the sender does not say
    /// @throws MtmException when it is empty, too large, or there is no room for it
    Item receive(String name, long length, InputStream content) {
        String called = plain(name);
        if (length > LARGEST_FILE) {
            throw tooLarge(called);
        }
        long number = nextNumber();
        Path place = folder.resolve(String.valueOf(number));
        Path file = place.resolve(called);
        try {
            Files.createDirectories(place);
            requireRoom(called, Math.max(length, 0));
            if (copy(called, content, file) == 0) {
                throw new MtmException(
                        ErrorCode.BAD_INPUT, "the file is empty", called, "Choose the zip that Spotify mailed you.");
            }
        } catch (IOException | MtmException e) {
            remove(place);
            if (e instanceof MtmException trouble) {
                throw trouble;
            }
            throw unreceived(called, (IOException) e);
        }
        Item item = new Item(number, called, State.WAITING, 0, "waits for its turn", null);
        synchronized (items) {
            items.addFirst(item);
            while (items.size() > REMEMBERED) {
                items.removeLast();
            }
        }
        reader.execute(() -> read(item, place, file));
        return item;
    }

    private long nextNumber() {
        synchronized (items) {
            return ++last;
        }
    }

    private long copy(String called, InputStream content, Path file) throws IOException {
        long size = 0;
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                out.write(piece, 0, read);
                size += read;
                if (size > LARGEST_FILE) {
                    throw tooLarge(called);
                }
                if (size % (64L << 20) < read) {
                    requireRoom(called, 0);
                }
            }
        }
        return size;
    }

    private void requireRoom(String called, long length) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() - length < SPARE) {
            throw new MtmException(
                    ErrorCode.DISK_FULL,
                    "there is no room for it on the disk of the server",
                    called,
                    "Nothing was changed. Make room, or run `mtm import PATH` where the file lies.");
        }
    }

    private static MtmException tooLarge(String called) {
        return new MtmException(
                ErrorCode.TOO_LARGE,
                "a file may hold " + (LARGEST_FILE >> 30) + " GiB at most",
                called,
                "Nothing was changed. Run `mtm import PATH` where the file lies: that has no limit.");
    }

    private static MtmException unreceived(String called, IOException e) {
        return e instanceof FileSystemException
                ? new MtmException(
                        ErrorCode.READ_ONLY,
                        "the server cannot keep the file for reading it",
                        called,
                        "Nothing was changed. May it write its data folder?",
                        e)
                : new MtmException(
                        ErrorCode.BAD_INPUT,
                        "the file did not come to its end",
                        called,
                        "Nothing was changed. Send it again.",
                        e);
    }

    private void read(Item item, Path place, Path file) {
        Item end = end(item, file);
        remove(place);
        change(end);
    }

    private Item end(Item item, Path file) {
        long start = System.nanoTime();
        try (Library library = open.get()) {
            change(new Item(item.number(), item.name(), State.READING, 0, "is opened", null));
            ImportReport report = library.take(file, (path, rows, bytes, totalBytes) -> {
                Pace pace = new Pace(rows, bytes, totalBytes, System.nanoTime() - start);
                change(new Item(item.number(), item.name(), State.READING, pace.done(), pace.text(), null));
            });
            return ended(item, report);
        } catch (MtmException e) {
            return failed(item, e.forReaders());
        } catch (RuntimeException e) {
            defects.accept(
                    "defect in reading a file that was sent: " + e.getClass().getName());
            return failed(item, "This is a defect in the program. Nothing of it was kept.");
        }
    }

    private static Item failed(Item item, String sentence) {
        return new Item(item.number(), item.name(), State.FAILED, 0, sentence, null);
    }

    private static Item ended(Item item, ImportReport report) {
        if (!report.troubles().isEmpty()) {
            ImportReport.Trouble trouble = report.troubles().getFirst();
            return new Item(
                    item.number(),
                    item.name(),
                    State.FAILED,
                    0,
                    Wording.visible(lastPart(trouble.path())) + ": " + trouble.what() + ". " + trouble.fix(),
                    report.importId());
        }
        if (report.files().isEmpty()) {
            return failed(
                    item,
                    "Nothing in it is a listening history that is understood. Choose the zip that Spotify mailed you.");
        }
        ImportReport.Counts total = report.total();
        if (total.noneTaken()) {
            return new Item(
                    item.number(), item.name(), State.FAILED, 0, "Every row of it was rejected.", report.importId());
        }
        String sentence = total.fresh() == 0
                ? "Nothing new: all of it was here already."
                : (total.fresh() == 1 ? "1 new play" : Wording.grouped(total.fresh()) + " new plays") + " in "
                        + Wording.grouped(total.rows()) + (total.rows() == 1 ? " row." : " rows.");
        return new Item(item.number(), item.name(), State.DONE, 1, sentence, report.importId());
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void change(Item now) {
        synchronized (items) {
            List<Item> changed = items.stream()
                    .map(item -> item.number() == now.number() ? now : item)
                    .toList();
            items.clear();
            items.addAll(changed);
        }
    }

    /// A name for a file of ours, whatever the sender calls it.
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}<>:\"|?*]", "_")
                .strip();
        String some = last.isEmpty() || last.matches("\\.+") ? "file" : last;
        return some.length() <= LONGEST_NAME ? some : some.substring(some.length() - LONGEST_NAME);
    }

    private static void remove(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets no further file begin; one that is being read has its end in the store or leaves nothing there.
    @Override
    public void close() {
        reader.shutdownNow();
    }
}
