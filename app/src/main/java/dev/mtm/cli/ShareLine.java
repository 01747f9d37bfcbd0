package dev.mtm.cli;

import dev.mtm.render.Wording;

/// The live line of something of which it is known how many there are: how far it is.
final class ShareLine implements AutoCloseable {
    private static final int BAR = 24;

    private final LiveLine line;

    ShareLine(Terminal terminal) {
        this.line = new LiveLine(terminal);
    }

    void at(String title, long done, long total) {
        line.show(() -> {
            int full = total == 0 ? 0 : (int) (BAR * done / total);
            return "█".repeat(full) + "░".repeat(BAR - full) + "  " + title + ": " + Wording.grouped(done) + " of "
                    + Wording.grouped(total);
        });
    }

    @Override
    public void close() {
        line.close();
    }
}
