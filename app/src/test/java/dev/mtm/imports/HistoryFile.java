package dev.mtm.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// One file of a made-up export.
///
/// @param rows the rows as text, and the play that each tells; null: it must be rejected
public record HistoryFile(String name, List<Row> rows, Packing packing) {
    public HistoryFile {
        rows = List.copyOf(rows);
    }

    /// A row as text.
    public record Row(String json, @Nullable ToldPlay told) {}

    /// How the file comes to the reader.
    public enum Packing {
        PLAIN(".json"),
        WITH_A_BYTE_ORDER_MARK(".json"),
        GZIP(".json.gz"),
        ZIP(".zip");

        private final String ending;

        Packing(String ending) {
            this.ending = ending;
        }
    }

    /// The plays that it tells, in the order of its rows.
    public List<ToldPlay> plays() {
        return rows.stream().map(Row::told).filter(Objects::nonNull).toList();
    }

    /// Its text.
    String json() {
        return "[" + String.join(",\n", rows.stream().map(Row::json).toList()) + "]";
    }

    /// Writes it into a folder.
    public Path into(Path folder) {
        Path path = folder.resolve(name + packing.ending);
        byte[] text = json().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(path)) {
            switch (packing) {
                case PLAIN -> out.write(text);
                case WITH_A_BYTE_ORDER_MARK -> {
                    out.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
                    out.write(text);
                }
                case GZIP -> {
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(text);
                    }
                }
                case ZIP -> {
                    try (ZipOutputStream zip = new ZipOutputStream(out)) {
                        add(zip, "MyData/" + name + ".json", text);
                        add(zip, "MyData/ReadMeFirst.pdf", new byte[] {'%', 'P', 'D', 'F'});
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return path;
    }

    /// All files in one archive, in folders.
    static Path archive(List<HistoryFile> files, Path path) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (HistoryFile file : files) {
                add(
                        zip,
                        "my_spotify_data/" + file.name() + "/" + file.name() + ".json",
                        file.json().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return path;
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /// What the log must hold after these files in any order: each natural key as often as the file that
    /// tells it most often does; equal rows of a file are numbered from 0, and a number that files tell
    /// under different circumstances stands once for each. Sorted.
    public static List<String> log(List<HistoryFile> files) {
        return rows(files).stream()
                .map(row -> row.play().naturalKey() + " " + row.ordinal() + " "
                        + row.play().circumstances())
                .sorted()
                .toList();
    }

    /// A row of the log.
    public record LogRow(ToldPlay play, int ordinal) {}

    /// The rows of the log after these files in any order.
    public static List<LogRow> rows(List<HistoryFile> files) {
        Map<String, LogRow> rows = new LinkedHashMap<>();
        for (HistoryFile file : files) {
            Map<String, Integer> here = new HashMap<>();
            for (ToldPlay play : file.plays()) {
                int ordinal = here.merge(play.naturalKey(), 1, Integer::sum) - 1;
                rows.put(play.naturalKey() + " " + ordinal + " " + play.circumstances(), new LogRow(play, ordinal));
            }
        }
        return List.copyOf(rows.values());
    }
}
