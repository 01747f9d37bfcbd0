package dev.mtm.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Export files as Spotify writes them, made by hand: what tests give to an import before they spoil it.
public final class ExportFiles {
    private static final Instant FIRST = Instant.parse("2024-01-01T12:00:00Z");

    private ExportFiles() {}

    /// One record of the extended history, whole and sound.
    public static String row(String ts, String artist, String track, long msPlayed) {
        return row(Map.of(
                "ts", quoted(ts),
                "ms_played", String.valueOf(msPlayed),
                "master_metadata_track_name", quoted(track),
                "master_metadata_album_artist_name", quoted(artist)));
    }

    /// One record of the extended history with some fields replaced by raw JSON; an empty one is left out.
    public static String row(Map<String, String> instead) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ts", "\"2024-01-01T12:00:00Z\"");
        fields.put("platform", "\"android\"");
        fields.put("ms_played", "180000");
        fields.put("conn_country", "\"DE\"");
        fields.put("ip_addr", "\"203.0.113.7\"");
        fields.put("master_metadata_track_name", "\"Song\"");
        fields.put("master_metadata_album_artist_name", "\"Singer\"");
        fields.put("master_metadata_album_album_name", "\"Album\"");
        fields.put("spotify_track_uri", "null");
        fields.put("episode_name", "null");
        fields.put("episode_show_name", "null");
        fields.put("spotify_episode_uri", "null");
        fields.put("reason_start", "\"clickrow\"");
        fields.put("reason_end", "\"trackdone\"");
        fields.put("shuffle", "false");
        fields.put("skipped", "false");
        fields.put("offline", "false");
        fields.put("offline_timestamp", "0");
        fields.put("incognito_mode", "false");
        fields.putAll(instead);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> quoted(field.getKey()) + ": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// The `number`-th of many sound records: one every five minutes, a few hundred songs.
    public static String row(int number) {
        return row(
                FIRST.plusSeconds(300L * number).toString(),
                "Artist " + number % 40,
                "Song " + number % 400,
                180_000L + number % 7);
    }

    /// A file of records.
    public static String list(String... rows) {
        return "[" + String.join(",\n", rows) + "]";
    }

    /// A file of sound records, from one number up to another.
    public static String list(int from, int end) {
        return IntStream.range(from, end).mapToObj(ExportFiles::row).collect(Collectors.joining(",\n", "[", "]"));
    }

    /// A JSON text.
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// A zip of members, in the order of the map.
    public static byte[] zip(Map<String, byte[]> members) {
        return zip(members, UTF_8);
    }

    /// A zip whose member names are in a charset, without saying so when it is not UTF-8.
    public static byte[] zip(Map<String, byte[]> members, Charset names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A gzip.
    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// UTF-8.
    public static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
