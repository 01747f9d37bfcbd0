package dev.mtm.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A stream whose beginning can be looked at before it is read. Trouble that looking met comes when reading gets there:
/// what lies before it is not lost.
final class Lookahead extends InputStream {
    private final InputStream in;
    private final byte[] head;
    private final @Nullable IOException trouble;
    private int next;

    private Lookahead(InputStream in, byte[] head, @Nullable IOException trouble) {
        this.in = in;
        this.head = head;
        this.trouble = trouble;
    }

    /// Looks at up to `most` bytes.
    static Lookahead of(InputStream in, int most) {
        byte[] buffer = new byte[most];
        int length = 0;
        IOException trouble = null;
        try {
            int count = in.read(buffer, 0, most);
            while (count > 0) {
                length += count;
                count = in.read(buffer, length, most - length);
            }
        } catch (IOException e) {
            trouble = e;
        }
        return new Lookahead(in, Arrays.copyOf(buffer, length), trouble);
    }

    /// Nothing at all.
    static Lookahead empty() {
        return of(InputStream.nullInputStream(), 1);
    }

    /// The beginning; shorter than asked for where the stream is.
    byte[] head() {
        return head.clone();
    }

    /// What looking met; null when nothing went wrong.
    @Nullable
    IOException trouble() {
        return trouble;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (next < head.length) {
            int count = Math.min(length, head.length - next);
            System.arraycopy(head, next, buffer, offset, count);
            next += count;
            return count;
        }
        if (trouble != null) {
            throw trouble;
        }
        return in.read(buffer, offset, length);
    }
}
