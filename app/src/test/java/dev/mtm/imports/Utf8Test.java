package dev.mtm.imports;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class Utf8Test {
    @Test
    void soundTextPassesByteByByteHoweverItIsCut() throws IOException {
        byte[] text = "[\"a é € 😀 \ufffd\"]".repeat(5_000).getBytes(UTF_8);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new Utf8(new Stuttering(text, seed)).readAllBytes()).isEqualTo(text);
        }
    }

    @Test
    void spoiltTextIsRepairedAsJavaRepairsIt() throws IOException {
        Random random = new Random(7);
        for (int seed = 0; seed < 200; seed++) {
            byte[] text = "[\"a é € 😀 \"]".repeat(random.nextInt(1, 20)).getBytes(UTF_8);
            for (int i = 0; i < 5; i++) {
                text[random.nextInt(4, text.length)] = (byte) random.nextInt(1, 256);
            }
            assertThat(new String(new Utf8(new Stuttering(text, seed)).readAllBytes(), UTF_8))
                    .isEqualTo(new String(text, UTF_8));
        }
    }

    @Test
    void longerUnitsPassAsTheyAre() throws IOException {
        byte[] text = "\ufeff[\"Hoppípolla \ud83d\ude00\"]".getBytes(UTF_16LE);
        assertThat(new Utf8(new ByteArrayInputStream(text)).readAllBytes()).isEqualTo(text);
    }

    /// Gives one to seven bytes at a time.
    private static final class Stuttering extends InputStream {
        private final ByteArrayInputStream in;
        private final Random random;

        Stuttering(byte[] bytes, int seed) {
            in = new ByteArrayInputStream(bytes);
            random = new Random(seed);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, Math.min(length, random.nextInt(1, 8)));
        }
    }
}
