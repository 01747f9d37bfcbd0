package dev.mtm.enrich;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Covers of albums, fetched once from the one host that they may come from, and kept as files in a folder that can be
/// removed at any time; where it grows too large, the covers that came first go. An empty file stands for a cover that
/// the host does not have, or that is none; after a day it
/// is asked for again. Where the host does not answer at all, nothing is asked of it for some minutes.
///
/// Safe for use by several threads. Close it.
public final class Covers implements AutoCloseable {
    /// The longest that a fetch may take, from the first byte to the last.
    public static final Duration USUAL = Duration.ofSeconds(10);

    /// No cover that is wanted is larger.
    static final int MOST_BYTES = 2 << 20;

    /// How much the folder may hold; some ten thousand covers.
    static final long MOST_KEPT = 512L << 20;

    /// How many are fetched at once.
    static final int AT_ONCE = 3;

    /// How many wait to be fetched at most; for more, there is no cover this time.
    private static final int MOST_WAITING = 200;

    private static final Duration REFUSED = Duration.ofDays(1);
    private static final Duration AWAY = Duration.ofMinutes(5);

    private final Path folder;
    private final URI base;
    private final Duration patience;
    private final Clock clock;
    private final HttpClient client;
    private final ExecutorService fetchers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("mtm-covers-", 0).factory());
    private final Map<Path, CompletableFuture<Optional<Picture>>> waiting = new HashMap<>();
    private volatile Instant restUntil = Instant.MIN;
    private long mostKept = MOST_KEPT;
    private long kept = -1;

    /// @param base     covers lie below this address, and none is fetched from elsewhere
    /// @param patience the longest that a fetch may take
    public Covers(Path folder, URI base, Duration patience, Clock clock) {
        this.folder = folder;
        this.base = base;
        this.patience = patience;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// A cover.
    ///
    /// @param type as browsers call it, told by its first bytes
    public record Picture(String type, byte[] bytes) {
        private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");
        private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
        private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] WEBP = "WEBP".getBytes(StandardCharsets.US_ASCII);

        /// Null where the bytes are none.
        static @Nullable Picture of(byte[] bytes) {
            String type = isAt(bytes, 0, JPEG)
                    ? "image/jpeg"
                    : isAt(bytes, 0, PNG)
                            ? "image/png"
                            : isAt(bytes, 0, RIFF) && isAt(bytes, 8, WEBP) ? "image/webp" : null;
            return type == null ? null : new Picture(type, bytes);
        }

        private static boolean isAt(byte[] bytes, int from, byte[] mark) {
            int end = from + mark.length;
            return bytes.length >= end && Arrays.equals(bytes, from, end, mark, 0, mark.length);
        }
    }

    /// The cover at an address, at once where it is kept; empty where there is none to be had now.
    public CompletableFuture<Optional<Picture>> find(URI address) {
        Path file = folder.resolve(name(address));
        Kept kept = kept(file);
        if (kept.holds() || !isBelowBase(address) || clock.instant().isBefore(restUntil)) {
            return CompletableFuture.completedFuture(Optional.ofNullable(kept.picture()));
        }
        CompletableFuture<Optional<Picture>> found = new CompletableFuture<>();
        synchronized (waiting) {
            CompletableFuture<Optional<Picture>> running = waiting.get(file);
            if (running != null) {
                return running;
            }
            if (waiting.size() >= MOST_WAITING || fetchers.isShutdown()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            waiting.put(file, found);
            found.completeAsync(() -> fetch(address, file), fetchers);
        }
        return found.whenComplete((picture, trouble) -> {
            synchronized (waiting) {
                waiting.remove(file);
            }
        });
    }

    /// What lies in the folder.
    ///
    /// @param holds whether it need not be asked for
    private record Kept(@Nullable Picture picture, boolean holds) {}

    private Kept kept(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0) {
                Picture picture = Picture.of(bytes);
                return new Kept(picture, picture != null);
            }
            Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
            return new Kept(null, !age.isNegative() && age.compareTo(REFUSED) < 0);
        } catch (IOException e) {
            // Mostly it is not there yet.
            return new Kept(null, false);
        }
    }

    private Optional<Picture> fetch(URI address, Path file) {
        Kept kept = kept(file);
        if (kept.holds()) {
            // It came while this one was being looked for.
            return Optional.ofNullable(kept.picture());
        }
        if (clock.instant().isBefore(restUntil)) {
            return Optional.empty();
        }
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(HttpRequest.newBuilder(address).build(), head -> {
                    answered.set(true);
                    return head.statusCode() == 200
                            ? BodySubscribers.limiting(BodySubscribers.ofByteArray(), MOST_BYTES)
                            : BodySubscribers.replacing(new byte[0]);
                });
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            if (status == 429 || status >= 500) {
                restUntil = clock.instant().plus(AWAY);
                return Optional.empty();
            }
            Picture picture = Picture.of(response.body());
            keep(file, picture == null ? new byte[0] : picture.bytes());
            return Optional.ofNullable(picture);
        } catch (TimeoutException | ExecutionException e) {
            if (answered.get()) {
                // It is too long, too slow, or broke off: that is the host's answer for today.
                keep(file, new byte[0]);
            } else {
                restUntil = clock.instant().plus(AWAY);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            answer.cancel(true);
        }
    }

    private void keep(Path file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "cover", ".part");
            try {
                Files.write(part, bytes);
                Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                makeRoom(bytes.length);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // A full disk costs another fetch, and no picture.
        }
    }

    /// @param more bytes that came; the first time the folder is looked through
    private synchronized void makeRoom(long more) throws IOException {
        kept = kept < 0 ? 0 : kept + more;
        if (kept > 0 && kept <= mostKept) {
            return;
        }
        List<Stored> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path one : files) {
                if (one.toString().endsWith(".part")) {
                    continue; // it is being written, by us or another server
                }
                BasicFileAttributes facts = Files.readAttributes(one, BasicFileAttributes.class);
                all.add(new Stored(one, facts.size(), facts.lastModifiedTime()));
            }
        }
        kept = all.stream().mapToLong(Stored::bytes).sum();
        if (kept > mostKept) {
            all.sort(Comparator.comparing(Stored::since));
            for (Stored oldest : all) {
                // Well below, so that it is not looked through for every cover.
                if (kept <= mostKept / 10 * 9) {
                    return;
                }
                if (Files.deleteIfExists(oldest.file())) {
                    kept -= oldest.bytes();
                }
            }
        }
    }

    private record Stored(Path file, long bytes, FileTime since) {}

    /// For a folder that holds less.
    Covers keepingAtMost(long bytes) {
        mostKept = bytes;
        return this;
    }

    private boolean isBelowBase(URI address) {
        String path = Objects.requireNonNullElse(address.getRawPath(), "");
        return base.getScheme().equalsIgnoreCase(address.getScheme())
                && base.getHost().equalsIgnoreCase(address.getHost())
                && base.getPort() == address.getPort()
                && address.getRawUserInfo() == null
                && path.startsWith(base.getRawPath() + "/")
                && !(path + "/").contains("/../");
    }

    private static String name(URI address) {
        try {
            byte[] text = address.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
        client.shutdownNow();
    }
}
