package dev.mtm.doctor;

import dev.mtm.db.Database;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Draft;
import dev.mtm.schema.Migrator;
import dev.mtm.schema.SchemaStatus;
import java.time.Duration;
import java.util.List;

/// Whether a store is at the newest version, and has all that the migrations make.
///
/// @param busyWait how long to wait for another process
public record SchemaCheck(Database database, Migrator migrator, Duration busyWait) {
    Finding version() {
        SchemaStatus status = migrator.status();
        return status.pending() > 0
                ? Finding.off(
                        "schema version",
                        status.version() + " of " + migrator.newest() + ", " + status.pending() + " pending",
                        "Run `mtm migrate up`; a copy is made first on SQLite.")
                : Finding.fine("schema version", status.version() + ", the newest");
    }

    Finding whole() {
        List<String> damage;
        try {
            damage = Draft.damage(database, migrator, busyWait);
        } catch (MtmException e) {
            if (e.code() == ErrorCode.STORE_DAMAGED) {
                throw e;
            }
            return Finding.fine("schema", "not judged: there was no room to make another (" + e.getMessage() + ")");
        }
        return damage.isEmpty()
                ? Finding.fine("schema", "all that the migrations make is there")
                : Finding.off(
                        "schema",
                        String.join("; ", damage),
                        "Restore the newest backup, or take all into a new store: `mtm export FOLDER`, then `mtm import"
                                + " FOLDER --db NEW`.");
    }
}
