package dev.mtm.cli;

import dev.mtm.imports.ImportProgress;
import dev.mtm.render.Wording;
import java.time.Duration;

/// A line on the terminal that is written over while an import runs: how far, how fast, how long still. Silent where
/// nobody looks.
final class ProgressLine implements ImportProgress, AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();
    private static final int BAR = 24;
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final long start = System.nanoTime();
    private long drawn;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(String path, long rows, long bytes, long totalBytes) {
        long now = System.nanoTime();
        if (!terminal.live() || now - drawn < EVERY_NANOS) {
            return;
        }
        drawn = now;
        double seconds = Math.max((now - start) / 1e9, 0.001);
        double done = totalBytes <= 0 ? 0 : Math.min(1.0, (double) bytes / totalBytes);
        int full = (int) (done * BAR);
        StringBuilder line = new StringBuilder(ERASE);
        if (totalBytes > 0) {
            line.append("█".repeat(full)).append("░".repeat(BAR - full)).append("  ");
        }
        line.append(Wording.grouped(rows)).append(" rows, ");
        line.append(Wording.grouped((long) (rows / seconds))).append(" a second");
        if (done >= 1) {
            line.append(", settling what counts …");
        } else if (done > 0.02) {
            long left = Math.round(seconds * (1 - done) / done);
            line.append(", ")
                    .append(Wording.milliseconds(Math.max(left, 1) * 1000))
                    .append(" left");
        }
        terminal.err().print(line);
        terminal.err().flush();
    }

    @Override
    public void close() {
        if (drawn != 0) {
            terminal.err().print(ERASE);
            terminal.err().flush();
        }
    }
}
