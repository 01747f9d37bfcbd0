package dev.mtm.app;

import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.account.AccountStore;
import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.adopt.Adoption;
import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.backup.BackupFile;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Drill;
import dev.mtm.backup.Export;
import dev.mtm.backup.ExportImport;
import dev.mtm.backup.Move;
import dev.mtm.backup.Restore;
import dev.mtm.backup.Schedule;
import dev.mtm.cli.House;
import dev.mtm.cli.Running;
import dev.mtm.cli.Version;
import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.doctor.BackupCheck;
import dev.mtm.doctor.Doctor;
import dev.mtm.doctor.SchemaCheck;
import dev.mtm.doctor.SchemaLint;
import dev.mtm.enrich.CoverSource;
import dev.mtm.enrich.Covers;
import dev.mtm.enrich.Enrichments;
import dev.mtm.enrich.FactImport;
import dev.mtm.history.CountingRule;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.history.PlayDecisions;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.jobs.JobLog;
import dev.mtm.lyrics.LyricsStore;
import dev.mtm.narrative.ClosedPeriods;
import dev.mtm.narrative.LyricsReader;
import dev.mtm.narrative.ModelNarrator;
import dev.mtm.narrative.SongGists;
import dev.mtm.narrative.Storyteller;
import dev.mtm.net.CallBudget;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Playlists;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.OwnQuestions;
import dev.mtm.question.Questions;
import dev.mtm.schema.Draft;
import dev.mtm.schema.Migrator;
import dev.mtm.schema.Upgrade;
import dev.mtm.snapshot.ComputedSnapshots;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyApp;
import dev.mtm.sync.Gaps;
import dev.mtm.sync.LivePlays;
import dev.mtm.sync.PlaySync;
import dev.mtm.weather.HomeWeather;
import dev.mtm.web.Health;
import dev.mtm.web.Library;
import dev.mtm.web.Overview;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The whole program put together by hand: what each part is made of, in the order in which it is needed.
final class App implements House, AutoCloseable, Library {
    private static final long ACCOUNT = AccountStore.FIRST;

    private final Map<String, String> environment;
    private final Clock clock;
    private final PrintWriter news;
    private @Nullable String chosen;
    private @Nullable Settings settings;
    private @Nullable Questions questions;
    private @Nullable Database raw;
    private @Nullable Spotify spotify;
    /// The folder of a store that goes when the program ends; null where there is none.
    private @Nullable Path passing;

    private boolean current;

    /// @param news where the reader is told what happened beside what they asked for
    App(Map<String, String> environment, Clock clock, PrintWriter news) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.news = news;
    }

    @Override
    public void choose(@Nullable String db) {
        chosen = db;
    }

    @Override
    public void chooseDemo() {
        if (chosen == null) {
            chosen = settings().dataFolder().resolve("demo.db").toString();
        }
    }

    @Override
    public String shownStore() {
        return address().shown();
    }

    @Override
    public Questions questions() {
        if (questions == null) {
            questions = Questions.with(questionFolder());
        }
        return questions;
    }

    @Override
    public OwnQuestions ownQuestions() {
        return new OwnQuestions(questionFolder());
    }

    @Override
    public Asker asker() {
        return new Asker(store(Missing.REFUSED), ACCOUNT, listener().zone().id());
    }

    /// @throws MtmException when there is no store yet
    void requireStore() {
        store(Missing.REFUSED);
    }

    @Override
    public Directory directory() {
        return new Directory(store(Missing.REFUSED), ACCOUNT);
    }

    @Override
    public CoverSource covers() {
        return new CoverSource(store(Missing.REFUSED));
    }

    @Override
    public Analyses analyses() {
        return new Analyses(asker(), questions(), listener().zone().id());
    }

    @Override
    public AnalysisLog analysisLog() {
        return new AnalysisLog(store(Missing.REFUSED), ACCOUNT);
    }

    @Override
    public Storyteller storyteller() {
        return new Storyteller(settings().model().map(ModelNarrator::new).orElse(null));
    }

    ClosedPeriods closedPeriods() {
        return new ClosedPeriods(analyses(), analysisLog(), storyteller(), clock);
    }

    @Override
    public SongGists songGists() {
        return new SongGists(
                store(Missing.REFUSED),
                new LyricsReader(settings()
                        .model()
                        .orElseThrow(() -> new MtmException(
                                ErrorCode.USAGE,
                                "no language model is set",
                                Settings.MODEL_URL.name(),
                                "Name a server and one of its models with the settings model-url and model."))));
    }

    @Override
    public LyricsStore lyrics() {
        return new LyricsStore(store(Missing.REFUSED));
    }

    @Override
    public Importer importer() {
        return new Importer(store(Missing.MADE), derivation(), clock);
    }

    @Override
    public ImportLog importLog() {
        return new ImportLog(store(Missing.REFUSED), derivation(), clock);
    }

    @Override
    public void moveTo(String zone) {
        ZoneId chosenZone = Settings.zone(zone);
        backUpIfDue();
        listener().move(chosenZone);
        snapshots().refresh(today());
    }

    @Override
    public void countBy(CountingRule rule) {
        backUpIfDue();
        listener().count(rule);
        listener().rebuild();
        snapshots().refresh(today());
    }

    @Override
    public PlayDecisions decisions() {
        return new PlayDecisions(store(Missing.REFUSED), derivation(), clock);
    }

    @Override
    public void decide(long playId, PlayDecisions.Decision decision) {
        backUpIfDue();
        decisions().decide(playId, decision);
        snapshots().refresh(today());
    }

    @Override
    public ImportReport take(Path file, ImportProgress progress) {
        backUpIfDue();
        ImportReport report = exportImport(true)
                .run(List.of(file), new Importer.Options(null, false), progress)
                .report();
        if (report.importId() != null) {
            snapshots().refresh(today());
        }
        return report;
    }

    @Override
    public long undoImport(long importId) {
        backUpIfDue();
        long gone = importLog().undo(importId);
        snapshots().refresh(today());
        return gone;
    }

    @Override
    public ComputedSnapshots snapshots() {
        return new ComputedSnapshots(store(Missing.REFUSED), ACCOUNT);
    }

    @Override
    public Listener listener() {
        return new Listener(store(Missing.MADE), derivation());
    }

    @Override
    public Adoption.Report adopt(String database, ImportProgress progress) {
        if (!(address(database) instanceof DatabaseAddress.Server server)) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "only PostgreSQL databases are adopted",
                    database,
                    "Name it as postgresql://USER@HOST:PORT/DATABASE. A SQLite file of the older program needs no"
                            + " adoption: name it with --db.");
        }
        try (Database from = Database.at(server, settings().busyWait())) {
            Adoption.require(from);
            Database store = store(Missing.MADE);
            return new Adoption(store, importer(), derivation()).run(from, progress);
        }
    }

    @Override
    public Move.Proof move(String target, Move.Progress progress) {
        Database from = store(Missing.REFUSED);
        DatabaseAddress address = address(target);
        if (address.shown().equals(from.address().shown())) {
            throw new MtmException(
                    ErrorCode.USAGE, "this is where the store is already", target, "Name another place with --to.");
        }
        if (address instanceof DatabaseAddress.File file) {
            prepare(file.path(), Missing.MADE);
        }
        ZoneId zone = listener().zone().id();
        try (Database to = Database.at(address, settings().busyWait())) {
            return new Move(from, to, clock)
                    .run(Questions.builtIn().all(), store -> new Asker(store, ACCOUNT, zone), today(), progress);
        }
    }

    @Override
    public Doctor doctor() {
        Database database = database(Missing.REFUSED);
        ZoneId zone = settings().zone();
        return new Doctor(
                database,
                new SchemaCheck(
                        database, new Migrator(database, clock), settings().busyWait()),
                questions(),
                new Asker(database, ACCOUNT, zone),
                new ProjectionCheck(database, derivation()),
                new ComputedSnapshots(database, ACCOUNT),
                new BackupCheck(backups(database)),
                clock);
    }

    @Override
    public Backups backups() {
        return backups(database(Missing.REFUSED));
    }

    private Backups backups(Database database) {
        return new Backups(
                database,
                new Backups.Settings(
                        backupFolder(), settings().backupSchedule(), settings().backupKeep()),
                clock);
    }

    @Override
    public Optional<Backups.Made> backUpIfDue() {
        if (settings().backupSchedule() == Schedule.OFF
                || address() instanceof DatabaseAddress.File file && !Files.exists(file.path())) {
            return Optional.empty();
        }
        return backups().makeIfDue();
    }

    @Override
    public Drill drill() {
        Database database = store(Missing.REFUSED);
        return new Drill(backups(database), database, ACCOUNT, listener().zone().id(), clock);
    }

    @Override
    public Export export() {
        return new Export(store(Missing.REFUSED), clock);
    }

    @Override
    public ExportImport exportImport(boolean kept) {
        if (!kept && address() instanceof DatabaseAddress.File file && !Files.exists(file.path()) && passing == null) {
            try {
                passing = Files.createTempDirectory("mtm-dry-run");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            chosen = passing.resolve("music.db").toString();
        }
        return new ExportImport(store(Missing.MADE), importer(), derivation(), clock);
    }

    @Override
    public Restore restore() {
        return new Restore(database(Missing.MADE), settings().dataFolder(), clock);
    }

    @Override
    public SignIn signIn() {
        return spotify().signIn();
    }

    @Override
    public SnapshotTaker snapshotTaker() {
        return new SnapshotTaker(store(Missing.MADE), derivation(), spotify().tops());
    }

    @Override
    public PlaySync playSync() {
        return new PlaySync(store(Missing.MADE), derivation(), spotify().plays(), clock);
    }

    @Override
    public Optional<LivePlays.Now> playingNow() {
        return spotify().plays().now();
    }

    @Override
    public Gaps gaps() {
        return new Gaps(store(Missing.MADE), ACCOUNT);
    }

    @Override
    public HomeWeather homeWeather() {
        return new HomeWeather(store(Missing.MADE));
    }

    @Override
    public List<JobLog.Standing> jobs() {
        return new JobLog(store(Missing.REFUSED)).standings();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Playlists playlists() {
        Database database = store(Missing.REFUSED);
        return new Playlists(database, ACCOUNT, asker(), spotify().playlists(), signIn(), clock);
    }

    @Override
    public ManagedPlaylists managedPlaylists() {
        return new ManagedPlaylists(
                store(Missing.REFUSED),
                ACCOUNT,
                asker(),
                playlists(),
                listener().zone().id(),
                clock);
    }

    /// The playlists that a server makes anew by itself.
    Set<Managed> managedByItself() {
        return settings().managedPlaylists();
    }

    @Override
    public Running serve(@Nullable String host, @Nullable Integer port) {
        store(Missing.MADE);
        return Server.start(
                this::another,
                settings().site(host, port),
                settings().access(),
                settings().dataFolder().resolve("arrivals"),
                settings().showsCovers()
                        ? new Covers(
                                settings().dataFolder().resolve("covers"),
                                settings().address(Settings.COVER_URL),
                                Covers.USUAL,
                                clock)
                        : null,
                settings().logsRequests(),
                clock,
                news);
    }

    @Override
    public PagePassword password() {
        return new PagePassword(settings().access());
    }

    @Override
    public ApiTokens tokens() {
        return new ApiTokens(settings().access(), clock);
    }

    /// The same program once more, with a connection of its own: for another thread.
    private App another() {
        App other = new App(environment, clock, news);
        other.choose(chosen);
        return other;
    }

    /// The store, open in an object of its own. Close it.
    Database separate() {
        return Database.at(address(), settings().busyWait());
    }

    /// Tells the database anew how its tables are filled.
    void refreshStatistics() {
        store(Missing.REFUSED).analyze();
    }

    /// What the status page tells.
    Overview overview() {
        Database database = store(Missing.REFUSED);
        Listener.Known known = listener().known();
        List<BackupFile> kept = backups().list();
        Database.Standing standing = database.standing();
        return new Overview(
                clock.instant(),
                listener().zone().id(),
                known.plays(),
                known.last(),
                importLog().runs().stream()
                        .filter(run -> run.undoneAt() == null)
                        .map(ImportLog.Run::startedAt)
                        .findFirst(),
                signIn().standing(),
                signIn().calls(),
                new JobLog(database).standings(),
                gaps().open(),
                new Overview.Backed(
                        kept.size(),
                        kept.stream().map(BackupFile::madeAt).findFirst(),
                        backupFolder().toString(),
                        Drill.last(backups())),
                new Overview.Versions(
                        Version.ofProgram(),
                        Runtime.version().toString(),
                        standing.product(),
                        migrator(database).status().version(),
                        standing.bytes()),
                questions().catalogue().faults().stream()
                        .map(MtmException::forReaders)
                        .toList());
    }

    /// Whether the store answers.
    Health health() {
        try {
            Migrator migrator = migrator(database(Missing.REFUSED));
            return new Health(true, migrator.isCurrent(), migrator.status().version());
        } catch (MtmException e) {
            return Health.UNREACHABLE;
        }
    }

    @Override
    public Enrichments enrichments() {
        Database database = store(Missing.REFUSED);
        // What is asked by itself leaves half of the calls to the plays, which Spotify soon forgets.
        Spotify sparing = spotify(settings().spotifyBudget() / 2);
        return new Enrichments(
                database,
                new Enrichers(settings(), database, clock, Thread::sleep).all(sparing.details(), derivation()),
                clock);
    }

    @Override
    public FactImport factImport() {
        return new FactImport(store(Missing.REFUSED), clock);
    }

    private Spotify spotify() {
        if (spotify == null) {
            spotify = spotify(settings().spotifyBudget());
        }
        return spotify;
    }

    private Spotify spotify(int callsADay) {
        Database database = store(Missing.MADE);
        return Spotify.of(
                new SpotifyApp(
                        settings().find(Settings.SPOTIFY_CLIENT_ID),
                        settings().address(Settings.SPOTIFY_ACCOUNTS_URL),
                        settings().address(Settings.SPOTIFY_API_URL)),
                database,
                ACCOUNT,
                new Vault(settings().keyFile()),
                new CallBudget(database, SpotifyApp.SERVICE, callsADay, clock),
                clock,
                Thread::sleep);
    }

    @Override
    public SchemaLint schemaLint() {
        Database database = database(Missing.REFUSED);
        return new SchemaLint(
                database,
                new Migrator(database, clock),
                questions(),
                new Asker(database, ACCOUNT, settings().zone()),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    @Override
    public Migrator migrator() {
        return migrator(database(Missing.REFUSED));
    }

    @Override
    public Upgrade upgrade() {
        return upgrade(database(Missing.MADE));
    }

    @Override
    public Draft draft() {
        Database database = database(Missing.REFUSED);
        return Draft.of(database, migrator(database), settings().busyWait());
    }

    @Override
    public LocalDate today() {
        return listener().zone().dayOf(clock.instant());
    }

    @Override
    public ZoneId zone() {
        store(Missing.REFUSED);
        return listener().zone().id();
    }

    @Override
    public ZoneId zone(String name) {
        return Settings.zone(name);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        if (raw != null) {
            raw.close();
        }
        if (passing != null) {
            try {
                for (String ending : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(passing.resolve("music.db" + ending));
                }
                Files.delete(passing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// What to do where there is no store yet.
    private enum Missing {
        MADE,
        REFUSED
    }

    private Settings settings() {
        if (settings == null) {
            settings = Settings.of(environment);
        }
        return settings;
    }

    private Derivation derivation() {
        return new Derivation(ACCOUNT, settings().zone());
    }

    private DatabaseAddress address() {
        String text = Optional.ofNullable(chosen)
                .or(() -> settings().find(Settings.DB))
                .orElseGet(() -> settings().dataFolder().resolve("music.db").toString());
        return address(text);
    }

    private DatabaseAddress address(String text) {
        DatabaseAddress address = DatabaseAddress.parse(text);
        return address instanceof DatabaseAddress.Server server
                ? server.orPassword(settings().postgresPassword())
                : address;
    }

    /// Backups lie in a folder beside their SQLite file; those of a server, in the data folder.
    private Path backupFolder() {
        Path beside =
                address() instanceof DatabaseAddress.File file ? file.path().getParent() : null;
        return settings()
                .find(Settings.BACKUP_FOLDER)
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .orElseGet(() -> Objects.requireNonNullElse(beside, settings().dataFolder())
                        .resolve("backups"));
    }

    /// The listener's own questions lie beside their SQLite file; for PostgreSQL, in the data folder.
    private Path questionFolder() {
        Path beside =
                address() instanceof DatabaseAddress.File file ? file.path().getParent() : null;
        return Objects.requireNonNullElse(beside, settings().dataFolder()).resolve("questions");
    }

    /// The database, open but perhaps not at the newest version.
    private Database database(Missing missing) {
        if (raw == null) {
            DatabaseAddress address = address();
            if (address instanceof DatabaseAddress.File file) {
                prepare(file.path(), missing);
            }
            raw = Database.at(address, settings().busyWait());
        }
        return Objects.requireNonNull(raw);
    }

    /// The database at the newest version: one that is behind is copied, then brought up to date.
    private Database store(Missing missing) {
        Database database = database(missing);
        if (!current) {
            Migrator migrator = migrator(database);
            if (!migrator.isCurrent()) {
                Upgrade.Done done = upgrade(database).to(migrator.newest(), false);
                String told = done.trial().told();
                if (!told.isEmpty()) {
                    news.println("The store was brought from schema version " + done.from() + " to " + migrator.newest()
                            + ". " + told);
                    news.flush();
                }
            }
            current = true;
        }
        return database;
    }

    /// Steps that lead to the newest version end with everything derived anew: some of them leave it empty.
    private Migrator migrator(Database database) {
        return new Migrator(
                database,
                clock,
                session -> Derivation.rebuildAll(session, settings().zone()));
    }

    private Upgrade upgrade(Database database) {
        return new Upgrade(
                database,
                migrator(database),
                settings().busyWait(),
                () -> backedUp(database),
                trial -> new Asker(trial, ACCOUNT, settings().zone())
                        .askAll(Questions.builtIn().all(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    /// The backup before a change of the schema: no rotation takes it away.
    private Path backedUp(Database database) {
        Path folder = backupFolder().resolve(Backups.BEFORE_UPGRADES);
        try {
            return backups(database).make(folder).file().path();
        } catch (MtmException e) {
            throw new MtmException(
                    e.code(),
                    "the backup before a change of the schema cannot be made: " + e.getMessage(),
                    e.where(),
                    "Let the setting backup-folder name a folder that may be written and has room for it; the store was"
                            + " not changed.",
                    e);
        }
    }

    private static void prepare(Path file, Missing missing) {
        if (Files.isDirectory(file)) {
            throw new MtmException(
                    ErrorCode.USAGE, "this is a folder", file.toString(), "Name a file in it, such as music.db.");
        }
        if (Files.exists(file)) {
            return;
        }
        if (missing == Missing.REFUSED) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "there is no store yet",
                    file.toString(),
                    "Make one with `mtm import PATH` or `mtm demo`, or name another with --db.");
        }
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY,
                    "the folder for the store cannot be made (" + e.getMessage() + ")",
                    file.toString(),
                    "Make it yourself or check its permissions, or name another place with --db.",
                    e);
        }
    }
}
