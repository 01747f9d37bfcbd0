package dev.mtm.imports;

import dev.mtm.listening.Play;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads files on a thread of its own, while the caller writes: parsing and storing take turns on two cores. The
/// queue
/// between them is bounded, so memory does not grow with the export.
final class Feed implements AutoCloseable {
    private static final int QUEUE = 16;
    private static final int ROWS = 500;
    private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Telling telling;
    private final @Nullable ImportFormat format;
    private final Instant latest;
    private final InputTree tree;
    private final Thread thread;
    private List<Row> rows = new ArrayList<>(ROWS);

    /// @param format what to read the files as; null: recognise them
    /// @param now    a play that starts more than a day later is rejected
    Feed(List<Path> paths, @Nullable ImportFormat format, Instant now, GuardedInput.Limits limits) {
        this(format, now, limits, feed -> {
            for (Path path : paths) {
                feed.tree.walk(path);
            }
        });
    }

    /// Plays that come from elsewhere than files.
    Feed(PlaySource source, Instant now) {
        this(null, now, GuardedInput.Limits.USUAL, feed -> {
            feed.put(new Start(source.path(), source.format()));
            source.tell(feed.new Sink());
            feed.flush();
            feed.put(new End(true));
        });
    }

    private Feed(@Nullable ImportFormat format, Instant now, GuardedInput.Limits limits, Telling telling) {
        this.telling = telling;
        this.format = format;
        this.latest = now.plus(Duration.ofDays(1));
        this.tree = new InputTree(new Reading(), limits);
        this.thread = Thread.ofPlatform().name("mtm-reader").daemon().unstarted(this::read);
    }

    /// What the reader's thread does.
    @FunctionalInterface
    private interface Telling {
        void to(Feed feed);
    }

    /// What the reader hands over, in order: a start, its rows, its end; the last item of all is [Done] or [Failed].
    sealed interface Item {}

    record Start(String path, String format) implements Item {}

    record Rows(List<Row> rows, long bytes) implements Item {}

    record End(boolean readToEnd) implements Item {}

    record PassedOver(ImportReport.PassedOver file) implements Item {}

    record Trouble(ImportReport.Trouble trouble) implements Item {}

    record Done() implements Item {}

    record Failed(Throwable cause) implements Item {}

    /// A play or a rejection; exactly one is there.
    record Row(@Nullable Play play, @Nullable Rejection rejection) {}

    void start() {
        thread.start();
    }

    /// The next item; waits for it.
    Item next() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the import was interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void read() {
        try {
            telling.to(this);
            put(new Done());
        } catch (Stopped e) {
            queue.clear(); // nobody is waiting any more
        } catch (RuntimeException | Error e) {
            // Handed to the thread that waits: it rolls back and reports.
            queue.clear();
            put(new Failed(e));
        }
    }

    private void put(Item item) {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    private void flush() {
        if (!rows.isEmpty()) {
            put(new Rows(rows, tree.bytes()));
            rows = new ArrayList<>(ROWS);
        }
    }

    private void take(Row row) {
        rows.add(row);
        if (rows.size() == ROWS) {
            flush();
        }
    }

    /// Recognises files and turns them into items.
    private final class Reading implements InputTree.Visitor {
        @Override
        public void file(String given, Lookahead in) throws IOException {
            String path = Fields.storable(given);
            JsonShape shape = JsonShape.of(in.head());
            ImportFormat found = format != null ? format : ImportFormat.recognised(shape.fields());
            if (format == null && (found == null || !fits(found, shape.root()))) {
                passOver(path, in, what(shape, found != null));
                return;
            }
            put(new Start(path, Objects.requireNonNull(found).label()));
            Sink sink = new Sink();
            boolean readToEnd = false;
            GuardedInput.@Nullable TooMuch tooMuch = null;
            try {
                readToEnd = found.reader().read(in, sink);
            } catch (GuardedInput.TooMuch e) {
                sink.rejected(Rejection.ofTheRest(sink.row + 1, InputTree.inWords(e)));
                tooMuch = e;
            } catch (IOException e) {
                sink.rejected(Rejection.ofTheRest(sink.row + 1, InputTree.inWords(e)));
            }
            flush();
            put(new End(readToEnd));
            if (tooMuch != null) {
                throw tooMuch;
            }
        }

        @Override
        public void trouble(ImportReport.Trouble trouble) {
            put(new Trouble(trouble));
        }

        private static boolean fits(ImportFormat format, JsonShape.Root root) {
            return root == (format.reader().isLines() ? JsonShape.Root.OTHER_JSON : JsonShape.Root.LIST);
        }

        private void passOver(String path, Lookahead in, String what) throws IOException {
            switch (in.trouble()) {
                case null -> put(new PassedOver(new ImportReport.PassedOver(path, what)));
                case GuardedInput.TooMuch e -> throw e;
                case IOException e -> put(new Trouble(InputTree.unreadable(path, e)));
            }
        }

        private static String what(JsonShape shape, boolean fieldsFit) {
            return switch (shape.root()) {
                case EMPTY -> "an empty file";
                case EMPTY_LIST -> "an empty list";
                case NOT_JSON -> "not JSON";
                case OTHER_JSON ->
                    fieldsFit ? "a single record, where a list of records was expected" : "other JSON, not a list";
                case LIST -> "a list without the fields of a listening history";
            };
        }
    }

    /// Checks each play's time, whatever the format.
    private final class Sink implements PlaySink {
        private long row;

        @Override
        public void play(Play play) {
            row++;
            if (play.playedAt().isBefore(EARLIEST)) {
                take(new Row(
                        null, new Rejection(row, "the time is before 1970-01-02: " + play.playedAt(), text(play))));
            } else if (play.playedAt().isAfter(latest)) {
                take(new Row(null, new Rejection(row, "the time is in the future: " + play.playedAt(), text(play))));
            } else {
                take(new Row(play, null));
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            row++;
            take(new Row(null, rejection));
        }

        private static String text(Play play) {
            return play.track().artistName() + " – " + play.track().name();
        }
    }

    /// Nobody waits for more items.
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super(null, null, false, false);
        }
    }
}
