package dev.mtm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/// What no import can beat: unpacking the zip and reading its JSON, and nothing done with it.
final class ParseBound {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// The fields of a record that an import keeps.
    private static final List<String> KEPT = List.of(
            "ts",
            "platform",
            "ms_played",
            "conn_country",
            "master_metadata_track_name",
            "master_metadata_album_artist_name",
            "master_metadata_album_album_name",
            "spotify_track_uri",
            "episode_name",
            "episode_show_name",
            "spotify_episode_uri",
            "audiobook_title",
            "audiobook_uri",
            "audiobook_chapter_uri",
            "audiobook_chapter_title",
            "reason_start",
            "reason_end",
            "shuffle",
            "skipped",
            "offline",
            "offline_timestamp",
            "incognito_mode");

    private static final PropertyNameMatcher MATCHER =
            FACTORY.constructNameMatcher(KEPT.stream().map(Named::fromString).toList(), false);

    private ParseBound() {}

    /// Reads one file.
    ///
    /// @return its records
    interface Reading {
        long records(InputStream in) throws IOException;
    }

    /// The records of all JSON files in a zip.
    static long records(Path zip, Reading reading) throws IOException {
        long records = 0;
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".json")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        records += reading.records(in);
                    }
                }
            }
        }
        return records;
    }

    /// Walks over every token and takes no value.
    static long tokens(InputStream in) throws IOException {
        long records = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    records++;
                }
            }
        }
        return records;
    }

    /// Takes the value of each kept field, as text or number, and lets it go.
    static long keptFields(InputStream in) throws IOException {
        long records = 0;
        long taken = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                records++;
                for (int field = parser.nextNameMatch(MATCHER);
                        field != PropertyNameMatcher.MATCH_END_OBJECT;
                        field = parser.nextNameMatch(MATCHER)) {
                    JsonToken token = parser.nextToken();
                    if (field >= 0) {
                        taken += switch (token) {
                            case VALUE_STRING -> parser.getString().length();
                            case VALUE_NUMBER_INT -> parser.getLongValue();
                            default -> 1;
                        };
                    }
                    parser.skipChildren();
                }
            }
        }
        // The sum is used, so that no compiler leaves the reading out.
        return taken == Long.MIN_VALUE ? 0 : records;
    }
}
