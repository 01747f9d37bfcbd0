package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Migrator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A backup unpacked into a scratch file, opened and found sound. The backup itself is only read. Close it.
final class OpenedBackup implements AutoCloseable {
    private final Scratch scratch;
    private final Database database;
    private final Migrator migrator;
    private final int version;
    private final Map<String, Long> counts;

    /// @param folder where the scratch file is made
    /// @throws MtmException when it is damaged, no backup, or of a newer version of the program
    OpenedBackup(Path backup, Path folder, String purpose, Clock clock) {
        this.scratch = Scratch.in(folder, purpose);
        boolean sound = false;
        Database opened = scratch.open();
        try {
            scratch.unpack(backup);
            this.migrator = new Migrator(opened, clock);
            this.counts = sound(backup, opened);
            this.version = migrator.status().version();
            sound = true;
        } catch (MtmException e) {
            throw switch (e.code()) {
                case STORE_DAMAGED -> Scratch.damaged(backup, String.valueOf(e.getMessage()), e);
                case SCHEMA_MISMATCH, USAGE ->
                    new MtmException(e.code(), String.valueOf(e.getMessage()), backup.toString(), e.fix(), e);
                default -> e;
            };
        } finally {
            if (!sound) {
                opened.close();
                scratch.close();
            }
        }
        this.database = opened;
    }

    private static Map<String, Long> sound(Path backup, Database database) {
        return database.read(session -> {
            String integrity = session.first("pragma integrity_check(1)", row -> row.text(1))
                    .orElseThrow();
            if (!integrity.equals("ok")) {
                throw new MtmException(ErrorCode.STORE_DAMAGED, integrity, backup.toString(), "");
            }
            List<String> broken = session.list("pragma foreign_key_check", row -> row.text(1) + " to " + row.text(3));
            if (!broken.isEmpty()) {
                throw new MtmException(
                        ErrorCode.STORE_DAMAGED,
                        broken.size() + " foreign keys point nowhere, the first from " + broken.getFirst(),
                        backup.toString(),
                        "");
            }
            return Table.counts(session);
        });
    }

    Database database() {
        return database;
    }

    /// The version of the schema it was made at, or was brought to since.
    int version() {
        return version;
    }

    /// How many rows each table had when it was opened.
    Map<String, Long> counts() {
        return counts;
    }

    /// Brings the scratch file to the version of this program.
    void bringUpToDate() {
        migrator.up();
    }

    /// The scratch file, complete and closed, for a caller that moves it to its place.
    Path settled() {
        database.close(); // a reader would keep the log
        database.alone("pragma journal_mode = delete");
        database.close();
        Scratch.force(scratch.path());
        return scratch.path();
    }

    @Override
    public void close() {
        database.close();
        scratch.close();
    }
}
