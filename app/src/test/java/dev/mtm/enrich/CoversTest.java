package dev.mtm.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mtm.fakes.service.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Covers, fetched from a server on loopback that does what hosts do.
@NullMarked
class CoversTest {
    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ffe000104a46494600");

    @TempDir
    Path folder = Path.of("");

    private final FakeClock clock = FakeClock.standingAt(Instant.parse("2026-03-10T12:00:00Z"));
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer host = host();
    private final String base = "http://127.0.0.1:" + host.getAddress().getPort();
    private final List<Covers> opened = new ArrayList<>();

    private HttpServer host() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setExecutor(workers);
            server.createContext("/", this::handle);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        try (exchange) {
            switch (path.replaceAll("/image/|\\d", "")) {
                case "jpeg" -> give(exchange, 200, JPEG);
                case "png" -> give(exchange, 200, HexFormat.of().parseHex("89504e470d0a1a0a00"));
                case "webp" -> give(exchange, 200, HexFormat.of().parseHex("524946460000000057454250"));
                case "text" -> give(exchange, 200, "<html>Not here.</html>".getBytes(StandardCharsets.US_ASCII));
                case "nothing" -> give(exchange, 200, new byte[0]);
                case "huge" -> give(exchange, 200, Arrays.copyOf(JPEG, Covers.MOST_BYTES + 1));
                case "large" -> give(exchange, 200, Arrays.copyOf(JPEG, Covers.MOST_BYTES));
                case "moved" -> {
                    exchange.getResponseHeaders().set("Location", base + "/image/jpeg");
                    give(exchange, 302, JPEG);
                }
                case "busy" -> give(exchange, 429, JPEG);
                case "broken" -> give(exchange, 503, JPEG);
                case "half" -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write(JPEG);
                    exchange.getResponseBody().flush();
                }
                case "slow" -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write(JPEG);
                    exchange.getResponseBody().flush();
                    ended.await();
                }
                case "silent" -> ended.await();
                case "later" -> {
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    Thread.sleep(100);
                    // Before the answer: whoever has it may ask for the next at once.
                    atOnce.decrementAndGet();
                    give(exchange, 200, JPEG);
                }
                default -> give(exchange, 404, JPEG);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void give(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @AfterEach
    void stop() {
        opened.forEach(Covers::close);
        ended.countDown();
        host.stop(0);
        workers.shutdownNow();
    }

    private Covers covers() {
        return covers("", Covers.USUAL);
    }

    /// Whoever waits in vain does so briefly.
    private Covers coversFor(String path) {
        return covers("", path.matches("slow|silent") ? Duration.ofMillis(700) : Covers.USUAL);
    }

    private Covers covers(String below, Duration patience) {
        Covers covers = new Covers(folder, URI.create(base + below), patience, clock);
        opened.add(covers);
        return covers;
    }

    private CompletableFuture<Optional<Covers.Picture>> start(Covers covers, String path) {
        return covers.find(URI.create(base + "/image/" + path));
    }

    private Optional<Covers.Picture> find(Covers covers, String path) throws Exception {
        return start(covers, path).get(20, TimeUnit.SECONDS);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg, image/jpeg", "png, image/png", "webp, image/webp", "large, image/jpeg"})
    void aCoverIsFetchedOnceAndKept(String path, String type) throws Exception {
        Covers.Picture picture = find(covers(), path).orElseThrow();
        assertThat(picture.type()).isEqualTo(type);
        clock.advance(Duration.ofDays(400));
        assertThat(find(covers(), path).orElseThrow().bytes())
                .as("kept for the next program")
                .isEqualTo(picture.bytes());
        assertThat(asked).containsExactly("/image/" + path);
        assertThat(files()).as("nothing else is left in the folder").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "text", "nothing", "huge", "moved", "half", "slow"})
    void whatTheHostDoesNotHaveIsAskedForAgainAfterADay(String path) throws Exception {
        assertThat(find(coversFor(path), path)).isEmpty();
        clock.advance(Duration.ofHours(23));
        assertThat(find(covers(), path)).isEmpty();
        assertThat(asked).as("no redirect is followed").containsExactly("/image/" + path);
        assertThat(find(covers(), "jpeg")).as("another one is had").isPresent();
        clock.advance(Duration.ofHours(2));
        find(coversFor(path), path);
        assertThat(asked).hasSize(3).endsWith("/image/" + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "busy", "broken"})
    void aHostInTroubleIsLeftAloneForMinutes(String path) throws Exception {
        Covers covers = coversFor(path);
        assertThat(find(covers, path)).isEmpty();
        assertThat(find(covers, "jpeg")).isEmpty();
        clock.advance(Duration.ofMinutes(4));
        assertThat(find(covers, path)).isEmpty();
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        find(covers, path);
        assertThat(asked).as("trouble is not remembered for a day").hasSize(2);
        assertThat(find(covers(), "jpeg")).isPresent();
    }

    @Test
    void offlineTheKeptOnesAreThere() throws Exception {
        Covers covers = covers();
        assertThat(find(covers, "jpeg1")).isPresent();
        host.stop(0);
        assertThat(find(covers, "jpeg2")).isEmpty();
        assertThat(find(covers, "jpeg1")).isPresent();
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void fewAreFetchedAtOnceAndEachOnlyOnce() throws Exception {
        Covers covers = covers();
        List<CompletableFuture<Optional<Covers.Picture>>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            all.add(start(covers, "later" + i % 12));
        }
        for (CompletableFuture<Optional<Covers.Picture>> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(asked).hasSize(12).doesNotHaveDuplicates();
        assertThat(mostAtOnce.get()).isEqualTo(Covers.AT_ONCE);
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws Exception {
        Covers covers = covers("/image", Covers.USUAL);
        int port = host.getAddress().getPort();
        for (String address : List.of(
                "http://localhost:" + port + "/image/jpeg",
                "http://127.0.0.1:" + (port + 1) + "/image/jpeg",
                "http://127.0.0.1:" + port + "@evil.example/image/jpeg",
                "http://evil.example@127.0.0.1:" + port + "/image/jpeg",
                "https://127.0.0.1:" + port + "/image/jpeg",
                base + "/other/jpeg",
                base + "/imagejpeg",
                base + "/image/../other",
                "//127.0.0.1/image/jpeg",
                "file:///image/jpeg",
                "mailto:image",
                "jpeg")) {
            assertThat(covers.find(URI.create(address)).get(1, TimeUnit.SECONDS))
                    .as(address)
                    .isEmpty();
        }
        assertThat(asked).isEmpty();
        assertThat(files()).isZero();
    }

    @Test
    void aFolderThatIsFullLosesTheCoversThatCameFirst() throws Exception {
        Covers covers = covers().keepingAtMost(10L * JPEG.length);
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(find(covers, "jpeg" + i)).isPresent();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).hasSizeBetween(9, 10);
        }
        int before = asked.size();
        assertThat(find(covers, "jpeg29")).as("the latest is there").isPresent();
        assertThat(asked).hasSize(before);
        assertThat(find(covers, "jpeg0")).as("the first is fetched again").isPresent();
        assertThat(asked).hasSize(before + 1);
    }

    @Test
    void aFileThatWasSpoiledIsFetchedAgain() throws Exception {
        find(covers(), "jpeg");
        try (Stream<Path> files = Files.list(folder)) {
            Files.writeString(files.findFirst().orElseThrow(), "spoiled");
        }
        assertThat(find(covers(), "jpeg")).isPresent();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsAFetchAndNoPicture() throws Exception {
        folder = Files.writeString(folder.resolve("file"), "in the way").resolve("covers");
        assertThat(find(covers(), "jpeg")).isPresent();
        assertThat(find(covers(), "jpeg")).isPresent();
        assertThat(asked).hasSize(2);
    }
}
