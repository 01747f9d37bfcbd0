package dev.mtm.backup;

import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.db.Table.Kind;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A folder that an export wrote, as it is read again. It is known by its manifest, whatever it is called.
///
/// @param schema the version of the schema of the store it came from
/// @param rows   how many rows each table has
record ExportFolder(Path path, int schema, Map<String, Long> rows) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(100_000_000).build())
            .build();

    ExportFolder {
        rows = Map.copyOf(rows);
    }

    /// The export in a folder; empty when there is none.
    ///
    /// @throws MtmException when its manifest cannot be read, or it is in a zip
    static Optional<ExportFolder> at(Path path) {
        requireUnpacked(path);
        Path manifest = path.resolve(Export.MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return Optional.empty();
        }
        String format = "";
        int schema = 0;
        Map<String, Long> rows = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), manifest.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "format" -> format = parser.getString();
                    case "schema" -> schema = parser.getIntValue();
                    case "rows" -> {
                        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                            String table = parser.currentName();
                            parser.nextToken();
                            rows.put(table, parser.getLongValue());
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            format = ""; // of whatever was read before
        }
        ExportFolder export = new ExportFolder(path, schema, rows);
        if (format.equals(Export.FORMAT)) {
            return Optional.of(export);
        }
        if (Files.exists(export.plays())) {
            throw damaged(manifest, "its manifest cannot be read", null);
        }
        return Optional.empty(); // some other program's manifest
    }

    private static void requireUnpacked(Path path) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            boolean packed = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("(.*/)?" + Export.MANIFEST))
                    .anyMatch(name -> zip.getEntry(name.replaceFirst("[^/]*$", Export.PLAYS + ".jsonl")) != null);
            if (packed) {
                throw new MtmException(
                        ErrorCode.BAD_INPUT,
                        "this is an export of the program in a zip, of which only the plays could be read",
                        path.toString(),
                        "Unpack it and import the folder, to take everything back. Nothing was changed.");
            }
        } catch (IOException e) {
            return; // no zip, or a damaged one: the import itself tells
        }
    }

    Path plays() {
        return path.resolve(Export.PLAYS + ".jsonl");
    }

    /// Takes the rows of a table into the table `into`, which has the same columns.
    ///
    /// @param only which rows are wanted
    /// @throws MtmException when the file is missing, damaged, or has other rows than the manifest says
    void load(Session session, Table table, String into, Wanted only) throws SQLException {
        Path file = path.resolve(table.name() + ".jsonl");
        Long expected = rows.get(table.name());
        if (expected == null) {
            return; // a table that came after the export was made
        }
        RowBatch batch = table.batch(session, into);
        long count = 0;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), Files.newBufferedReader(file))) {
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < table.columns().size(); i++) {
                places.put(table.columns().get(i).name(), i);
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                @Nullable Object[] values = new @Nullable Object[places.size()];
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    Integer place = places.get(parser.currentName());
                    parser.nextToken();
                    if (place != null) {
                        values[place] = value(parser, table.columns().get(place));
                    }
                }
                count++;
                if (only.has(values)) {
                    batch.add(values);
                }
            }
            if (parser.currentToken() != null) {
                throw damaged(file, "line " + (count + 1) + " is no record", null);
            }
        } catch (IOException | JacksonException e) {
            throw damaged(file, "line " + (count + 1) + " cannot be read", e);
        }
        batch.flush();
        if (count != expected) {
            throw damaged(file, "it has " + count + " rows, and the manifest tells of " + expected, null);
        }
    }

    /// Says which rows are wanted, by their values in the order of the columns.
    @FunctionalInterface
    interface Wanted {
        Wanted ALL = values -> true;

        boolean has(@Nullable Object[] values);
    }

    private static @Nullable Object value(JsonParser parser, Column column) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT ->
                column.kind() == Kind.FRACTION ? (Object) parser.getDoubleValue() : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> 1L;
            case VALUE_FALSE -> 0L;
            default -> parser.getString();
        };
    }

    private static MtmException damaged(Path file, String how, @Nullable Exception cause) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                "the export is damaged: " + how,
                file.toString(),
                "Nothing was changed. Export again, or take another copy of the folder.",
                cause);
    }
}
