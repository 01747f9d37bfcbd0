package dev.mtm.spotify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The proof that who redeems a code is who asked for it.
///
/// @param verifier the secret, 86 characters
/// @param state    tells the answer to this sign-in from any other
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636</a>
record Pkce(String verifier, String state) {
    static Pkce random() {
        return new Pkce(text(64), text(16));
    }

    /// The verifier's SHA-256, which may be seen by everybody.
    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public String toString() {
        return "Pkce";
    }
}
