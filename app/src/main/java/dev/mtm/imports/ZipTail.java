package dev.mtm.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A zip that is read from its start, remembering its last bytes: they say how many members it should have had.
///
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT, 4.3.16</a>
final class ZipTail extends FilterInputStream {
    private static final int RECORD = 22;
    private static final int LONGEST = RECORD + 0xffff;
    /// The number that stands where 16 bits are too few.
    private static final int ELSEWHERE = 0xffff;

    private final byte[] last = new byte[LONGEST];
    private long read;

    ZipTail(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = 0; i < count; i++) {
            last[(int) (read++ % LONGEST)] = buffer[offset + i];
        }
        return count;
    }

    /// Reads what is left and tells whether the zip ends as one does, after this many members.
    boolean endsAfter(int members) throws IOException {
        byte[] buffer = new byte[8192];
        while (read(buffer, 0, buffer.length) > 0) {
            continue;
        }
        for (long at = read - RECORD; at >= Math.max(read - LONGEST, 0); at--) {
            if (byteAt(at) == 'P' && byteAt(at + 1) == 'K' && byteAt(at + 2) == 5 && byteAt(at + 3) == 6) {
                int told = byteAt(at + 10) | byteAt(at + 11) << 8;
                return told == members || told == ELSEWHERE;
            }
        }
        return false;
    }

    private int byteAt(long at) {
        return last[(int) (at % LONGEST)] & 0xff;
    }
}
