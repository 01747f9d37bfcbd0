package dev.mtm.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/// UTF-8 in which every byte that fits nowhere has become U+FFFD, so that a name in another encoding costs its letters
/// and not the rest of the file. Text that says to be UTF-16 or UTF-32 passes as it is.
final class Utf8 extends InputStream {
    private static final int CHUNK = 1 << 14;
    private static final int LONGEST_CHARACTER = 4;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private int filled;
    private int whole;
    private byte[] ready = chunk;
    private int next;
    private int end;
    private boolean started;
    private boolean other;
    private boolean ended;

    Utf8(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == end) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, end - next);
        System.arraycopy(ready, next, buffer, offset, count);
        next += count;
        return count;
    }

    private void fill() throws IOException {
        int kept = filled - whole;
        System.arraycopy(chunk, whole, chunk, 0, kept);
        int count = started ? in.read(chunk, kept, CHUNK - kept) : in.readNBytes(chunk, 0, LONGEST_CHARACTER);
        ended = count < 0;
        filled = kept + Math.max(count, 0);
        if (!started) {
            started = true;
            // JSON starts with ASCII, so a zero there is half of a longer unit.
            other = new String(chunk, 0, filled, UTF_8).indexOf('\0') >= 0;
        }
        whole = other || ended ? filled : endOfCharacters(filled);
        String text = other ? "" : new String(chunk, 0, whole, UTF_8);
        ready = text.indexOf('\ufffd') < 0 ? chunk : text.getBytes(UTF_8);
        next = 0;
        end = ready == chunk ? whole : ready.length;
    }

    /// Where the last character ends that is there as a whole.
    private int endOfCharacters(int filled) {
        for (int back = 1; back <= Math.min(LONGEST_CHARACTER - 1, filled); back++) {
            int b = chunk[filled - back] & 0xff;
            if (b < 0x80) {
                return filled;
            }
            if (b >= 0xc0) {
                int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                return length > back ? filled - back : filled;
            }
        }
        return filled;
    }
}
