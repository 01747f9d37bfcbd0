package dev.mtm.cli;

import dev.mtm.adopt.Adoption;
import dev.mtm.backup.Move;
import dev.mtm.doctor.Doctor;
import dev.mtm.doctor.SchemaLint;
import dev.mtm.history.Listener;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import dev.mtm.schema.Migrator;
import dev.mtm.snapshot.ComputedSnapshots;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the commands work with. The program wires it; commands only take what they need.
public interface House {
    /// Names the store that `--db` gave; null: the one of the settings.
    void choose(@Nullable String db);

    /// The store as it may be shown, without secrets.
    String shownStore();

    /// Chooses the store for the demo, beside the usual one, unless `--db` named another.
    void chooseDemo();

    Questions questions();

    Asker asker();

    Importer importer();

    ImportLog importLog();

    ComputedSnapshots snapshots();

    Listener listener();

    /// Takes over a music_db into the store.
    ///
    /// @param database as `--db` takes it
    Adoption.Report adopt(String database, ImportProgress progress);

    /// Copies the store to another database.
    ///
    /// @param target as `--db` takes it
    Move.Proof move(String target, Move.Progress progress);

    Doctor doctor();

    /// Holds the schema of the store as it is against a checklist.
    SchemaLint schemaLint();

    /// The migrator of the store as it is: unlike the others it does not bring the store up to date first.
    Migrator migrator();

    /// The day that the listener's clock shows now.
    LocalDate today();

    /// A zone by its name.
    ZoneId zone(String name);

    /// Which environment variables the command line looks at.
    Map<String, String> environment();
}
