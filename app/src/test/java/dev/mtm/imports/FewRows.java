package dev.mtm.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Files with a few rows, as short as a test can tell them.
public final class FewRows {
    private FewRows() {}

    /// A file of the extended history.
    ///
    /// @param rows `ts; ms_played; id of the track or -; title; artist`
    public static Path extended(Path folder, String name, String... rows) {
        return file(folder, name, Arrays.stream(rows).map(FewRows::extended).toArray(String[]::new));
    }

    /// A file of the account data.
    ///
    /// @param rows `endTime; msPlayed; title; artist`
    public static Path account(Path folder, String name, String... rows) {
        return file(folder, name, Arrays.stream(rows).map(FewRows::account).toArray(String[]::new));
    }

    /// A file with a list of records as given.
    public static Path file(Path folder, String name, String... records) {
        return text(folder, name, Arrays.stream(records).collect(Collectors.joining(",\n", "[", "]")));
    }

    /// A file with a text as given.
    public static Path text(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name + ".json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extended(String row) {
        String[] part = row.split("; ", -1);
        return """
                {"ts":"%s","ms_played":%s,"spotify_track_uri":%s,"master_metadata_track_name":"%s",\
                "master_metadata_album_artist_name":"%s","master_metadata_album_album_name":"Album","skipped":false}""".formatted(
                part[0], part[1], part[2].equals("-") ? null : "\"spotify:track:" + part[2] + "\"", part[3], part[4]);
    }

    private static String account(String row) {
        String[] part = row.split("; ", -1);
        return """
                {"endTime":"%s","msPlayed":%s,"trackName":"%s","artistName":"%s"}""".formatted(part[0], part[1], part[2], part[3]);
    }
}
