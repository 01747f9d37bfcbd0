package dev.mtm.account;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets that lie in the store: AES-256 in Galois counter mode. The key is a file of its own,
/// readable by its owner only, so that the store or a backup of it alone gives nothing away.
///
/// @see <a href="https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf">NIST SP
/// 800-38D</a>
public final class Vault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    /// @param keyFile made at the first sealing
    public Vault(Path keyFile) {
        this.keyFile = keyFile;
    }

    /// Seals a text.
    ///
    /// @param purpose what it is and whose; the same is needed to open it
    public String seal(String text, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(true), nonce, purpose);
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt", e);
        }
    }

    /// Opens what was sealed.
    ///
    /// @throws MtmException when it was sealed with another key
    public String open(String sealed, String purpose) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key(false), Arrays.copyOf(bytes, NONCE_BYTES), purpose);
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw otherKey();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] key(boolean make) {
        try {
            if (make && !Files.exists(keyFile)) {
                makeKey();
            }
            if (!Files.exists(keyFile)) {
                throw otherKey();
            }
            byte[] key = Base64.getMimeDecoder().decode(Files.readAllBytes(keyFile));
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
        throw unusable(new IOException("it holds no key of 32 bytes"));
    }

    /// Two processes that make it at once end with the same key: the first stays.
    private void makeKey() throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Path folder = Objects.requireNonNull(keyFile.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Path made = posix
                ? Files.createTempFile(folder, "key", ".new", OWNER_ONLY)
                : Files.createTempFile(folder, "key", ".new");
        try {
            Files.write(
                    made,
                    Base64.getEncoder().encode(key),
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC).toArray(new StandardOpenOption[0]));
            link(made, key, posix);
        } catch (FileAlreadyExistsException e) {
            // Another process was first.
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void link(Path made, byte[] key, boolean posix) throws IOException {
        try {
            Files.createLink(keyFile, made);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // There are file systems without links, such as exFAT.
            try (SeekableByteChannel file = Files.newByteChannel(
                    keyFile,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                    posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0])) {
                file.write(ByteBuffer.wrap(Base64.getEncoder().encode(key)));
            }
        }
    }

    private MtmException otherKey() {
        return new MtmException(
                ErrorCode.SIGN_IN,
                "the sign-in was sealed with another key than the one of this machine",
                keyFile.toString(),
                "Put the key file back that was there, or sign in again: `mtm login`. Machines that share one store share"
                        + " one key file too: copy it, or let the setting key-file name it.");
    }

    private MtmException unusable(Exception cause) {
        return new MtmException(
                ErrorCode.USAGE,
                "the key that seals sign-ins cannot be used (" + cause.getMessage() + ")",
                keyFile.toString(),
                "Check its permissions, or remove it and sign in again: `mtm login`",
                cause);
    }
}
