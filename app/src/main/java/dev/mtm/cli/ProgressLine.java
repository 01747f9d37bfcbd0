package dev.mtm.cli;

import dev.mtm.imports.ImportProgress;
import dev.mtm.render.Wording;

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
        double seconds = Math.max((System.nanoTime() - start) / 1e9, 0.001);
        double done = totalBytes <= 0 ? 0 : Math.min(1.0, (double) bytes / totalBytes);
        int full = (int) (done * BAR);
        StringBuilder text = new StringBuilder();
        if (totalBytes > 0) {
            text.append("█".repeat(full)).append("░".repeat(BAR - full)).append("  ");
        }
        text.append(Wording.grouped(rows)).append(" rows, ");
        text.append(Wording.grouped((long) (rows / seconds))).append(" a second");
        if (done >= 1) {
            text.append(", settling what counts …");
        } else if (done > 0.02) {
            long left = Math.round(seconds * (1 - done) / done);
            text.append(", ")
                    .append(Wording.milliseconds(Math.max(left, 1) * 1000))
                    .append(" left");
        }
        return text.toString();
    }

    @Override
    public void close() {
        line.close();
    }
}
