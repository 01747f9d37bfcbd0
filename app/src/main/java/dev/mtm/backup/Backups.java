package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Migrator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The backups of one store. Each is a SQLite file, packed with gzip, whatever database the store is in; it was
/// unpacked and opened again before it got its name.
public final class Backups {
    /// The folder, in that of the settings, for backups that no rotation takes away.
    public static final String BEFORE_UPGRADES = "before-upgrades";

    /// How the name goes on after that of the store's file.
    private static final Pattern KEPT = Pattern.compile("\\.(at-\\d{4}|replaced-\\d{8}_\\d{6})(-\\d+)?");

    private static final String KEPT_SCHEMAS = """
            select
                n.nspname,
                cast(coalesce(sum(pg_total_relation_size(c.oid)), 0) as bigint)
            from pg_catalog.pg_namespace as n
            left join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relkind = 'r'
            where n.nspname ~ '^replaced_[0-9]{8}_[0-9]{6}'
            group by n.nspname
            order by n.nspname
            """;

    private static final int TRIES = 5;
    private static final int HASH_BYTES = 4;

    private final Database database;
    private final Settings settings;
    private final Clock clock;

    public Backups(Database database, Settings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    /// How backups are made without being asked for.
    ///
    /// @param folder where they are kept
    public record Settings(Path folder, Schedule schedule, Rotation rotation) {}

    /// A backup that was just made.
    ///
    /// @param rows    how many rows each table has
    /// @param removed older ones that the rotation took away
    public record Made(BackupFile file, long bytes, Map<String, Long> rows, List<BackupFile> removed) {
        public Made {
            rows = Map.copyOf(rows);
            removed = List.copyOf(removed);
        }
    }

    public Settings settings() {
        return settings;
    }

    /// The store that this is about, as it may be shown.
    public String shownStore() {
        return database.address().shown();
    }

    /// Makes one in the folder of the settings, and takes away those that the rotation does not keep.
    public Made make() {
        Made made = make(settings.folder());
        return new Made(made.file(), made.bytes(), made.rows(), rotate());
    }

    /// Makes one in a folder; others may write to the store meanwhile. Nothing there is taken away.
    public Made make(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        int version = new Migrator(database, clock).status().version();
        BackupFile file = BackupFile.of(absolute, storeName(), now, version);
        try (Scratch copy = Scratch.in(absolute, "copy");
                Scratch packed = Scratch.in(absolute, "packed")) {
            Map<String, Long> rows = switch (database.address()) {
                case DatabaseAddress.File store -> copyFile(copy);
                case DatabaseAddress.Server store -> copyServer(copy, version);
            };
            packed.pack(copy.path());
            try (OpenedBackup opened = new OpenedBackup(packed.path(), absolute, "check", clock)) {
                if (!opened.counts().equals(rows)) {
                    throw new MtmException(
                            ErrorCode.INTERNAL,
                            "the backup does not hold the rows of the store",
                            file.path().toString(),
                            "It was thrown away; please run the same command again, and report it if it comes back.");
                }
            }
            long bytes = Files.size(packed.path());
            Files.move(packed.path(), file.path(), StandardCopyOption.ATOMIC_MOVE);
            Scratch.force(absolute);
            return new Made(file, bytes, rows, List.of());
        } catch (IOException e) {
            throw Scratch.unwritable(absolute, e);
        } catch (MtmException e) {
            throw e.code() == ErrorCode.DISK_FULL ? Scratch.noRoom(absolute, e) : e;
        }
    }

    /// The copy is of one moment, and so are counts; where another process wrote between them, it is made again.
    private Map<String, Long> copyFile(Scratch copy) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Map<String, Long> before = database.read(Table::counts);
            Files.deleteIfExists(copy.path());
            database.packInto(copy.path());
            Map<String, Long> after = database.read(Table::counts);
            Map<String, Long> copied;
            try (Database opened = copy.open()) {
                copied = opened.read(Table::counts);
            }
            if (copied.equals(before) || copied.equals(after)) {
                return copied;
            }
        }
        throw new MtmException(
                ErrorCode.DATABASE_BUSY,
                "other processes wrote to the store again and again while it was copied",
                database.address().shown(),
                "Run the same command again when they are done.");
    }

    private Map<String, Long> copyServer(Scratch copy, int version) {
        try (Database target = copy.open()) {
            Migrator migrator = new Migrator(target, clock);
            migrator.to(Math.min(version, migrator.newest()), false);
            Map<String, Long> counts = database.read(from -> target.writeInBulk(
                    to -> StoreCopy.rows(from, to, database.address().shown())));
            target.analyze();
            target.alone("pragma journal_mode = delete");
            return counts;
        }
    }

    /// The backups of this store in the folder of the settings, the newest first.
    public List<BackupFile> list() {
        if (!Files.isDirectory(settings.folder())) {
            return List.of();
        }
        try (var files = Files.list(settings.folder())) {
            return files.map(BackupFile::parse)
                    .flatMap(Optional::stream)
                    .filter(file -> file.store().equals(storeName()))
                    .sorted(Comparator.comparing(BackupFile::madeAt)
                            .thenComparing(BackupFile::path)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new MtmException(
                    ErrorCode.READ_ONLY,
                    "the folder of the backups cannot be read (" + e.getMessage() + ")",
                    settings.folder().toString(),
                    "Check its permissions, or name another in the setting backup-folder.",
                    e);
        }
    }

    /// A copy of the store as it was before something, which nothing but a person removes.
    ///
    /// @param name a path, or the name of a schema
    public record Kept(String name, long bytes) {}

    /// What upgrades and restoring kept: beside a SQLite file, in schemas of a server and among its backups.
    public List<Kept> kept() {
        return switch (database.address()) {
            case DatabaseAddress.File file -> {
                String store = file.path().getFileName().toString();
                yield files(
                        file.path().resolveSibling(""),
                        name -> name.startsWith(store)
                                && KEPT.matcher(name.substring(store.length())).matches());
            }
            case DatabaseAddress.Server server -> {
                List<Kept> kept = new ArrayList<>(database.read(session ->
                        session.list(KEPT_SCHEMAS, row -> new Kept("schema " + row.text(1), row.number(2)))));
                kept.addAll(files(
                        settings.folder().resolve(BEFORE_UPGRADES),
                        name -> BackupFile.parse(Path.of(name))
                                .filter(file -> file.store().equals(storeName()))
                                .isPresent()));
                yield kept;
            }
        };
    }

    private static List<Kept> files(Path folder, Predicate<String> names) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> names.test(file.getFileName().toString()))
                    .sorted()
                    .map(file -> new Kept(file.toString(), file.toFile().length()))
                    .toList();
        } catch (IOException e) {
            throw Scratch.unwritable(folder, e);
        }
    }

    /// Whether the schedule wants a backup now.
    public boolean isDue() {
        Instant now = clock.instant();
        Instant since = now.minus(settings.schedule().period());
        // One that a wrong clock dated into the future is none of this period.
        return settings.schedule() != Schedule.OFF
                && list().stream()
                        .noneMatch(file ->
                                file.madeAt().isAfter(since) && !file.madeAt().isAfter(now));
    }

    /// Makes the backup that is due, if one is and the store holds anything.
    public Optional<Made> makeIfDue() {
        return isDue() && new Migrator(database, clock).status().version() > 0 ? Optional.of(make()) : Optional.empty();
    }

    private List<BackupFile> rotate() {
        List<BackupFile> all = list();
        Set<Instant> kept =
                settings.rotation().kept(all.stream().map(BackupFile::madeAt).collect(Collectors.toSet()));
        List<BackupFile> removed = new ArrayList<>();
        for (BackupFile file : all) {
            if (!kept.contains(file.madeAt())) {
                try {
                    Files.deleteIfExists(file.path());
                    removed.add(file);
                } catch (IOException e) {
                    throw Scratch.unwritable(settings.folder(), e);
                }
            }
        }
        return removed;
    }

    /// What the store is called in the names of its backups: the name of its file or database, and what tells it
    /// from others of that name that share a folder with it.
    String storeName() {
        String name = switch (database.address()) {
            case DatabaseAddress.File file ->
                file.path().getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
            case DatabaseAddress.Server server -> server.database().replaceAll("[^\\w.-]", "_");
        };
        return name + "-" + hash(database.address().shown());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
