package dev.mtm.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;

/// The one password of the pages. What is kept of it is a hash by Argon2id, with the memory and the passes that OWASP
/// asks for at least.
///
/// @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP</a>
public final class PagePassword {
    /// In characters.
    public static final int SHORTEST = 8;

    /// In characters: more are not looked at.
    public static final int LONGEST = 1_000;

    private static final String NAME = "password";
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final AccessFile file;

    public PagePassword(AccessFile file) {
        this.file = file;
    }

    public boolean isSet() {
        return file.find(NAME) != null;
    }

    /// Sets it; whoever signed in with another one is signed out.
    ///
    /// @throws MtmException when it is too short or too long
    public void set(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "a password has " + SHORTEST + " to " + LONGEST + " characters, this one has " + password.length(),
                    "mtm password",
                    "Choose a few words that only you would put together.");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        String hash = Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID)
                .hash(password.getBytes(StandardCharsets.UTF_8), salt)
                .getResult();
        file.change(lines -> lines.put(NAME, hash));
    }

    /// @return whether there was one
    public boolean remove() {
        boolean was = isSet();
        file.change(lines -> lines.remove(NAME));
        return was;
    }

    /// Whether this is it. Takes some 70 ms and 19 MiB; one caller at a time, so that many cannot take all memory.
    public synchronized boolean fits(String password) {
        String hash = file.find(NAME);
        return hash != null
                && password.length() <= LONGEST
                && Argon2Function.getInstanceFromHash(hash)
                        .check(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8));
    }

    /// What changes whenever the password does; empty where there is none.
    public String mark() {
        return Objects.requireNonNullElse(file.find(NAME), "");
    }
}
