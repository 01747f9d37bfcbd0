package dev.mtm.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that counts what is read and stops an archive that unpacks to more than any export would.
final class GuardedInput extends FilterInputStream {
    static final int MEMBERS = 2_000;
    static final long MEMBER_BYTES = 1L << 30;
    static final long ALL_BYTES = 8L << 30;
    static final int RATIO = 200;
    /// Below this many bytes a high ratio proves nothing.
    private static final long RATIO_FROM = 10L << 20;

    private final Meter meter;
    private final long packed;
    private long read;

    /// @param packed the size in the archive; 0 when unknown or not packed
    GuardedInput(InputStream in, Meter meter, long packed) {
        super(in);
        this.meter = meter;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public void close() {
        // The archive closes its members.
    }

    private void count(int bytes) throws IOException {
        read += bytes;
        meter.bytes += bytes;
        if (!meter.guarded) {
            return;
        }
        if (read > meter.limits.memberBytes()) {
            throw new TooMuch("a member unpacks to more than " + (meter.limits.memberBytes() >> 20) + " MiB");
        }
        if (meter.bytes > meter.limits.allBytes()) {
            throw new TooMuch("it unpacks to more than " + (meter.limits.allBytes() >> 20) + " MiB");
        }
        if (packed > 0 && read > RATIO_FROM && read / packed > meter.limits.ratio()) {
            throw new TooMuch("a member unpacks to more than " + meter.limits.ratio() + " times its size");
        }
    }

    /// What an archive may unpack to.
    record Limits(int members, long memberBytes, long allBytes, int ratio) {
        static final Limits USUAL = new Limits(MEMBERS, MEMBER_BYTES, ALL_BYTES, RATIO);
    }

    /// What was read of one path in all.
    static final class Meter {
        private final Limits limits;
        private boolean guarded;
        private long bytes;
        private int members;

        Meter(Limits limits) {
            this.limits = limits;
        }

        /// From here on the limits of archives hold.
        void guard() {
            guarded = true;
        }

        void member() throws TooMuch {
            members++;
            if (members > limits.members()) {
                throw new TooMuch("it has more than " + limits.members() + " members");
            }
        }

        long bytes() {
            return bytes;
        }
    }

    /// An archive that unpacks to more than any export would.
    static final class TooMuch extends IOException {
        TooMuch(String what) {
            super(what);
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }
}
