package dev.mtm.cli;

import dev.mtm.imports.ImportProgress;
import dev.mtm.render.Pace;

/// The live line of an import: how far, how fast, how long still.
final class ProgressLine implements ImportProgress, AutoCloseable {
    private static final int BAR = 24;

    private final LiveLine line;
    private final long start = System.nanoTime();

    ProgressLine(Terminal terminal) {
        this.line = new LiveLine(terminal);
    }

    @Override
    public void at(String path, long rows, long bytes, long totalBytes) {
        line.show(() -> text(rows, bytes, totalBytes));
    }

    private String text(long rows, long bytes, long totalBytes) {
        Pace pace = new Pace(rows, bytes, totalBytes, System.nanoTime() - start);
        int full = (int) (pace.done() * BAR);
        return (totalBytes > 0 ? "█".repeat(full) + "░".repeat(BAR - full) + "  " : "") + pace.text();
    }

    @Override
    public void close() {
        line.close();
    }
}
