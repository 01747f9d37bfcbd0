package dev.mtm.enrich;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.mtm.catalog.NameKey;
import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Session;
import dev.mtm.enrich.FactColumns.Told;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Facts of tracks and artists from a CSV file, without any network. Every row has one verdict; all of a file is kept,
/// or nothing. What is known already stays, so twice is once.
public final class FactImport {
    /// Of so many rows it is told what is wrong with them.
    private static final int MOST_TOLD = 1_000;

    /// Whose loudness is no number of dB: it is left out, the rest is kept.
    private static final Set<String> LOUDNESS_ELSEWISE = Set.of("soundstat");

    private static final Pattern SOURCE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern SPOTIFY_TRACK = Pattern.compile(
            "(?:spotify:track:|https?://open\\.spotify\\.com/(?:intl-[a-z-]+/)?track/)?([0-9A-Za-z]{22})(?:\\?.*)?");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Clock clock;

    public FactImport(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// How a file is to be taken.
    ///
    /// @param source  who told what is in it; null: the file says so itself
    /// @param replace whether what another source told gives way, whole
    /// @param dryRun  whether everything is done except keeping it
    public record Options(@Nullable String source, boolean replace, boolean dryRun) {
        public Options {
            if (source != null && !SOURCE_NAME.matcher(source).matches()) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "not the name of a source: " + source,
                        "--source",
                        "Give small letters, digits and hyphens, such as reccobeats.");
            }
        }
    }

    /// What became of a row.
    public enum Verdict {
        /// It told something that was not known.
        NEW,
        /// All that it tells is known.
        KNOWN,
        /// Another source told of this before, and that stays.
        OTHER_SOURCE,
        /// It is about a track or an artist that the store does not have.
        UNKNOWN,
        /// It tells nothing.
        EMPTY,
        REJECTED
    }

    /// A row that was not taken.
    ///
    /// @param line   where it begins in the file, from 1
    /// @param reason what is wrong with it, in words
    public record Rejected(long line, String reason) {}

    /// What became of all rows.
    ///
    /// @param verdicts how many rows have each verdict; they add up to the rows
    /// @param rejected the first of those that were rejected
    public record Report(long rows, Map<Verdict, Long> verdicts, List<Rejected> rejected) {
        public Report {
            verdicts = Map.copyOf(verdicts);
            rejected = List.copyOf(rejected);
        }

        public long count(Verdict verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }
    }

    /// Takes a file.
    ///
    /// @throws MtmException when it cannot be read to its end, or tells nothing that is understood; nothing is
    /// kept then
    public Report run(Path file, Options options) {
        try (BufferedReader in = Files.newBufferedReader(file);
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .fieldSeparator(separator(in))
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowUnclosedQuote(false)
                        .ofCsvRecord(in)) {
            Iterator<CsvRecord> rows = csv.iterator();
            if (!rows.hasNext()) {
                throw unreadable(file, "there is nothing in it", null);
            }
            FactColumns columns = FactColumns.of(rows.next().getFields(), file.toString());
            requireSource(columns, options, file);
            return database.write(session -> {
                if (options.dryRun()) {
                    session.rollBackAtTheEnd();
                }
                return new Run(session, columns, options, clock.instant()).take(rows);
            });
        } catch (NoSuchFileException e) {
            throw new MtmException(ErrorCode.NOT_FOUND, "there is no such file", file.toString(), "Check the path.", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not in UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read (" + e.getMessage() + ")", e);
        } catch (UncheckedIOException e) {
            throw unreadable(
                    file,
                    e.getCause() instanceof CharacterCodingException
                            ? "it is not in UTF-8"
                            : "it cannot be read to its end (" + e.getMessage() + ")",
                    e);
        } catch (CsvParseException e) {
            throw unreadable(file, "it is no CSV to its end (" + e.getMessage() + ")", e);
        }
    }

    private static MtmException unreadable(Path file, String what, @Nullable Exception cause) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                what,
                file.toString(),
                "Nothing was kept. Give a CSV file in UTF-8 whose first line names its columns.",
                cause);
    }

    /// Comma, unless the first line has more semicolons or tabs.
    private static char separator(BufferedReader in) throws IOException {
        in.mark(1 << 16);
        char[] start = new char[1 << 13];
        int read = Math.max(0, in.read(start));
        in.reset();
        String line = new String(start, 0, read).lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            best = count(line, candidate) > count(line, best) ? candidate : best;
        }
        return best;
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }

    private static void requireSource(FactColumns columns, Options options, Path file) {
        boolean sourced = !columns.features().isEmpty() || columns.namesArtists();
        if (sourced
                && options.source() == null
                && columns.source() == null
                && !columns.places().containsKey(Told.SOURCE)) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the file does not say whose facts these are",
                    file.toString(),
                    "Name them with --source, such as --source reccobeats: what two sources told is never mixed.");
        }
    }

    /// What is wrong with a row.
    private static final class Fault extends Exception {
        Fault(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /// One file in one transaction.
    private static final class Run {
        private final Session session;
        private final FactColumns columns;
        private final Options options;
        private final Instant now;
        private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        private final List<Rejected> rejected = new ArrayList<>();

        Run(Session session, FactColumns columns, Options options, Instant now) {
            this.session = session;
            this.columns = columns;
            this.options = options;
            this.now = now;
        }

        Report take(Iterator<CsvRecord> rows) throws SQLException {
            long read = 0;
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                read++;
                Verdict verdict;
                try {
                    verdict = judge(row.getFields());
                } catch (Fault fault) {
                    verdict = Verdict.REJECTED;
                    if (rejected.size() < MOST_TOLD) {
                        rejected.add(new Rejected(row.getStartingLineNumber(), fault.reason()));
                    }
                }
                verdicts.merge(verdict, 1L, Long::sum);
            }
            return new Report(read, verdicts, rejected);
        }

        private Verdict judge(List<String> row) throws Fault, SQLException {
            if (row.size() != columns.width()) {
                throw new Fault("it has " + row.size() + " fields, the first line " + columns.width());
            }
            String source = source(row);
            Map<Feature, Double> features = features(row, source);
            List<String> genres = genres(columns.text(row, Told.GENRES));
            URI lyrics = link(columns.text(row, Told.LYRICS_URL));
            if (features.isEmpty() && genres.isEmpty() && lyrics == null) {
                return Verdict.EMPTY;
            }
            return columns.namesArtists() ? artist(row, genres, source) : tracks(row, features, genres, lyrics, source);
        }

        private String source(List<String> row) throws Fault {
            String told = columns.text(row, Told.SOURCE);
            String source = options.source() != null ? options.source() : told == null ? columns.source() : told;
            if (source == null) {
                if (columns.features().isEmpty() && columns.namesTracks()) {
                    return "";
                }
                throw new Fault("it does not say who told");
            }
            if (!SOURCE_NAME.matcher(source).matches()) {
                throw new Fault("not the name of a source: " + shown(source));
            }
            return source;
        }

        private Map<Feature, Double> features(List<String> row, String source) throws Fault {
            Map<Feature, Double> features = new EnumMap<>(Feature.class);
            for (Feature feature : columns.features().keySet()) {
                String text = columns.text(row, feature);
                if (text != null && !(feature == Feature.LOUDNESS && LOUDNESS_ELSEWISE.contains(source))) {
                    double value = number(feature, text);
                    if (!feature.saysUnknown(value)) {
                        Optional<String> fault = feature.fault(value);
                        if (fault.isPresent()) {
                            throw new Fault(feature.label() + " is " + shown(text) + ", " + fault.get());
                        }
                        features.put(feature, value);
                    }
                }
            }
            return features;
        }

        private static double number(Feature feature, String text) throws Fault {
            // Java would take 0x1p3, 1d and Infinity as well.
            if (!text.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
                throw new Fault(feature.label() + " is no number: " + shown(text));
            }
            return Double.parseDouble(text);
        }

        /// A JSON list, or names with semicolons or commas between them.
        private static List<String> genres(@Nullable String text) throws Fault {
            if (text == null) {
                return List.of();
            }
            List<String> genres = new ArrayList<>();
            if (text.startsWith("[")) {
                try {
                    for (JsonNode genre : JSON.readTree(text)) {
                        genres.add(genre.asString(""));
                    }
                } catch (JacksonException e) {
                    throw new Fault("genres are neither names nor a list in JSON: " + shown(text));
                }
            } else {
                genres.addAll(List.of(text.split(text.contains(";") ? ";" : ",", -1)));
            }
            return genres.stream()
                    .map(String::strip)
                    .filter(genre -> !genre.isEmpty())
                    .distinct()
                    .toList();
        }

        private static @Nullable URI link(@Nullable String text) throws Fault {
            if (text == null) {
                return null;
            }
            try {
                URI link = new URI(text);
                if (link.getHost() != null && String.valueOf(link.getScheme()).matches("https?")) {
                    return link;
                }
            } catch (URISyntaxException e) {
                throw new Fault("lyrics_url is no address: " + shown(text));
            }
            throw new Fault("lyrics_url is no address: " + shown(text));
        }

        private Verdict artist(List<String> row, List<String> genres, String source) throws Fault, SQLException {
            String id = columns.text(row, Told.ARTIST_ID);
            String name = columns.text(row, Told.ARTIST);
            List<String> artists;
            if (id != null) {
                artists = session.list("select artist_id from artists where artist_id = ?", r -> r.text(1), id);
            } else if (name != null) {
                artists = session.list(
                        "select artist_id from artists where name = ? or artist_id = ? order by artist_id",
                        r -> r.text(1),
                        name,
                        "name:" + NameKey.ofArtist(name));
            } else {
                throw new Fault("it names no artist");
            }
            if (artists.isEmpty()) {
                return Verdict.UNKNOWN;
            }
            Verdict verdict = Verdict.KNOWN;
            for (String artist : artists) {
                Optional<String> had = session.first(
                        "select genres_source, genres from artists where artist_id = ? and genres is not null",
                        r -> Objects.requireNonNullElse(r.textOrNull(1), ""),
                        artist);
                boolean other = had.isPresent() && !had.get().equals(source);
                if (other && options.replace()) {
                    session.update(
                            "update artists set genres = null, genres_source = null where artist_id = ?", artist);
                }
                if (ArtistFacts.keepGenres(session, artist, genres, source)) {
                    verdict = Verdict.NEW;
                } else if (other && verdict == Verdict.KNOWN) {
                    verdict = Verdict.OTHER_SOURCE;
                }
            }
            return verdict;
        }

        private Verdict tracks(
                List<String> row,
                Map<Feature, Double> features,
                List<String> genres,
                @Nullable URI lyrics,
                String source)
                throws Fault, SQLException {
            List<Long> tracks = named(row);
            if (tracks.isEmpty()) {
                return Verdict.UNKNOWN;
            }
            boolean fresh = false;
            boolean other = false;
            for (long track : tracks) {
                TrackFeatures had = features.isEmpty() ? null : TrackFeatures.find(session, track);
                boolean foreign = had != null && !had.source().equals(source);
                if (!features.isEmpty() && (had == null || foreign && options.replace())) {
                    new TrackFeatures(source, null, features).keep(session, track, now);
                    fresh = true;
                } else {
                    other |= foreign;
                }
                fresh |= !genres.isEmpty() && keepGenres(track, genres);
                fresh |= lyrics != null && keepLink(track, lyrics);
            }
            return fresh ? Verdict.NEW : other ? Verdict.OTHER_SOURCE : Verdict.KNOWN;
        }

        /// The tracks that a row is about: the one of its id, else those that are called so.
        private List<Long> named(List<String> row) throws Fault, SQLException {
            String id = columns.text(row, Told.TRACK);
            if (id != null) {
                Matcher spotify = SPOTIFY_TRACK.matcher(id);
                List<Long> track = session.list(
                        "select track_key from tracks where track_id = ?",
                        r -> r.number(1),
                        spotify.matches() ? spotify.group(1) : id);
                if (!track.isEmpty() || spotify.matches()) {
                    return track;
                }
            }
            String title = columns.text(row, Told.TITLE);
            String artist = columns.text(row, Told.ARTIST);
            if (title == null || artist == null) {
                if (id == null) {
                    throw new Fault("it names no track");
                }
                return List.of();
            }
            return session.list(
                    "select track_key from tracks where name_key = ? and kind = 'music' order by track_key",
                    r -> r.number(1),
                    NameKey.of(artist, title));
        }

        private boolean keepGenres(long track, List<String> genres) throws SQLException {
            return session.update(
                            "update tracks set genres = ? where track_key = ? and genres is null",
                            new Json(JSON.writeValueAsString(genres)),
                            track)
                    == 1;
        }

        private boolean keepLink(long track, URI link) throws SQLException {
            return session.update("""
                            insert into track_lyrics (track_key, lyrics_url)
                            values (?, ?)
                            on conflict (track_key) do update
                            set lyrics_url = excluded.lyrics_url
                            where track_lyrics.lyrics_url is null
                            """, track, link.toString()) == 1;
        }

        private static String shown(String text) {
            return text.length() > 60 ? text.substring(0, 60) + "…" : text;
        }
    }
}
