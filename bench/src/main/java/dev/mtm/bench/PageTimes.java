package dev.mtm.bench;

import dev.mtm.db.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How long the pages of `./mtm serve` take over HTTP, how much they weigh, what 50 readers meet while an import
/// writes, and how much memory the server holds. The server is a process of its own, on a copy of the store.
///
/// The first look at a page comes right after the start. Then each is looked at on other days, as somebody does who
/// moves through time, so that no answer is known yet, and at last on one day again and again.
final class PageTimes {
    private static final int ROUNDS = 25;
    private static final int WARM_UP = 5;
    private static final int READERS = 50;
    private static final int LONGEST_READING = 60;
    private static final String DAY = "as_of=2026-01-01";
    private static final int DAYS_APART = 13;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    private PageTimes(URI server) {
        this.server = server;
    }

    /// @param words the size of the store in plays (1000000)
    static void measure(List<String> words) throws Exception {
        long plays = words.isEmpty() ? 1_000_000 : Long.parseLong(words.getFirst());
        Path scratch = Files.createTempDirectory("mtm-pages");
        Path store = scratch.resolve("pages.db");
        try (Database database = Lives.sqlite(plays)) {
            Files.copy(Path.of(database.address().shown()), store, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = started(scratch, "serve", "--db", store.toString(), "--port", "0");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            if (line == null || !line.contains(" at http://")) {
                throw new IllegalStateException("the server did not start: " + line);
            }
            PageTimes times = new PageTimes(URI.create(line.replaceFirst(".* at (http://[^ ]+/).*", "$1")));
            times.pages(process);
            System.out.println();
            System.out.println("Resident after that: " + memory(process));
            times.readersBesideAnImport(scratch, store);
            System.out.println("Resident after that: " + memory(process));
        } finally {
            process.destroy();
            process.waitFor();
            try (var files = Files.walk(scratch)) {
                for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Process started(Path home, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Lives.root().resolve("mtm").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("XDG_DATA_HOME", home.toString());
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        return builder.start();
    }

    private void pages(Process process) throws Exception {
        Map<String, String> paths = paths();
        Map<String, Double> first = new LinkedHashMap<>();
        for (Map.Entry<String, String> page : paths.entrySet()) {
            first.put(page.getKey(), Lives.milliseconds(() -> get(page.getValue(), false).length));
        }
        for (int round = 0; round < WARM_UP; round++) {
            for (String path : paths.values()) {
                get(path, false);
            }
        }
        Map<String, List<Double>> otherDays = otherDays(paths);
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "page",
                "first ms",
                "another day, median ms",
                "p95 ms",
                "known, median ms",
                "p95 ms",
                "first byte, median ms",
                "processor ms",
                "KB",
                "KB gzip"));
        for (Map.Entry<String, String> page : paths.entrySet()) {
            List<Double> times = new ArrayList<>();
            List<Double> firstBytes = new ArrayList<>();
            long ticks = ticks(process);
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                try (InputStream body = client.send(
                                request(page.getValue(), false), HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
                    body.read();
                    firstBytes.add((System.nanoTime() - start) / 1e6);
                    body.readAllBytes();
                }
                times.add((System.nanoTime() - start) / 1e6);
            }
            double processor = (ticks(process) - ticks) * 10.0 / ROUNDS;
            table.add(List.of(
                    page.getKey(),
                    "%.0f".formatted(first.getOrDefault(page.getKey(), 0.0)),
                    "%.0f".formatted(quantile(otherDays.getOrDefault(page.getKey(), List.of()), 0.5)),
                    "%.0f".formatted(quantile(otherDays.getOrDefault(page.getKey(), List.of()), 0.95)),
                    "%.0f".formatted(quantile(times, 0.5)),
                    "%.0f".formatted(quantile(times, 0.95)),
                    "%.0f".formatted(quantile(firstBytes, 0.5)),
                    "%.0f".formatted(processor),
                    "%.0f".formatted(get(page.getValue(), false).length / 1_000.0),
                    "%.0f".formatted(get(page.getValue(), true).length / 1_000.0)));
            System.err.println(table.getLast());
        }
        for (String asset : List.of("/static/style.css", "/static/app.js", "/static/vendor/echarts.min.js")) {
            table.add(List.of(
                    asset,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "%.0f".formatted(get(asset, false).length / 1_000.0),
                    "%.0f".formatted(get(asset, true).length / 1_000.0)));
        }
        Figures.print(table);
    }

    /// Each page on days on which nobody looked at it yet.
    private Map<String, List<Double>> otherDays(Map<String, String> paths) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            LocalDate day = LocalDate.of(2025, 12, 31).minusDays((long) round * DAYS_APART);
            for (Map.Entry<String, String> page : paths.entrySet()) {
                String path = page.getValue().replace(DAY, "as_of=" + day);
                times.computeIfAbsent(page.getKey(), name -> new ArrayList<>())
                        .add(Lives.milliseconds(() -> get(path, false).length));
            }
        }
        return times;
    }

    /// How long the process has kept processors busy, in hundredths of a second.
    private static long ticks(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private Map<String, String> paths() throws Exception {
        String track = favourite("top-tracks", 1);
        String artist = encoded(favourite("top-artists", 1));
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("overview", "/");
        paths.put("top tracks of all time", "/tops/tracks");
        paths.put("top tracks of a year", "/tops/tracks?year=2024");
        paths.put("top artists of a month", "/tops/artists?from=2025-03-01&until=2025-03-31");
        paths.put("gems", "/gems");
        paths.put("evolution", "/evolution");
        paths.put("two years compared", "/compare?one=2025&other=2024");
        paths.put("years", "/years");
        paths.put("a year's story", "/years/2024");
        paths.put("a year's card, SVG", "/years/2024/1200x630.svg");
        paths.put("clock", "/clock");
        paths.put("attention", "/attention");
        paths.put("history", "/history");
        paths.put("history, two words", "/history?words=river+on");
        paths.put("the most heard track", "/tracks/" + encoded(track));
        paths.put("the most heard artist", "/artists/" + artist);
        paths.put("search, a word", "/search?q=night");
        paths.put("search, one letter", "/search?q=e");
        paths.put("questions", "/questions");
        paths.put("imports", "/imports");
        paths.put("status", "/status");
        paths.replaceAll((name, path) -> path + (path.contains("?") ? "&" : "?") + DAY);
        return paths;
    }

    /// A name in the first row of a list.
    private String favourite(String question, int column) throws Exception {
        String csv =
                new String(get("/api/v1/questions/" + question + ".csv?limit=1&" + DAY, false), StandardCharsets.UTF_8);
        return csv.lines().skip(1).findFirst().orElseThrow().split(",", -1)[column];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest request(String path, boolean compressed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return (compressed ? request.header("Accept-Encoding", "gzip") : request).build();
    }

    private byte[] get(String path, boolean compressed) throws Exception {
        HttpResponse<byte[]> answer = client.send(request(path, compressed), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private void readersBesideAnImport(Path scratch, Path store) throws Exception {
        List<String> paths = List.copyOf(paths().values());
        List<Double> times = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger errors = new AtomicInteger();
        Process writer = started(
                scratch,
                "import",
                "--db",
                store.toString(),
                Lives.export(100_000).toString());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_READING);
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            for (int reader = 0; reader < READERS; reader++) {
                int start = reader;
                readers.submit(() -> {
                    for (int i = start; writer.isAlive() && System.nanoTime() < end; i++) {
                        String path = paths.get(i % paths.size());
                        try {
                            times.add(Lives.milliseconds(() -> get(path, false).length));
                        } catch (Exception e) {
                            errors.incrementAndGet();
                            System.err.println(e);
                        }
                    }
                });
            }
            writer.getInputStream().readAllBytes();
            int status = writer.waitFor();
            readers.shutdown();
            readers.awaitTermination(2, TimeUnit.MINUTES);
            System.out.println();
            System.out.printf(
                    "%d readers while an import of 100,000 plays wrote (exit status %d): %d pages, %d errors,"
                            + " median %.0f ms, p95 %.0f ms%n",
                    READERS, status, times.size(), errors.get(), quantile(times, 0.5), quantile(times, 0.95));
        }
    }

    private static double quantile(List<Double> times, double share) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
    }

    /// What the process holds and held at most, as Linux says.
    private static String memory(Process process) throws IOException {
        StringBuilder told = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                long kilobytes = Long.parseLong(line.replaceAll("\\D+", ""));
                told.append(told.isEmpty() ? "" : ", ")
                        .append(line.startsWith("VmRSS:") ? "now " : "at most ")
                        .append(kilobytes / 1024)
                        .append(" MiB");
            }
        }
        return told.toString();
    }
}
