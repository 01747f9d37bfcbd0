package dev.mtm.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What makes two printed names the same song: artist and title, folded.
///
/// Folding is Unicode NFKC, lower case, invisible characters (such as U+FEFF) removed, white space collapsed. Accents
/// and punctuation stay: they tell songs apart.
public final class NameKey {
    private static final int HASH_BYTES = 10;

    private NameKey() {}

    /// The folded form of one name; empty for null.
    public static String folded(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String normal = isPlain(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
        String lower = normal.toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(lower.length());
        boolean gap = false;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !out.isEmpty();
            } else if (Character.getType(c) != Character.FORMAT && !Character.isISOControl(c)) {
                if (gap) {
                    out.append(' ');
                    gap = false;
                }
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /// The key of a song: 20 hexadecimal digits that are equal for equal folded names.
    public static String of(@Nullable String artist, @Nullable String title) {
        return hash(folded(artist) + '\u0000' + folded(title));
    }

    /// The key of a track: of its names, or of its id where it has none.
    static String ofTrack(String id, @Nullable String artist, @Nullable String title) {
        return artist == null && title == null ? "id:" + id : of(artist, title);
    }

    /// The key of an artist, built the same way.
    public static String ofArtist(String artist) {
        return hash(folded(artist));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
