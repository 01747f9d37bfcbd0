package dev.mtm.history;

/// Counts equal rows of one file: the first is number 0, the next equal one 1. Open addressing over three numbers a
/// row, since a file may hold a million rows and memory is bounded.
final class Ordinals {
    private static final int START = 1 << 15;

    private long[] tracksAndSeconds = new long[START];
    private long[] lengths = new long[START];
    private int[] counts = new int[START];
    private int used;

    /// @param listenedMs -1 for unknown
    /// @param source     a file may tell of plays of several sources; its code is below 64
    int next(long trackKey, long second, long listenedMs, int source) {
        long length = listenedMs * 64 + source;
        if (used * 2 > counts.length) {
            grow();
        }
        int slot = slotOf(trackKey << 36 | second & 0xF_FFFF_FFFFL, length);
        if (counts[slot] == 0) {
            tracksAndSeconds[slot] = trackKey << 36 | second & 0xF_FFFF_FFFFL;
            lengths[slot] = length;
            used++;
        }
        return counts[slot]++;
    }

    private int slotOf(long trackAndSecond, long length) {
        long hash = (trackAndSecond * 31 + length) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & counts.length - 1;
        while (counts[slot] != 0 && (tracksAndSeconds[slot] != trackAndSecond || lengths[slot] != length)) {
            slot = slot + 1 & counts.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldTracks = tracksAndSeconds;
        long[] oldLengths = lengths;
        int[] oldCounts = counts;
        tracksAndSeconds = new long[oldCounts.length * 2];
        lengths = new long[oldCounts.length * 2];
        counts = new int[oldCounts.length * 2];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slotOf(oldTracks[i], oldLengths[i]);
                tracksAndSeconds[slot] = oldTracks[i];
                lengths[slot] = oldLengths[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
