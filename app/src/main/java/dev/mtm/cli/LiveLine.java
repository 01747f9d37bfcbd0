package dev.mtm.cli;

import java.time.Duration;
import java.util.function.Supplier;

/// A line on the terminal that is written over while something runs. Silent where nobody looks.
final class LiveLine implements AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private long drawn;

    LiveLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Shows a text in place of the last one; one that comes at once after another is passed over.
    void show(Supplier<String> text) {
        long now = System.nanoTime();
        if (terminal.live() && now - drawn >= EVERY_NANOS) {
            drawn = now;
            terminal.err().print(ERASE + text.get());
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        if (drawn != 0) {
            terminal.err().print(ERASE);
            terminal.err().flush();
        }
    }
}
