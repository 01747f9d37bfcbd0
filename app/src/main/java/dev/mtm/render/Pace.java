package dev.mtm.render;

/// How far an import is, how fast, how long still.
///
/// @param bytes       read so far
/// @param totalBytes  to read; 0 when that cannot be known
/// @param nanoseconds since it began
public record Pace(long rows, long bytes, long totalBytes, long nanoseconds) {
    private static final double TOO_EARLY_TO_TELL = 0.02;

    /// From 0 to 1; 0 when the total is not known.
    public double done() {
        return totalBytes <= 0 ? 0 : Math.min(1.0, (double) bytes / totalBytes);
    }

    /// Such as "120,000 rows, 90,000 a second, 3 s left".
    public String text() {
        double seconds = Math.max(nanoseconds / 1e9, 0.001);
        String text = Wording.grouped(rows) + " rows, " + Wording.grouped((long) (rows / seconds)) + " a second";
        if (done() >= 1) {
            return text + ", settling what counts …";
        }
        if (done() <= TOO_EARLY_TO_TELL) {
            return text;
        }
        long left = Math.round(seconds * (1 - done()) / done());
        return text + ", " + Wording.milliseconds(Math.max(left, 1) * 1000) + " left";
    }
}
