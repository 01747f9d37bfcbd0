package dev.mtm.app;

import dev.mtm.access.AccessFile;
import dev.mtm.backup.Rotation;
import dev.mtm.backup.Schedule;
import dev.mtm.narrative.ModelServer;
import dev.mtm.playlist.Managed;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.web.Network;
import dev.mtm.web.Site;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings of the program. Each has one name; an environment variable wins over the settings file, and an option
/// of the command line wins over both.
public final class Settings {
    /// Where the store is.
    public static final Setting DB = new Setting(
            "db",
            "MTM_DB",
            "a path, or postgresql://USER@HOST:PORT/DATABASE",
            "music.db in the data folder",
            "the store: a SQLite file or a PostgreSQL database",
            false);

    /// The file whose first line is the password of the PostgreSQL user.
    public static final Setting PG_PASSWORD_FILE = new Setting(
            "pg-password-file",
            "MTM_PG_PASSWORD_FILE",
            "a path",
            "none",
            "a file whose first line is the PostgreSQL password (else PGPASSWORD, else ~/.pgpass)",
            false);

    /// The password of the PostgreSQL user, by the name that PostgreSQL's own programs use.
    public static final Setting PG_PASSWORD = new Setting(
            "pg-password", "PGPASSWORD", "a text", "none", "the PostgreSQL password; better kept in a file", true);

    /// How long to wait for another process that writes to the same store.
    public static final Setting BUSY_WAIT = new Setting(
            "busy-wait",
            "MTM_BUSY_WAIT",
            "seconds",
            "30",
            "how long to wait for another process that is writing",
            false);

    /// The zone of an account that has none yet.
    public static final Setting ZONE = new Setting(
            "zone",
            "MTM_ZONE",
            "an IANA zone such as Europe/Berlin",
            "the system's",
            "the zone that a new store starts with; later `mtm zone` changes it",
            false);

    /// Where backups are kept.
    public static final Setting BACKUP_FOLDER = new Setting(
            "backup-folder",
            "MTM_BACKUP_FOLDER",
            "a path",
            "backups beside the SQLite file; for PostgreSQL, in the data folder",
            "where `mtm backup` keeps the backups of the store",
            false);

    /// How often a backup is due.
    public static final Setting BACKUP_SCHEDULE = new Setting(
            "backup-schedule",
            "MTM_BACKUP_SCHEDULE",
            "off, daily or weekly",
            "off",
            "a command that changes the store first makes the backup that is due",
            false);

    /// How many backups stay.
    public static final Setting BACKUP_KEEP = new Setting(
            "backup-keep",
            "MTM_BACKUP_KEEP",
            "DAYS/WEEKS/MONTHS",
            "7/4/12",
            "the newest backup of each of so many days, weeks and months stays; the newest of all always does",
            false);

    /// The listener's own app at Spotify.
    public static final Setting SPOTIFY_CLIENT_ID = new Setting(
            "spotify-client-id",
            "MTM_SPOTIFY_CLIENT_ID",
            "a text",
            "none",
            "the client id of your own app at Spotify, which `mtm login` needs",
            false);

    /// Where Spotify's sign-in is.
    public static final Setting SPOTIFY_ACCOUNTS_URL = new Setting(
            "spotify-accounts-url",
            "MTM_SPOTIFY_ACCOUNTS_URL",
            "an address",
            "https://accounts.spotify.com",
            "where Spotify's sign-in is; another one is for trying things out",
            false);

    /// Where Spotify's Web API is.
    public static final Setting SPOTIFY_API_URL = new Setting(
            "spotify-api-url",
            "MTM_SPOTIFY_API_URL",
            "an address",
            "https://api.spotify.com/v1",
            "where Spotify's Web API is; another one is for trying things out",
            false);

    /// How many calls of a day are made at most.
    public static final Setting SPOTIFY_BUDGET = new Setting(
            "spotify-budget",
            "MTM_SPOTIFY_BUDGET",
            "calls a day",
            "600",
            "how many calls are made to Spotify on a day (UTC) at most; Spotify's own limit is not published",
            false);

    /// Which playlists the server makes anew by itself.
    public static final Setting MANAGED_PLAYLISTS = new Setting(
            "managed-playlists",
            "MTM_MANAGED_PLAYLISTS",
            "six-hour, daily",
            "none",
            "the playlists that `mtm serve` makes anew at Spotify by itself, with commas between them",
            false);

    /// Whether covers are fetched.
    public static final Setting COVERS = new Setting(
            "covers",
            "MTM_COVERS",
            "on or off",
            "on",
            "whether `mtm serve` fetches the covers of albums that Spotify told of; else all of them are drawn",
            false);

    /// Where covers are fetched from.
    public static final Setting COVER_URL = new Setting(
            "cover-url",
            "MTM_COVER_URL",
            "an address",
            "https://i.scdn.co",
            "where Spotify's covers are; none is fetched from elsewhere. Another one is for trying things out",
            false);

    /// Whether Spotify is asked about single tracks and artists.
    public static final Setting ENRICH_SPOTIFY = new Setting(
            "enrich-spotify",
            "MTM_ENRICH_SPOTIFY",
            "on or off",
            "off",
            "whether Spotify is asked about tracks and artists that exports only name, once you are signed in: a call"
                    + " each, at most half of those of a day",
            false);

    /// Whether ReccoBeats is asked.
    public static final Setting ENRICH_RECCOBEATS = new Setting(
            "enrich-reccobeats",
            "MTM_ENRICH_RECCOBEATS",
            "on or off",
            "off",
            "whether ReccoBeats is asked for audio features; it is told the Spotify ids of your tracks, nothing else",
            false);

    /// Where ReccoBeats is.
    public static final Setting RECCOBEATS_URL = new Setting(
            "reccobeats-url",
            "MTM_RECCOBEATS_URL",
            "an address",
            "https://api.reccobeats.com/v1",
            "where ReccoBeats is; another one is for trying things out",
            false);

    /// Whether LRCLIB is asked.
    public static final Setting ENRICH_LRCLIB = new Setting(
            "enrich-lrclib",
            "MTM_ENRICH_LRCLIB",
            "on or off",
            "off",
            "whether LRCLIB is asked for lyrics, for you alone; it is told artist, title, album and length of your tracks",
            false);

    /// Where LRCLIB is.
    public static final Setting LRCLIB_URL = new Setting(
            "lrclib-url",
            "MTM_LRCLIB_URL",
            "an address",
            "https://lrclib.net",
            "where LRCLIB is; it may be one of your own",
            false);

    /// Lets Genius be asked.
    public static final Setting GENIUS_TOKEN = new Setting(
            "genius-token",
            "MTM_GENIUS_TOKEN",
            "a client access token",
            "none",
            "with it, Genius is asked for the pages of songs; it is told artist and title of your tracks",
            true);

    /// Where Genius is.
    public static final Setting GENIUS_URL = new Setting(
            "genius-url",
            "MTM_GENIUS_URL",
            "an address",
            "https://api.genius.com",
            "where Genius is; another one is for trying things out",
            false);

    /// Whether MusicBrainz is asked.
    public static final Setting ENRICH_MUSICBRAINZ = new Setting(
            "enrich-musicbrainz",
            "MTM_ENRICH_MUSICBRAINZ",
            "on or off",
            "off",
            "whether MusicBrainz is asked for genres, where Spotify tells none; it is told your artists, and the setting contact",
            false);

    /// Whom other services can write to.
    public static final Setting CONTACT = new Setting(
            "contact",
            "MTM_CONTACT",
            "an e-mail address or a page of yours",
            "none",
            "whom MusicBrainz can write to; it answers no program that does not say so",
            false);

    /// Where MusicBrainz is.
    public static final Setting MUSICBRAINZ_URL = new Setting(
            "musicbrainz-url",
            "MTM_MUSICBRAINZ_URL",
            "an address",
            "https://musicbrainz.org/ws/2",
            "where MusicBrainz is; it may be a mirror",
            false);

    /// Lets ListenBrainz be asked.
    public static final Setting LISTENBRAINZ_TOKEN = new Setting(
            "listenbrainz-token",
            "MTM_LISTENBRAINZ_TOKEN",
            "a user token",
            "none",
            "with it, ListenBrainz is asked for genres that MusicBrainz did not tell; it is told your artists, with a track of each",
            true);

    /// Where ListenBrainz is.
    public static final Setting LISTENBRAINZ_URL = new Setting(
            "listenbrainz-url",
            "MTM_LISTENBRAINZ_URL",
            "an address",
            "https://api.listenbrainz.org",
            "where ListenBrainz is; another one is for trying things out",
            false);

    /// Lets Last.fm be asked.
    public static final Setting LASTFM_KEY = new Setting(
            "lastfm-key",
            "MTM_LASTFM_KEY",
            "an API key",
            "none",
            "with it, Last.fm is asked for genres that nobody else told; it is told your artists",
            true);

    /// Where Last.fm is.
    public static final Setting LASTFM_URL = new Setting(
            "lastfm-url",
            "MTM_LASTFM_URL",
            "an address",
            "https://ws.audioscrobbler.com/2.0",
            "where Last.fm is; another one is for trying things out",
            false);

    /// Whether Open-Meteo is asked.
    public static final Setting ENRICH_OPEN_METEO = new Setting(
            "enrich-open-meteo",
            "MTM_ENRICH_OPEN_METEO",
            "on or off",
            "off",
            "whether Open-Meteo is asked for the weather at home; it is told the place to a tenth of a degree, and the months",
            false);

    /// Where the archive of Open-Meteo is.
    public static final Setting OPEN_METEO_URL = new Setting(
            "open-meteo-url",
            "MTM_OPEN_METEO_URL",
            "an address",
            "https://archive-api.open-meteo.com",
            "where the archive of Open-Meteo is; it may be one of your own",
            false);

    /// How many calls of a day are made to each of the services that enrich.
    public static final Setting ENRICH_BUDGET = new Setting(
            "enrich-budget",
            "MTM_ENRICH_BUDGET",
            "calls a day",
            "2000",
            "how many calls `mtm enrich` makes on a day (UTC) at most to each service other than Spotify",
            false);

    /// What seals sign-ins.
    public static final Setting KEY_FILE = new Setting(
            "key-file",
            "MTM_KEY_FILE",
            "a path",
            "secret.key beside the settings file",
            "the key with which sign-ins are sealed in the store; made when it is first needed",
            false);

    /// The address that the server listens on.
    public static final Setting HOST = new Setting(
            "host",
            "MTM_HOST",
            "an address of this machine",
            "127.0.0.1",
            "where `mtm serve` listens; where others can reach it, `mtm password` must have set a password",
            false);

    /// The port that the server listens on.
    public static final Setting PORT = new Setting(
            "port", "MTM_PORT", "0 to 65535", "8765", "the port of `mtm serve`; 0 takes any free one", false);

    /// What a browser may call the server.
    public static final Setting ALLOWED_HOSTS = new Setting(
            "allowed-hosts",
            "MTM_ALLOWED_HOSTS",
            "names with commas between them",
            "none",
            "what the server is called in the network, besides the names of this machine, such as music.example.org",
            false);

    /// Whose word on who asks is taken.
    public static final Setting TRUSTED_PROXIES = new Setting(
            "trusted-proxies",
            "MTM_TRUSTED_PROXIES",
            "addresses or networks with commas between them",
            "none",
            "the proxies in front of the server; their headers X-Forwarded-For, -Proto, -Host and -Prefix are believed",
            false);

    /// What stands before every path.
    public static final Setting BASE_PATH = new Setting(
            "base-path",
            "MTM_BASE_PATH",
            "a path such as /music",
            "none",
            "the path below which a proxy shows the pages",
            false);

    /// Whether guests are let in.
    public static final Setting PUBLIC = new Setting(
            "public",
            "MTM_PUBLIC",
            "on or off",
            "off",
            "whether everyone may read the overview and the tops as they are today, and nothing else",
            false);

    /// Who may come in.
    public static final Setting ACCESS_FILE = new Setting(
            "access-file",
            "MTM_ACCESS_FILE",
            "a path",
            "access beside the settings file",
            "where hashes of the password and of tokens are kept; made when it is first needed",
            false);

    /// Where a language model is.
    public static final Setting MODEL_URL = new Setting(
            "model-url",
            "MTM_MODEL_URL",
            "an address such as http://127.0.0.1:11434",
            "none",
            "a model server of OpenAI's form that tells reports, such as Ollama, LM Studio or llama.cpp; it is sent figures, no"
                    + " titles, and lyrics only by `mtm summarise`. Without it, and where it fails, the program tells them itself",
            false);

    /// Which model is asked.
    public static final Setting MODEL = new Setting(
            "model", "MTM_MODEL", "a name such as qwen3:8b", "none", "the model there; needed with model-url", false);

    /// What lets the program in there.
    public static final Setting MODEL_KEY = new Setting(
            "model-key", "MTM_MODEL_KEY", "a text", "none", "the key of the model server, where it wants one", true);

    /// How long to wait for it.
    public static final Setting MODEL_WAIT = new Setting(
            "model-wait",
            "MTM_MODEL_WAIT",
            "seconds",
            "120",
            "how long an answer of the model may take; it has two tries",
            false);

    /// Whether requests are logged.
    public static final Setting REQUEST_LOG = new Setting(
            "request-log",
            "MTM_REQUEST_LOG",
            "on or off",
            "off",
            "whether the server writes a line of JSON for each request: time, method, route, status, milliseconds",
            false);

    /// All of them, in the order of the documentation.
    public static final List<Setting> ALL = List.of(
            DB,
            PG_PASSWORD_FILE,
            PG_PASSWORD,
            BUSY_WAIT,
            ZONE,
            BACKUP_FOLDER,
            BACKUP_SCHEDULE,
            BACKUP_KEEP,
            SPOTIFY_CLIENT_ID,
            SPOTIFY_ACCOUNTS_URL,
            SPOTIFY_API_URL,
            SPOTIFY_BUDGET,
            MANAGED_PLAYLISTS,
            COVERS,
            COVER_URL,
            ENRICH_SPOTIFY,
            ENRICH_RECCOBEATS,
            RECCOBEATS_URL,
            ENRICH_LRCLIB,
            LRCLIB_URL,
            GENIUS_TOKEN,
            GENIUS_URL,
            ENRICH_MUSICBRAINZ,
            CONTACT,
            MUSICBRAINZ_URL,
            LISTENBRAINZ_TOKEN,
            LISTENBRAINZ_URL,
            LASTFM_KEY,
            LASTFM_URL,
            ENRICH_OPEN_METEO,
            OPEN_METEO_URL,
            ENRICH_BUDGET,
            KEY_FILE,
            HOST,
            PORT,
            ALLOWED_HOSTS,
            TRUSTED_PROXIES,
            BASE_PATH,
            PUBLIC,
            ACCESS_FILE,
            MODEL_URL,
            MODEL,
            MODEL_KEY,
            MODEL_WAIT,
            REQUEST_LOG);

    private static final long LONGEST_WAIT = 3_600;

    private final Map<String, String> environment;
    private final Properties file;

    private Settings(Map<String, String> environment, Properties file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    /// One setting.
    ///
    /// @param name     in the settings file
    /// @param variable in the environment
    /// @param form     the unit or form of its values
    /// @param fallback what holds when it is not set, in words
    /// @param secret   never shown
    public record Setting(String name, String variable, String form, String fallback, String meaning, boolean secret) {}

    /// The settings of this process: `settings.properties` in the configuration folder, and the environment.
    ///
    /// @throws MtmException when the file cannot be read or names a setting that does not exist
    public static Settings of(Map<String, String> environment) {
        Properties properties = new Properties();
        Path path = file(environment);
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "the settings file cannot be read (" + e.getMessage() + ")",
                        path.toString(),
                        "Each line is NAME = VALUE, in UTF-8.",
                        e);
            }
            for (String name : properties.stringPropertyNames()) {
                if (ALL.stream().noneMatch(setting -> setting.name().equals(name))) {
                    throw new MtmException(
                            ErrorCode.USAGE,
                            "there is no setting named " + name,
                            path.toString(),
                            "The settings are: "
                                    + String.join(
                                            ", ",
                                            ALL.stream().map(Setting::name).toList())
                                    + ".");
                }
            }
        }
        return new Settings(environment, properties);
    }

    /// Where the settings file is looked for.
    public static Path file(Map<String, String> environment) {
        return folder(environment, "XDG_CONFIG_HOME", ".config").resolve("settings.properties");
    }

    /// Where stores live that no path was given for.
    public Path dataFolder() {
        return folder(environment, "XDG_DATA_HOME", ".local/share");
    }

    /// The value of a setting; empty when it is not set.
    public Optional<String> find(Setting setting) {
        String value = environment.get(setting.variable());
        return Optional.ofNullable(value != null && !value.isEmpty() ? value : file.getProperty(setting.name()))
                .map(String::strip);
    }

    /// How long to wait for another writer.
    public Duration busyWait() {
        return seconds(BUSY_WAIT, 0);
    }

    private Duration seconds(Setting setting, long least) {
        String text = find(setting).orElse(setting.fallback());
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < least || Long.parseLong(text) > LONGEST_WAIT) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "not a number of seconds from " + least + " to " + LONGEST_WAIT + ": " + text,
                    setting.name(),
                    "Give a number, such as " + setting.fallback() + ".");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /// An address without a slash at its end.
    public URI address(Setting setting) {
        String text = find(setting).orElse(setting.fallback());
        try {
            URI address = new URI(text.replaceFirst("/+$", ""));
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new MtmException(
                ErrorCode.USAGE,
                "not an address: " + text,
                setting.name(),
                "Give " + (setting.fallback().equals("none") ? setting.form() : "one such as " + setting.fallback())
                        + ".");
    }

    /// How many calls are made to Spotify on a day at most.
    public int spotifyBudget() {
        return budget(SPOTIFY_BUDGET);
    }

    /// How many calls of a day are made at most.
    public int budget(Setting setting) {
        String text = find(setting).orElse(setting.fallback());
        if (!text.matches("\\d{1,6}")) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "not a number of calls: " + text,
                    setting.name(),
                    "Give a number, such as " + setting.fallback() + ".");
        }
        return Integer.parseInt(text);
    }

    /// A value that is sent to a service as it is; empty where it is not set.
    ///
    /// @throws MtmException when it could not be sent
    public Optional<String> sent(Setting setting) {
        Optional<String> text = find(setting);
        if (text.isPresent() && !text.get().matches("[!-~]{1,300}")) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "not " + setting.form(),
                    setting.name(),
                    "Give it in one piece, without spaces and accents.");
        }
        return text;
    }

    /// Why a service is not asked: its switch is off; empty where it is on.
    public Optional<String> switchedOff(Setting setting) {
        return isOn(setting) ? Optional.empty() : Optional.of("it is switched off: set " + setting.name() + " = on");
    }

    /// The key with which sign-ins are sealed.
    public Path keyFile() {
        return find(KEY_FILE).map(Path::of).orElseGet(() -> file(environment).resolveSibling("secret.key"));
    }

    /// The port that the server listens on.
    ///
    /// @param chosen null: that of the settings
    public int port(@Nullable Integer chosen) {
        String text = chosen == null ? find(PORT).orElse(PORT.fallback()) : chosen.toString();
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "not a port: " + text,
                    PORT.name(),
                    "Give a number from 0 to 65535, such as 8765.");
        }
        return Integer.parseInt(text);
    }

    /// Where the pages are and who may ask for them.
    ///
    /// @param host null: that of the settings
    /// @param port null: that of the settings
    public Site site(@Nullable String host, @Nullable Integer port) {
        return new Site(
                host == null ? find(HOST).orElse(HOST.fallback()) : host,
                port(port),
                find(BASE_PATH).orElse(""),
                listed(ALLOWED_HOSTS),
                listed(TRUSTED_PROXIES).stream().map(Network::parse).toList(),
                isOn(PUBLIC));
    }

    /// The password of the pages and the tokens.
    public AccessFile access() {
        return new AccessFile(find(ACCESS_FILE)
                .map(Path::of)
                .orElseGet(() -> file(environment).resolveSibling("access")));
    }

    /// Whether requests are logged.
    public boolean logsRequests() {
        return isOn(REQUEST_LOG);
    }

    /// Whether covers are fetched.
    public boolean showsCovers() {
        return isOn(COVERS);
    }

    /// The playlists that the server makes anew by itself.
    public Set<Managed> managedPlaylists() {
        return listed(MANAGED_PLAYLISTS).stream()
                .map(word -> Managed.of(word)
                        .orElseThrow(() -> new MtmException(
                                ErrorCode.USAGE,
                                "there is no managed playlist named " + word,
                                MANAGED_PLAYLISTS.name(),
                                "Give six-hour, daily, or both with a comma between them.")))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Managed.class)));
    }

    /// The language model that tells reports; empty where none is set.
    public Optional<ModelServer> model() {
        if (find(MODEL_URL).isEmpty()) {
            return Optional.empty();
        }
        String name = find(MODEL)
                .filter(one -> !one.isEmpty())
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "it is not set which model is to be asked",
                        MODEL.name(),
                        "Name one that the server at model-url has, such as qwen3:8b."));
        return Optional.of(new ModelServer(
                address(MODEL_URL),
                name,
                find(MODEL_KEY).filter(one -> !one.isEmpty()).orElse(null),
                seconds(MODEL_WAIT, 1)));
    }

    private List<String> listed(Setting setting) {
        return Arrays.stream(find(setting).orElse("").split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private boolean isOn(Setting setting) {
        String text = find(setting).orElse(setting.fallback());
        if (!text.matches("on|off")) {
            throw new MtmException(
                    ErrorCode.USAGE, "neither on nor off: " + text, setting.name(), "Give one of the two.");
        }
        return text.equals("on");
    }

    /// How often a backup is due.
    public Schedule backupSchedule() {
        return Schedule.of(find(BACKUP_SCHEDULE).orElse(BACKUP_SCHEDULE.fallback()));
    }

    /// How many backups stay.
    public Rotation backupKeep() {
        return Rotation.of(find(BACKUP_KEEP).orElse(BACKUP_KEEP.fallback()));
    }

    /// The zone that a new store starts with.
    public ZoneId zone() {
        return find(ZONE).map(Settings::zone).orElseGet(ZoneId::systemDefault);
    }

    /// The PostgreSQL password from the file or the variable for it; null when neither is set.
    public @Nullable String postgresPassword() {
        Optional<String> path = find(PG_PASSWORD_FILE);
        if (path.isEmpty()) {
            return find(PG_PASSWORD).orElse(null);
        }
        try (java.util.stream.Stream<String> lines = Files.lines(Path.of(path.get()))) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "the password file cannot be read",
                    path.get(),
                    "Its first line must be the password; check the path and its permissions.",
                    e);
        }
    }

    /// A zone by its name.
    ///
    /// @throws MtmException when there is none of that name
    public static ZoneId zone(String name) {
        try {
            ZoneId zone = ZoneId.of(name);
            if (ZoneId.getAvailableZoneIds().contains(zone.getId())) {
                return zone;
            }
        } catch (java.time.DateTimeException e) {
            throw noZone(name, e);
        }
        throw noZone(name, null);
    }

    private static MtmException noZone(String name, @Nullable Exception cause) {
        return new MtmException(
                ErrorCode.USAGE,
                "there is no zone named " + name,
                "zone",
                "Give an IANA name such as Europe/Berlin, Asia/Kolkata or UTC.",
                cause);
    }

    /// Java's own idea of the home folder comes from the list of users, and knows nothing of `HOME`.
    ///
    /// Source: https://specifications.freedesktop.org/basedir-spec/latest/
    private static Path folder(Map<String, String> environment, String variable, String fallback) {
        String base = environment.getOrDefault(variable, "");
        String home = environment.getOrDefault("HOME", "");
        return (!base.isEmpty()
                        ? Path.of(base)
                        : Path.of(home.isEmpty() ? System.getProperty("user.home") : home, fallback))
                .resolve("mtm");
    }
}
