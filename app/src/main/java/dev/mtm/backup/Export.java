package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.db.Table.Kind;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Migrator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Writes everything that is not derived in open formats: for each table a CSV and a JSON Lines file in the order of
/// its key, a page that explains the columns, and a manifest. Both databases write the same bytes for equal stores.
public final class Export {
    /// What the manifest calls the format.
    static final String FORMAT = "mtm-export";

    static final String MANIFEST = "manifest.json";

    /// The plays, each with what its keys stand for, so that the file can be read without the others.
    static final String PLAYS = "play_history";

    /// Tables that can be made again from the others.
    static final Set<String> DERIVED = Set.of("days", "heard_tracks", "listening_hours", "listens");

    /// Tables that belong to this installation: its sign-in, which is never handed on, and the server at work on it.
    static final Set<String> STAYS =
            Set.of("call_budget", "call_pause", "job_run", "play_sync", "scheduled_tasks", "spotify_sign_in");

    /// Columns that never leave the store but in its backups: the words of songs belong to those who wrote them.
    static final Map<String, Set<String>> NEVER_TOLD = Map.of("track_lyrics", Set.of("lyrics", "synced_lyrics"));

    /// Lines are ended by hand, so nothing stands between two objects.
    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("").build();

    private static final List<Column> OF_TRACK = texts("track_id", "kind", "name", "artist_name", "album_name");
    private static final List<Column> OF_SOURCE = texts("source");
    private static final List<Column> OF_CONTEXT = Stream.concat(
                    texts("time_basis", "platform", "country", "context_uri", "reason_start", "reason_end").stream(),
                    Stream.of("shuffle", "offline", "incognito").map(name -> new Column(name, Kind.TRUTH)))
            .toList();

    private final Database database;
    private final Clock clock;

    public Export(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What was written.
    ///
    /// @param rows how many rows of each table
    public record Written(Path folder, Map<String, Long> rows) {
        public Written {
            rows = Map.copyOf(rows);
        }
    }

    /// Writes a folder, as of one moment. It appears under its name when it is complete.
    ///
    /// @throws MtmException when there is something of that name already
    public Written to(Path given) {
        Path folder = given.toAbsolutePath().normalize();
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        try {
            if (Files.exists(folder)) {
                throw new MtmException(
                        ErrorCode.CONFLICT,
                        "there is something of that name already",
                        folder.toString(),
                        "Name a new folder; an export never writes into an old one.");
            }
            remove(part);
            Files.createDirectories(part);
            int version = new Migrator(database, clock).status().version();
            Map<String, Long> rows = database.read(session -> written(session, part));
            Files.writeString(part.resolve("README.md"), ColumnGuide.text(tables(), rows));
            Files.writeString(part.resolve(MANIFEST), manifest(version, rows));
            Scratch.force(part);
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            return new Written(folder, rows);
        } catch (IOException e) {
            throw unwritable(part, e);
        } catch (UncheckedIOException e) {
            throw unwritable(part, Objects.requireNonNull(e.getCause()));
        }
    }

    private static MtmException unwritable(Path part, IOException e) {
        try {
            remove(part);
        } catch (IOException left) {
            e.addSuppressed(left);
        }
        return Scratch.unwritable(part.resolveSibling(""), e);
    }

    private List<Table> tables() {
        return database.read(Export::told);
    }

    private static Map<String, Long> written(Session session, Path folder) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (Table table : told(session)) {
            rows.put(table.name(), write(session, table, folder));
        }
        return rows;
    }

    /// The tables that are exported, without those that are derived.
    static List<Table> kept(Session session) throws SQLException {
        return Table.all(session).stream()
                .filter(table -> !DERIVED.contains(table.name()) && !STAYS.contains(table.name()))
                .toList();
    }

    /// The same, with those of their columns that are exported.
    private static List<Table> told(Session session) throws SQLException {
        return kept(session).stream()
                .map(table -> table.only(table.columns().stream()
                        .map(Column::name)
                        .filter(name ->
                                !NEVER_TOLD.getOrDefault(table.name(), Set.of()).contains(name))
                        .toList()))
                .toList();
    }

    /// The columns of a table as they are exported.
    static List<Column> columns(Table table) {
        return table.name().equals(PLAYS)
                ? Stream.of(table.columns(), OF_TRACK, OF_SOURCE, OF_CONTEXT)
                        .flatMap(List::stream)
                        .toList()
                : table.columns();
    }

    private static long write(Session session, Table table, Path folder) throws SQLException {
        List<Column> columns = columns(table);
        long[] count = new long[1];
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve(table.name() + ".csv"));
                BufferedWriter lines = Files.newBufferedWriter(folder.resolve(table.name() + ".jsonl"));
                JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), lines)) {
            csv.write(columns.stream().map(Column::name).collect(Collectors.joining(",")) + "\n");
            Table.Rows rows = values -> {
                try {
                    csv.write(csv(values));
                    object(json, columns, values);
                    json.writeRaw('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                count[0]++;
            };
            if (table.name().equals(PLAYS)) {
                Table.each(session, plays(session, table), columns, "rows_of_plays", rows);
            } else {
                table.each(session, rows);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause() instanceof IOException io ? io : new IOException(e));
        }
        return count[0];
    }

    private static String plays(Session session, Table table) {
        List<String> asked = new ArrayList<>();
        add(asked, session, table.columns(), "r");
        add(asked, session, OF_TRACK, "t");
        add(asked, session, OF_SOURCE, "s");
        add(asked, session, OF_CONTEXT, "c");
        return "select " + String.join(", ", asked) + """
                 from play_history as r
                join tracks as t on t.track_key = r.track_key
                join play_source as s on s.source_key = r.source_key
                join play_context as c on c.context_key = r.context_key
                order by r.play_id
                """;
    }

    private static void add(List<String> asked, Session session, List<Column> columns, String from) {
        columns.forEach(column -> asked.add(column.read(session.dialect(), from) + " as " + column.name()));
    }

    /// A field that is null is left out.
    private static void object(JsonGenerator json, List<Column> columns, @Nullable Object[] values) {
        json.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> {}
                case Long number -> json.writeNumberProperty(columns.get(i).name(), number);
                case Double number -> json.writeNumberProperty(columns.get(i).name(), number);
                default -> json.writeStringProperty(columns.get(i).name(), String.valueOf(values[i]));
            }
        }
        json.writeEndObject();
    }

    /// Null is nothing between the commas, an empty text is two quotes.
    private static String csv(@Nullable Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                line.append(',');
            }
            switch (values[i]) {
                case null -> {}
                case String text
                when text.isEmpty() || !text.chars().allMatch(Export::isPlain) ->
                    line.append('"').append(text.replace("\"", "\"\"")).append('"');
                default -> line.append(values[i]);
            }
        }
        return line.append('\n').toString();
    }

    private static boolean isPlain(int c) {
        return c != ',' && c != '"' && c != '\n' && c != '\r' && c != ' ';
    }

    private String manifest(int version, Map<String, Long> rows) throws IOException {
        try (Writer out = new StringWriter()) {
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartObject();
                json.writeStringProperty("format", FORMAT);
                json.writeNumberProperty("schema", version);
                json.writeStringProperty(
                        "exported_at",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
                json.writeName("rows");
                json.writeStartObject();
                rows.forEach(json::writeNumberProperty);
                json.writeEndObject();
                json.writeEndObject();
            }
            return out + "\n";
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<Column> texts(String... names) {
        return Stream.of(names).map(name -> new Column(name, Kind.TEXT)).toList();
    }
}
